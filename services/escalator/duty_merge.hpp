// 合并办理: a duty is handled together with another one. It ends, and what was handed in for it, who supported it and who was told of it go
// on in the other. The doors look the other one up and refuse one that is finished; should it have ended meanwhile it hands back, and the
// duty goes on where it stood. So nothing is lost, and no two are merged into each other. (docs/adr/0018-confirmation-evidence-merging.md)
#pragma once

#include "services/escalator/context.hpp"

namespace fenghuo::escalator {

wire::ItemOutcome merge_duty(Context& ctx, const wire::Action& action);

// Another duty was merged into this one; or the one that this was merged into hands it back.
wire::ItemOutcome take_merged(Context& ctx, const wire::MergedFrom& from);

}  // namespace fenghuo::escalator
