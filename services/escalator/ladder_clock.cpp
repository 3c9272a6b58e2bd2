#include "services/escalator/ladder_clock.hpp"

#include "services/escalator/commitment.hpp"

namespace fenghuo::escalator {
namespace {

using std::chrono::hours;

Millis or_else(std::int64_t ms, Millis otherwise) { return ms > 0 ? Millis{ms} : otherwise; }

// A level that was raised is told at once, at night too.
bool raised_now(const wire::Matter& m) { return m.last_raise_at() != 0 && m.last_raise_at() == m.level_at(); }

}  // namespace

void start_ladder(Context& ctx, bool breaks_through) {
  auto& m = ctx.m;
  m.set_level_at(to_ms(ctx.now));
  m.set_rung(-1);
  m.set_last_repeats(0);
  m.set_ladder_paused_at(0);
  m.set_held(false);
  m.set_ladder_base(to_ms(ctx.now));
  if (breaks_through || ctx.ladder().quiet() != wire::QUIET_HOLD || !ctx.active.calendar().in_quiet_hours(ctx.now)) return;
  const Instant morning = ctx.active.calendar().quiet_end(ctx.now);
  m.set_held(true);
  m.set_ladder_base(to_ms(morning));
  ctx.event("held", {{"until", text_of(morning)}});
}

void pause_ladder(wire::Matter& m, Instant at) {
  if (m.ladder_paused_at() == 0) m.set_ladder_paused_at(std::max(m.ladder_base(), to_ms(at)));
}

void resume_ladder(wire::Matter& m, Instant at) {
  if (m.ladder_paused_at() == 0) return;
  m.set_ladder_base(m.ladder_base() + std::max<std::int64_t>(0, to_ms(at) - m.ladder_paused_at()));
  m.set_ladder_paused_at(0);
}

Instant after_quiet(const Context& ctx, Instant t) {
  if (ctx.ladder().quiet() == wire::QUIET_BREAKS_THROUGH || !ctx.active.calendar().in_quiet_hours(t)) return t;
  return ctx.active.calendar().quiet_end(t);
}

Instant rung_due(const Context& ctx, int rung) {
  const auto& after = ctx.ladder().rungs(rung).after();
  Instant due = instant(ctx.m.ladder_base());
  if (after.working_days() > 0) due = ctx.active.calendar().add_working_days(due, after.working_days());
  due += Millis{after.ms()};
  // The first rung of a ladder that waits for the morning was held when it started; of one that was raised it does not wait.
  return rung == 0 && (raised_now(ctx.m) || ctx.ladder().first_in_digest()) ? due : after_quiet(ctx, due);
}

Millis repeat_every(const wire::Ladder& ladder) { return or_else(ladder.last_rung_every_ms(), hours{24}); }
Millis progress_every(const wire::Ladder& ladder) { return or_else(ladder.progress_every_ms(), hours{24}); }

Instant repeat_due(const Context& ctx) {
  return after_quiet(ctx, instant(ctx.m.ladder_base()) + (ctx.m.last_repeats() + std::int64_t{1}) * repeat_every(ctx.ladder()));
}

std::optional<Instant> forced_call(const Context& ctx) {
  if (ctx.m.rung() < 0 || ctx.m.rung() >= ctx.last_rung() || !nobody_reached(ctx.m)) return std::nullopt;
  return after_quiet(ctx, ctx.now);
}

std::optional<Instant> next_call(const Context& ctx) {
  if (ctx.m.ladder_paused_at() != 0) return std::nullopt;
  if (ctx.m.rung() >= ctx.last_rung()) return repeat_due(ctx);
  const Instant planned = rung_due(ctx, ctx.m.rung() + 1);
  const auto forced = forced_call(ctx);
  return forced ? std::min(planned, *forced) : planned;
}

Instant answer_by(const Context& ctx) {
  const auto& ladder = ctx.ladder();
  const Instant base = instant(ctx.m.ladder_base());
  if (ctx.m.rung() <= 0 && ladder.ack_within().working_days() > 0)
    return ctx.active.calendar().add_working_days(base, ladder.ack_within().working_days());
  const auto within = std::max(ladder.ack_within_ms(), ladder.ack_within().ms());
  if (ctx.m.rung() <= 0 && within > 0) return std::max(base, ctx.now) + Millis{within};
  const Instant next = ctx.m.rung() >= ctx.last_rung() ? repeat_due(ctx) : rung_due(ctx, ctx.m.rung() + 1);
  return std::max(next, ctx.now);
}

std::optional<Instant> next_target(const Context& ctx, Instant t) {
  std::optional<Instant> next;
  for (const auto& target : ctx.ladder().targets()) {
    if (target.on_request() || target.within_ms() <= 0) continue;
    const Instant due = instant(ctx.m.level_at()) + Millis{target.within_ms()};
    if (due > t && (!next || due < *next)) next = due;
  }
  return next;
}

}  // namespace fenghuo::escalator
