// POST /api/v1/signals: 202 only after the ledger's commit.
#include <map>

#include "common/log/log.hpp"
#include "services/gateway/handlers.hpp"
#include "services/gateway/problem.hpp"
#include "services/gateway/signal_batch.hpp"

namespace fenghuo::gateway {
namespace {

constexpr std::size_t max_idempotency_key = 255;

std::optional<Response> check_head(const Request& request) {
  if (!request.content_encoding.empty() && request.content_encoding != "identity") {
    return problem(415, "Unsupported content encoding", "Send the body without Content-Encoding.");
  }
  if (!request.content_type.starts_with("application/json")) {
    return problem(415, "Unsupported content type", "Send JSON, with Content-Type: application/json.");
  }
  const auto& key = request.idempotency_key;
  if (key.size() > max_idempotency_key || std::any_of(key.begin(), key.end(), [](char c) { return c < ' ' || c > '~'; })) {
    return problem(422, "Not accepted", "Idempotency-Key: at most 255 printable ASCII characters.");
  }
  return std::nullopt;
}

void count(Metrics& metrics, const SignalBatch& batch) {
  std::size_t accepted = 0, duplicate = 0;
  for (const auto& reply : batch.replies) {
    accepted += reply.status == "accepted";
    duplicate += reply.status == "duplicate";
  }
  metrics.signals("accepted", accepted);
  metrics.signals("duplicate", duplicate);
  metrics.signals("refused", batch.replies.size() - accepted - duplicate);
}

// One line a reason, however many signals: a reason names a field that we know, never an unknown one and never a value.
void log_refused(const SignalBatch& batch, const ApiToken& token) {
  std::map<std::string_view, std::size_t> reasons;
  for (const auto& reply : batch.replies) {
    if (reply.status == "refused") ++reasons[reply.reason];
  }
  for (const auto& [reason, signals] : reasons)
    log::warn("signal_refused", {{"provider", token.provider.empty() ? "any" : token.provider}, {"reason", reason}, {"signals", signals}});
}

}  // namespace

Task<Response> post_signals(App& app, const Request& request) {
  if (auto wrong = check_head(request)) co_return std::move(*wrong);
  const auto rules = app.rules();
  if (rules == nullptr) co_return unavailable("No rules are active yet. Nothing was taken; send the same batch again.");
  auto batch = make_signal_batch(request.body, request.idempotency_key, rules->bundle, request.token->provider);
  if (!batch)
    co_return problem(batch.error().message.starts_with("not readable") ? 400 : 422, "Body not accepted",
                      "The body: " + batch.error().message + ".");
  for (auto& group : batch->groups) {
    wire::Submit submit = std::move(group.submit);
    const auto accepted = co_await app.ledger().submit(std::move(submit));
    if (!accepted)
      co_return unavailable("The ledger can't be reached: " + accepted.error().message +
                            ". Send the same batch again; what was stored is not taken twice.");
    take_answer(*batch, group, *accepted);
  }
  count(app.metrics(), *batch);
  log_refused(*batch, *request.token);
  co_return signals_response(*batch);
}

}  // namespace fenghuo::gateway
