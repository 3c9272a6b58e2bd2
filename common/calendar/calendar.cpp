#include "common/calendar/calendar.hpp"

#include <algorithm>
#include <cstdio>

#include "common/base/bytes.hpp"
#include "common/clock/range.hpp"

namespace fenghuo {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr unsigned most_working_days = 10'000;

bool weekend(sys_days day) { return std::chrono::weekday{day}.iso_encoding() > 5; }

// Days of a sorted list that lie in (from, to].
std::int64_t days_in(const std::vector<sys_days>& sorted, sys_days from, sys_days to) {
  return std::upper_bound(sorted.begin(), sorted.end(), to) - std::upper_bound(sorted.begin(), sorted.end(), from);
}

// Mondays to Fridays up to and including a day, counted from a Sunday long ago.
std::int64_t weekdays_until(sys_days day) {
  constexpr sys_days sunday{std::chrono::year{0} / 1 / 2};
  const auto count = (day - sunday).count();
  const auto week = count >= 0 ? count / 7 : -((6 - count) / 7);
  return week * 5 + std::min<std::int64_t>(count - week * 7, 5);
}

// What a time of day has below its minutes.
Millis below_minute(Instant t, const LocalTime& local) {
  return std::chrono::seconds{local.second} + (t - std::chrono::floor<std::chrono::seconds>(t));
}

}  // namespace

std::string date_text(Date day) {
  char text[32];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                static_cast<unsigned>(day.day()));
  return text;
}

Date Calendar::date_of(Instant t) const {
  const LocalTime local = zone_.local(t);
  return std::chrono::year{local.year} / static_cast<int>(local.month) / static_cast<int>(local.day);
}

Instant Calendar::at(Day day, int minute_of_day) const {
  const Date date{day};
  return zone_.at(static_cast<int>(date.year()), static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), minute_of_day);
}

Instant Calendar::instant_at(Date day, int minute_of_day) const { return at(Day{day}, minute_of_day); }

bool Calendar::works(Day day) const {
  const auto at = (day - listed_from_).count();
  return at >= 0 && static_cast<std::size_t>(at) < listed_.size() ? listed_[static_cast<std::size_t>(at)] : !weekend(day);
}

bool Calendar::is_working_day(Date day) const { return works(Day{day}); }

bool Calendar::is_provisional(int year) const { return std::find(years_.begin(), years_.end(), year) == years_.end(); }

std::string_view Calendar::day_name(Date day) const {
  const Day wanted{day};
  const auto at = std::lower_bound(names_.begin(), names_.end(), wanted, [](const auto& named, Day d) { return named.first < d; });
  return at != names_.end() && at->first == wanted ? std::string_view(at->second) : std::string_view();
}

// The lists are finite, so there is always a working day on either side.
Calendar::Day Calendar::next_working(Day day) const {
  while (!works(day)) day += days{1};
  return day;
}

Calendar::Day Calendar::previous_working(Day day) const {
  while (!works(day)) day -= days{1};
  return day;
}

Date Calendar::working_day_on_or_before(Date day) const { return Date{previous_working(Day{day})}; }
Date Calendar::working_day_on_or_after(Date day) const { return Date{next_working(Day{day})}; }

Instant Calendar::add_working_days(Instant start, unsigned n) const {
  start = within_years(start);
  const LocalTime local = zone_.local(start);
  Day day = next_working(Day{date_of(start)});
  for (unsigned left = std::min(n, most_working_days); left > 0; --left) day = next_working(day + days{1});
  return at(day, local.minute_of_day) + below_minute(start, local);
}

Instant Calendar::subtract_working_days(Instant start, unsigned n) const {
  start = within_years(start);
  const LocalTime local = zone_.local(start);
  Day day = previous_working(Day{date_of(start)});
  for (unsigned left = std::min(n, most_working_days); left > 0; --left) day = previous_working(day - days{1});
  return at(day, local.minute_of_day) + below_minute(start, local);
}

int Calendar::working_days_between(Date from, Date to) const {
  Day begin{from}, end{to};
  const int sign = begin <= end ? 1 : -1;
  if (end < begin) std::swap(begin, end);
  const auto count = weekdays_until(end) - weekdays_until(begin) - days_in(days_off_, begin, end) + days_in(swapped_, begin, end);
  return sign * static_cast<int>(count);
}

std::optional<Date> Calendar::school_week_monday(std::string_view term, unsigned week) const {
  const auto found = std::find_if(terms_.begin(), terms_.end(), [&](const Term& t) { return t.id == term; });
  if (found == terms_.end() || week < 1 || week > found->weeks) return std::nullopt;
  return Date{found->first_monday + days{7} * (week - 1)};
}

const Calendar::Break* Calendar::break_of(Day day) const {
  const auto found = std::find_if(breaks_.begin(), breaks_.end(), [&](const Break& b) { return b.from <= day && day <= b.to; });
  return found == breaks_.end() ? nullptr : &*found;
}

bool Calendar::on_break(Date day) const { return break_of(Day{day}) != nullptr; }

Date Calendar::last_working_day_before_break(Date day) const {
  Day before{day};
  while (const Break* on = break_of(before)) before = previous_working(on->from - days{1});  // breaks may adjoin
  return Date{previous_working(before)};
}

}  // namespace fenghuo
