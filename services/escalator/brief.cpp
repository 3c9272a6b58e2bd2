#include "services/escalator/brief.hpp"

#include "services/escalator/duty_time.hpp"
#include "services/escalator/duty_words.hpp"
#include "services/escalator/notify.hpp"
#include "services/escalator/outcome.hpp"

namespace fenghuo::escalator {
namespace {

constexpr int most_entries = 50;
constexpr std::string_view prefix = "brief/";

struct Key {
  std::string role;
  std::optional<Date> day;
};

Key key_of(const wire::DecideJob& job) {
  std::string_view rest = std::string_view(job.key()).substr(prefix.size());
  const auto slash = rest.rfind('/');
  if (slash == std::string_view::npos) return {std::string(rest), std::nullopt};
  const auto day = parse_date(rest.substr(slash + 1));
  return {std::string(rest.substr(0, slash)), day ? std::optional(*day) : std::nullopt};
}

void open_brief(Context& ctx) {
  auto& m = ctx.m;
  const auto key = key_of(ctx.job);
  m.set_id(ctx.job.matter_id());
  m.set_key(ctx.job.key());
  m.set_kind("digest");
  m.set_work(wire::AWAITING);
  m.set_policy(ctx.active_hash);
  m.set_opened_at(to_ms(ctx.now));
  m.set_ladder_base(to_ms(brief_slot(ctx, key.role, key.day.value_or(next_brief_day(ctx, key.role, ctx.now)))));
  m.set_rung(-1);
  m.set_generation(1);
  m.set_audience("role:" + key.role);
  ctx.event("opened", {{"kind", "brief"}, {"audience", m.audience()}});
}

bool called_off(const wire::DigestEntry& entry) { return entry.invitation().method() == "CANCEL"; }

// The leader has never heard of a meeting whose first invitation still waits here.
bool drop_unsent_meeting(Context& ctx, const wire::DigestEntry& entry) {
  auto& entries = *ctx.m.mutable_entries();
  for (int i = 0; called_off(entry) && i < entries.size(); ++i) {
    if (entries[i].matter_id() != entry.matter_id() || !entries[i].has_invitation() || entries[i].why() != first_invitation) continue;
    entries.DeleteSubrange(i, 1);
    ctx.m.set_entries_total(ctx.m.entries_total() - 1);
    ctx.event("not_said", {{"step", "invitation"}, {"party", ctx.m.audience()}, {"why", "called off before it was sent"}});
    return true;
  }
  return false;
}

bool settles(std::string_view how, std::string_view kind) {
  const bool to_do = kind == "do" || kind == "overdue", to_decide = kind == "verify";
  if (how == by_result) return to_do;
  return to_decide || (how == by_end && to_do);
}

wire::ItemOutcome settle(Context& ctx, const wire::DigestEntry& entry) {
  auto& entries = *ctx.m.mutable_entries();
  for (int i = ctx.closed() ? -1 : entries.size() - 1; i >= 0; --i) {
    if (entries[i].matter_id() != entry.matter_id() || !settles(entry.why(), entries[i].kind())) continue;
    const std::string kind = entries[i].kind();
    entries.DeleteSubrange(i, 1);
    ctx.m.set_entries_total(ctx.m.entries_total() - 1);
    ctx.event("not_said", {{"step", kind}, {"party", ctx.m.audience()}, {"why", "answered before it was sent"}});
  }
  return outcome(wire::UPDATED);
}

bool replace(Context& ctx, const wire::DigestEntry& entry) {
  for (auto& known : *ctx.m.mutable_entries()) {
    if (known.matter_id() != entry.matter_id() || known.kind() != entry.kind()) continue;
    // Of a meeting the latest change is said; a reminder adds nothing to it.
    const bool newer = known.invitation().sequence() < entry.invitation().sequence() || entry.invitation().method() == "CANCEL";
    if (!known.has_invitation() || !entry.has_invitation() || newer) known = entry;
    return true;
  }
  return false;
}

void move_to_next(Context& ctx) {
  const std::string role = ctx.m.audience().substr(5);
  const Date day = next_brief_day(ctx, role, ctx.now);
  int n = 0;
  for (const auto& entry : ctx.m.entries())
    add_to_brief(ctx, role, day, entry, "carried/" + id_text(ctx.job.matter_id()) + "/" + std::to_string(n++));
  ctx.event("not_said", {{"step", "brief"}, {"party", ctx.m.audience()}, {"why", "too late for its day: joins the next"}});
}

void send_brief(Context& ctx) {
  Telling telling;
  telling.party = ctx.m.audience();
  telling.kind = "brief";
  telling.words = brief_words(ctx);
  telling.reason = "每日呈阅";
  telling.wording = "submit_up";
  telling.valid = Valid::always;
  for (const auto& entry : ctx.m.entries()) {
    if (entry.has_invitation()) telling.invitations.push_back(entry.invitation());
  }
  if (send(ctx, telling) > 0) return;
  ctx.event("party_unreachable", {{"party", telling.party}});
  telling.party = "role:" + ctx.active.bundle().operator_role();
  telling.invitations.clear();
  send(ctx, telling);
}

}  // namespace

bool is_brief(const wire::DecideJob& job) { return std::string_view(job.key()).starts_with(prefix); }

void add_to_brief(Context& ctx, std::string_view role, Date day, const wire::DigestEntry& entry, const std::string& dedup) {
  auto& to = *ctx.out.add_forward();
  to.set_matter_key(std::string(prefix) + std::string(role) + "/" + date_text(day));
  to.set_unique_forever(true);
  to.set_kind("digest");
  to.set_dedup(std::string(role) + "/" + dedup);
  to.mutable_body()->set_actor(own_name);
  to.mutable_body()->set_occurred_at(to_ms(ctx.now));
  *to.mutable_body()->mutable_digest_entry() = entry;
}

wire::ItemOutcome add_brief_entry(Context& ctx, const wire::DigestEntry& entry) {
  auto& m = ctx.m;
  if (m.work() == wire::WORK_UNSET) open_brief(ctx);
  if (entry.kind() == settled) return settle(ctx, entry);
  if (ctx.closed()) {  // it has gone out: the next one carries the entry
    const std::string role = m.audience().substr(5);
    const Instant after = std::max(ctx.now, instant(m.ladder_base()));
    add_to_brief(ctx, role, next_brief_day(ctx, role, after), entry, "late/" + ctx.cause);
    return outcome(wire::UPDATED, "joins the next brief");
  }
  if (drop_unsent_meeting(ctx, entry)) return outcome(wire::UPDATED, "never said");
  if (replace(ctx, entry)) return outcome(wire::UPDATED);
  m.set_entries_total(m.entries_total() + 1);
  if (m.entries_size() < most_entries) *m.add_entries() = entry;
  ctx.event("joined_digest", {{"matter", id_text(entry.matter_id())}, {"why", entry.why()}});
  return outcome(m.entries_total() == 1 ? wire::OPENED : wire::UPDATED);
}

void tick_brief(Context& ctx) {
  auto& m = ctx.m;
  const Instant slot = instant(m.ladder_base());
  if (ctx.closed() || ctx.now < slot) return;
  ctx.tick(slot);
  const bool in_time = ctx.active.calendar().date_of(slot) == ctx.active.calendar().date_of(ctx.now) && may_leave(ctx, ctx.now);
  if (m.entries_size() == 0) {
    ctx.event("not_said", {{"step", "brief"}, {"party", m.audience()}, {"why", "nothing left to say"}});
  } else if (in_time) {
    send_brief(ctx);
  } else {
    move_to_next(ctx);
  }
  m.set_work(wire::CLOSED);
  m.set_closed_at(to_ms(ctx.now));
  m.set_close_reason(in_time ? "sent" : "moved");
  ctx.event("closed", {{"why", m.close_reason()}});
}

}  // namespace fenghuo::escalator
