// Duties that count events of the year instead of one deed ("3+N"): a closed matter tells those that count it; they close themselves.
#pragma once

#include "services/escalator/context.hpp"

namespace fenghuo::escalator {

void tell_counters(Context& ctx);  // this one was closed
wire::ItemOutcome take_counted(Context& ctx, const wire::Counted& counted);
void close_when_reached(Context& ctx);

// A count came before the duty itself was submitted: the matter waits for it.
bool awaits_occurrence(const wire::Matter& m);
Instant gives_up_waiting(const wire::Matter& m);

}  // namespace fenghuo::escalator
