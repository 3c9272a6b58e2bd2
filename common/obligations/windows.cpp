#include "common/obligations/windows.hpp"

#include <algorithm>

#include "common/clock/range.hpp"
#include "common/obligations/recurrence.hpp"

namespace fenghuo::obligations {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr Millis day_ms = days{1};

// A deadline without a time of its own falls at the end of office hours.
int due_minute(const wire::When& when, const Calendar& calendar) {
  return when.due_minute() > 0 ? static_cast<int>(when.due_minute()) : calendar.work_to();
}

Instant end_of_day(sys_days day, const wire::When& when, const Calendar& calendar) {
  return calendar.instant_at(Date{day}, due_minute(when, calendar));
}

Instant working_days_from(Instant t, unsigned n, int sign, const wire::When& when, const Calendar& calendar) {
  const Instant day = sign > 0 ? calendar.add_working_days(t, n) : calendar.subtract_working_days(t, n);
  return end_of_day(sys_days{calendar.date_of(day)}, when, calendar);
}

// So long after a period's first day: days end at the deadline's time, hours are counted from midnight.
Instant after_opening(Instant opens, const wire::When& when, const Calendar& calendar) {
  const auto& delay = when.due_after();
  if (delay.working_days() > 0) return working_days_from(opens, delay.working_days(), 1, when, calendar);
  const Millis natural{delay.ms()};
  if (natural % day_ms != Millis{0}) return opens + natural;
  return end_of_day(sys_days{calendar.date_of(opens)} + std::chrono::duration_cast<days>(natural), when, calendar);
}

// Before (sign -1) or after an event: 24h are 24 hours to the millisecond, unless the duty names a time of the day.
Instant beside_event(Instant event_at, const wire::Delay& delay, int sign, const wire::When& when, const Calendar& calendar) {
  if (delay.working_days() > 0) return working_days_from(event_at, delay.working_days(), sign, when, calendar);
  const Instant exact = event_at + sign * Millis{delay.ms()};
  return when.due_minute() > 0 ? end_of_day(sys_days{calendar.date_of(exact)}, when, calendar) : exact;
}

struct Builder {
  const wire::When& when;
  const Calendar& calendar;
  Instant from, to;
  std::vector<Window> windows;

  sys_days first_day() const { return sys_days{calendar.date_of(from)}; }
  sys_days last_day() const { return sys_days{calendar.date_of(to)}; }
  Instant end_of(sys_days last) const { return end_of_day(last, when, calendar); }

  void add(std::string period, sys_days first, Instant due) {
    const Instant opens = calendar.instant_at(Date{first}, 0);
    if (opens >= from && opens < to) windows.push_back({std::move(period), first, opens, due});
  }

  Result<void> yearly() {
    const std::uint32_t begin = when.from_day() > 0 ? when.from_day() : 101, end = when.to_day() > 0 ? when.to_day() : 1231;
    const int first_year = static_cast<int>(Date{first_day()}.year()), last_year = static_cast<int>(Date{last_day()}.year());
    for (int year = first_year; year <= last_year;
         ++year) {  // the year the window opens in; the period it counts for may be the one before
      const Date first = day_of_year(year, begin), last = day_of_year(year + (end < begin ? 1 : 0), end);
      if (!first.ok() || !last.ok()) return fail("the window names a day that does not exist; write month and day of a day every year has");
      add(std::to_string(year - when.year_shift()), sys_days{first}, end_of(sys_days{last}));
    }
    return {};
  }

  Result<void> recurring() {
    const auto start = parse_date(when.dtstart());
    if (!start) return tl::unexpected(start.error());
    const auto rule = Recurrence::parse(when.rrule(), *start);
    if (!rule) return tl::unexpected(rule.error());
    const bool own_deadline = when.has_due_after() && (when.due_after().ms() > 0 || when.due_after().working_days() > 0);
    const auto instances = rule->days(first_day(), last_day() + days{1});
    for (std::size_t i = 0; i < instances.size(); ++i) {
      if (own_deadline) {
        add(rule->period(instances[i]), instances[i], after_opening(calendar.instant_at(Date{instances[i]}, 0), when, calendar));
      } else if (i + 1 < instances.size()) {
        add(rule->period(instances[i]), instances[i], end_of(instances[i + 1] - days{1}));
      }
    }
    return {};
  }

  Result<void> school_weeks() {
    const unsigned last_week = std::max(when.week(), when.week_to());
    for (const auto& term : calendar.terms()) {
      if ((!when.term().empty() && when.term() != term.id) || when.week() < 1 || last_week > term.weeks) continue;
      const std::string week = std::to_string(when.week());
      add(term.id + "-W" + (week.size() < 2 ? "0" : "") + week, term.first_monday + days{7} * (when.week() - 1),
          end_of(term.first_monday + days{7} * last_week - days{1}));
    }
    return {};
  }
};

}  // namespace

Date day_of_year(int year, std::uint32_t month_day) {
  return std::chrono::year{year} / static_cast<int>(month_day / 100) / static_cast<int>(month_day % 100);
}

Result<std::vector<Window>> windows_of(const wire::When& when, const Calendar& calendar, Instant from, Instant to) {
  Builder builder{when, calendar, within_years(from), within_years(to), {}};
  if (builder.from >= builder.to) return builder.windows;
  Result<void> built;
  if (when.kind() == "yearly" || when.kind() == "count")
    built = builder.yearly();
  else if (when.kind() == "rule")
    built = when.rrule().empty() ? builder.school_weeks() : builder.recurring();
  else if (when.kind() != "event")
    built = fail("there is no way to fall due named \"" + when.kind() + "\"");
  if (!built) return tl::unexpected(built.error());
  std::stable_sort(builder.windows.begin(), builder.windows.end(), [](const Window& a, const Window& b) { return a.opens < b.opens; });
  return std::move(builder.windows);
}

Window event_window(const wire::When& when, const Calendar& calendar, std::string number, Instant event_at, Instant reported) {
  event_at = within_years(event_at);
  reported = within_years(reported);
  const bool before = when.before().ms() > 0 || when.before().working_days() > 0;
  const Instant due =
      before ? beside_event(event_at, when.before(), -1, when, calendar) : beside_event(event_at, when.after(), 1, when, calendar);
  const Date today = calendar.date_of(reported);
  return {std::move(number), sys_days{today}, calendar.instant_at(today, 0), due};
}

}  // namespace fenghuo::obligations
