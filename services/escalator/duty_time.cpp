#include "services/escalator/duty_time.hpp"

#include "common/calendar/lamp.hpp"

namespace fenghuo::escalator {
namespace {

using std::chrono::days;
using std::chrono::minutes;
using std::chrono::sys_days;

constexpr int noon = 12 * 60;
constexpr minutes gathering{30};
constexpr unsigned brief_spread = 13;  // minutes

const Calendar& calendar(const Context& ctx) { return ctx.active.calendar(); }

// One slot a day and matter: steps that meet on a day are one message.
std::uint64_t seed_of(const Context& ctx) { return hash_of(ctx.job.key()); }

Date plus(Date day, int n) { return Date{sys_days{day} + days{n}}; }

int brief_minute(const Context& ctx) {
  const auto& raw = ctx.active.bundle().calendar();
  return static_cast<int>(std::min(std::max(raw.digest_at_min(), raw.reminder_from_min()), 1380U));
}

}  // namespace

std::uint64_t hash_of(std::string_view text) { return slot_seed(text); }

Date deadline_day(const Context& ctx, Instant due) { return fenghuo::deadline_day(calendar(ctx), due); }

bool may_leave(const Context& ctx, Instant t) { return calendar(ctx).is_reminder_time(t); }
Instant next_leave(const Context& ctx, Instant t) { return calendar(ctx).next_reminder_time(t, seed_of(ctx)); }

Instant slot_before(const Context& ctx, Instant due, unsigned n, bool natural, bool away) {
  const auto& days_of = calendar(ctx);
  Date day = deadline_day(ctx, due);
  day = natural ? plus(day, -static_cast<int>(n)) : days_of.date_of(days_of.subtract_working_days(days_of.instant_at(day, noon), n));
  if (away && days_of.on_break(day)) day = days_of.last_working_day_before_break(day);
  return days_of.reminder_slot_on_or_before(day, seed_of(ctx));
}

Instant before_break(const Context& ctx, Instant t) {
  const auto& days_of = calendar(ctx);
  const Date day = days_of.date_of(t);
  return days_of.on_break(day) ? days_of.reminder_slot_on_or_before(days_of.last_working_day_before_break(day), seed_of(ctx)) : t;
}

Instant slot_after(const Context& ctx, Instant t, unsigned n) {
  const auto& days_of = calendar(ctx);
  return days_of.reminder_slot_on_or_before(days_of.date_of(days_of.add_working_days(t, n)), seed_of(ctx));
}

Instant slot_on(const Context& ctx, Date day) {
  return calendar(ctx).reminder_slot_on_or_before(calendar(ctx).working_day_on_or_after(day), seed_of(ctx));
}

Instant brief_slot(const Context& ctx, std::string_view role, Date day) {
  const int minute = brief_minute(ctx) + static_cast<int>(hash_of(role) % brief_spread);
  return calendar(ctx).instant_at(day, minute % 30 == 0 ? minute + 1 : minute);
}

Instant brief_gathers(const Context& ctx, Date day) { return calendar(ctx).instant_at(day, brief_minute(ctx)) - gathering; }

bool away_now(const Context& ctx, std::string_view party) {
  return ctx.active.away_in_breaks(party) && calendar(ctx).on_break(calendar(ctx).date_of(ctx.now));
}

Date next_brief_day(const Context& ctx, std::string_view reader, Instant t) {
  Date day = calendar(ctx).working_day_on_or_after(calendar(ctx).date_of(t));
  if (brief_slot(ctx, reader, day) <= t) day = calendar(ctx).working_day_on_or_after(plus(day, 1));
  if (!ctx.active.away_in_breaks(reader)) return day;
  while (calendar(ctx).on_break(day)) day = calendar(ctx).working_day_on_or_after(plus(day, 1));
  return day;
}

Date next_month_day(const Context& ctx, Instant t) {
  const Date day = calendar(ctx).date_of(t);
  const auto month = std::chrono::year_month{day.year(), day.month()} + std::chrono::months{1};
  return calendar(ctx).working_day_on_or_after(month / std::chrono::day{1});
}

unsigned working_days_between(const Context& ctx, Instant a, Instant b) {
  return static_cast<unsigned>(std::max(0, calendar(ctx).working_days_between(deadline_day(ctx, a), deadline_day(ctx, b))));
}

}  // namespace fenghuo::escalator
