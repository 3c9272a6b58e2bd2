// The recurrence of a duty: an RFC 5545 rule counted from a day, read and walked by libical. Whole days only; no zone, no clock.
// Immutable; thread-safe as long as each thread has its own.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "common/base/result.hpp"
#include "common/calendar/calendar.hpp"

namespace fenghuo::obligations {

class Recurrence {
 public:
  using Day = std::chrono::sys_days;

  // A rule that can't be read, or recurs within a day, is an error that says how to write it.
  static Result<Recurrence> parse(const std::string& rule, Date dtstart);
  Recurrence(Recurrence&&) noexcept;
  Recurrence& operator=(Recurrence&&) noexcept;
  ~Recurrence();

  // The instances in [from, to), ascending, and the one after them, if there is one. None lies before dtstart.
  std::vector<Day> days(Day from, Day to) const;
  bool ends() const;  // it has a COUNT or UNTIL

  // The period that begins at an instance: 2026, 2026-Q2, 2026-04, 2026-W14; where the rule may give several in such a period, the day.
  std::string period(Day instance) const;

 private:
  struct Impl;
  explicit Recurrence(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace fenghuo::obligations
