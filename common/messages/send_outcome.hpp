// What became of one attempt to send, as every sender says it. Pure.
#pragma once

#include <string>

#include "common/messages/frame.hpp"

namespace fenghuo {

wire::SendOutcome send_outcome(wire::SendCode code, std::string reason);
inline wire::SendOutcome rejected(std::string reason) { return send_outcome(wire::REJECT, std::move(reason)); }
inline wire::SendOutcome retry_later(std::string reason) { return send_outcome(wire::RETRY, std::move(reason)); }

// delivered | retry | reject | ambiguous, as the journal and the attempts call it.
const char* outcome_name(wire::SendCode code);

}  // namespace fenghuo
