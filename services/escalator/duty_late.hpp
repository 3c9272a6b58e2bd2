// Lateness and the lamp, two fields that are never mixed with the state of the work (domain/process.md).
//
// in_time → in_grace (due … due + grace) → overdue (from exactly then on) → supervised (a 督办单 was issued) → rectifying (it was
// answered). The clock stands while a delivery fault of the owner is being looked into, and while the result waits for verification.
#pragma once

#include "services/escalator/context.hpp"

namespace fenghuo::escalator {

bool is_late(const wire::DutyState& duty);  // overdue, supervised or rectifying
Instant due_of(const Context& ctx);         // with the time the clock stood
Instant overdue_of(const Context& ctx);

bool lateness_runs(const Context& ctx);
void advance_lateness(Context& ctx, Instant now);  // every change at its own instant
std::optional<Instant> next_lateness(const Context& ctx);

void stop_lateness(Context& ctx, Instant at, std::string_view why);
void resume_lateness(Context& ctx, Instant at, std::string_view why);
void answer_order(Context& ctx);  // supervised → rectifying: the unit has been heard

// normal | approaching (30 % of the working time left) | imminent (15 %) | overdue. Never before T-7 for a long window.
const char* lamp_of(const Context& ctx, Instant t);
Instant approaching_at(const Context& ctx);
Instant imminent_at(const Context& ctx);

}  // namespace fenghuo::escalator
