#include "services/escalator/duty_extend.hpp"

#include "services/escalator/duty_late.hpp"
#include "services/escalator/duty_parties.hpp"
#include "services/escalator/duty_plan.hpp"
#include "services/escalator/duty_say.hpp"
#include "services/escalator/duty_slips.hpp"
#include "services/escalator/duty_words.hpp"
#include "services/escalator/outcome.hpp"

namespace fenghuo::escalator {
namespace {

constexpr Millis longest = std::chrono::hours{24 * 366};

std::string approver_name(const Context& ctx) { return ctx.active.party_name(approver_of(ctx)); }

wire::Extension* pending(Context& ctx) { return const_cast<wire::Extension*>(pending_extension(ctx)); }

// A later date takes in the time for which the clock stood; only what reaches beyond it is left, so that nobody has less time than before.
void take_stopped_time_in(Context& ctx, std::int64_t due_at) {
  auto& state = *ctx.m.mutable_duty();
  std::int64_t stood = state.stopped_ms();
  if (state.clock_stopped_at() != 0) {
    if (!is_late(state)) stood += std::max<std::int64_t>(0, to_ms(ctx.at) - state.clock_stopped_at());
    state.set_clock_stopped_at(std::max(state.clock_stopped_at(), to_ms(ctx.at)));
  }
  state.set_stopped_ms(std::max<std::int64_t>(0, state.due_at() + stood - due_at));
}

std::string fault_of(const Context& ctx, const wire::Action& action) {
  if (action.reason().empty()) return "请写明延期理由。";
  if (action.until() <= to_ms(due_of(ctx))) return "新期限须晚于原期限" + deadline_of(ctx, due_of(ctx)) + "。";
  if (action.until() <= to_ms(ctx.now)) return "新期限须在现在之后。";
  if (action.until() - duty(ctx).due_at() > longest.count()) return "延期超过一年，请核对日期。";
  return {};
}

}  // namespace

const wire::Extension* pending_extension(const Context& ctx) { return participants(ctx).pending_extension(); }

std::int64_t approved_until(const Context& ctx) {
  std::int64_t until = 0;
  for (const auto& extension : duty(ctx).extensions()) {
    if (extension.approved()) until = std::max(until, extension.to());
  }
  return until;
}

wire::ItemOutcome ask_extension(Context& ctx, const wire::Action& action) {
  auto may = permit(ctx, action);
  if (may.kind == obligations::Permit::Kind::already) return outcome(wire::ALREADY, std::move(may.why));
  if (!may.granted()) return refuse(ctx, "extend", std::move(may.why));
  if (auto why = fault_of(ctx, action); !why.empty()) return refuse(ctx, "extend", std::move(why));
  auto& extension = *ctx.m.mutable_duty()->add_extensions();
  extension.set_to(action.until());
  extension.set_reason(action.reason());
  extension.set_asked_by(action.party());
  extension.set_asked_at(to_ms(ctx.at));
  extension.set_old_due_at(duty(ctx).due_at());
  ctx.event("extension_asked", {{"party", action.party()}, {"to", std::to_string(action.until())}}, action.reason());
  Note note;
  note.kind = "notice";
  note.words = extension_words(ctx, extension);
  note.said = Said::extension_asked;
  note.reason = "申请延期，待批准";
  note.serial = "extension/" + ctx.cause;
  note.valid = Valid::always;
  note.entry = "verify";
  say_all(ctx, note, {approver_of(ctx)});
  return outcome(wire::DONE, "延期须经" + approver_name(ctx) + "批准，批准前原期限有效。");
}

wire::ItemOutcome decide_extension(Context& ctx, const wire::Action& action, bool approve) {
  const char* what = approve ? "approve" : "refuse";
  if (auto may = permit(ctx, action); !may.granted()) return refuse(ctx, what, std::move(may.why));
  auto* extension = pending(ctx);
  if (action.by().empty() || (approve && signer_of(action.by()).empty())) return refuse(ctx, what, "请写明批准人。");
  const auto to = action.until() != 0 ? action.until() : extension->to();
  if (approve && (to <= to_ms(due_of(ctx)) || to <= to_ms(ctx.now))) return refuse(ctx, what, "新期限须晚于原期限，并在现在之后。");
  settle_in_brief(ctx, approver_of(ctx), instant(extension->asked_at()));
  extension->set_decided_by(action.by());
  extension->set_decided_at(to_ms(ctx.at));
  extension->set_old_due_at(duty(ctx).due_at());
  if (approve) {
    extension->set_to(to);
    void_drafts(ctx);
    extension->set_approved(true);  // from here on a new series of steps
    move_deadline(ctx, to);
    skip_before(ctx, ctx.now, "before the extension");
  }
  ctx.event(approve ? "extended" : "extension_refused",
            {{"party", action.party()}, {"from", std::to_string(extension->old_due_at())}, {"to", approve ? std::to_string(to) : ""}},
            action.reason().empty() ? action.note() : action.reason());
  Note note;
  note.kind = "notice";
  note.words = extension_decided_words(ctx, *extension);
  note.said = Said::extension_decided;
  note.reason = approve ? "延期已批准" : "延期未批准";
  note.serial = "extension_decided/" + ctx.cause;
  note.valid = Valid::always;
  note.by_person = true;
  say_all(ctx, note, {extension->asked_by()});
  return outcome(wire::DONE);
}

void move_deadline(Context& ctx, std::int64_t due_at) {
  auto& state = *ctx.m.mutable_duty();
  if (due_at == state.due_at()) return;
  if (due_at > state.due_at()) take_stopped_time_in(ctx, due_at);
  state.set_due_at(due_at);
  if (state.late() == "in_time" || ctx.now >= due_of(ctx)) return;
  state.set_late("in_time");
  state.set_late_at(to_ms(ctx.at));
  void_drafts(ctx);
  ctx.event("in_time", {{"party", owner_of(ctx)}, {"due_at", std::to_string(due_at)}});
}

}  // namespace fenghuo::escalator
