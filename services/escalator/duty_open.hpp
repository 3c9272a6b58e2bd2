// How a duty comes into being, is amended and is retracted: what the deadlines process, or a person who opens one by hand, submits.
#pragma once

#include "services/escalator/context.hpp"

namespace fenghuo::escalator {

wire::ItemOutcome take_occurrence(Context& ctx, const wire::Occurrence& occurrence);
wire::ItemOutcome take_retraction(Context& ctx, const wire::Retraction& retraction);

// Its window opens: 已立项 → 待签收. What of its plan lies before is past.
void open_window(Context& ctx, Instant t);

}  // namespace fenghuo::escalator
