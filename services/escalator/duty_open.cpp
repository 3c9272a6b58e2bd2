#include "services/escalator/duty_open.hpp"

#include "common/obligations/transitions.hpp"
#include "services/escalator/duty_amend.hpp"
#include "services/escalator/duty_catalogue.hpp"
#include "services/escalator/duty_extend.hpp"
#include "services/escalator/duty_handover.hpp"
#include "services/escalator/duty_parties.hpp"
#include "services/escalator/duty_plan.hpp"
#include "services/escalator/duty_reopen.hpp"
#include "services/escalator/duty_take.hpp"
#include "services/escalator/outcome.hpp"

namespace fenghuo::escalator {
namespace {

constexpr const char* too_late = "截止时间已过，不再立项。";  // nothing of the past is opened

std::string fault_of(const wire::Occurrence& occurrence) {
  if (occurrence.due_at() <= 0) return "没有截止时间。";
  if (occurrence.window_from() >= occurrence.due_at()) return "窗口在截止之后才开始。";
  if (party_of(occurrence).empty()) return "没有责任方。";
  return occurrence.obligation().title().empty() ? "没有事项名称。" : "";
}

bool is_past(const Context& ctx, const wire::Occurrence& occurrence) {
  const bool by_hand = occurrence.duty().empty();
  const auto due = std::max(occurrence.due_at(), approved_until(ctx));
  return !by_hand && ctx.at >= instant(due + std::max<std::int64_t>(0, occurrence.grace_ms()));
}

std::vector<std::string> support_of(const wire::Occurrence& occurrence) {
  return {occurrence.obligation().support().begin(), occurrence.obligation().support().end()};
}

void take_content(Context& ctx, const wire::Occurrence& occurrence) {
  auto& m = ctx.m;
  *m.mutable_duty()->mutable_occurrence() = occurrence;
  m.set_title(occurrence.obligation().title());
  ask_parties(ctx, party_of(occurrence), support_of(occurrence));
}

void open(Context& ctx, const wire::Occurrence& occurrence) {
  auto& m = ctx.m;
  m.set_id(ctx.job.matter_id());
  m.set_key(ctx.job.key());
  m.set_kind("duty");
  m.set_work(wire::PLANNED);
  m.set_policy(ctx.active_hash);
  ctx.policy = &ctx.active;
  m.set_opened_at(to_ms(ctx.now));
  m.set_generation(1);
  m.set_rung(-1);
  auto& state = *m.mutable_duty();
  state.set_first_due_at(occurrence.due_at());
  state.set_due_at(occurrence.due_at());
  state.set_late("in_time");
  state.set_sleeping(true);
  take_content(ctx, occurrence);
  if (!occurrence.unit().empty()) m.add_units(occurrence.unit());
  ctx.event("opened", {{"kind", "duty"},
                       {"duty", occurrence.duty()},
                       {"period", occurrence.period()},
                       {"party", owner_of(ctx)},
                       {"unit", occurrence.unit()},
                       {"due_at", std::to_string(occurrence.due_at())},
                       {"previous", ctx.job.previous_id() != 0 ? id_text(ctx.job.previous_id()) : ""}});
}

// Of what has ended that goes on which nothing but the catalogue ended: whatever the hour, if its window was open then.
wire::ItemOutcome take_again(Context& ctx, const wire::Occurrence& occurrence) {
  const auto& m = ctx.m;
  std::string why = ended_by_catalogue(m) ? fault_of(occurrence) : "同一任务同一周期只立项一次，此件已结束。";
  if (why.empty() && slept_at_its_end(m) && is_past(ctx, occurrence)) why = too_late;
  if (why.empty()) return reopen(ctx, occurrence);
  auto out = refuse(ctx, "occurrence", std::move(why), wire::REFUSED_CLOSED);
  out.set_at(m.closed_at());
  return out;
}

}  // namespace

bool to_be_announced(const Context& ctx) {
  const auto& occurrence = duty(ctx).occurrence();
  if (occurrence.obligation().meeting() || occurrence.obligation().at_least() > 0) return false;
  if (occurrence.duty().empty() || occurrence.event_at() > 0) return true;
  const auto due = still_due(ctx);
  return std::none_of(due.begin(), due.end(),
                      [](const Due& d) { return d.what == What::remind || d.what == What::hint || d.what == What::urge; });
}

void open_window(Context& ctx, Instant t) {
  auto& m = ctx.m;
  if (m.work() != wire::PLANNED || duty(ctx).occurrence().due_at() == 0) return;
  const Instant from = instant(duty(ctx).occurrence().window_from());
  if (t < from) return;
  m.set_work(wire::AWAITING);
  m.mutable_duty()->set_sleeping(false);
  const auto actor = ctx.actor, cause = ctx.cause;
  const auto when = ctx.at;
  ctx.tick(std::max(from, instant(m.opened_at())));
  ctx.event("window_opened", {{"party", owner_of(ctx)}});
  skip_before(ctx, std::max(from, instant(m.opened_at())), "before the matter was open");
  ctx.actor = actor, ctx.cause = cause, ctx.at = when;
  if (!to_be_announced(ctx)) mark_done(ctx, announcement);
}

wire::ItemOutcome take_occurrence(Context& ctx, const wire::Occurrence& occurrence) {
  const auto& m = ctx.m;
  if (m.work() != wire::WORK_UNSET && m.kind() != "duty") return refuse(ctx, "occurrence", "不是任务。");
  if (obligations::duty_finished(m.work())) return take_again(ctx, occurrence);
  const bool known = m.work() != wire::WORK_UNSET && duty(ctx).occurrence().due_at() != 0;
  if (known && same_content(duty(ctx).occurrence(), occurrence)) return outcome(wire::UPDATED, "known already");
  std::string why = fault_of(occurrence);
  if (!why.empty() && (!known || occurrence.due_at() <= 0 || occurrence.window_from() >= occurrence.due_at()))
    return refuse(ctx, "occurrence", std::move(why));
  if (!known && is_past(ctx, occurrence)) return refuse(ctx, "occurrence", too_late);
  if (known) {
    if (given_now(ctx, occurrence) == Given::otherwise) return outcome(wire::UPDATED, "the catalogue in force says otherwise");
    amend(ctx, occurrence);
    return outcome(wire::UPDATED);
  }
  open(ctx, occurrence);
  open_window(ctx, ctx.now);
  return outcome(wire::OPENED);
}

}  // namespace fenghuo::escalator
