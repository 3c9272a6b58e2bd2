#include "common/calendar/lamp.hpp"

#include <algorithm>
#include <array>

namespace fenghuo {
namespace {

using std::chrono::minutes;
using std::chrono::sys_days;

constexpr double approaching_share = 0.30, imminent_share = 0.15;
constexpr unsigned not_before_days = 7;
constexpr int noon = 12 * 60;

Millis office_day(const Calendar& calendar) { return minutes{calendar.work_to() - calendar.work_from()}; }

// Office hours of a day that still lie ahead at t; none on a day off.
Millis unused(const Calendar& calendar, Date day, Instant t) {
  if (!calendar.is_working_day(day)) return Millis{0};
  return std::clamp(calendar.instant_at(day, calendar.work_to()) - t, Millis{0}, office_day(calendar));
}

Instant week_before(const Calendar& calendar, const Deadline& deadline) {
  const Instant noon_of_it = calendar.instant_at(deadline_day(calendar, deadline.due), noon);
  const Date day = calendar.date_of(calendar.subtract_working_days(noon_of_it, not_before_days));
  return calendar.reminder_slot_on_or_before(day, slot_seed(deadline.key));
}

struct Words {
  std::string_view id, name;
};
constexpr std::array<Words, 4> lamp_words = {
    {{"normal", "●正常"}, {"approaching", "◐临期"}, {"imminent", "◑将到期"}, {"overdue", "■已逾期"}}};
constexpr std::array<Words, 5> late_words = {
    {{"in_time", "未到期"}, {"in_grace", "宽限期内"}, {"overdue", "已逾期"}, {"supervised", "督办中"}, {"rectifying", "待销号"}}};

template <std::size_t n>
std::string_view name_in(const std::array<Words, n>& words, std::string_view id) {
  const auto found = std::find_if(words.begin(), words.end(), [&](const Words& one) { return one.id == id; });
  return found == words.end() ? id : found->name;
}

}  // namespace

// The published constants of 64-bit FNV-1a (draft-eastlake-fnv).
std::uint64_t slot_seed(std::string_view key) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char c : key) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return hash ^ (hash >> 32U);
}

Date deadline_day(const Calendar& calendar, Instant due) { return calendar.date_of(due - Millis{1}); }

Instant when_left(const Calendar& calendar, Instant from, Instant due, double share) {
  const Millis length = office_day(calendar);
  const Date first = calendar.date_of(from), last = deadline_day(calendar, due);
  const Millis total = calendar.working_days_between(first, last) * length + unused(calendar, first, from) - unused(calendar, last, due);
  if (from >= due || total <= Millis{0}) return due;
  Millis left{static_cast<std::int64_t>(static_cast<double>(total.count()) * share)};
  const bool works = calendar.is_working_day(last);
  const Millis on_last = works ? length - unused(calendar, last, due) : Millis{0};
  if (left <= on_last) return calendar.instant_at(last, calendar.work_from()) + (on_last - left);
  left -= on_last;
  const auto back = static_cast<unsigned>((left + length - Millis{1}) / length);  // whole office days before the last
  const Date day = calendar.date_of(calendar.subtract_working_days(calendar.instant_at(last, noon), works ? back : back - 1));
  return calendar.instant_at(day, calendar.work_from()) + (back * length - left);
}

Instant approaching_at(const Calendar& calendar, const Deadline& deadline) {
  return std::max(when_left(calendar, deadline.from, deadline.due, approaching_share), week_before(calendar, deadline));
}

Instant imminent_at(const Calendar& calendar, const Deadline& deadline) {
  return std::max(when_left(calendar, deadline.from, deadline.due, imminent_share), approaching_at(calendar, deadline));
}

std::string_view lamp_of(const wire::MatterView& view, const Calendar& calendar, Instant t) {
  const auto& body = view.body();
  const auto& duty = body.duty();
  if (view.row().kind() != "duty" || !view.row().open() || duty.due_at() == 0) return {};
  if (duty.late() != "in_time" && duty.late() != "in_grace" && !duty.late().empty()) return "overdue";
  const auto opens = duty.occurrence().window_from();
  const Deadline deadline{instant(opens > 0 ? opens : body.opened_at()), instant(duty.due_at() + duty.stopped_ms()), view.key()};
  if (t < deadline.from) return "normal";
  if (t >= imminent_at(calendar, deadline)) return "imminent";
  return t >= approaching_at(calendar, deadline) ? "approaching" : "normal";
}

std::string_view lamp_name(std::string_view lamp) { return name_in(lamp_words, lamp); }
std::string_view late_name(std::string_view late) { return name_in(late_words, late); }

}  // namespace fenghuo
