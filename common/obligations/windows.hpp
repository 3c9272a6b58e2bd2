// When a duty falls due: the windows of its `when`, in the local days of a calendar. Pure; a `when` that can't be is an error that names
// it.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "common/base/result.hpp"
#include "common/calendar/calendar.hpp"

namespace fenghuo::obligations {

// No window is longer (check_duty), so whatever is open at t opened less than this before it.
inline constexpr std::chrono::days longest_window{1100};

struct Window {
  std::string period;  // 2026, 2026-Q2, 2026-04, 2026-W14, 2026-04-01, autumn-2026-W03
  std::chrono::sys_days first;
  Instant opens;  // 0:00 of the first day
  Instant due;
};

// The windows that open in [from, to), in order of opening. An event's duty has none by itself.
Result<std::vector<Window>> windows_of(const wire::When& when, const Calendar& calendar, Instant from, Instant to);

// The window an event at that time makes, seen at `reported`: opens then, due before or after the event.
Window event_window(const wire::When& when, const Calendar& calendar, std::string number, Instant event_at, Instant reported);

// month * 100 + day as a day of that year; not ok when there is none, as 31 June.
Date day_of_year(int year, std::uint32_t month_day);

}  // namespace fenghuo::obligations
