// GET /api/v1/matters[/{id}], POST /api/v1/matters/{id}/{act}, GET /api/v1/items/{id}.
#include <boost/json.hpp>

#include "common/base/bytes.hpp"
#include "common/base/crypto.hpp"
#include "common/base/ids.hpp"
#include "services/gateway/action_body.hpp"
#include "services/gateway/handlers.hpp"
#include "services/gateway/json_out.hpp"
#include "services/gateway/listing.hpp"
#include "services/gateway/outcome.hpp"
#include "services/gateway/problem.hpp"

namespace fenghuo::gateway {
namespace {

namespace json = boost::json;

constexpr std::uint32_t page_rows = 500;
constexpr int most_pages = 10;

// A unit's token sees the matters that concern it, no other.
bool may_see(const ApiToken& token, const wire::MatterView& view) {
  if (!token.party.starts_with("unit:")) return true;
  const std::string unit = token.party.substr(5);
  const auto& body = view.body();
  if (view.row().unit() == unit || std::find(body.units().begin(), body.units().end(), unit) != body.units().end()) return true;
  return std::any_of(body.told().begin(), body.told().end(), [&](const wire::Told& told) { return told.party() == token.party; });
}

wire::Query matter_query(const std::string& which) {
  if (const auto id = parse_id(which)) return make_query("matter", {{"id", std::to_string(*id)}});
  return make_query("matter", {{"number", which}});
}

// All rows of a listing that belongs to one matter, page after page, up to a bound.
template <class View, class ToJson>
Task<Result<json::array>> all_rows(App& app, const char* what, std::uint64_t matter, std::uint64_t at_least, ToJson to_json) {
  json::array out;
  std::uint64_t cursor = 0;
  for (int page = 0; page < most_pages; ++page) {
    wire::Query question = make_query(what, {{"matter", std::to_string(matter)}}, page_rows);
    question.set_at_least(at_least);
    question.set_cursor(cursor);
    const auto rows = co_await app.ledger().query(std::move(question));
    if (!rows) co_return tl::unexpected(rows.error());
    for (const auto& row : rows->rows()) {
      View view;
      if (view.ParseFromString(row)) out.push_back(to_json(view));
    }
    cursor = rows->next();
    if (cursor == 0) break;
  }
  co_return out;
}

Response no_matter() { return problem(404, "Not found", "There is no such matter, or this token may not see it."); }

Response no_rules() { return unavailable("No rules are active yet."); }

}  // namespace

Task<Response> list_matters(App& app, const Request& request) {
  const auto rules = app.rules();
  if (rules == nullptr) co_return no_rules();
  auto question = matters_query(request, rules->bundle);
  if (!question) co_return problem(422, "Not accepted", question.error().message);
  wire::Query query = std::move(*question);
  const auto rows = co_await app.ledger().query(std::move(query));
  if (!rows) co_return unavailable(rows.error().message);
  json::array items;
  for (const auto& row : rows->rows()) {
    wire::MatterView view;
    if (view.ParseFromString(row) && may_see(*request.token, view)) items.push_back(matter_json(view, *rules));
  }
  co_return listing(std::move(items), rows->next());
}

Task<Response> get_matter(App& app, const Request& request) {
  const auto rules = app.rules();
  if (rules == nullptr) co_return no_rules();
  wire::Query question = matter_query(request.params[0]);
  const auto rows = co_await app.ledger().query(std::move(question));
  if (!rows) co_return unavailable(rows.error().message);
  wire::MatterView view;
  if (rows->rows_size() == 0 || !view.ParseFromString(rows->rows(0)) || !may_see(*request.token, view)) co_return no_matter();
  const auto event = [&](const wire::EventView& e) { return event_json(e, *rules); };
  const auto timeline = co_await all_rows<wire::EventView>(app, "timeline", view.id(), rows->seq(), event);
  if (!timeline) co_return unavailable(timeline.error().message);
  const auto delivery = [&](const wire::DeliveryView& d) { return delivery_json(d, *rules); };
  const auto deliveries = co_await all_rows<wire::DeliveryView>(app, "deliveries", view.id(), rows->seq(), delivery);
  if (!deliveries) co_return unavailable(deliveries.error().message);
  json::object out = matter_json(view, *rules);
  out["timeline"] = *timeline;
  out["deliveries"] = *deliveries;
  co_return json_response(200, out);
}

Task<Response> act_on_matter(App& app, const Request& request) {
  const auto rules = app.rules();
  if (rules == nullptr) co_return no_rules();
  const auto kind = action_of(request.params[1]);
  if (!kind) co_return problem(404, "Not found", "There is no such act; the list is at /api/openapi.json.");
  auto action = read_action(*kind, request.body, rules->bundle, *request.token);
  if (!action) co_return problem(422, "Not accepted", action.error().message);
  const auto& name = request.token->name;
  std::string key = request.idempotency_key.empty() ? to_hex(crypto::random_bytes(16)) : to_hex(crypto::sha256(request.idempotency_key));
  wire::SubmitItem item = action_item(std::move(key), std::move(*action), "api/" + name);
  aim(item, request.params[0]);
  std::string scope = "api/" + name;
  const auto done = co_await app.ledger().submit_and_wait(std::move(scope), std::move(item), app.settings().gateway.decide_wait);
  const std::uint64_t id = done ? done->accepted.id() : 0;
  co_return outcome_response(done, *kind, *rules, "/api/v1/items/" + id_text(id) + "?key=" + app.item_key(id));
}

Task<Response> get_item(App& app, const Request& request) {
  const auto id = parse_id(request.params[0]);
  const bool has_key = id && crypto::equal_constant_time(request.query_value("key"), app.item_key(*id));
  if (!has_key && app.token(request.authorization) == nullptr) {
    co_return problem(401, "Not authorised", "Use the whole status address that came with the 202, or a bearer token.");
  }
  const auto rules = app.rules();
  if (rules == nullptr) co_return no_rules();
  if (!id) co_return problem(404, "Not found", "There is no such item.");
  wire::Query question = make_query("item", {{"id", std::to_string(*id)}});
  const auto rows = co_await app.ledger().query(std::move(question));
  if (!rows) co_return unavailable(rows.error().message);
  wire::ItemView view;
  if (rows->rows_size() == 0 || !view.ParseFromString(rows->rows(0))) co_return problem(404, "Not found", "There is no such item.");
  co_return json_response(200, item_json(view, *rules));
}

}  // namespace fenghuo::gateway
