#include "services/escalator/decide.hpp"

#include "services/escalator/brief.hpp"
#include "services/escalator/climb.hpp"
#include "services/escalator/closing.hpp"
#include "services/escalator/commitment.hpp"
#include "services/escalator/daily.hpp"
#include "services/escalator/daily_todo.hpp"
#include "services/escalator/digest.hpp"
#include "services/escalator/duty.hpp"
#include "services/escalator/duty_cite.hpp"
#include "services/escalator/duty_merge.hpp"
#include "services/escalator/inbox_action.hpp"
#include "services/escalator/inbox_signal.hpp"
#include "services/escalator/inhibit.hpp"
#include "services/escalator/level_change.hpp"
#include "services/escalator/outcome.hpp"
#include "services/escalator/report.hpp"
#include "services/escalator/retention.hpp"
#include "services/escalator/row.hpp"
#include "services/escalator/stand_down.hpp"

namespace fenghuo::escalator {
namespace {

wire::ItemOutcome take_dead_message(Context& ctx, const wire::DeliveryFailed& failed) {
  if (is_daily(ctx.job)) return take_daily_failure(ctx, failed);
  if (is_brief(ctx.job)) return take_brief_failure(ctx, failed);
  return is_digest(ctx.job) ? take_digest_failure(ctx, failed) : take_failure(ctx, failed);
}

wire::ItemOutcome take(Context& ctx, const wire::InboxItem& item) {
  if (item.body().has_action() && item.body().action().kind() == wire::HOLD) return hold_texts(ctx, item.body().action());
  if (is_duty(ctx.job)) return take_duty_item(ctx, item);
  if (is_report(ctx.job)) return take_report_item(ctx, item);
  const auto& body = item.body();
  switch (body.what_case()) {
    case wire::InboxBody::kSignal:
      return take_signal(ctx, item);
    case wire::InboxBody::kAction:
      return take_action(ctx, body.action());
    case wire::InboxBody::kDeliveryFailed:
      return take_dead_message(ctx, body.delivery_failed());
    case wire::InboxBody::kDigestEntry:
      if (is_daily(ctx.job)) return add_daily_entry(ctx, body.digest_entry());
      if (is_brief(ctx.job)) return add_brief_entry(ctx, body);
      return is_digest(ctx.job) ? add_entry(ctx, body.digest_entry()) : outcome(wire::REFUSED_RULE, "not a digest");
    case wire::InboxBody::kOccurrence:
    case wire::InboxBody::kRetraction:
    case wire::InboxBody::kCounted:
      return outcome(wire::REFUSED_RULE, "not a duty");
    case wire::InboxBody::kCited:
      return take_cited(ctx, body.cited());
    case wire::InboxBody::kMergedFrom:
      return take_merged(ctx, body.merged_from());
    case wire::InboxBody::kTally:
    case wire::InboxBody::kReportDue:
      return outcome(wire::REFUSED_RULE, "not a report");
    case wire::InboxBody::WHAT_NOT_SET:
      break;
  }
  return outcome(wire::REFUSED_RULE, "an empty item");
}

// The directory's own word for somebody: no name can hide in it.
bool in_directory(const Context& ctx, std::string_view party) {
  constexpr std::string_view unit = "unit:", role = "role:";
  if (party.starts_with(unit)) return ctx.active.unit(party.substr(unit.size())) != nullptr;
  return party.starts_with(role) && ctx.active.role(party.substr(role.size())) != nullptr;
}

// The journal's actors stay for ever: the account of the door, and of a link its party. The name that somebody gave is text, deleted in
// time; so is the link's prefix when somebody types it at another door.
void take_actor(Context& ctx, const wire::InboxBody& body) {
  constexpr std::string_view reported = "self-reported:";
  const std::string& by = body.action().by();
  ctx.account = body.actor();
  ctx.actor = ctx.account.empty() ? "unknown" : ctx.account;
  ctx.signer.clear();
  if (ctx.account != "link" || !by.starts_with(reported)) {
    if (by != ctx.account) ctx.signer = by;
    return;
  }
  const auto who = std::string_view(by).substr(reported.size());
  const bool post = who == "other" || in_directory(ctx, who);
  ctx.actor = post ? by : std::string(reported) + "other";
  if (!post) ctx.signer = who;
}

// Facts in their order; each gets exactly one outcome.
void take_inbox(Context& ctx) {
  for (const auto& item : ctx.job.inbox()) {
    take_actor(ctx, item.body());
    ctx.at = item.received_at() > 0 ? std::min(instant(item.received_at()), ctx.now) : ctx.now;
    ctx.cause = std::to_string(item.id());
    auto outcome = take(ctx, item);
    outcome.set_item_id(item.id());
    *ctx.out.add_outcomes() = std::move(outcome);
  }
}

// Nothing in the inbox opened the matter (a cancel of an unknown topic, say): it never was.
void never_was(Context& ctx) {
  auto& m = ctx.m;
  m.set_id(ctx.job.matter_id());
  m.set_key(ctx.job.key());
  const bool digest = is_digest(ctx.job) || is_brief(ctx.job) || is_daily(ctx.job);
  m.set_kind(is_duty(ctx.job) ? "duty" : is_report(ctx.job) ? "report" : digest ? "digest" : "warning");
  m.set_work(wire::CANCELLED);
  m.set_rung(-1);
  m.set_generation(1);
  m.set_policy(ctx.active_hash);
  m.set_close_reason("nothing opened it");
  m.set_opened_at(to_ms(ctx.now));
  m.set_closed_at(to_ms(ctx.now));
}

void tick_warning(Context& ctx) {
  if (ctx.closed() || ctx.job.ladders_held()) return;
  lapse(ctx, ctx.now);
  tick_pending_level(ctx);
  tick_verification(ctx);
  if (!ctx.m.inhibited()) climb(ctx);
}

// Digests, briefs and reports at their time; false: it asks for facts.
bool tick_digests(Context& ctx) {
  if (ctx.job.ladders_held()) return true;
  if (is_report(ctx.job)) return tick_report(ctx);
  if (is_daily(ctx.job)) return tick_daily(ctx);
  is_brief(ctx.job) ? tick_brief(ctx) : tick_digest(ctx);
  return true;
}

wire::Decision need_facts(Context& ctx) {
  wire::Decision out;
  out.set_matter_id(ctx.job.matter_id());
  out.set_version(ctx.job.version());
  out.set_bundle(ctx.active_hash);
  *out.mutable_need_facts() = ctx.out.need_facts();
  return out;
}

wire::Decision decide_with(const wire::DecideJob& job, const Rules& rules, const Index& active, const Index& policy) {
  Context ctx(job, active.on(instant(job.now())), policy, rules.active_hash);  // people are those of the day
  take_inbox(ctx);
  if (ctx.out.need_facts_size() > 0) return need_facts(ctx);
  if (ctx.m.work() == wire::WORK_UNSET) never_was(ctx);
  if (ctx.m.kind() == "duty") {
    tick_duty(ctx);
    tell_daily(ctx);
    tick_retention(ctx);
    write_row(ctx);
    return std::move(ctx.out);
  }
  say_news(ctx);
  if (!weigh_inhibition(ctx)) return need_facts(ctx);
  if (ctx.m.kind() == "digest" || ctx.m.kind() == "report") {
    if (!tick_digests(ctx)) return need_facts(ctx);
  } else {
    tick_warning(ctx);
  }
  tick_retention(ctx);
  write_row(ctx);
  return std::move(ctx.out);
}

}  // namespace

wire::Decision decide(const wire::DecideJob& job, const Rules& rules) {
  static const wire::Bundle no_rules;  // the built-in ladder is better than silence
  const auto& bundle = rules.active != nullptr ? *rules.active : no_rules;
  const auto& ladder = rules.ladder != nullptr ? *rules.ladder : bundle;
  std::optional<Index> active, policy;
  const Index* active_index = rules.active_index;
  if (active_index == nullptr) active_index = &active.emplace(bundle);
  const Index* policy_index = rules.ladder_index;
  if (policy_index == nullptr) policy_index = &ladder == &bundle ? active_index : &policy.emplace(ladder);
  return decide_with(job, rules, *active_index, *policy_index);
}

}  // namespace fenghuo::escalator
