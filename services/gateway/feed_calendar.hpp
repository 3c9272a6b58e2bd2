// A party's duties as an iCalendar feed (RFC 5545, RFC 7986): deadlines as events of a whole day in the bundle's zone, meetings at their
// time in UTC, so that no VTIMEZONE is needed. Pure and deterministic: the same matters give the same bytes.
//
// A meeting has the UID and SEQUENCE of its invitation (services/escalator/duty_meeting.cpp), so that a calendar that has both shows one.
// Warnings are not in it; of a duty that registers number and date alone (number_only) the catalogue's title is, and nothing more.
#pragma once

#include <string>
#include <vector>

#include "services/gateway/rules.hpp"

namespace fenghuo::gateway {

inline constexpr std::size_t most_feed_matters = 1000;

// Whether an open duty is the party's: it leads, supports, or is invited.
bool concerns(const wire::MatterView& view, std::string_view party, const wire::Bundle& bundle);

// Texts one of which stands in the body of every duty that concerns the party: a sieve for the ledger, not a judgement.
std::vector<std::string> mentions_of(std::string_view party, const wire::Bundle& bundle);

// matters: those that concern the party. cut: there are more.
std::string feed_calendar(std::string_view party, const std::vector<wire::MatterView>& matters, const Rules& rules, bool cut);

}  // namespace fenghuo::gateway
