#include "services/escalator/closing.hpp"

#include "services/escalator/commitment.hpp"
#include "services/escalator/ladder_clock.hpp"
#include "services/escalator/level_change.hpp"
#include "services/escalator/outcome.hpp"
#include "services/escalator/rights.hpp"
#include "services/escalator/stand_down.hpp"
#include "services/escalator/words.hpp"

namespace fenghuo::escalator {
namespace {

const std::string& person(const wire::Action& action) { return action.by().empty() ? action.party() : action.by(); }

void close(Context& ctx, wire::Work work, const std::string& why, std::string_view text) {
  auto& m = ctx.m;
  m.set_work(work);
  m.set_closed_at(to_ms(ctx.now));
  m.set_close_reason(why);
  m.set_pending_cancel(false);
  m.clear_pending_level();
  ctx.event("closed", {{"why", why}}, text);
  withdraw_all(ctx, "closed");
  ctx.tell_news(News::closed);
}

void say_returned(Context& ctx, const std::string& reason) {
  Telling telling;
  telling.kind = "notice";
  telling.ask = true;
  telling.step = step_now(ctx.m);
  telling.repeat = ctx.m.last_repeats();
  telling.words = returned_words(ctx, reason);
  telling.reason = "办理结果已退回";
  telling.serial = "returned/" + ctx.cause;
  std::vector<std::string> done;
  for (const auto& group : ctx.m.groups()) {
    if (group.dropped() || !taken(group) || std::find(done.begin(), done.end(), group.taken_by()) != done.end()) continue;
    done.push_back(group.taken_by());
    telling.party = group.taken_by();
    send(ctx, telling);
  }
}

}  // namespace

void forget_submission(wire::Matter& m) {
  m.clear_submitted_by();
  m.clear_submitted_account();
  m.clear_submitted_party();
  m.clear_evidence();
}

wire::ItemOutcome submit_done(Context& ctx, const wire::Action& action) {
  auto& m = ctx.m;
  if (action.evidence().empty()) return refuse(ctx, "submit", "请填写文号、链接或说明之一");
  if (person(action).empty()) return refuse(ctx, "submit", "请写明报送人");
  if (!action.party().empty() && !may_act(ctx, action.party())) return refuse(ctx, "submit", "未请该方签收，也未告知该方");
  if (m.work() == wire::SUBMITTED) return outcome(wire::ALREADY, "办理结果已报送，待核验");
  m.set_work(wire::SUBMITTED);
  m.set_submitted_by(person(action));
  m.set_submitted_account(ctx.account);
  m.set_submitted_party(action.party());
  m.set_evidence(action.evidence());
  m.set_next_report_at(to_ms(ctx.now + progress_every(ctx.ladder())));
  settle_clock(ctx, ctx.at);
  ctx.event("submitted", {{"party", action.party()}}, action.evidence());
  return outcome(wire::DONE);
}

wire::ItemOutcome verify(Context& ctx, const wire::Action& action) {
  if (ctx.m.work() != wire::SUBMITTED) return refuse(ctx, "verify", "尚未报送办理结果");
  if (auto fault = verifier_fault(ctx, action); !fault.empty()) return refuse(ctx, "verify", std::move(fault));
  ctx.event("verified", {{"party", action.party()}}, action.note());
  close(ctx, wire::CLOSED, "verified", "");
  return outcome(wire::DONE);
}

wire::ItemOutcome return_back(Context& ctx, const wire::Action& action) {
  auto& m = ctx.m;
  if (m.work() != wire::SUBMITTED) return refuse(ctx, "return", "尚未报送办理结果");
  if (action.reason().empty()) return refuse(ctx, "return", "请写明退回原因");
  if (!may_close(ctx, action.party())) return refuse(ctx, "return", "退回须由有权限的角色进行");
  m.set_work(wire::IN_PROGRESS);
  forget_submission(m);
  m.clear_next_report_at();
  const Instant again = next_target(ctx, ctx.now).value_or(ctx.now + progress_every(ctx.ladder()));
  for (auto& group : *m.mutable_groups()) {
    if (!group.dropped() && taken(group)) group.set_until(std::max(group.until(), to_ms(again)));
  }
  settle_clock(ctx, ctx.at);
  ctx.event("returned", {{"party", action.party()}}, action.reason());
  say_returned(ctx, action.reason());
  return outcome(wire::DONE);
}

wire::ItemOutcome confirm_cancel(Context& ctx, const wire::Action& action) {
  if (!ctx.m.pending_cancel()) return refuse(ctx, "confirm", "来源方没有取消此预警");
  if (!may_confirm(ctx, action.party())) return refuse(ctx, "confirm", "解除须由有权限的角色确认");
  ctx.event("cancel_confirmed", {{"party", action.party()}}, action.note());
  close(ctx, wire::CLOSED, "cancelled_by_provider", "");
  return outcome(wire::DONE);
}

wire::ItemOutcome cancel_matter(Context& ctx, const wire::Action& action) {
  if (action.reason().empty()) return refuse(ctx, "cancel", "请写明终止原因");
  if (!may_close(ctx, action.party())) return refuse(ctx, "cancel", "终止须由有权限的角色进行");
  close(ctx, wire::CANCELLED, "cancelled", action.reason());
  return outcome(wire::DONE);
}

void tick_verification(Context& ctx) {
  auto& m = ctx.m;
  if (m.work() != wire::SUBMITTED || to_ms(ctx.now) < m.next_report_at()) return;
  ctx.tick(instant(m.next_report_at()));
  Telling telling;
  telling.party = role_or_operator(ctx, "");
  telling.kind = "reminder";
  telling.step = step_now(m);
  telling.repeat = m.last_repeats();
  telling.words = verify_words(ctx);
  telling.reason = "办理结果待核验";
  telling.valid = Valid::verify;
  telling.serial = "verify/" + text_of(ctx.now);
  ctx.event("repeat", {{"what", "verification"}, {"asked", telling.party}});
  if (telling.party.empty() || send(ctx, telling) == 0) ctx.event("party_unreachable", {{"party", telling.party}});
  m.set_next_report_at(to_ms(ctx.now + progress_every(ctx.ladder())));
}

}  // namespace fenghuo::escalator
