#include "services/escalator/duty_close.hpp"

#include "common/messages/matter_numbers.hpp"
#include "services/escalator/brief.hpp"
#include "services/escalator/duty_cite.hpp"
#include "services/escalator/duty_count.hpp"
#include "services/escalator/duty_late.hpp"
#include "services/escalator/duty_meeting.hpp"
#include "services/escalator/duty_parties.hpp"
#include "services/escalator/duty_plan.hpp"
#include "services/escalator/duty_say.hpp"
#include "services/escalator/duty_slips.hpp"
#include "services/escalator/duty_words.hpp"
#include "services/escalator/evidence.hpp"
#include "services/escalator/outcome.hpp"
#include "services/escalator/report_tally.hpp"

namespace fenghuo::escalator {
namespace {

// Done: whoever handed it in hears so. Otherwise: everybody who was told, or they would go on for nothing.
void tell_the_end(Context& ctx, bool by_person) {
  std::vector<std::string> parties;
  if (ctx.m.work() == wire::CLOSED) {
    if (!ctx.m.submitted_by().empty() && !ctx.active.is_leader(ctx.m.submitted_by())) parties.push_back(ctx.m.submitted_by());
  } else {
    for (const auto& told : ctx.m.told()) parties.push_back(told.party());
    for (const auto& entry : duty(ctx).attending()) std::erase(parties, entry.substr(0, entry.rfind('=')));  // those get the calling off
  }
  if (parties.empty()) return;
  Note note;
  note.kind = "notice";
  note.words = finished_words(ctx);
  note.reason = ctx.m.work() == wire::CLOSED ? "已办结" : ctx.m.work() == wire::MERGED ? "已合并办理" : "已终止";
  note.serial = ctx.cause.empty() ? "finished" : "finished/" + ctx.cause;  // a retracted one may go on, and end again
  note.said = Said::finished;
  note.valid = Valid::always;
  note.by_person = by_person;
  note.entry = "read";
  say_all(ctx, note, parties);
}

std::string fault_of(const Context& ctx, const wire::Action& action) {
  if (auto may = permit(ctx, action); !may.granted()) return std::move(may.why);
  if (action.by().empty()) return "请写明报送人。";
  if (action.evidence().empty()) return "请填写文号、链接或说明之一。";
  if (obligation(ctx).number_only() && !are_document_numbers(action.evidence())) return "此事项只登记文号和日期，请勿填写内容或附链接。";
  return {};
}

}  // namespace

void finish(Context& ctx, wire::Work work, const std::string& why, std::string_view text, bool by_person) {
  auto& m = ctx.m;
  const bool slept = m.work() == wire::PLANNED;
  m.set_work(work);
  m.set_closed_at(to_ms(ctx.now));
  m.set_close_reason(why);
  m.mutable_duty()->set_sleeping(false);
  m.set_next_report_at(0);
  void_drafts(ctx);
  ctx.event("closed", {{"why", why}}, text);
  take_back(ctx, "", "closed");
  settle_in_briefs(ctx, by_end);
  if (work != wire::CLOSED) call_off_meeting(ctx);
  tell_the_end(ctx, by_person);
  if (work == wire::CLOSED) tell_counters(ctx);
  tell_reports(ctx, slept);
}

wire::ItemOutcome hand_in(Context& ctx, const wire::Action& action, wire::Work to) {
  auto& m = ctx.m;
  auto& state = *m.mutable_duty();
  if (auto why = fault_of(ctx, action); !why.empty()) return refuse(ctx, "submit", std::move(why));
  resume_lateness(ctx, ctx.at, "the unit acted");
  answer_hint(ctx);
  answer_order(ctx);
  m.set_work(to);
  m.set_submitted_by(action.party());
  m.set_evidence(action.evidence());
  m.set_next_report_at(0);
  m.set_submitted_account(obligations::account_of({action, ctx.account, ctx.at}));
  state.set_submitted_account(action.by());
  add_evidence(ctx, action.evidence());
  ctx.event("submitted", {{"party", action.party()}, {"matters", matters_named(action.evidence())}}, action.evidence());
  take_back(ctx, "", "submitted");
  settle_in_briefs(ctx, by_result);
  ask_to_verify(ctx);
  return outcome(wire::DONE);
}

void ask_to_verify(Context& ctx) {
  Note note;
  note.kind = "notice";
  note.words = to_verify_words(ctx);
  note.said = Said::verify;
  note.reason = "办理结果待核验";
  note.serial = "verify/" + ctx.cause;
  note.valid = Valid::verify;
  note.entry = "verify";
  note.ask = true;
  say_all(ctx, note, {verifier_of(ctx)});
}

wire::ItemOutcome verify_duty(Context& ctx, const wire::Action& action) {
  if (auto may = permit(ctx, action); !may.granted()) return refuse(ctx, "verify", std::move(may.why));
  ctx.event("verified", {{"party", action.party()}, {"archive", obligation(ctx).verifier().empty() ? "1" : ""}}, action.note());
  finish(ctx, wire::CLOSED, "verified", "", true);
  return outcome(wire::DONE);
}

wire::ItemOutcome send_back(Context& ctx, const wire::Action& action, wire::Work to) {
  auto& m = ctx.m;
  if (action.reason().empty()) return refuse(ctx, "return", "请写明退回原因。");
  if (auto may = permit(ctx, action); !may.granted()) return refuse(ctx, "return", std::move(may.why));
  m.set_work(to);
  m.clear_submitted_by();
  m.clear_submitted_account();
  m.clear_evidence();
  m.set_next_report_at(0);
  m.set_level_at(to_ms(ctx.at));  // from here on it may become late
  m.mutable_duty()->set_returns(m.duty().returns() + 1);
  m.mutable_duty()->clear_submitted_account();
  ctx.event("returned", {{"party", action.party()}}, action.reason());
  skip_before(ctx, ctx.now, "while the result waited for verification");
  Note note;
  note.kind = "notice";
  note.words = sent_back_words(ctx, action.reason());
  note.said = Said::sent_back;
  note.reason = "办理结果已退回";
  note.serial = "returned/" + ctx.cause;
  note.by_person = true;
  note.ask = true;
  say_all(ctx, note, {owner_of(ctx)});
  return outcome(wire::DONE);
}

wire::ItemOutcome cancel_duty(Context& ctx, const wire::Action& action) {
  if (auto may = permit(ctx, action); !may.granted()) return refuse(ctx, "cancel", std::move(may.why));
  if (action.reason().empty()) return refuse(ctx, "cancel", "请写明终止原因。");
  finish(ctx, wire::CANCELLED, "cancelled", action.reason(), true);
  return outcome(wire::DONE);
}

}  // namespace fenghuo::escalator
