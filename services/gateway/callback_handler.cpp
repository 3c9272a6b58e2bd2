// POST /api/v1/callbacks/ack: a unit's own system takes a matter. An unknown unit, a stale time and a bad signature all get the same
// answer.
#include "common/base/bytes.hpp"
#include "common/base/ids.hpp"
#include "common/log/log.hpp"
#include "services/gateway/action_body.hpp"
#include "services/gateway/handlers.hpp"
#include "services/gateway/outcome.hpp"
#include "services/gateway/problem.hpp"

namespace fenghuo::gateway {
namespace {

constexpr std::size_t max_webhook_id = 128;

Response not_signed() {
  Response response =
      problem(401, "Not authorised",
              "The signature does not fit: sign id.timestamp.body with the secret of data.unit (Standard Webhooks, within 5 minutes).");
  response.headers.clear();
  return response;
}

bool good_id(std::string_view id) {
  return !id.empty() && id.size() <= max_webhook_id && std::all_of(id.begin(), id.end(), [](char c) { return c > ' ' && c <= '~'; });
}

bool signed_by_unit(const Rules& rules, const std::string& unit, const Request& request) {
  static const std::vector<WebhookSecret> nobody = {{std::string(32, '\x5a')}};  // the same work for a unit we don't know
  const auto found = rules.callback_secrets.find(unit);
  const auto& secrets = found == rules.callback_secrets.end() ? nobody : found->second;
  const SignedHeaders headers{request.webhook_id, request.webhook_timestamp, request.webhook_signature};
  const auto verified = verify_webhook(headers, request.body, secrets, wall_now());
  if (!verified) log::warn("callback_refused", {{"reason", verified.error().message}});
  return verified.has_value() && found != rules.callback_secrets.end();
}

}  // namespace

Task<Response> post_callback_ack(App& app, const Request& request) {
  const auto rules = app.rules();
  if (rules == nullptr) co_return unavailable("No rules are active yet. Nothing was taken; send it again.");
  const auto unit = callback_unit(request.body);
  if (!good_id(request.webhook_id) || !signed_by_unit(*rules, unit.value_or(""), request)) co_return not_signed();
  auto callback = read_callback(request.body);
  if (!callback) co_return problem(422, "Not accepted", callback.error().message);
  wire::SubmitItem item = action_item(request.webhook_id, std::move(callback->action), "callback/" + *unit);
  aim(item, callback->matter);
  std::string scope = "callback/" + *unit;
  const auto done = co_await app.ledger().submit_and_wait(std::move(scope), std::move(item), app.settings().gateway.decide_wait);
  const std::uint64_t id = done ? done->accepted.id() : 0;
  co_return outcome_response(done, wire::ACK, *rules, "/api/v1/items/" + id_text(id) + "?key=" + app.item_key(id));
}

}  // namespace fenghuo::gateway
