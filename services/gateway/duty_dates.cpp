#include "services/gateway/duty_dates.hpp"

namespace fenghuo::gateway {
namespace {

constexpr std::string_view full_width_zero = "０";  // its nine followers differ in the last byte

// The runs of digits, full-width ones included; anything else only parts them.
std::vector<std::string> digit_runs(std::string_view text) {
  std::vector<std::string> runs;
  bool open = false;
  for (std::size_t i = 0; i < text.size();) {
    const std::string_view rest = text.substr(i);
    char digit = 0;
    std::size_t width = 1;
    if (rest[0] >= '0' && rest[0] <= '9') {
      digit = rest[0];
    } else if (rest.size() >= 3 && rest.substr(0, 2) == full_width_zero.substr(0, 2)) {
      const int n = static_cast<unsigned char>(rest[2]) - static_cast<unsigned char>(full_width_zero[2]);
      if (n >= 0 && n <= 9) digit = static_cast<char>('0' + n);
      width = 3;
    }
    i += width;
    if (digit == 0) {
      open = false;
      continue;
    }
    if (!open) runs.emplace_back();
    runs.back().push_back(digit);
    open = true;
  }
  return runs;
}

int value_of(const std::string& digits) { return digits.size() > 5 ? -1 : std::stoi(digits); }

std::string two(int n) { return (n < 10 ? "0" : "") + std::to_string(n); }
std::string clock_text(int minute) { return two(minute / 60) + ":" + two(minute % 60); }

}  // namespace

std::optional<Date> read_day(std::string_view text) {
  const auto runs = digit_runs(text);
  if (runs.size() != 3 || runs[0].size() != 4 || text.size() > 40) return std::nullopt;
  const int year = value_of(runs[0]), month = value_of(runs[1]), day = value_of(runs[2]);
  if (year < 2000 || year > 2099 || month < 1 || month > 12 || day < 1 || day > 31) return std::nullopt;
  const Date date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)}, std::chrono::day{static_cast<unsigned>(day)}};
  return date.ok() ? std::optional(date) : std::nullopt;
}

std::optional<int> read_clock(std::string_view text) {
  const auto runs = digit_runs(text);
  if (runs.size() < 2 || runs.size() > 3 || text.size() > 40) return std::nullopt;
  const int hour = value_of(runs[0]), minute = value_of(runs[1]);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59) return std::nullopt;
  return hour * 60 + minute;
}

std::optional<int> read_number(std::string_view text) {
  const auto runs = digit_runs(text);
  if (runs.size() != 1 || runs[0].size() > 5) return std::nullopt;
  const bool full_width = text.size() == runs[0].size() * full_width_zero.size();
  return text.size() == runs[0].size() || full_width ? std::optional(value_of(runs[0])) : std::nullopt;
}

std::string day_words(Instant t, Instant now, const Zone& zone) {
  static constexpr std::array<const char*, 7> names = {"日", "一", "二", "三", "四", "五", "六"};
  const auto day = zone.local(t);
  const std::string year = day.year == zone.local(now).year ? "" : std::to_string(day.year) + "年";
  return year + std::to_string(day.month) + "月" + std::to_string(day.day) + "日（周" + names[day.weekday % 7] + "）";
}

std::string moment_words(Instant t, Instant now, const Zone& zone) {
  return day_words(t, now, zone) + clock_text(zone.local(t).minute_of_day);
}

std::string due_words(Instant t, Instant now, const Zone& zone) {
  return zone.local(t).minute_of_day == 0 ? day_words(t - Millis{1}, now, zone) + "24:00" : moment_words(t, now, zone);
}

}  // namespace fenghuo::gateway
