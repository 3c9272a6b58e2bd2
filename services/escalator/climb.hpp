// The ticks of a ladder: rungs that fell due, at once to the highest one with one message a recipient; repeats of the last; empty rungs
// passed.
#pragma once

#include "services/escalator/context.hpp"

namespace fenghuo::escalator {

void climb(Context& ctx);

}  // namespace fenghuo::escalator
