#include "common/calendar/calendar.hpp"

#include <algorithm>
#include <charconv>

#include "common/base/bytes.hpp"
#include "common/clock/range.hpp"

namespace fenghuo {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr int minutes_a_day = 24 * 60;
constexpr unsigned most_working_days = 10'000;

Result<std::vector<sys_days>> read_days(const google::protobuf::RepeatedPtrField<std::string>& texts, std::string_view key) {
  std::vector<sys_days> found;
  for (const std::string& text : texts) {
    const auto day = parse_date(text);
    if (!day) return fail(std::string("calendar, ").append(key).append(": ").append(day.error().message));
    found.emplace_back(*day);
  }
  std::sort(found.begin(), found.end());
  return found;
}

Result<int> read_minute(std::uint32_t minute, std::string_view key) {
  if (minute <= minutes_a_day) return static_cast<int>(minute);
  return fail(std::string("calendar, ").append(key).append(": minute ").append(std::to_string(minute)) +
              " is after the day's end; use 0 to 1440");
}

bool holds(const std::vector<sys_days>& sorted, sys_days day) { return std::binary_search(sorted.begin(), sorted.end(), day); }

std::string text_of(sys_days day) { return rfc3339(Instant{day}).substr(0, 10); }

}  // namespace

Result<Date> parse_date(std::string_view text) {
  const auto number = [&](std::size_t at, std::size_t size) {
    int value = -1;
    const char* const end = text.data() + at + size;
    return text[at] >= '0' && std::from_chars(text.data() + at, end, value).ptr == end ? value : -1;
  };
  if (text.size() == 10 && text[4] == '-' && text[7] == '-') {
    const int year = number(0, 4), month = number(5, 2), day = number(8, 2);
    if (year >= 0 && month >= 0 && day >= 0) {
      const Date date{std::chrono::year{year} / month / day};
      if (date.ok()) return date;
    }
  }
  return fail(std::string("\"").append(printable(text)).append("\" is no day; write YYYY-MM-DD, e.g. 2026-10-01"));
}

Result<Calendar> Calendar::make(const wire::Calendar& calendar, Zone zone) {
  Calendar made(std::move(zone));
  auto off = read_days(calendar.days_off(), "days_off");
  if (!off) return tl::unexpected(off.error());
  auto swapped = read_days(calendar.swapped_workdays(), "swapped_workdays");
  if (!swapped) return tl::unexpected(swapped.error());
  for (const sys_days day : *swapped) {
    if (holds(*off, day)) return fail("calendar: " + text_of(day) + " is both a day off and a swapped working day; keep it in one list");
  }
  const auto from = read_minute(calendar.quiet_from_min(), "quiet_from_min");
  const auto to = read_minute(calendar.quiet_to_min(), "quiet_to_min");
  const auto digest = read_minute(calendar.digest_at_min(), "digest_at_min");
  for (const auto* minute : {&from, &to, &digest}) {
    if (!*minute) return tl::unexpected(minute->error());
  }
  made.days_off_ = std::move(*off);
  made.swapped_ = std::move(*swapped);
  made.years_.assign(calendar.years().begin(), calendar.years().end());
  made.quiet_from_ = *from;
  made.quiet_to_ = *to;
  made.digest_at_ = *digest;
  return made;
}

Date Calendar::date_of(Instant t) const {
  const LocalTime local = zone_.local(t);
  return std::chrono::year{local.year} / static_cast<int>(local.month) / static_cast<int>(local.day);
}

bool Calendar::works(sys_days day) const {
  if (holds(swapped_, day)) return true;
  const unsigned weekday = std::chrono::weekday{day}.iso_encoding();
  return weekday <= 5 && !holds(days_off_, day);
}

bool Calendar::is_working_day(Date day) const { return works(sys_days{day}); }

bool Calendar::is_provisional(int year) const { return std::find(years_.begin(), years_.end(), year) == years_.end(); }

Instant Calendar::at(sys_days day, int minute_of_day) const {
  const Date date{day};
  return zone_.at(static_cast<int>(date.year()), static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), minute_of_day);
}

Instant Calendar::add_working_days(Instant start, unsigned n) const {
  start = within_years(start);
  const LocalTime local = zone_.local(start);
  const Millis below_minute = std::chrono::seconds{local.second} + (start - std::chrono::floor<std::chrono::seconds>(start));
  sys_days day{date_of(start)};
  while (!works(day)) day += days{1};  // the lists are finite, so there is always a next one
  for (unsigned left = std::min(n, most_working_days); left > 0; --left) {
    do {
      day += days{1};
    } while (!works(day));
  }
  return at(day, local.minute_of_day) + below_minute;
}

// Windows are compared as instants, not as readings of the local clock: an hour that comes twice in autumn is then quiet once.
bool Calendar::in_quiet_hours(Instant t) const {
  if (quiet_from_ == quiet_to_) return false;
  const days over_midnight{quiet_from_ > quiet_to_ ? 1 : 0};
  const sys_days today{date_of(t)};
  for (const sys_days day : {today - days{1}, today}) {
    if (at(day, quiet_from_) <= t && t < at(day + over_midnight, quiet_to_)) return true;
  }
  return false;
}

Instant Calendar::quiet_end(Instant t) const {
  if (quiet_from_ == quiet_to_) return t;
  t = within_years(t);  // beyond them days stand still, and the search would not end
  for (sys_days day = sys_days{date_of(t)} - days{1};; day += days{1}) {
    if (const Instant end = at(day, quiet_to_); end > t) return end;
  }
}

Instant Calendar::next_digest(Instant t) const {
  t = within_years(t);
  for (sys_days day{date_of(t)};; day += days{1}) {
    if (!works(day)) continue;
    if (const Instant digest = at(day, digest_at_); digest > t) return digest;
  }
}

}  // namespace fenghuo
