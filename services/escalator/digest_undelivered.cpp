#include "services/escalator/digest_undelivered.hpp"

#include "services/escalator/brief.hpp"
#include "services/escalator/digest.hpp"
#include "services/escalator/duty_say.hpp"
#include "services/escalator/duty_time.hpp"
#include "services/escalator/outcome.hpp"
#include "services/escalator/words.hpp"

namespace fenghuo::escalator {
namespace {

constexpr unsigned most_days = 3;  // working days, as a duty's own messages live

// What the entry was to its matter, as duty_undelivered.hpp asks. A daily digest repeats what was said in messages of their own.
Said said_by(const Context& ctx, const wire::DigestEntry& entry) {
  if (!is_brief(ctx.job)) return Said::notice;
  if (entry.has_invitation()) return entry.invitation().method() == "CANCEL" ? Said::called_off : Said::invited;
  return entry.kind() == "do" ? Said::remind : Said::notice;
}

std::string alarm_mark(const wire::DigestEntry& entry) {
  return "alarmed/" + id_text(entry.matter_id()) + "/" + entry.owner() + "/" + entry.kind();
}

// The first digest after this one that can still be: today's when this one is of an earlier day.
Date next_of(const Context& ctx, const DigestKind& kind) {
  const auto& calendar = ctx.active.calendar();
  return kind.next_day(ctx, std::max(instant(ctx.m.ladder_base()), calendar.instant_at(calendar.date_of(ctx.now), 0)));
}

bool waited_too_long(const Context& ctx) {
  const auto since = ctx.m.level_at() > 0 ? ctx.m.level_at() : ctx.m.ladder_base();
  return working_days_between(ctx, instant(since), ctx.now) >= most_days;
}

}  // namespace

void alarm_undelivered(Context& ctx, const std::string& what, const std::string& more) {
  const auto& role = ctx.active.bundle().operator_role();
  if (role.empty() || "role:" + role == ctx.m.audience()) return;
  const std::string whose = ctx.active.party_name(ctx.m.audience());
  Telling telling;
  telling.party = "role:" + role;
  telling.kind = "notice";
  telling.words.subject = "【系统告警】" + what + "未送达：" + whose;
  telling.words.inside =
      "发给" + whose + "的" + what + "未送达" + more + "。请核对其联系方式并电话告知；更正后可重新发送：fenghuo deliveries dead。" + footer;
  telling.words.outside = telling.words.inside;
  telling.reason = what + "未送达";
  telling.valid = Valid::always;
  telling.at_once = true;
  telling.serial = "undelivered/" + ctx.cause;
  send(ctx, telling);
}

bool is_alarmed(const wire::Matter& brief, const wire::DigestEntry& entry) {
  const auto& marks = brief.no_longer();
  return std::find(marks.begin(), marks.end(), alarm_mark(entry)) != marks.end();
}

void note_alarmed(wire::Matter& brief, const wire::DigestEntry& entry) {
  if (!is_alarmed(brief, entry)) brief.add_no_longer(alarm_mark(entry));
}

bool in_its_day(const Context& ctx) {
  const auto& calendar = ctx.active.calendar();
  return calendar.date_of(instant(ctx.m.ladder_base())) == calendar.date_of(ctx.now) && may_leave(ctx, ctx.now);
}

Instant ends_with_its_day(const Context& ctx, const DigestKind& kind) {
  return ctx.active.calendar().instant_at(kind.next_day(ctx, std::max(ctx.now, instant(ctx.m.ladder_base()))), 0);
}

void tell_matter(Context& ctx, const wire::DigestEntry& entry, const wire::DeliveryFailed& failed) {
  const bool of_liaison = !entry.owner().empty();
  if (entry.matter_id() == 0 || (of_liaison && ctx.active.reachable(entry.owner()))) return;  // the leader has a brief of its own
  const std::string& whose = of_liaison ? entry.owner() : ctx.m.audience();
  const auto said = static_cast<std::uint32_t>(said_by(ctx, entry));
  const std::string dedup = "undelivered/" + id_text(entry.matter_id()) + "/" + std::to_string(said) + (of_liaison ? "/" + whose : "");
  const auto& sent = ctx.out.forward();
  if (std::any_of(sent.begin(), sent.end(), [&](const wire::ToMatter& to) { return to.dedup() == dedup; })) return;
  auto& to = *ctx.out.add_forward();
  to.set_matter_id(entry.matter_id());
  to.set_dedup(dedup);
  to.mutable_body()->set_actor(own_name);
  to.mutable_body()->set_occurred_at(to_ms(ctx.now));
  auto& dead = *to.mutable_body()->mutable_delivery_failed();
  dead = failed;
  dead.set_party(whose);
  dead.set_step(said);
}

void hand_on_whole(Context& ctx, const DigestKind& kind, const wire::DeliveryFailed& failed) {
  kind.hand_on(ctx, next_of(ctx, kind), failed);
  ctx.m.set_work(wire::MERGED);
  ctx.m.set_close_reason(handed_on);
  ctx.event("not_said", {{"step", is_brief(ctx.job)    ? "brief"
                                  : is_digest(ctx.job) ? "digest"
                                                       : "daily"},
                         {"party", ctx.m.audience()},
                         {"why", "too late for its day: joins the next"}});
}

void reached_nobody(Context& ctx, const wire::DeliveryFailed& failed) {
  ctx.event("party_unreachable", {{"party", ctx.m.audience()}}, failed.reason());
  const bool of_warnings = std::string_view(ctx.job.key()).starts_with("digest/");  // they climb their ladders themselves
  bool news = ctx.m.entries_size() == 0;
  for (const auto& entry : ctx.m.entries()) {
    if (is_brief(ctx.job) && is_alarmed(ctx.m, entry)) continue;
    news = true;
    if (!of_warnings) tell_matter(ctx, entry, failed);
    if (is_brief(ctx.job)) note_alarmed(ctx.m, entry);
  }
  if (!news) return;
  alarm_undelivered(ctx, is_brief(ctx.job) ? "每日呈阅" : "每日摘要", "，其中" + std::to_string(ctx.m.entries_size()) + "件");
}

wire::ItemOutcome take_undelivered(Context& ctx, const wire::DeliveryFailed& failed, const DigestKind& kind) {
  const auto& m = ctx.m;
  if (m.work() == wire::WORK_UNSET) return outcome(wire::NOT_FOUND);
  if (failed.party() != m.audience() || m.work() != wire::CLOSED || m.close_reason() != "sent") return outcome(wire::DONE);
  if (!in_its_day(ctx)) {
    if (waited_too_long(ctx)) reached_nobody(ctx, failed);
    hand_on_whole(ctx, kind, failed);
    return outcome(wire::DONE, "joins the next");
  }
  auto telling = kind.telling(ctx);
  if (ctx.out.need_facts_size() > 0) return outcome(wire::DONE);  // decided again with them
  const auto* next = telling ? next_contact(ctx, *telling, failed.destination()) : nullptr;
  if (next != nullptr) {
    telling->destination = next->id();
    telling->serial = "next_channel/" + ctx.cause;
    if (send(ctx, *telling) > 0) return outcome(wire::DONE, "told by the next channel");
  }
  reached_nobody(ctx, failed);
  if (kind.keeps_on) hand_on_whole(ctx, kind, failed);
  return outcome(wire::DONE, "unreachable");
}

}  // namespace fenghuo::escalator
