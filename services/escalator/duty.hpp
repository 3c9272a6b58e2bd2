// Matters of kind "duty": what decide() does with them. A fact first (an occurrence, a person's act, a dead message), then the clock.
#pragma once

#include "services/escalator/context.hpp"

namespace fenghuo::escalator {

bool is_duty(const wire::DecideJob& job);  // by its body, or by the key of one that is new: duty/… adhoc/…

wire::ItemOutcome take_duty_item(Context& ctx, const wire::InboxItem& item);
void tick_duty(Context& ctx);
void write_duty_row(const Context& ctx, wire::MatterRow& row);

}  // namespace fenghuo::escalator
