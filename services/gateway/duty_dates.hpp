// Days and clock times as people type them into a duty's page, and as it says them. Pure.
//
// A browser without a date field sends what was typed, so full-width digits, 2026/7/8 and 2026年7月8日 are read as well.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "common/calendar/calendar.hpp"

namespace fenghuo::gateway {

std::optional<Date> read_day(std::string_view text);    // a day that exists, 2000…2099
std::optional<int> read_clock(std::string_view text);   // minute of the day: 14:00, 14：00, 9点30分
std::optional<int> read_number(std::string_view text);  // digits alone, at most five

std::string day_words(Instant t, Instant now, const Zone& zone);     // 7月8日（周三）; another year's: 2027年7月8日（周四）
std::string moment_words(Instant t, Instant now, const Zone& zone);  // 7月8日（周三）14:00
std::string due_words(Instant t, Instant now, const Zone& zone);     // the same; midnight is 24:00 of the day before

}  // namespace fenghuo::gateway
