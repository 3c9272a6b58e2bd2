// What is answered to an inbox item. A refusal is recorded, with the reason a person can read.
#pragma once

#include "services/escalator/context.hpp"

namespace fenghuo::escalator {

inline wire::ItemOutcome outcome(wire::OutcomeCode code, std::string detail = {}) {
  wire::ItemOutcome out;
  out.set_code(code);
  out.set_detail(std::move(detail));
  return out;
}

inline wire::ItemOutcome refuse(Context& ctx, std::string_view action, std::string why, wire::OutcomeCode code = wire::REFUSED_RULE) {
  ctx.event("refused", {{"action", std::string(action)}, {"why", why}});
  return outcome(code, std::move(why));
}

}  // namespace fenghuo::escalator
