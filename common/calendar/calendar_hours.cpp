// Hours of the day: office, quiet, reminders, the digest. Windows are compared as instants, not as readings of the local clock: an hour
// that comes twice in autumn then belongs to a window once.
#include <algorithm>

#include "common/calendar/calendar.hpp"
#include "common/clock/range.hpp"

namespace fenghuo {
namespace {

using std::chrono::days;

constexpr int longest_search = 400;  // days

// A hash that spreads neighbouring seeds (splitmix64, Vigna 2015).
std::uint64_t spread(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15U;
  x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9U;
  x = (x ^ (x >> 27U)) * 0x94d049bb133111ebU;
  return x ^ (x >> 31U);
}

}  // namespace

bool Calendar::in_quiet_hours(Instant t) const {
  if (quiet_from_ == quiet_to_) return false;
  const days over_midnight{quiet_from_ > quiet_to_ ? 1 : 0};
  const Day today{date_of(t)};
  for (const Day day : {today - days{1}, today}) {
    if (at(day, quiet_from_) <= t && t < at(day + over_midnight, quiet_to_)) return true;
  }
  return false;
}

Instant Calendar::quiet_end(Instant t) const {
  if (quiet_from_ == quiet_to_) return t;
  t = within_years(t);  // beyond them days stand still, and the search would not end
  for (Day day = Day{date_of(t)} - days{1};; day += days{1}) {
    if (const Instant end = at(day, quiet_to_); end > t) return end;
  }
}

Instant Calendar::next_digest(Instant t) const {
  t = within_years(t);
  for (Day day{date_of(t)};; day = next_working(day + days{1})) {
    if (!works(day)) continue;
    if (const Instant digest = at(day, digest_at_); digest > t) return digest;
  }
}

Millis Calendar::working_time_between(Instant from, Instant to) const {
  if (to < from) return -working_time_between(to, from);
  from = within_years(from);
  to = within_years(to);
  Millis sum{0};
  const Day last{date_of(to)};
  for (Day day = next_working(Day{date_of(from)}); day <= last; day = next_working(day + days{1})) {
    const Instant begin = std::max(from, at(day, work_from_)), end = std::min(to, at(day, work_to_));
    if (begin < end) sum += end - begin;
  }
  return sum;
}

bool Calendar::is_reminder_time(Instant t) const {
  const Day day{date_of(t)};
  return works(day) && at(day, reminder_from_) <= t && t < at(day, reminder_to_);
}

// The seed picks among the minutes of the first hour that are off the marks; a window too short to have one begins at once.
Instant Calendar::slot(Day day, std::uint64_t jitter_seed) const {
  if (slot_minutes_.empty()) return at(day, reminder_from_);
  const std::uint64_t hash = spread(jitter_seed);
  const Instant picked = at(day, slot_minutes_[hash % slot_minutes_.size()]) + std::chrono::seconds{(hash >> 32U) % 60};
  return picked < at(day, reminder_to_) ? picked : at(day, reminder_from_);  // a change of the clock may swallow the minutes between
}

Instant Calendar::reminder_slot_on_or_before(Date day, std::uint64_t jitter_seed) const {
  Day found = previous_working(Day{day});
  Instant picked = slot(found, jitter_seed);
  for (int left = longest_search; left > 0 && !is_reminder_time(picked); --left) {  // the clock skipped that day's reminders
    found = previous_working(found - days{1});
    picked = slot(found, jitter_seed);
  }
  return picked;
}

Instant Calendar::next_reminder_time(Instant t, std::uint64_t jitter_seed) const {
  t = within_years(t);
  if (is_reminder_time(t)) return t;
  Day day = next_working(Day{date_of(t)});
  Instant picked = slot(day, jitter_seed);
  for (int left = longest_search; left > 0 && (picked < t || !is_reminder_time(picked)); --left) {
    day = next_working(day + days{1});
    picked = slot(day, jitter_seed);
  }
  return picked;
}

}  // namespace fenghuo
