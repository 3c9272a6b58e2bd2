// Instants as text and back (RFC 3339).
#include <array>
#include <cstdio>

#include "common/base/bytes.hpp"
#include "common/clock/range.hpp"
#include "common/clock/zone.hpp"

namespace fenghuo {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::minutes;
using std::chrono::seconds;

template <class... Args>
std::string print(const char* format, Args... args) {
  std::array<char, 64> text{};
  const int size = std::snprintf(text.data(), text.size(), format, args...);
  return {text.data(), static_cast<std::size_t>(size)};
}

// Reads a text from its front; after the first mismatch everything fails.
struct Reader {
  std::string_view rest;
  bool good = true;

  int number(std::size_t digits) {
    int value = 0;
    if (rest.size() < digits) good = false;
    for (std::size_t i = 0; good && i < digits; ++i) {
      good = rest[i] >= '0' && rest[i] <= '9';
      value = value * 10 + (rest[i] - '0');
    }
    if (good) rest.remove_prefix(digits);
    return value;
  }
  bool one_of(std::string_view chars) {
    if (!good || rest.empty() || chars.find(rest.front()) == std::string_view::npos) return false;
    rest.remove_prefix(1);
    return true;
  }
  void expect(std::string_view chars) { good = one_of(chars) && good; }
};

// ".123456" → 123 ms. Any number of digits, of which the first three count.
Millis read_fraction(Reader& in) {
  if (!in.one_of(".")) return Millis{0};
  std::size_t digits = 0;
  int ms = 0;
  for (; in.good && !in.rest.empty() && in.rest.front() >= '0' && in.rest.front() <= '9'; ++digits) {
    if (digits < 3) ms = ms * 10 + (in.rest.front() - '0');
    in.rest.remove_prefix(1);
  }
  if (digits == 0) in.good = false;
  for (; digits < 3; ++digits) ms *= 10;
  return Millis{ms};
}

minutes read_offset(Reader& in) {
  if (in.one_of("Zz")) return minutes{0};
  const bool west = in.one_of("-");
  if (!west) in.expect("+");
  const int hour = in.number(2);
  in.expect(":");
  const int minute = in.number(2);
  if (hour > 23 || minute > 59) in.good = false;
  return minutes{(west ? -1 : 1) * (hour * 60 + minute)};
}

}  // namespace

std::string rfc3339(Instant t) {
  t = within_years(t);
  const auto day = floor<days>(t);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{t - day};
  return print("%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
               static_cast<unsigned>(date.day()), static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
               static_cast<int>(time.seconds().count()), static_cast<int>(time.subseconds().count()));
}

std::string rfc3339(Instant t, const Zone& zone) {
  t = within_years(t);
  const LocalTime at = zone.local(t);
  const std::chrono::sys_days day{std::chrono::year{at.year} / static_cast<int>(at.month) / static_cast<int>(at.day)};
  const seconds since_day = minutes{at.minute_of_day} + seconds{at.second};
  // RFC 3339 knows offsets of whole minutes: the local mean times of old (Shanghai before 1901: +08:05:43) are cut, and so is their clock.
  const seconds exact = day + since_day - floor<seconds>(t);
  const minutes offset = std::chrono::duration_cast<minutes>(exact);
  const std::string local = rfc3339(Instant{floor<seconds>(t) + offset}).substr(0, 19);
  const int m = std::abs(static_cast<int>(offset.count()));
  return local + print("%c%02d:%02d", offset < minutes{0} ? '-' : '+', m / 60, m % 60);
}

Result<Instant> parse_rfc3339(std::string_view text) {
  const auto bad = [&](std::string_view why) {
    return fail(std::string("\"").append(printable(text)).append("\" ").append(why).append(", e.g. 2027-07-08T14:00:00+08:00"));
  };
  if (text.size() > 64) return bad("is too long for a time");
  Reader in{text};
  const int year = in.number(4);
  in.expect("-");
  const int month = in.number(2);
  in.expect("-");
  const int day = in.number(2);
  in.expect("Tt");
  const int hour = in.number(2);
  in.expect(":");
  const int minute = in.number(2);
  in.expect(":");
  const int second = in.number(2);
  const Millis fraction = read_fraction(in);
  if (in.good && in.rest.empty()) return bad("has no offset from UTC; write Z or one like +08:00");
  const minutes offset = read_offset(in);
  if (!in.good || !in.rest.empty()) return bad("is no RFC 3339 time; write date, T, time and offset");
  const std::chrono::year_month_day date{std::chrono::year{year} / month / day};
  // 60 is a leap second: the first instant after it.
  if (!date.ok() || hour > 23 || minute > 59 || second > 60)
    return bad("names a day or a time of day that does not exist; write one that does");
  return Instant{std::chrono::sys_days{date} + std::chrono::hours{hour} + minutes{minute} + seconds{second} - offset + fraction};
}

std::string chinese_clock(Instant t, Instant now, const Zone& zone) {
  const LocalTime at = zone.local(t);
  const LocalTime today = zone.local(now);
  std::string text;
  if (at.year != today.year || at.month != today.month || at.day != today.day) text = print("%u月%u日", at.month, at.day);
  return text + print("%02d:%02d", at.minute_of_day / 60, at.minute_of_day % 60);
}

}  // namespace fenghuo
