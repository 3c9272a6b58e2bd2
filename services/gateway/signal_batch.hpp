// A POST of signals, from body to submits and from the ledger's answers to the reply. Pure.
#pragma once

#include "common/messages/frame.hpp"
#include "services/gateway/http_types.hpp"

namespace fenghuo::gateway {

struct SignalReply {
  std::string signal_id, status, reason;  // accepted | duplicate | refused
  std::uint64_t id = 0, matter = 0;
};

struct SignalBatch {
  struct Group {  // the signals of one provider
    wire::Submit submit;
    std::vector<std::size_t> places;  // of its items among the replies
  };
  std::vector<SignalReply> replies;
  std::vector<Group> groups;
};

// provider: the one the token may speak for, empty = any. An Error is about the whole body.
Result<SignalBatch> make_signal_batch(std::string_view body, std::string_view idempotency_key, const wire::Bundle& bundle,
                                      std::string_view provider);

void take_answer(SignalBatch& batch, const SignalBatch::Group& group, const wire::Accepted& accepted);

// 202, 422 when every signal was refused, 503 when the store took none of them.
Response signals_response(const SignalBatch& batch);

}  // namespace fenghuo::gateway
