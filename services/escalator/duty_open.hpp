// How a duty comes into being: what the deadlines process, or a person who opens one by hand, submits. The same again is an amendment
// (duty_amend.hpp), or revives what an edit had ended (duty_reopen.hpp).
#pragma once

#include "services/escalator/context.hpp"

namespace fenghuo::escalator {

wire::ItemOutcome take_occurrence(Context& ctx, const wire::Occurrence& occurrence);

// Its window opens: 已立项 → 待签收. What of its plan lies before is past.
void open_window(Context& ctx, Instant t);
// Whoever would otherwise hear of it too late hears of it now: a matter that a person or an event opened, or one without a reminder ahead.
bool to_be_announced(const Context& ctx);

}  // namespace fenghuo::escalator
