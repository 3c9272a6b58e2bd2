// Done, verified, returned, over: the ways a matter ends, each by a person. While completion waits for its verifier the ladder stands, not
// the follow-up.
#pragma once

#include "services/escalator/context.hpp"

namespace fenghuo::escalator {

wire::ItemOutcome submit_done(Context& ctx, const wire::Action& action);
wire::ItemOutcome verify(Context& ctx, const wire::Action& action);
wire::ItemOutcome return_back(Context& ctx, const wire::Action& action);
wire::ItemOutcome confirm_cancel(Context& ctx, const wire::Action& action);
wire::ItemOutcome cancel_matter(Context& ctx, const wire::Action& action);
void forget_submission(wire::Matter& m);
void tick_verification(Context& ctx);  // reminds the dispatching office

}  // namespace fenghuo::escalator
