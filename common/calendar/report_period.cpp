#include "common/calendar/report_period.hpp"

#include <algorithm>
#include <charconv>

namespace fenghuo {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr days a_week{7};
constexpr days longest_wait{60};  // from a period's last day to the first working day after it: more than any holiday
constexpr std::uint64_t weekly_seed = 1, monthly_seed = 2;

sys_days monday_of(sys_days day) { return day - (std::chrono::weekday{day} - std::chrono::Monday); }

std::string two(unsigned n) { return (n < 10 ? "0" : "") + std::to_string(n); }

// ISO 8601: a week belongs to the year that holds its Thursday.
std::string week_name(sys_days monday) {
  const Date thursday{monday + days{3}};
  const sys_days first = sys_days{thursday.year() / 1 / 1};
  const auto week = static_cast<unsigned>((sys_days{thursday} - first).count() / 7 + 1);
  return std::to_string(static_cast<int>(thursday.year())) + "-W" + two(week);
}

std::string month_name(Date day) { return std::to_string(static_cast<int>(day.year())) + "-" + two(static_cast<unsigned>(day.month())); }

ReportPeriod made(const Calendar& calendar, std::string_view kind, sys_days first, sys_days next, std::string name) {
  ReportPeriod out{std::string(kind), std::move(name), Date{first}, Date{next}, {}, {}, {}};
  out.from = calendar.instant_at(out.first, 0);
  out.to = calendar.instant_at(out.next, 0);
  const Date day = calendar.working_day_on_or_after(out.next);
  out.due = calendar.reminder_slot_on_or_before(day, kind == monthly ? monthly_seed : weekly_seed);
  return out;
}

ReportPeriod next_of(const Calendar& calendar, const ReportPeriod& period) { return report_period_of(calendar, period.kind, period.next); }

std::optional<int> number_at(std::string_view text, std::size_t from, std::size_t length) {
  if (text.size() != from + length) return std::nullopt;
  int value = 0;
  const char* end = text.data() + text.size();
  const auto [read, error] = std::from_chars(text.data() + from, end, value);
  if (error != std::errc{} || read != end) return std::nullopt;
  return value;
}

}  // namespace

ReportPeriod report_period_of(const Calendar& calendar, std::string_view kind, Date day) {
  if (kind == monthly) {
    const auto month = std::chrono::year_month{day.year(), day.month()};
    const std::chrono::day first{1};
    return made(calendar, kind, sys_days{month / first}, sys_days{(month + std::chrono::months{1}) / first}, month_name(day));
  }
  const sys_days monday = monday_of(sys_days{day});
  return made(calendar, kind, monday, monday + a_week, week_name(monday));
}

std::optional<ReportPeriod> find_report_period(const Calendar& calendar, std::string_view kind, std::string_view period) {
  const auto year = number_at(period.substr(0, 4), 0, 4);
  if (!year || period.size() < 7 || period[4] != '-') return std::nullopt;
  Date day;
  if (kind == monthly) {
    const auto month = number_at(period, 5, 2);
    if (!month) return std::nullopt;
    day = Date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)}, std::chrono::day{1}};
  } else if (kind == weekly && period[5] == 'W') {
    const auto week = number_at(period, 6, 2);
    if (!week) return std::nullopt;
    day = Date{monday_of(sys_days{std::chrono::year{*year} / 1 / 4}) + a_week * (*week - 1)};  // 4 January lies in the first week
  }
  if (!day.ok()) return std::nullopt;
  auto found = report_period_of(calendar, kind, day);
  if (found.period != period) return std::nullopt;
  return found;
}

std::vector<ReportPeriod> reports_due(const Calendar& calendar, Instant from, Instant to) {
  std::vector<ReportPeriod> out;
  for (const auto kind : {weekly, monthly}) {
    const Date first{sys_days{calendar.date_of(from)} - longest_wait};
    for (auto period = report_period_of(calendar, kind, first); period.to < to; period = next_of(calendar, period)) {
      if (period.due >= from && period.due < to) out.push_back(period);
    }
  }
  std::stable_sort(out.begin(), out.end(), [](const ReportPeriod& a, const ReportPeriod& b) { return a.due < b.due; });
  return out;
}

std::string report_key(std::string_view kind, std::string_view period) {
  return std::string("report/").append(kind).append("/").append(period);
}
std::string report_key(const ReportPeriod& period) { return report_key(period.kind, period.period); }

}  // namespace fenghuo
