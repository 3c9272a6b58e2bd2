#include "common/obligations/recurrence.hpp"

#include <libical/ical.h>

#include <cstdio>

#include "common/base/bytes.hpp"

namespace fenghuo::obligations {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr std::size_t most_instances = 20'000;  // a rule for every day over fifty years

icaltimetype ical_day(sys_days day) {
  const Date date{day};
  icaltimetype time = icaltime_null_date();  // whose hours are -1, by which the iterator would go astray
  time.hour = time.minute = time.second = 0;
  time.year = static_cast<int>(date.year());
  time.month = static_cast<int>(static_cast<unsigned>(date.month()));
  time.day = static_cast<int>(static_cast<unsigned>(date.day()));
  return time;
}

sys_days day_of(const icaltimetype& time) { return sys_days{std::chrono::year{time.year} / time.month / time.day}; }

template <typename T, std::size_t size>
std::size_t values(const T (&list)[size]) {
  std::size_t count = 0;
  while (count < size && list[count] != ICAL_RECURRENCE_ARRAY_MAX) ++count;
  return count;
}

// A yearly rule with days of the month and no month means each month (RFC 5545, 3.3.10). libical takes the first day's month alone, and
// where that has no such day it looks through some thousand years.
void every_month_of_its_days(icalrecurrencetype& rule) {
  const std::size_t others = values(rule.by_month) + values(rule.by_day) + values(rule.by_year_day) + values(rule.by_week_no);
  if (rule.freq != ICAL_YEARLY_RECURRENCE || values(rule.by_month_day) == 0 || others > 0) return;
  for (short month = 1; month <= 12; ++month) rule.by_month[month - 1] = month;
  rule.by_month[12] = ICAL_RECURRENCE_ARRAY_MAX;
}

// The first day of ISO week 1 of a year: the Monday of the week that holds 4 January.
sys_days first_iso_monday(std::chrono::year year) {
  const sys_days fourth{year / 1 / 4};
  return fourth - days{std::chrono::weekday{fourth}.iso_encoding() - 1};
}

std::string iso_week(sys_days day) {
  const sys_days thursday = day + days{4} - days{std::chrono::weekday{day}.iso_encoding()};
  const auto year = Date{thursday}.year();
  char text[32];
  std::snprintf(text, sizeof text, "%04d-W%02d", static_cast<int>(year),
                static_cast<int>((thursday - first_iso_monday(year)).count() / 7 + 1));
  return text;
}

}  // namespace

struct Recurrence::Impl {
  icalrecurrencetype rule{};
  sys_days start;

  std::size_t fine_parts() const { return values(rule.by_year_day) + values(rule.by_week_no) + values(rule.by_set_pos); }
  // At most one instance in each year, month or week. A day of the month without a month comes twelve times a year.
  bool once_a_year() const {
    const std::size_t months = values(rule.by_month), month_days = values(rule.by_month_day);
    return rule.freq == ICAL_YEARLY_RECURRENCE && fine_parts() == 0 && values(rule.by_day) == 0 &&
           ((months == 0 && month_days == 0) || (months == 1 && month_days <= 1));
  }
  bool once_a_month() const {
    return rule.freq == ICAL_MONTHLY_RECURRENCE && fine_parts() == 0 && values(rule.by_day) == 0 && values(rule.by_month_day) <= 1;
  }
  bool once_a_week() const { return rule.freq == ICAL_WEEKLY_RECURRENCE && fine_parts() == 0 && values(rule.by_day) <= 1; }
  // Each instance is the first day of a quarter.
  bool by_quarters() const {
    const Date first{start};
    return once_a_month() && rule.interval % 3 == 0 && rule.interval % 6 != 0 && values(rule.by_month) == 0 &&
           values(rule.by_month_day) == 0 && first.day() == std::chrono::day{1} && static_cast<unsigned>(first.month()) % 3 == 1;
  }
};

Recurrence::Recurrence(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Recurrence::Recurrence(Recurrence&&) noexcept = default;
Recurrence& Recurrence::operator=(Recurrence&&) noexcept = default;
Recurrence::~Recurrence() = default;

Result<Recurrence> Recurrence::parse(const std::string& rule, Date dtstart) {
  const auto wrong = [&](const char* why) {
    return fail("the recurrence \"" + printable(rule) + "\" " + why +
                "; write an RFC 5545 rule, like FREQ=MONTHLY;INTERVAL=3 (every quarter)");
  };
  if (!dtstart.ok()) return wrong("counts from a day that does not exist");
  auto impl = std::make_unique<Impl>();
  impl->start = sys_days{dtstart};
  impl->rule = icalrecurrencetype_from_string(rule.c_str());
  switch (impl->rule.freq) {
    case ICAL_NO_RECURRENCE:
      return wrong("can't be read");
    case ICAL_SECONDLY_RECURRENCE:
    case ICAL_MINUTELY_RECURRENCE:
    case ICAL_HOURLY_RECURRENCE:
      return wrong("recurs within a day");
    default:
      break;
  }
  every_month_of_its_days(impl->rule);
  if (values(impl->rule.by_second) + values(impl->rule.by_minute) + values(impl->rule.by_hour) > 0)
    return wrong("names hours, but a duty's period is whole days");
  return Recurrence(std::move(impl));
}

bool Recurrence::ends() const { return impl_->rule.count > 0 || icaltime_is_null_time(impl_->rule.until) == 0; }

std::vector<sys_days> Recurrence::days(Day from, Day to) const {
  std::vector<Day> found;
  const std::unique_ptr<icalrecur_iterator, decltype(&icalrecur_iterator_free)> walk(
      icalrecur_iterator_new(impl_->rule, ical_day(impl_->start)), &icalrecur_iterator_free);
  if (!walk) return found;  // no day can ever match
  for (std::size_t n = 0; n < most_instances; ++n) {
    const icaltimetype next = icalrecur_iterator_next(walk.get());
    if (icaltime_is_null_time(next) != 0) break;
    const Day day = day_of(next);
    if (day < from || day < impl_->start) continue;
    found.push_back(day);
    if (day >= to) break;
  }
  return found;
}

std::string Recurrence::period(Day instance) const {
  const std::string day = date_text(Date{instance});
  if (impl_->once_a_year()) return day.substr(0, 4);
  if (impl_->by_quarters()) return day.substr(0, 5) + "Q" + std::to_string((static_cast<unsigned>(Date{instance}.month()) + 2) / 3);
  if (impl_->once_a_month()) return day.substr(0, 7);
  return impl_->once_a_week() ? iso_week(instance) : day;
}

}  // namespace fenghuo::obligations
