// The working calendar of a bundle in its zone: days off and swapped working days (调休), quiet hours, the time of the daily digest.
// Pure and immutable: safe to share between threads. Made once a bundle; a bad date or minute is an error that names it.
#pragma once

#include <chrono>
#include <string_view>
#include <vector>

#include "common/base/result.hpp"
#include "common/clock/zone.hpp"
#include "common/messages/frame.hpp"

namespace fenghuo {

using Date = std::chrono::year_month_day;

Result<Date> parse_date(std::string_view text);  // YYYY-MM-DD, a day that exists

class Calendar {
 public:
  static Result<Calendar> make(const wire::Calendar& calendar, Zone zone);

  const Zone& zone() const { return zone_; }
  Date date_of(Instant t) const;  // the local day

  // Monday to Friday but the days off, and the Saturdays and Sundays that were swapped.
  bool is_working_day(Date day) const;
  bool is_working_day(Instant t) const { return is_working_day(date_of(t)); }
  // The State Council's notice for that year is not in the calendar: its working days are 暂定, a bare Monday to Friday.
  bool is_provisional(int year) const;

  // The same local time n working days later. A start on a day off counts from the next working day, so n = 0 moves it there.
  // n is taken for at most 10,000.
  Instant add_working_days(Instant start, unsigned n) const;

  // Quiet hours run from quiet_from up to, not including, quiet_to; over midnight when from is after to; equal ends mean none.
  bool in_quiet_hours(Instant t) const;
  // The first end of quiet hours after t, whether t lies in them or not; t itself when there are none.
  Instant quiet_end(Instant t) const;

  // The first digest strictly after t: at the digest's time on a working day.
  Instant next_digest(Instant t) const;

 private:
  using Days = std::vector<std::chrono::sys_days>;  // sorted

  explicit Calendar(Zone zone) : zone_(std::move(zone)) {}
  bool works(std::chrono::sys_days day) const;
  Instant at(std::chrono::sys_days day, int minute_of_day) const;

  Zone zone_;
  Days days_off_, swapped_;
  std::vector<int> years_;
  int quiet_from_ = 0, quiet_to_ = 0, digest_at_ = 0;  // minutes of the day
};

}  // namespace fenghuo
