// When a duty's messages may leave, in the words of the rules: a step's slot, a leader's daily brief, the lamps' instants. Pure.
//
// Steps count working days; a reminder that falls on a day off moves to the working day before, the deadline never moves. Everything is
// local to the calendar's zone; instants are UTC. Jitter is a hash of the matter's key.
#pragma once

#include <string>

#include "services/escalator/context.hpp"

namespace fenghuo::escalator {

// The day a deadline belongs to: midnight ends the day before.
Date deadline_day(const Context& ctx, Instant due);
std::uint64_t hash_of(std::string_view text);  // FNV-1a: the same on every machine

bool may_leave(const Context& ctx, Instant t);      // a working day, within the hours of reminders
Instant next_leave(const Context& ctx, Instant t);  // t itself or the next such moment

// n working (or natural) days before the day of due, at its slot of the day; by the last working day before a day off, and for those who
// are away in 寒暑假 (Directory::away_in_breaks) before the break.
Instant slot_before(const Context& ctx, Instant due, unsigned n, bool natural, bool away);
// t, or the last slot before the break that t lies in.
Instant before_break(const Context& ctx, Instant t);
// n working days after t, at its slot.
Instant slot_after(const Context& ctx, Instant t, unsigned n);
Instant slot_on(const Context& ctx, Date day);

bool away_now(const Context& ctx, std::string_view party);  // in a break that it is away in

// A leader's brief: sent at one slot of a working day, gathered half an hour before the earliest slot.
Instant brief_slot(const Context& ctx, std::string_view role, Date day);
Instant brief_gathers(const Context& ctx, Date day);
// The first whose slot lies after t. Of a digest's reader, a party, none in a break that the party is away in.
Date next_brief_day(const Context& ctx, std::string_view reader, Instant t);

// The first working day of the month after t's.
Date next_month_day(const Context& ctx, Instant t);

// Whole working days between two instants' days, 0 when b is not after a.
unsigned working_days_between(const Context& ctx, Instant a, Instant b);

}  // namespace fenghuo::escalator
