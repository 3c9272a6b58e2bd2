// The periods that reports speak of: weeks (2026-W48, ISO 8601) and months (2026-11), when each begins and ends, and when its report is
// due: at the first reminder slot of the first working day after it. Pure; thread-safe. Days are local to the calendar's zone.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/calendar/calendar.hpp"

namespace fenghuo {

inline constexpr std::string_view weekly = "weekly", monthly = "monthly";

struct ReportPeriod {
  std::string kind;    // weekly | monthly
  std::string period;  // 2026-W48 | 2026-11
  Date first, next;    // its first day, and the first day after it
  Instant from, to;    // 0:00 of these days
  Instant due;
};

// Of that kind, the one that holds the day.
ReportPeriod report_period_of(const Calendar& calendar, std::string_view kind, Date day);
// By its name; nothing for a text that names no such period.
std::optional<ReportPeriod> find_report_period(const Calendar& calendar, std::string_view kind, std::string_view period);
// Of both kinds, those that are due in [from, to), in the order of their times.
std::vector<ReportPeriod> reports_due(const Calendar& calendar, Instant from, Instant to);

// report/weekly/2026-W48: the key of its matter, for ever.
std::string report_key(const ReportPeriod& period);
std::string report_key(std::string_view kind, std::string_view period);

}  // namespace fenghuo
