// What the clock does to a duty: its window opens, it becomes late, the steps that fell due are said, each once; several that fell due
// while the system was down are one message per recipient that says so.
#pragma once

#include "services/escalator/context.hpp"

namespace fenghuo::escalator {

void catch_up(Context& ctx, Instant t);  // states alone: window, lateness, drafts as they stood at t
void say_what_is_due(Context& ctx);
Instant duty_step(const Context& ctx);  // when the clock has something to do next; there always is such a time while it is open

}  // namespace fenghuo::escalator
