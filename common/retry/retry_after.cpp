// The Retry-After header (RFC 9110, 10.2.3). Its dates come in three forms (5.6.7):
//   Sun, 06 Nov 1994 08:49:37 GMT  ·  Sunday, 06-Nov-94 08:49:37 GMT  ·  Sun Nov  6 08:49:37 1994
#include <array>
#include <charconv>

#include "common/base/bytes.hpp"
#include "common/retry/retry.hpp"

namespace fenghuo {
namespace {

constexpr std::size_t longest_value = 64;
constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<std::string_view, 14> weekdays = {"Sun",    "Mon",    "Tue",     "Wed",       "Thu",      "Fri",    "Sat",
                                                       "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// A number of at most max_digits digits, -1 for anything else.
int number(std::string_view text, std::size_t max_digits) {
  if (!all_digits(text) || text.size() > max_digits) return -1;
  int value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::vector<std::string_view> words(std::string_view text) {
  std::vector<std::string_view> found;
  while (true) {
    const auto from = text.find_first_not_of(" ,-");
    if (from == std::string_view::npos) return found;
    text.remove_prefix(from);
    const auto size = std::min(text.find_first_of(" ,-"), text.size());
    found.push_back(text.substr(0, size));
    text.remove_prefix(size);
  }
}

std::optional<std::chrono::seconds> time_of_day(std::string_view text) {
  if (text.size() != 8 || text[2] != ':' || text[5] != ':') return std::nullopt;
  const int hour = number(text.substr(0, 2), 2);
  const int minute = number(text.substr(3, 2), 2);
  const int second = number(text.substr(6, 2), 2);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return std::nullopt;
  return std::chrono::hours{hour} + std::chrono::minutes{minute} + std::chrono::seconds{second};
}

// Two digits are a year of this century, unless that lies more than 50 years ahead: then of the last one.
int full_year(std::string_view text, Instant wall_now) {
  const int year = number(text, 4);
  if (year < 0 || text.size() == 4) return year;
  if (text.size() != 2) return -1;
  const int this_year = static_cast<int>(std::chrono::year_month_day{std::chrono::floor<std::chrono::days>(wall_now)}.year());
  const int near = this_year / 100 * 100 + year;
  return near > this_year + 50 ? near - 100 : near;
}

std::optional<Instant> http_date(std::string_view text, Instant wall_now) {
  const auto w = words(text);
  const bool standing = w.size() == 6 && w[5] == "GMT";  // the first two forms
  if (!standing && w.size() != 5) return std::nullopt;
  if (std::find(weekdays.begin(), weekdays.end(), w[0]) == weekdays.end()) return std::nullopt;
  const auto month = std::find(months.begin(), months.end(), standing ? w[2] : w[1]);
  const int day = number(standing ? w[1] : w[2], 2);
  const int year = standing ? full_year(w[3], wall_now) : number(w[4], 4);
  const auto time = time_of_day(standing ? w[4] : w[3]);
  if (month == months.end() || day < 1 || year < 0 || !time) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{year} / static_cast<int>(month - months.begin() + 1) / day};
  if (!date.ok()) return std::nullopt;
  return Instant{std::chrono::sys_days{date} + *time};
}

}  // namespace

Result<Millis> parse_retry_after(std::string_view value, Instant wall_now) {
  const auto from = value.find_first_not_of(" \t");
  const auto trimmed = from == std::string_view::npos ? std::string_view{} : value.substr(from, value.find_last_not_of(" \t") - from + 1);
  if (trimmed.size() <= longest_value) {
    if (all_digits(trimmed)) {
      std::int64_t seconds = 0;
      const auto read = std::from_chars(trimmed.data(), trimmed.data() + trimmed.size(), seconds);
      const std::int64_t most = std::chrono::floor<std::chrono::seconds>(max_retry_after).count();
      return std::chrono::seconds{read.ec == std::errc{} ? std::min(seconds, most) : most};
    }
    if (const auto date = http_date(trimmed, wall_now)) return std::clamp<Millis>(*date - wall_now, Millis{0}, max_retry_after);
  }
  return fail(std::string("Retry-After \"").append(printable(value)) + "\" is neither seconds nor an HTTP date; the retry schedule rules");
}

}  // namespace fenghuo
