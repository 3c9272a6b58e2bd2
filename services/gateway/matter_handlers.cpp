// GET /api/v1/matters[/{id}], POST /api/v1/matters/{id}/{act}, GET /api/v1/items/{id}.
#include <boost/json.hpp>

#include "common/base/bytes.hpp"
#include "common/base/crypto.hpp"
#include "common/base/ids.hpp"
#include "common/messages/matter_numbers.hpp"
#include "common/template/matter_reference.hpp"
#include "services/gateway/action_body.hpp"
#include "services/gateway/handlers.hpp"
#include "services/gateway/json_out.hpp"
#include "services/gateway/listing.hpp"
#include "services/gateway/named_matters.hpp"
#include "services/gateway/outcome.hpp"
#include "services/gateway/problem.hpp"
#include "services/gateway/tokens.hpp"
#include "services/gateway/visible.hpp"

namespace fenghuo::gateway {
namespace {

namespace json = boost::json;

constexpr std::uint32_t page_rows = 500;
constexpr int most_pages = 10;

wire::Query matter_query(const std::string& which) {
  if (const auto id = parse_id(which)) return make_query("matter", {{"id", std::to_string(*id)}});
  return make_query("matter", {{"number", std::string(matter_of_slip(which))}});
}

struct AllRows {
  json::array rows;
  bool cut = false;  // there are more than one answer holds
};

// All rows of a listing that belongs to one matter, page after page, up to a bound.
template <class View, class ToJson>
Task<Result<AllRows>> all_rows(App& app, const char* what, std::uint64_t matter, std::uint64_t at_least, ToJson to_json) {
  AllRows out;
  std::uint64_t cursor = 0;
  for (int page = 0; page < most_pages; ++page) {
    wire::Query question = make_query(what, {{"matter", std::to_string(matter)}}, page_rows);
    question.set_at_least(at_least);
    question.set_cursor(cursor);
    const auto rows = co_await app.ledger().query(std::move(question));
    if (!rows) co_return tl::unexpected(rows.error());
    for (const auto& row : rows->rows()) {
      View view;
      if (view.ParseFromString(row)) out.rows.push_back(to_json(view));
    }
    cursor = rows->next();
    if (cursor == 0) break;
  }
  out.cut = cursor != 0;
  co_return out;
}

struct Seen {
  wire::MatterView view;
  std::uint64_t seq = 0;
};

// The matter, if there is one that this token may see; an Error means that the ledger did not answer.
Task<Result<std::optional<Seen>>> look_at(App& app, const Rules& rules, const ApiToken& token, const std::string& which) {
  wire::Query question = matter_query(which);
  const auto rows = co_await app.ledger().query(std::move(question));
  if (!rows) co_return tl::unexpected(rows.error());
  Seen seen;
  seen.seq = rows->seq();
  if (rows->rows_size() == 0 || !seen.view.ParseFromString(rows->rows(0)) || !may_see(token, seen.view, rules.bundle))
    co_return std::nullopt;
  co_return std::optional(std::move(seen));
}

Response no_matter() { return problem(404, "Not found", "There is no such matter, or this token may not see it."); }

Response no_item() { return problem(404, "Not found", "There is no such item, or this token may not see it."); }

Response no_rules() { return unavailable("No rules are active yet."); }

}  // namespace

Task<Response> list_matters(App& app, const Request& request) {
  const auto rules = app.rules();
  if (rules == nullptr) co_return no_rules();
  auto question = matters_query(request, rules->bundle);
  if (!question) co_return problem(422, "Not accepted", question.error().message);
  const auto now = co_await app.ledger_now();
  if (!now) co_return unavailable(now.error().message);
  const Wanted wanted = wanted_of(request, *question);
  if (!wanted.all()) question->set_limit(page_rows);
  json::array items;
  std::uint64_t next = question->cursor();
  for (int page = 0; page < (wanted.all() ? 1 : most_pages); ++page) {
    wire::Query query = *question;
    query.set_cursor(next);
    const auto rows = co_await app.ledger().query(std::move(query));
    if (!rows) co_return unavailable(rows.error().message);
    next = rows->next();
    for (const auto& row : rows->rows()) {
      wire::MatterView view;
      if (!view.ParseFromString(row) || !may_see(*request.token, view, rules->bundle)) continue;
      if (!matches(wanted, view, *rules->calendar, *now)) continue;
      items.push_back(matter_json(view, *rules, *now));
      if (items.size() < wanted.limit) continue;
      co_return listing(std::move(items), wanted.all() ? next : view.id());
    }
    if (next == 0) break;
  }
  co_return listing(std::move(items), next);
}

Task<Response> get_matter(App& app, const Request& request) {
  const auto rules = app.rules();
  if (rules == nullptr) co_return no_rules();
  const auto seen = co_await look_at(app, *rules, *request.token, request.params[0]);
  if (!seen) co_return unavailable(seen.error().message);
  if (!*seen) co_return no_matter();
  const auto& view = (*seen)->view;
  const auto event = [&](const wire::EventView& e) { return event_json(e, *rules); };
  auto timeline = co_await all_rows<wire::EventView>(app, "timeline", view.id(), (*seen)->seq, event);
  if (!timeline) co_return unavailable(timeline.error().message);
  const auto delivery = [&](const wire::DeliveryView& d) { return delivery_json(d, *rules); };
  auto deliveries = co_await all_rows<wire::DeliveryView>(app, "deliveries", view.id(), (*seen)->seq, delivery);
  if (!deliveries) co_return unavailable(deliveries.error().message);
  const auto now = co_await app.ledger_now();
  if (!now) co_return unavailable(now.error().message);
  json::object out = matter_json(view, *rules, *now);
  out["timeline"] = std::move(timeline->rows);
  out["timeline_cut"] = timeline->cut;
  out["deliveries"] = std::move(deliveries->rows);
  out["deliveries_cut"] = deliveries->cut;
  co_return json_response(200, out);
}

Task<Response> act_on_matter(App& app, const Request& request) {
  const auto rules = app.rules();
  if (rules == nullptr) co_return no_rules();
  const auto kind = action_of(request.params[1]);
  if (!kind) co_return problem(404, "Not found", "There is no such act; the list is at /api/openapi.json.");
  auto action = read_action(*kind, request.body, rules->bundle, *request.token);
  if (!action) co_return problem(422, "Not accepted", action.error().message);
  const auto seen = co_await look_at(app, *rules, *request.token, request.params[0]);
  if (!seen) co_return unavailable(seen.error().message);
  if (!*seen) co_return no_matter();
  if (const auto slip = settle_slip(*action, (*seen)->view.body()); !slip) co_return problem(422, "Not accepted", slip.error().message);
  if (*kind == wire::MERGE) {
    const auto into = co_await look_at(app, *rules, *request.token, action->evidence());
    if (!into) co_return unavailable(into.error().message);
    if (const auto fault = merge_fault((*seen)->view, *into ? &(*into)->view : nullptr); !fault.empty())
      co_return problem(422, "Not accepted", fault);
    action->set_evidence(name_of((*into)->view));
  }
  const auto unknown = co_await unknown_number(app, *action);
  if (!unknown) co_return unavailable(unknown.error().message);
  if (!unknown->empty()) co_return problem(422, "Not accepted", cites_fault(*unknown));
  const auto& name = request.token->name;
  std::string key = request.idempotency_key.empty() ? to_hex(crypto::random_bytes(16)) : to_hex(crypto::sha256(request.idempotency_key));
  wire::SubmitItem item = action_item(std::move(key), std::move(*action), "api/" + name);
  aim(item, request.params[0]);
  std::string scope = "api/" + name;
  const auto done = co_await app.ledger().submit_and_wait(std::move(scope), std::move(item), app.settings().gateway.decide_wait);
  const std::uint64_t id = done ? done->accepted.id() : 0;
  co_return outcome_response(done, *kind, *rules, "/api/v1/items/" + id_text(id) + "?key=" + app.item_key(id));
}

// The address that came with the 202 opens its own item; a token that may read opens those of the matters it sees.
Task<Response> get_item(App& app, const Request& request) {
  const auto id = parse_id(request.params[0]);
  const bool has_key = id && crypto::equal_constant_time(request.query_value("key"), app.item_key(*id));
  const auto token = has_key ? nullptr : app.token(request.authorization);
  if (!has_key && token == nullptr)
    co_return problem(401, "Not authorised", "Use the whole status address that came with the 202, or a bearer token.");
  if (token != nullptr && !may(*token, Right::read))
    co_return problem(403, "Not allowed", "Use the whole status address that came with the 202, or a token with the right \"read\".");
  const auto rules = app.rules();
  if (rules == nullptr) co_return no_rules();
  if (!id) co_return no_item();
  wire::Query question = make_query("item", {{"id", std::to_string(*id)}});
  const auto rows = co_await app.ledger().query(std::move(question));
  if (!rows) co_return unavailable(rows.error().message);
  wire::ItemView view;
  if (rows->rows_size() == 0 || !view.ParseFromString(rows->rows(0))) co_return no_item();
  if (token != nullptr) {
    const std::string matter = id_text(view.matter_id());
    const auto seen = co_await look_at(app, *rules, *token, matter);
    if (!seen) co_return unavailable(seen.error().message);
    if (!*seen) co_return no_item();
  }
  co_return json_response(200, item_json(view, *rules));
}

}  // namespace fenghuo::gateway
