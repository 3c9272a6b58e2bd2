#include "common/messages/send_outcome.hpp"

namespace fenghuo {

wire::SendOutcome send_outcome(wire::SendCode code, std::string reason) {
  wire::SendOutcome out;
  out.set_code(code);
  out.set_reason(std::move(reason));
  return out;
}

const char* outcome_name(wire::SendCode code) {
  switch (code) {
    case wire::DELIVERED:
      return "delivered";
    case wire::RETRY:
      return "retry";
    case wire::REJECT:
      return "reject";
    case wire::AMBIGUOUS:
      return "ambiguous";
    default:
      return "unset";
  }
}

}  // namespace fenghuo
