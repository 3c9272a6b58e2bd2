// 申请接手: somebody who was told offers to take over what another has taken. It changes nothing by itself: the holder and the dispatching
// office hear of it, once an offer, and one of them transfers the matter or leaves it.
#pragma once

#include "services/escalator/context.hpp"

namespace fenghuo::escalator {

wire::ItemOutcome offer_takeover(Context& ctx, const wire::Action& action);

}  // namespace fenghuo::escalator
