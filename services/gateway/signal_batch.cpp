#include "services/gateway/signal_batch.hpp"

#include <boost/json.hpp>

#include "common/base/bytes.hpp"
#include "common/base/crypto.hpp"
#include "common/base/ids.hpp"
#include "common/signals/signals.hpp"
#include "services/gateway/problem.hpp"

namespace fenghuo::gateway {
namespace {

SignalBatch::Group& group_of(SignalBatch& batch, const std::string& scope) {
  for (auto& group : batch.groups) {
    if (group.submit.scope() == scope) return group;
  }
  auto& group = batch.groups.emplace_back();
  group.submit.set_scope(scope);
  group.submit.set_intake_class(wire::WARNING);
  return group;
}

std::string refusal(const std::string& reason) {
  const bool of_request = reason.find("Idempotency-Key") != std::string::npos;
  if (reason.starts_with("conflict") && !of_request) return "conflict: the same signal_id with another content";
  if (reason.starts_with("full")) return "full: too many wait to be decided; send it again later";
  return printable(reason, 200);
}

bool store_trouble(std::string_view reason) { return reason.starts_with("full") || reason.starts_with("storage"); }

}  // namespace

Result<SignalBatch> make_signal_batch(std::string_view body, std::string_view idempotency_key, const wire::Bundle& bundle,
                                      std::string_view provider) {
  auto parsed = parse_signals(body, bundle, provider);
  if (!parsed) return tl::unexpected(parsed.error());
  SignalBatch batch;
  batch.replies.reserve(parsed->size());
  for (auto& item : *parsed) {
    auto& reply = batch.replies.emplace_back();
    reply.signal_id = std::move(item.signal_id);
    if (!item.signal) {
      reply.status = "refused";
      reply.reason = item.signal.error().message;
      continue;
    }
    auto& group = group_of(batch, signal_scope(item.signal->provider()));
    group.places.push_back(batch.replies.size() - 1);
    *group.submit.add_items() = submit_item(std::move(*item.signal), bundle);
  }
  if (idempotency_key.empty()) return batch;
  const std::string digest = crypto::sha256(body);
  for (auto& group : batch.groups) {
    group.submit.set_idempotency(crypto::Sha256().add(group.submit.scope()).add("\n").add(idempotency_key).finish());
    group.submit.set_request_digest(digest);
  }
  return batch;
}

void take_answer(SignalBatch& batch, const SignalBatch::Group& group, const wire::Accepted& accepted) {
  for (std::size_t i = 0; i < group.places.size(); ++i) {
    auto& reply = batch.replies[group.places[i]];
    const auto at = static_cast<int>(i);
    if (at >= accepted.items_size()) {
      reply.status = "refused";
      reply.reason = "storage: the ledger gave no answer for it";
      continue;
    }
    const auto& item = accepted.items(at);
    reply.id = item.id();
    reply.matter = item.matter_id();
    reply.status = item.status() == wire::OK_ACCEPTED ? "accepted" : item.status() == wire::OK_DUPLICATE ? "duplicate" : "refused";
    if (reply.status == "refused") reply.reason = refusal(item.reason());
  }
}

Response signals_response(const SignalBatch& batch) {
  boost::json::array items;
  items.reserve(batch.replies.size());
  std::size_t refused = 0, trouble = 0;
  for (const auto& reply : batch.replies) {
    auto& item = items.emplace_back(boost::json::object{{"signal_id", reply.signal_id}, {"status", reply.status}}).get_object();
    if (reply.id != 0) item["id"] = id_text(reply.id);
    if (reply.matter != 0) item["matter"] = id_text(reply.matter);
    if (!reply.reason.empty()) item["reason"] = reply.reason;
    refused += reply.status == "refused";
    trouble += reply.status == "refused" && store_trouble(reply.reason);
  }
  boost::json::object document{{"items", std::move(items)}};
  if (refused < batch.replies.size()) return json_response(202, document);
  if (trouble > 0) {
    Response response =
        problem(503, "Not available", "The ledger can't store signals now; nothing was taken. Send the same batch again later.", document);
    response.headers.emplace_back("Retry-After", "5");
    return response;
  }
  return problem(422, "No signal accepted",
                 "Each item says why in its reason. A signal has exactly the fields listed in /api/openapi.json.", document);
}

}  // namespace fenghuo::gateway
