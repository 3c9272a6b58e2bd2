#include "services/escalator/duty_late.hpp"

#include "common/calendar/lamp.hpp"
#include "services/escalator/duty_parties.hpp"
#include "services/escalator/duty_time.hpp"

namespace fenghuo::escalator {
namespace {

Millis grace_of(const Context& ctx) {
  const auto own = duty(ctx).occurrence().grace_ms();
  return Millis{std::max<std::int64_t>(0, own > 0 ? own : plan_of_duty(ctx).grace_ms())};
}

Instant window_start(const Context& ctx) {
  const auto from = duty(ctx).occurrence().window_from();
  return instant(from > 0 ? from : ctx.m.opened_at());
}

const Context::Lamps& lamp_times(const Context& ctx) {
  const Deadline deadline{window_start(ctx), due_of(ctx), ctx.job.key()};
  if (!ctx.lamps || ctx.lamps->from != deadline.from || ctx.lamps->due != deadline.due) {
    const auto& days = ctx.active.calendar();
    ctx.lamps = Context::Lamps{deadline.from, deadline.due, fenghuo::approaching_at(days, deadline), fenghuo::imminent_at(days, deadline)};
  }
  return *ctx.lamps;
}

void become(Context& ctx, const char* late, Instant at) {
  auto& state = *ctx.m.mutable_duty();
  state.set_late(late);
  state.set_late_at(to_ms(at));
  const auto who = ctx.who();
  const auto liaison_for = ctx.liaison_for;
  ctx.tick(at);
  ctx.event(late, {{"party", owner_of(ctx)}, {"due_at", std::to_string(state.due_at())}});
  ctx.go_on(who);
  ctx.liaison_for = liaison_for;
}

// A result that was sent back makes late only from then on: it was not the unit that held it.
Instant from_when(const Context& ctx, Instant t) { return std::max(t, instant(ctx.m.level_at())); }

}  // namespace

bool is_late(const wire::DutyState& state) {
  return state.late() == "overdue" || state.late() == "supervised" || state.late() == "rectifying";
}

Instant due_of(const Context& ctx) { return instant(duty(ctx).due_at() + duty(ctx).stopped_ms()); }
Instant overdue_of(const Context& ctx) { return due_of(ctx) + grace_of(ctx); }

bool lateness_runs(const Context& ctx) {
  const auto work = ctx.m.work();
  return duty(ctx).clock_stopped_at() == 0 &&
         (work == wire::PLANNED || work == wire::AWAITING || work == wire::IN_PROGRESS || work == wire::RETURNED) && duty(ctx).due_at() > 0;
}

void advance_lateness(Context& ctx, Instant now) {
  if (!lateness_runs(ctx)) return;
  if (duty(ctx).late() == "in_time" && now >= due_of(ctx)) become(ctx, "in_grace", from_when(ctx, due_of(ctx)));
  if (duty(ctx).late() == "in_grace" && now >= overdue_of(ctx)) become(ctx, "overdue", from_when(ctx, overdue_of(ctx)));
}

std::optional<Instant> next_lateness(const Context& ctx) {
  if (!lateness_runs(ctx)) return std::nullopt;
  if (duty(ctx).late() == "in_time") return due_of(ctx);
  if (duty(ctx).late() == "in_grace") return overdue_of(ctx);
  return std::nullopt;
}

void stop_lateness(Context& ctx, Instant at, std::string_view why) {
  auto& state = *ctx.m.mutable_duty();
  if (state.clock_stopped_at() != 0) return;
  advance_lateness(ctx, at);
  state.set_clock_stopped_at(to_ms(at));
  ctx.event("lateness_stopped", {{"party", owner_of(ctx)}, {"reason", std::string(why)}});
}

void resume_lateness(Context& ctx, Instant at, std::string_view why) {
  auto& state = *ctx.m.mutable_duty();
  if (state.clock_stopped_at() == 0) return;
  if (!is_late(state)) state.set_stopped_ms(state.stopped_ms() + std::max<std::int64_t>(0, to_ms(at) - state.clock_stopped_at()));
  state.set_clock_stopped_at(0);
  ctx.event("lateness_resumed", {{"party", owner_of(ctx)}, {"reason", std::string(why)}});
}

void answer_order(Context& ctx) {
  auto& state = *ctx.m.mutable_duty();
  if (state.late() != "supervised") return;
  state.set_late("rectifying");
  state.set_late_at(to_ms(ctx.at));
  ctx.event("rectifying", {{"party", owner_of(ctx)}});
}

Instant approaching_at(const Context& ctx) { return lamp_times(ctx).approaching; }
Instant imminent_at(const Context& ctx) { return lamp_times(ctx).imminent; }

const char* lamp_of(const Context& ctx, Instant t) {
  if (is_late(duty(ctx))) return "overdue";
  if (duty(ctx).due_at() == 0 || t < window_start(ctx)) return "normal";
  if (t >= imminent_at(ctx)) return "imminent";
  return t >= approaching_at(ctx) ? "approaching" : "normal";
}

}  // namespace fenghuo::escalator
