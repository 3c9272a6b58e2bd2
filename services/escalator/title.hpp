// The topic's text: held in quarantine, released or replaced by a person, and what the provider's next signal may change of it.
//
// Text that a person replaced is not kept, only its digest (with the matter's id), so that the same text does not come back with the next
// update.
#pragma once

#include "services/escalator/context.hpp"

namespace fenghuo::escalator {

// Makes the signal the matter's latest one. The same text as before stays as a person left it; another one is taken as it comes.
void take_signal_text(Context& ctx, const wire::Signal& signal);
wire::ItemOutcome release_title(Context& ctx);
wire::ItemOutcome redact_title(Context& ctx, const wire::Action& action);

}  // namespace fenghuo::escalator
