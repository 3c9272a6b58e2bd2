#include "services/escalator/duty.hpp"

#include "common/obligations/transitions.hpp"
#include "services/escalator/duty_cite.hpp"
#include "services/escalator/duty_close.hpp"
#include "services/escalator/duty_count.hpp"
#include "services/escalator/duty_extend.hpp"
#include "services/escalator/duty_late.hpp"
#include "services/escalator/duty_meeting.hpp"
#include "services/escalator/duty_merge.hpp"
#include "services/escalator/duty_open.hpp"
#include "services/escalator/duty_parties.hpp"
#include "services/escalator/duty_plan.hpp"
#include "services/escalator/duty_reopen.hpp"
#include "services/escalator/duty_say.hpp"
#include "services/escalator/duty_slips.hpp"
#include "services/escalator/duty_take.hpp"
#include "services/escalator/duty_text.hpp"
#include "services/escalator/duty_tick.hpp"
#include "services/escalator/duty_undelivered.hpp"
#include "services/escalator/duty_words.hpp"
#include "services/escalator/liaison.hpp"
#include "services/escalator/outcome.hpp"
#include "services/escalator/report_tally.hpp"

namespace fenghuo::escalator {
namespace {

wire::ItemOutcome act(Context& ctx, const wire::Action& action, wire::Work to) {
  switch (action.kind()) {
    case wire::ACK:
      return take_duty_on(ctx, action, to);
    case wire::PROGRESS:
      return report_on_duty(ctx, action, to);
    case wire::SUBMIT_DONE:
      return hand_in(ctx, action, to);
    case wire::VERIFY:
      return verify_duty(ctx, action);
    case wire::RETURN_BACK:
      return send_back(ctx, action, to);
    case wire::EXTEND:
      return ask_extension(ctx, action);
    case wire::APPROVE:
      return decide_extension(ctx, action, true);
    case wire::REFUSE:
      return decide_extension(ctx, action, false);
    case wire::TRANSFER:
      return pass_on_duty(ctx, action, to);
    case wire::DECLINE:
      return hand_back_duty(ctx, action, to);
    case wire::URGENT:
      return press_duty(ctx, action);
    case wire::SCHEDULE:
      return schedule(ctx, action);
    case wire::ATTEND:
      return attend(ctx, action);
    case wire::ISSUE:
      return issue_slip(ctx, action);
    case wire::EXPLAIN:
      return explain(ctx, action);
    case wire::MERGE:
      return merge_duty(ctx, action);
    case wire::CANCEL_MATTER:
      return cancel_duty(ctx, action);
    case wire::REBASE:
      ctx.policy = &ctx.active;
      ctx.m.set_policy(ctx.active_hash);
      ctx.event("rebased");
      return outcome(wire::DONE);
    default:
      return refuse(ctx, "unknown", "任务没有这种操作。");
  }
}

// A person who did not wait for the window: what of the plan lies before has no use any more.
void woken_early(Context& ctx) {
  ctx.m.mutable_duty()->set_sleeping(false);
  mark_done(ctx, announcement);
  skip_before(ctx, ctx.now, "taken before its window");
}

wire::ItemOutcome take_act(Context& ctx, const wire::Action& action) {
  if (ctx.m.work() == wire::WORK_UNSET || awaits_occurrence(ctx.m)) return outcome(wire::NOT_FOUND);
  catch_up(ctx, ctx.at);
  const auto before = ctx.m.work();
  const auto allowed = obligations::transition(before, action.kind());
  if (!allowed.allowed()) {
    if (obligations::duty_finished(before)) {
      auto out = outcome(wire::REFUSED_CLOSED, allowed.why);
      out.set_at(ctx.m.closed_at());
      return out;
    }
    const bool again = before == wire::SUBMITTED && (action.kind() == wire::SUBMIT_DONE || action.kind() == wire::ACK);
    return again ? outcome(wire::ALREADY, allowed.why) : refuse(ctx, "act", allowed.why);
  }
  if (auto why = text_fault(obligation(ctx), action); !why.empty()) return refuse(ctx, "act", std::move(why));
  ctx.liaison_for = acted_by_liaison(ctx, action);
  auto out = act(ctx, action, allowed.to);
  ctx.liaison_for.clear();
  if (before == wire::PLANNED && (ctx.m.work() == wire::IN_PROGRESS || ctx.m.work() == wire::SUBMITTED)) woken_early(ctx);
  return out;
}

void add_facets(const Context& ctx, wire::MatterRow& row) {
  if (ctx.m.work() == wire::PLANNED) return;  // a horizon of sleeping matters costs nothing
  const auto& occurrence = duty(ctx).occurrence();
  if (!occurrence.duty().empty()) row.add_facets("duty=" + occurrence.duty());
  if (const auto unit = unit_of_duty(ctx); !unit.empty()) row.add_facets("unit=" + unit + "|late=" + duty(ctx).late());
  add_report_facets(ctx, row);
}

}  // namespace

bool is_duty(const wire::DecideJob& job) {
  if (job.version() > 0) return job.matter().kind() == "duty";
  const std::string_view key = job.key();
  return key.starts_with("duty/") || key.starts_with("adhoc/");
}

wire::ItemOutcome take_duty_item(Context& ctx, const wire::InboxItem& item) {
  const auto& body = item.body();
  switch (body.what_case()) {
    case wire::InboxBody::kOccurrence:
      catch_up(ctx, ctx.at);
      return take_occurrence(ctx, body.occurrence());
    case wire::InboxBody::kRetraction:
      return take_retraction(ctx, body.retraction());
    case wire::InboxBody::kCounted:
      if (ctx.closed() && !ended_by_catalogue(ctx.m)) return outcome(wire::UPDATED, "closed already");
      return take_counted(ctx, body.counted());
    case wire::InboxBody::kCited:
      return take_cited(ctx, body.cited());
    case wire::InboxBody::kMergedFrom:
      catch_up(ctx, ctx.at);
      return take_merged(ctx, body.merged_from());
    case wire::InboxBody::kAction:
      return take_act(ctx, body.action());
    case wire::InboxBody::kDeliveryFailed:
      if (ctx.m.work() == wire::WORK_UNSET) return outcome(wire::NOT_FOUND);
      catch_up(ctx, ctx.at);
      return take_dead(ctx, body.delivery_failed());
    default:
      return refuse(ctx, "item", "任务不接收这种信息。");
  }
}

void tick_duty(Context& ctx) {
  if (ctx.closed()) return;
  number_slips(ctx);
  if (awaits_occurrence(ctx.m)) {
    if (ctx.now >= gives_up_waiting(ctx.m)) finish(ctx, wire::CANCELLED, "never opened", "", false);
    return;
  }
  close_when_reached(ctx);
  if (ctx.closed() || ctx.job.ladders_held()) return;
  catch_up(ctx, ctx.now);
  say_what_is_due(ctx);
  set_chase(ctx);
}

void write_duty_row(const Context& ctx, wire::MatterRow& row) {
  const auto& m = ctx.m;
  row.set_unit(unit_of_duty(ctx));
  row.set_category(duty(ctx).occurrence().duty());
  row.set_late(duty(ctx).late().empty() ? "in_time" : duty(ctx).late());
  if (row.open()) add_facets(ctx, row);
  for (const auto& group : m.groups()) {
    if (!group.dropped() && !group.taken_by().empty() && !contains(row.taken(), group.taken_by())) row.add_taken(group.taken_by());
  }
}

}  // namespace fenghuo::escalator
