// Who has to act changes by a person's act: transferred to another unit, declined back to the dispatching office, marked urgent; or by the
// topic's route.
#pragma once

#include "services/escalator/context.hpp"

namespace fenghuo::escalator {

wire::ItemOutcome transfer(Context& ctx, const wire::Action& action);
wire::ItemOutcome decline(Context& ctx, const wire::Action& action);
wire::ItemOutcome mark_urgent(Context& ctx, const wire::Action& action);
// A further unit is concerned: asked now, for itself, when the alarm is out already.
void join_unit(Context& ctx, const std::string& unit);

}  // namespace fenghuo::escalator
