// Durations, times of day, dates, sizes.
#include <charconv>

#include "common/clock/zone.hpp"
#include "common/config/forms.hpp"

namespace fenghuo::config {
namespace {

using std::chrono::milliseconds;
constexpr milliseconds longest = std::chrono::hours{24 * 3653};

struct Unit {
  std::string_view name;
  std::int64_t ms;
};
// From long to short: "1h30m" may only go down.
constexpr Unit units[] = {{"d", 86'400'000}, {"h", 3'600'000}, {"m", 60'000}, {"s", 1'000}, {"ms", 1}};

bool digit(char c) { return c >= '0' && c <= '9'; }

// Cuts the leading digits off text.
std::optional<std::int64_t> take_number(std::string_view& text) {
  std::int64_t value = 0;
  if (text.empty() || !digit(text.front())) return std::nullopt;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{}) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return value;
}

std::string_view take_letters(std::string_view& text) {
  std::size_t n = 0;
  while (n < text.size() && text[n] >= 'a' && text[n] <= 'z') ++n;
  const auto letters = text.substr(0, n);
  text.remove_prefix(n);
  return letters;
}

std::optional<int> two_digits(std::string_view text) {
  if (text.size() != 2 || !digit(text[0]) || !digit(text[1])) return std::nullopt;
  return (text[0] - '0') * 10 + (text[1] - '0');
}

}  // namespace

std::optional<milliseconds> parse_span(std::string_view text) {
  milliseconds total{0};
  std::size_t next_unit = 0;
  if (text.empty()) return std::nullopt;
  while (!text.empty()) {
    const auto number = take_number(text);
    const auto letters = take_letters(text);
    std::size_t unit = next_unit;
    while (unit < std::size(units) && units[unit].name != letters) ++unit;
    if (!number || unit == std::size(units) || *number > longest.count() / units[unit].ms) return std::nullopt;
    total += milliseconds{*number * units[unit].ms};
    next_unit = unit + 1;
  }
  return total <= longest ? std::optional(total) : std::nullopt;
}

std::optional<Wait> parse_wait(std::string_view text) {
  std::string_view rest = text;
  const auto number = take_number(rest);
  if (number && rest == "wd")
    return *number <= 366 ? std::optional(Wait{milliseconds{0}, static_cast<std::uint32_t>(*number)}) : std::nullopt;
  const auto span = parse_span(text);
  return span ? std::optional(Wait{*span, 0}) : std::nullopt;
}

std::optional<int> parse_minute_of_day(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  const auto hour = two_digits(text.substr(0, 2)), minute = two_digits(text.substr(3));
  if (!hour || !minute || *hour > 23 || *minute > 59) return std::nullopt;
  return *hour * 60 + *minute;
}

std::optional<int> parse_deadline_minute(std::string_view text) {
  constexpr int whole_day = 24 * 60;
  if (text == "24:00") return whole_day;
  const auto minute = parse_minute_of_day(text);
  return minute && *minute > 0 ? minute : std::nullopt;
}

std::optional<std::chrono::year_month_day> parse_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto century = two_digits(text.substr(0, 2)), year = two_digits(text.substr(2, 2));
  const auto month = two_digits(text.substr(5, 2)), day = two_digits(text.substr(8, 2));
  if (!century || !year || !month || !day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*century * 100 + *year}, std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  return date.ok() ? std::optional(date) : std::nullopt;
}

std::optional<std::uint64_t> parse_bytes(std::string_view text) {
  constexpr std::int64_t most = 1LL << 30;
  const auto number = take_number(text);
  if (!number || *number > most) return std::nullopt;
  const std::int64_t factor = text.empty() ? 1 : text == "KiB" ? 1 << 10 : text == "MiB" ? 1 << 20 : text == "GiB" ? 1 << 30 : 0;
  if (factor == 0 || *number > most / factor) return std::nullopt;
  return static_cast<std::uint64_t>(*number * factor);
}

std::optional<std::int64_t> parse_whole(std::string_view text) {
  const auto number = take_number(text);
  return text.empty() ? number : std::nullopt;
}

bool valid_clock(std::string_view text) {
  if (text == "system" || text == "manual") return true;
  if (text.starts_with("manual:")) return parse_rfc3339(text.substr(7)).has_value();
  if (!text.starts_with("demo:")) return false;
  double rate = 0;
  auto number = text.substr(5);
  if (const auto colon = number.find(':'); colon != std::string_view::npos) {
    if (!parse_rfc3339(number.substr(colon + 1))) return false;
    number = number.substr(0, colon);
  }
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), rate, std::chars_format::fixed);
  return error == std::errc{} && end == number.data() + number.size() && rate > 0 && rate <= 100'000;
}

}  // namespace fenghuo::config
