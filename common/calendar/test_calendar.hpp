// For tests: instants and days from text, and a calendar with the notice of 2026 around its two long holidays.
#pragma once

#include <gmock/gmock.h>

#include <string>

#include "common/calendar/calendar.hpp"

namespace fenghuo::calendar_test {

inline Instant at(std::string_view text) { return parse_rfc3339(std::string(text) + (text.size() == 16 ? ":00+08:00" : "")).value(); }
inline Date day(std::string_view text) { return parse_date(text).value(); }

// The State Council's notice for 2026 around Spring Festival, Mid-Autumn and National Day; weekends inside a holiday are listed too.
inline wire::Calendar notice_of_2026() {
  wire::Calendar calendar;
  for (int d = 15; d <= 23; ++d) calendar.add_days_off("2026-02-" + std::to_string(d));
  for (int d = 25; d <= 27; ++d) calendar.add_days_off("2026-09-" + std::to_string(d));
  for (int d = 1; d <= 7; ++d) calendar.add_days_off("2026-10-0" + std::to_string(d));
  for (const auto* swapped : {"2026-02-14", "2026-02-28", "2026-09-20", "2026-10-10"}) calendar.add_swapped_workdays(swapped);
  calendar.add_years(2026);
  calendar.set_quiet_from_min(22 * 60);
  calendar.set_quiet_to_min(7 * 60);
  calendar.set_digest_at_min(8 * 60 + 7);
  return calendar;
}

inline Calendar calendar(const wire::Calendar& wire = notice_of_2026(), std::string_view zone = "Asia/Shanghai") {
  return Calendar::make(wire, Zone::find(zone).value()).value();
}

}  // namespace fenghuo::calendar_test
