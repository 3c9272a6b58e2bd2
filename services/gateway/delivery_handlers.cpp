// GET /api/v1/deliveries and POST /api/v1/deliveries/{id}/replay (重新发送).
#include <boost/json.hpp>

#include "common/base/bytes.hpp"
#include "common/base/ids.hpp"
#include "services/gateway/handlers.hpp"
#include "services/gateway/json_out.hpp"
#include "services/gateway/listing.hpp"
#include "services/gateway/problem.hpp"

namespace fenghuo::gateway {
namespace {

std::optional<std::uint64_t> message_id(const std::string& text) {
  if (const auto id = parse_notification_id(text)) return id->value;
  return parse_id(text);
}

Response no_delivery() { return problem(404, "Not found", "There is no such delivery."); }

}  // namespace

Task<Response> list_deliveries(App& app, const Request& request) {
  const auto rules = app.rules();
  if (rules == nullptr) co_return unavailable("No rules are active yet.");
  if (request.token->party.starts_with("unit:"))
    co_return problem(403, "Not allowed", "A unit's token sees the deliveries of a matter at /api/v1/matters/{id}.");
  auto question = deliveries_query(request);
  if (!question) co_return problem(422, "Not accepted", question.error().message);
  wire::Query query = std::move(*question);
  const auto rows = co_await app.ledger().query(std::move(query));
  if (!rows) co_return unavailable(rows.error().message);
  boost::json::array items;
  for (const auto& row : rows->rows()) {
    wire::DeliveryView view;
    if (view.ParseFromString(row)) items.push_back(delivery_json(view, *rules));
  }
  co_return listing(std::move(items), rows->next());
}

Task<Response> replay_delivery(App& app, const Request& request) {
  const auto id = message_id(request.params[0]);
  if (!id) co_return no_delivery();
  wire::Query question = make_query("deliveries", {{"message", std::to_string(*id)}});
  const auto known = co_await app.ledger().query(std::move(question));
  if (!known) co_return unavailable(known.error().message);
  if (known->rows_size() == 0) co_return no_delivery();
  wire::Operate operate;
  operate.set_actor("api/" + request.token->name);
  operate.set_what("replay");
  add_field(operate.mutable_args(), "message", notification_id(MessageId{*id}));
  const auto operated = co_await app.ledger().operate(std::move(operate));
  if (!operated) co_return unavailable(operated.error().message);
  if (!operated->ok()) co_return problem(409, "Conflict", printable(operated->reason(), 200));
  boost::json::object out{{"id", notification_id(MessageId{*id})}, {"outcome", "replayed"}};
  co_return json_response(200, out);
}

}  // namespace fenghuo::gateway
