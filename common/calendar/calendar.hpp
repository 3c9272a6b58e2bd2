// The working calendar of a bundle in its zone: days off and swapped working days (调休), the school's terms and breaks, quiet hours,
// office hours, the hours in which reminders leave, the time of the daily digest.
// Pure and immutable: safe to share between threads. Made once a bundle; a bad date or minute is an error that names it. Local times are
// the zone's: one that a change of the clock skips is the first instant after the gap, one that comes twice is the first of the two.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.hpp"
#include "common/clock/zone.hpp"
#include "common/messages/frame.hpp"

namespace fenghuo {

using Date = std::chrono::year_month_day;

Result<Date> parse_date(std::string_view text);  // YYYY-MM-DD, a day that exists
std::string date_text(Date day);                 // the same form

class Calendar {
 public:
  // 学期: weeks are counted from the Monday of the first one, which is week 1.
  struct Term {
    std::string id;
    std::chrono::sys_days first_monday;
    unsigned weeks = 0;
  };

  static Result<Calendar> make(const wire::Calendar& calendar, Zone zone);

  const Zone& zone() const { return zone_; }
  Date date_of(Instant t) const;  // the local day
  Instant instant_at(Date day, int minute_of_day) const;

  // Monday to Friday but the days off, and the Saturdays and Sundays that were swapped.
  bool is_working_day(Date day) const;
  bool is_working_day(Instant t) const { return is_working_day(date_of(t)); }
  // The State Council's notice for that year is not in the calendar: its working days are 暂定, a bare Monday to Friday.
  bool is_provisional(int year) const;
  std::string_view day_name(Date day) const;  // the holiday's name; empty for a day that has none

  // The same local time n working days later. A start on a day off counts from the next working day, so n = 0 moves it there.
  // n is taken for at most 10,000.
  Instant add_working_days(Instant start, unsigned n) const;
  // The same local time n working days earlier; a start on a day off counts from the working day before it.
  Instant subtract_working_days(Instant start, unsigned n) const;
  Date working_day_on_or_before(Date day) const;
  Date working_day_on_or_after(Date day) const;
  // Working days in (from, to]; negative when to is before from.
  int working_days_between(Date from, Date to) const;

  // Office hours end at work_to, which is also when a deadline falls that names no time of its own. Minutes of the day.
  int work_from() const { return work_from_; }
  int work_to() const { return work_to_; }
  // Office hours on working days between two instants, negative when they stand the other way round.
  Millis working_time_between(Instant from, Instant to) const;

  const std::vector<Term>& terms() const { return terms_; }  // as configured
  // The Monday of a teaching week; nothing for a term that is unknown or has no such week.
  std::optional<Date> school_week_monday(std::string_view term, unsigned week) const;
  bool on_break(Date day) const;  // 寒暑假, which the State Council counts as working days
  // Of the break that holds the day; a day in no break gives the working day on or before it.
  Date last_working_day_before_break(Date day) const;

  // Reminders leave on working days from reminder_from up to, not including, reminder_to.
  bool is_reminder_time(Instant t) const;
  // The moment in the first hour of that day's reminders, off the full and the half hour, that the seed picks: many reminders of a day
  // don't leave at once. A day off moves to the last working day before it.
  Instant reminder_slot_on_or_before(Date day, std::uint64_t jitter_seed) const;
  // t if a reminder may leave then, else the first slot after it.
  Instant next_reminder_time(Instant t, std::uint64_t jitter_seed) const;

  // Quiet hours run from quiet_from up to, not including, quiet_to; over midnight when from is after to; equal ends mean none.
  bool in_quiet_hours(Instant t) const;
  // The first end of quiet hours after t, whether t lies in them or not; t itself when there are none.
  Instant quiet_end(Instant t) const;

  // The first digest strictly after t: at the digest's time on a working day.
  Instant next_digest(Instant t) const;

 private:
  using Day = std::chrono::sys_days;
  using Days = std::vector<Day>;  // sorted, each once
  struct Break {
    Day from, to;  // both belong to it
  };

  explicit Calendar(Zone zone) : zone_(std::move(zone)) {}
  Result<void> take_days(const wire::Calendar& calendar);
  Result<void> take_hours(const wire::Calendar& calendar);
  Result<void> take_school(const wire::Calendar& calendar);
  void list_days();
  bool works(Day day) const;
  Day next_working(Day day) const;      // on or after
  Day previous_working(Day day) const;  // on or before
  Instant at(Day day, int minute_of_day) const;
  Instant slot(Day day, std::uint64_t jitter_seed) const;
  const Break* break_of(Day day) const;

  Zone zone_;
  Days days_off_, swapped_;  // weekdays that are off, weekends that are worked: others change nothing and are left out
  // Whether a day works, from listed_from_ to the last day of both lists: every count of days looks it up.
  std::vector<bool> listed_;
  Day listed_from_;
  std::vector<int> years_;
  std::vector<std::pair<Day, std::string>> names_;  // by day
  std::vector<Term> terms_;
  std::vector<Break> breaks_;
  int quiet_from_ = 0, quiet_to_ = 0, digest_at_ = 0;  // minutes of the day, as all of these
  int work_from_ = 0, work_to_ = 0, reminder_from_ = 0, reminder_to_ = 0;
  std::vector<int> slot_minutes_;  // those of the reminders' first hour that are off the marks
};

}  // namespace fenghuo
