// POST /api/v1/matters: opens one matter, an event of the catalogue or 立项 by hand. The same Idempotency-Key with the same request is the
// same matter and the same answer; with another request it is a conflict.
#include <boost/json.hpp>

#include "common/base/bytes.hpp"
#include "common/base/crypto.hpp"
#include "common/base/ids.hpp"
#include "services/gateway/handlers.hpp"
#include "services/gateway/open_body.hpp"
#include "services/gateway/outcome.hpp"
#include "services/gateway/problem.hpp"

namespace fenghuo::gateway {
namespace {

constexpr std::size_t id_digits = 24;

std::string digest_of(const OpenRequest& request) {
  return std::visit([](const auto& one) { return obligations::request_digest(one); }, request);
}

Result<obligations::Opening> opening_of(const OpenRequest& request, const Rules& rules, const std::string& key, Instant now) {
  if (const auto* event = std::get_if<obligations::EventOpening>(&request))
    return obligations::open_event(rules.bundle, *rules.calendar, *event, now);
  return obligations::open_by_hand(rules.bundle, *rules.calendar, std::get<obligations::HandOpening>(request), key.substr(0, id_digits),
                                   now);
}

Response answer(const Result<LedgerLink::Done>& done, const Rules& rules, const std::string& key, const std::string& status_url) {
  const bool decided = done && done->accepted.status() != wire::NOT_ACCEPTED && done->outcome;
  const auto code = decided ? done->outcome->code() : wire::OUTCOME_UNSET;
  if (code != wire::OPENED && code != wire::UPDATED) return outcome_response(done, wire::ACTION_UNSET, rules, status_url);
  const std::string id = id_text(done->accepted.matter_id());
  const bool opened = code == wire::OPENED;
  const char* what = opened ? "opened" : done->outcome->detail().empty() ? "updated" : "already";
  Response response = json_response(
      opened ? 201 : 200, boost::json::object{{"outcome", what}, {"item", id_text(done->accepted.id())}, {"matter", id}, {"key", key}});
  response.headers.emplace_back("Location", "/api/v1/matters/" + id);
  return response;
}

}  // namespace

Task<Response> post_matter(App& app, const Request& request) {
  const auto rules = app.rules();
  if (rules == nullptr || rules->calendar == nullptr) co_return unavailable("No rules are active yet. Nothing was taken; send it again.");
  const auto wanted = read_opening(request.body);
  if (!wanted) co_return problem(422, "Not accepted", wanted.error().message);
  const auto now = co_await app.ledger_now();
  if (!now) co_return unavailable(now.error().message);
  const std::string scope = "api/" + request.token->name;
  const std::string key =
      to_hex(request.idempotency_key.empty() ? crypto::random_bytes(32)
                                             : crypto::Sha256().add(scope).add("\n").add(request.idempotency_key).finish());
  auto opening = opening_of(*wanted, *rules, key, *now);
  if (!opening) co_return problem(422, "Not accepted", opening.error().message);
  if (!may_open(*request.token, *wanted, opening->occurrence.party(), rules->bundle))
    co_return problem(403, "Not allowed", "立项由督办部门进行；本令牌只能登记本单位的事由。");
  const std::string matter_key = opening->key;
  wire::SubmitItem item = obligations::opening_item(std::move(*opening), key, digest_of(*wanted), scope);
  const auto done = co_await app.ledger().submit_and_wait(scope, std::move(item), app.settings().gateway.decide_wait);
  const std::uint64_t id = done ? done->accepted.id() : 0;
  co_return answer(done, *rules, matter_key, "/api/v1/items/" + id_text(id) + "?key=" + app.item_key(id));
}

}  // namespace fenghuo::gateway
