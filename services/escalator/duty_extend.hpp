// Extensions: asked for with a date and a reason; until the plan's approver has decided the old date holds. An approved one moves the
// deadline and starts the reminders anew; the first deadline stays on record.
#pragma once

#include "services/escalator/context.hpp"

namespace fenghuo::escalator {

const wire::Extension* pending_extension(const Context& ctx);
std::int64_t approved_until(const Context& ctx);  // the latest approved date, 0 = none

wire::ItemOutcome ask_extension(Context& ctx, const wire::Action& action);
wire::ItemOutcome decide_extension(Context& ctx, const wire::Action& action, bool approve);

// The deadline is another one: lateness and drafts follow, what was said stays said.
void move_deadline(Context& ctx, std::int64_t due_at);

}  // namespace fenghuo::escalator
