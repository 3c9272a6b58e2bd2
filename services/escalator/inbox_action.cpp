#include "services/escalator/inbox_action.hpp"

#include "services/escalator/closing.hpp"
#include "services/escalator/commitment.hpp"
#include "services/escalator/ladder_clock.hpp"
#include "services/escalator/level_change.hpp"
#include "services/escalator/notify.hpp"
#include "services/escalator/outcome.hpp"
#include "services/escalator/reassign.hpp"
#include "services/escalator/takeover.hpp"
#include "services/escalator/title.hpp"

namespace fenghuo::escalator {
namespace {

wire::ItemOutcome rebase(Context& ctx) {
  auto& m = ctx.m;
  const bool from_zero = m.rung() >= ctx.last_rung();  // there the clock counts from the last rung
  ctx.policy = &ctx.active;
  m.set_policy(ctx.active_hash);
  m.set_level(ctx.policy->level(m.level()).id());
  m.set_rung(std::min(m.rung(), ctx.last_rung()));
  const bool to_zero = m.rung() >= ctx.last_rung();
  if (!to_zero) m.set_last_repeats(0);
  if (from_zero || to_zero) {
    m.set_ladder_base(to_ms(ctx.now) -
                      (to_zero ? m.last_repeats() * repeat_every(ctx.ladder()).count() : ctx.ladder().rungs(m.rung()).after().ms()));
    if (m.ladder_paused_at() != 0) m.set_ladder_paused_at(to_ms(ctx.now));
  }
  ctx.event("rebased");
  return outcome(wire::DONE);
}

wire::ItemOutcome dispatch(Context& ctx, const wire::Action& action) {
  switch (action.kind()) {
    case wire::ACK:
      return acknowledge(ctx, action);
    case wire::PROGRESS:
      return report_progress(ctx, action);
    case wire::SUBMIT_DONE:
      return submit_done(ctx, action);
    case wire::VERIFY:
      return verify(ctx, action);
    case wire::RETURN_BACK:
      return return_back(ctx, action);
    case wire::TRANSFER:
      return transfer(ctx, action);
    case wire::DECLINE:
      return decline(ctx, action);
    case wire::URGENT:
      return mark_urgent(ctx, action);
    case wire::LOWER:
      return lower_level(ctx, action);
    case wire::CONFIRM:
      return confirm_cancel(ctx, action);
    case wire::CANCEL_MATTER:
      return cancel_matter(ctx, action);
    case wire::TAKE_OVER:
      return offer_takeover(ctx, action);
    case wire::REBASE:
      return rebase(ctx);
    case wire::RELEASE_TITLE:
      return release_title(ctx);
    case wire::REDACT_TITLE:
      return redact_title(ctx, action);
    default:
      return refuse(ctx, "unknown", "预警没有这种操作");  // EXTEND and MERGE are acts on duties
  }
}

}  // namespace

wire::ItemOutcome take_action(Context& ctx, const wire::Action& action) {
  if (ctx.m.work() == wire::WORK_UNSET) return outcome(wire::NOT_FOUND);
  if (ctx.m.kind() != "warning") return refuse(ctx, "act", "摘要没有可做的操作");
  if (ctx.closed()) {
    auto out = outcome(wire::REFUSED_CLOSED, ctx.m.close_reason());
    out.set_at(ctx.m.closed_at());
    return out;
  }
  return dispatch(ctx, action);
}

wire::ItemOutcome take_failure(Context& ctx, const wire::DeliveryFailed& failed) {
  auto& m = ctx.m;
  auto* told = find_told(m, failed.party());
  if (told == nullptr || told->last_rung() != failed.step() || told->live() == 0) return outcome(wire::DONE);
  if (told->stood_down()) return outcome(wire::DONE, "it was relieved already");
  told->set_live(told->live() - 1);
  if (told->live() > 0) return outcome(wire::DONE, "reachable by another channel");
  if (tell_by_next_channel(ctx, *told, failed.destination())) return outcome(wire::DONE, "told by the next channel");
  ctx.event("party_unreachable", {{"party", failed.party()}, {"rung", std::to_string(failed.step())}});
  const bool before = nobody_reached(m);
  for (auto& group : *m.mutable_groups()) {
    const auto dead = [&](const std::string& party) {
      const auto* other = find_told(m, party);
      return other == nullptr || other->live() == 0;
    };
    if (!group.dropped() && in_group(group, failed.party()))
      group.set_failed(std::all_of(group.parties().begin(), group.parties().end(), dead));
  }
  if (!ctx.closed() && m.rung() >= ctx.last_rung() && !before && nobody_reached(m)) alarm_operator(ctx, ctx.cause);
  return outcome(wire::DONE, "unreachable");
}

}  // namespace fenghuo::escalator
