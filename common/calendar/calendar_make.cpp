// A calendar out of the bundle's message: every date and minute is checked again, as a bundle may come from elsewhere than our loader.
#include <algorithm>
#include <charconv>

#include "common/base/bytes.hpp"
#include "common/calendar/calendar.hpp"

namespace fenghuo {
namespace {

using std::chrono::sys_days;

constexpr int minutes_a_day = 24 * 60;
constexpr int default_work_from = 8 * 60, default_work_to = 17 * 60 + 30;
constexpr int default_reminder_from = 8 * 60 + 7, default_reminder_to = 17 * 60 + 30;
constexpr unsigned most_weeks = 60;
constexpr int jitter_minutes = 60;
constexpr int off_the_mark = 2;  // minutes kept free on either side of the full and the half hour

Result<sys_days> read_day(std::string_view text, std::string_view key) {
  const auto day = parse_date(text);
  if (!day) return fail(std::string("calendar, ").append(key).append(": ").append(day.error().message));
  return sys_days{*day};
}

Result<std::vector<sys_days>> read_days(const google::protobuf::RepeatedPtrField<std::string>& texts, std::string_view key) {
  std::vector<sys_days> found;
  for (const std::string& text : texts) {
    const auto day = read_day(text, key);
    if (!day) return tl::unexpected(day.error());
    found.push_back(*day);
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

Result<int> read_minute(std::uint32_t minute, std::string_view key) {
  if (minute <= minutes_a_day) return static_cast<int>(minute);
  return fail(std::string("calendar, ").append(key).append(": minute ").append(std::to_string(minute)) +
              " is after the day's end; use 0 to 1440");
}

// A stretch of the day; without one (both ends 0) the default's.
struct Hours {
  int from, to;
};
Result<Hours> read_hours(std::uint32_t from_min, std::uint32_t to_min, const std::string& name, Hours otherwise) {
  if (from_min == 0 && to_min == 0) return otherwise;
  const auto from = read_minute(from_min, name + "_from_min"), to = read_minute(to_min, name + "_to_min");
  for (const auto* minute : {&from, &to}) {
    if (!*minute) return tl::unexpected(minute->error());
  }
  if (*from >= *to)
    return fail("calendar, " + name + " hours end before they begin; let " + name + "_from_min be less than " + name + "_to_min");
  return Hours{*from, *to};
}

bool weekend(sys_days day) { return std::chrono::weekday{day}.iso_encoding() > 5; }

bool near_a_mark(int minute) {
  const int past = minute % 30;
  return past < off_the_mark || past > 30 - off_the_mark;
}

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
  for (auto take : {&Calendar::take_days, &Calendar::take_hours, &Calendar::take_school}) {
    if (auto taken = (made.*take)(calendar); !taken) return tl::unexpected(taken.error());
  }
  return made;
}

Result<void> Calendar::take_days(const wire::Calendar& calendar) {
  auto off = read_days(calendar.days_off(), "days_off");
  if (!off) return tl::unexpected(off.error());
  auto swapped = read_days(calendar.swapped_workdays(), "swapped_workdays");
  if (!swapped) return tl::unexpected(swapped.error());
  for (const Day day : *swapped) {
    if (std::binary_search(off->begin(), off->end(), day))
      return fail("calendar: " + date_text(Date{day}) + " is both a day off and a swapped working day; keep it in one list");
  }
  std::erase_if(*off, weekend);
  std::erase_if(*swapped, [](Day day) { return !weekend(day); });
  days_off_ = std::move(*off);
  swapped_ = std::move(*swapped);
  list_days();
  years_.assign(calendar.years().begin(), calendar.years().end());
  for (const auto& named : calendar.day_names()) {
    const auto day = read_day(named.date(), "day_names");
    if (!day) return tl::unexpected(day.error());
    names_.emplace_back(*day, named.name());
  }
  std::stable_sort(names_.begin(), names_.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  return {};
}

void Calendar::list_days() {
  if (days_off_.empty() && swapped_.empty()) return;
  listed_from_ = std::min(days_off_.empty() ? Day::max() : days_off_.front(), swapped_.empty() ? Day::max() : swapped_.front());
  const Day last = std::max(days_off_.empty() ? Day::min() : days_off_.back(), swapped_.empty() ? Day::min() : swapped_.back());
  for (Day day = listed_from_; day <= last; day += std::chrono::days{1}) listed_.push_back(!weekend(day));
  for (const Day day : days_off_) listed_[static_cast<std::size_t>((day - listed_from_).count())] = false;
  for (const Day day : swapped_) listed_[static_cast<std::size_t>((day - listed_from_).count())] = true;
}

Result<void> Calendar::take_hours(const wire::Calendar& calendar) {
  const auto from = read_minute(calendar.quiet_from_min(), "quiet_from_min");
  const auto to = read_minute(calendar.quiet_to_min(), "quiet_to_min");
  const auto digest = read_minute(calendar.digest_at_min(), "digest_at_min");
  for (const auto* minute : {&from, &to, &digest}) {
    if (!*minute) return tl::unexpected(minute->error());
  }
  const auto work = read_hours(calendar.work_from_min(), calendar.work_to_min(), "work", {default_work_from, default_work_to});
  if (!work) return tl::unexpected(work.error());
  const auto reminders =
      read_hours(calendar.reminder_from_min(), calendar.reminder_to_min(), "reminder", {default_reminder_from, default_reminder_to});
  if (!reminders) return tl::unexpected(reminders.error());
  quiet_from_ = *from;
  quiet_to_ = *to;
  digest_at_ = *digest;
  work_from_ = work->from;
  work_to_ = work->to;
  reminder_from_ = reminders->from;
  reminder_to_ = reminders->to;
  for (int minute = reminder_from_; minute < std::min(reminder_from_ + jitter_minutes, reminder_to_); ++minute) {
    if (!near_a_mark(minute)) slot_minutes_.push_back(minute);
  }
  return {};
}

Result<void> Calendar::take_school(const wire::Calendar& calendar) {
  for (const auto& term : calendar.terms()) {
    const auto monday = read_day(term.first_monday(), "terms");
    if (!monday) return tl::unexpected(monday.error());
    const std::string name = "calendar, term \"" + printable(term.id()) + "\"";
    if (std::chrono::weekday{*monday} != std::chrono::Monday)
      return fail(name + ": " + term.first_monday() + " is no Monday; weeks are counted from a Monday");
    if (term.weeks() < 1 || term.weeks() > most_weeks)
      return fail(name + " has " + std::to_string(term.weeks()) + " weeks; use 1 to " + std::to_string(most_weeks));
    terms_.push_back({term.id(), *monday, term.weeks()});
  }
  for (const auto& off : calendar.breaks()) {
    const auto from = read_day(off.from(), "breaks"), to = read_day(off.to(), "breaks");
    for (const auto* day : {&from, &to}) {
      if (!*day) return tl::unexpected(day->error());
    }
    if (*to < *from) return fail("calendar, break \"" + printable(off.name()) + "\" ends before it begins; check from and to");
    breaks_.push_back({*from, *to});
  }
  return {};
}

}  // namespace fenghuo
