#include "services/escalator/brief.hpp"

#include "services/escalator/digest_undelivered.hpp"
#include "services/escalator/duty_time.hpp"
#include "services/escalator/duty_words.hpp"
#include "services/escalator/notify.hpp"
#include "services/escalator/outcome.hpp"

namespace fenghuo::escalator {
namespace {

constexpr int most_kept = 300, most_marks = 1000;
// Actors of what an earlier brief hands on; the second: its matter and the operator have heard that it did not arrive.
constexpr std::string_view from_a_brief = "brief", from_a_dead_one = "brief/undelivered";
constexpr const char* invited_before = "会议邀请（补发）";  // its first mail may have arrived
constexpr const char* days_left = "距截止";                 // begins the reason of a reminder
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

// Of one matter, and for one leader: a liaison's brief has the entries of several.
bool same_subject(const wire::DigestEntry& a, const wire::DigestEntry& b) {
  return a.matter_id() == b.matter_id() && a.owner() == b.owner();
}

// The leader has never heard of a meeting whose first invitation still waits here.
bool drop_unsent_meeting(Context& ctx, const wire::DigestEntry& entry) {
  auto& entries = *ctx.m.mutable_entries();
  for (int i = 0; called_off(entry) && i < entries.size(); ++i) {
    if (!same_subject(entries[i], entry) || !entries[i].has_invitation() || entries[i].why() != first_invitation) continue;
    entries.DeleteSubrange(i, 1);
    ctx.m.set_entries_total(ctx.m.entries_total() - 1);
    ctx.event("not_said", {{"step", "invitation"}, {"party", ctx.m.audience()}, {"why", "called off before it was sent"}});
    return true;
  }
  return false;
}

bool settles(std::string_view how, std::string_view kind) {
  if (how == by_return) return kind == "read";
  const bool to_do = kind == "do" || kind == "overdue", to_decide = kind == "verify";
  if (how == by_result) return to_do;
  return to_decide || (how == by_end && to_do);
}

bool is_known(const Context& ctx, const wire::DigestEntry& entry) {
  const auto& all = ctx.m.entries();
  return std::any_of(all.begin(), all.end(), [&](const auto& one) { return same_subject(one, entry) && one.kind() == entry.kind(); });
}

// Remembered for what an earlier brief may still hand on: it went out, and did not arrive.
void remember_settled(Context& ctx, const wire::DigestEntry& entry) {
  if (ctx.m.no_longer_size() >= most_marks) return;
  const std::string mark = id_text(entry.matter_id()) + "/" + entry.owner() + "/" + entry.why();
  if (!contains(ctx.m.no_longer(), mark)) ctx.m.add_no_longer(mark);
}

bool settled_by(std::string_view mark, const wire::DigestEntry& entry) {
  const std::string subject = id_text(entry.matter_id()) + "/" + entry.owner() + "/";
  return mark.starts_with(subject) && settles(mark.substr(subject.size()), entry.kind());
}

bool was_settled(const Context& ctx, const wire::DigestEntry& entry) {
  const auto& marks = ctx.m.no_longer();
  return std::any_of(marks.begin(), marks.end(), [&](const std::string& mark) { return settled_by(mark, entry); });
}

// It is asked anew.
void unsettle(Context& ctx, const wire::DigestEntry& entry) {
  auto& marks = *ctx.m.mutable_no_longer();
  marks.erase(std::remove_if(marks.begin(), marks.end(), [&](const std::string& mark) { return settled_by(mark, entry); }), marks.end());
}

void drop_settled(Context& ctx, const wire::DigestEntry& entry) {
  auto& entries = *ctx.m.mutable_entries();
  for (int i = entries.size() - 1; i >= 0; --i) {
    if (!same_subject(entries[i], entry) || !settles(entry.why(), entries[i].kind())) continue;
    const std::string kind = entries[i].kind();
    entries.DeleteSubrange(i, 1);
    ctx.m.set_entries_total(ctx.m.entries_total() - 1);
    ctx.event("not_said", {{"step", kind}, {"party", ctx.m.audience()}, {"why", "answered before it was sent"}});
  }
}

bool replace(Context& ctx, const wire::DigestEntry& entry) {
  for (auto& known : *ctx.m.mutable_entries()) {
    if (!same_subject(known, entry) || known.kind() != entry.kind()) continue;
    // Of a meeting the latest change is said; a reminder adds nothing to it.
    const bool newer = known.invitation().sequence() < entry.invitation().sequence() || entry.invitation().method() == "CANCEL";
    if (!known.has_invitation() || !entry.has_invitation() || newer) known = entry;
    return true;
  }
  return false;
}

bool is_from_a_brief(std::string_view actor) { return actor == from_a_brief || actor == from_a_dead_one; }

// Invitations and what is to be done or decided take the place of what is only to be read.
void keep_entry(Context& ctx, const wire::DigestEntry& entry) {
  auto& entries = *ctx.m.mutable_entries();
  if (entries.size() < most_kept) {
    *entries.Add() = entry;
    return;
  }
  const auto by_rank = [](const auto& a, const auto& b) { return rank_of(a) < rank_of(b); };
  auto& last = *std::max_element(entries.begin(), entries.end(), by_rank);
  const bool takes_its_place = by_rank(entry, last);
  const auto out = takes_its_place ? std::exchange(last, entry) : entry;
  ctx.event("not_said", {{"step", out.kind()}, {"party", ctx.m.audience()}, {"why", "the brief is full"}});
}

wire::InboxBody& forward(Context& ctx, std::string_view role, Date day, const wire::DigestEntry& entry, const std::string& dedup) {
  auto& to = *ctx.out.add_forward();
  to.set_matter_key(std::string(prefix).append(role).append("/").append(date_text(day)));
  to.set_unique_forever(true);
  to.set_kind("digest");
  to.set_dedup(std::string(role).append("/").append(dedup));
  to.mutable_body()->set_actor(own_name);
  to.mutable_body()->set_occurred_at(to_ms(ctx.now));
  *to.mutable_body()->mutable_digest_entry() = entry;
  return *to.mutable_body();
}

// It has gone out: the next one carries what comes now.
void join_next(Context& ctx, const wire::InboxBody& body) {
  const std::string role = ctx.m.audience().substr(5);
  const Instant after = std::max(ctx.now, instant(ctx.m.ladder_base()));
  auto& to = forward(ctx, role, next_brief_day(ctx, role, after), body.digest_entry(), "late/" + ctx.cause);
  if (!is_from_a_brief(body.actor())) return;
  to.set_actor(body.actor());
  to.set_occurred_at(body.occurred_at());
}

// The answer to something that this brief said, or was to say.
wire::ItemOutcome settle(Context& ctx, const wire::InboxBody& body) {
  if (ctx.m.work() == wire::MERGED) {
    join_next(ctx, body);
    return outcome(wire::UPDATED, "joins the next brief");
  }
  remember_settled(ctx, body.digest_entry());
  if (!ctx.closed()) drop_settled(ctx, body.digest_entry());
  return outcome(wire::UPDATED);
}

void hand_on(Context& ctx, Date day, const wire::DeliveryFailed& failed) {
  const auto since = ctx.m.level_at() > 0 ? ctx.m.level_at() : ctx.m.ladder_base();
  const bool went_out = ctx.m.work() == wire::CLOSED;
  int n = 0, place = 0;
  for (auto entry : ctx.m.entries()) {
    const bool listed = place++ < most_listed;
    if (was_settled(ctx, entry)) continue;
    if (entry.has_invitation() && instant(entry.invitation().begins()) <= brief_slot(ctx, ctx.m.audience().substr(5), day)) {
      if (!is_alarmed(ctx.m, entry)) tell_matter(ctx, entry, failed);  // the next brief would come after the meeting
      continue;
    }
    if (went_out && listed && entry.why() == first_invitation) entry.set_why(invited_before);
    auto& to = forward(ctx, ctx.m.audience().substr(5), day, entry,
                       std::string("carried/").append(id_text(ctx.job.matter_id())).append("/").append(std::to_string(n++)));
    to.set_actor(std::string(is_alarmed(ctx.m, entry) ? from_a_dead_one : from_a_brief));
    to.set_occurred_at(since);
  }
}

Date next_day(const Context& ctx, Instant t) { return next_brief_day(ctx, ctx.m.audience().substr(5), t); }

std::optional<Telling> telling_of(Context& ctx);
constexpr DigestKind this_kind{telling_of, hand_on, next_day};

// An entry that was handed on counts the days anew.
void count_days_again(Context& ctx) {
  for (auto& entry : *ctx.m.mutable_entries()) {
    if (!std::string_view(entry.why()).starts_with(days_left) || entry.due_at() == 0) continue;
    const auto days = working_days_between(ctx, ctx.now, instant(entry.due_at()));
    entry.set_why(days_left + std::to_string(days) + "个工作日");
  }
}

std::optional<Telling> telling_of(Context& ctx) {
  Telling telling;
  telling.party = ctx.m.audience();
  telling.kind = "brief";
  order_entries(ctx.m);
  telling.words = brief_words(ctx);
  telling.on_behalf = read_on_behalf(ctx.m);
  telling.reason = "每日呈阅";
  telling.wording = "submit_up";
  telling.valid = Valid::digest;
  telling.expires = ends_with_its_day(ctx, this_kind);
  for (int i = 0; i < std::min(ctx.m.entries_size(), most_listed); ++i) {
    const auto& entry = ctx.m.entries(i);
    if (entry.has_invitation() && entry.owner().empty()) telling.invitations.push_back(entry.invitation());
  }
  return telling;
}

void send_brief(Context& ctx) {
  count_days_again(ctx);
  if (send(ctx, *telling_of(ctx)) > 0) return;
  wire::DeliveryFailed nobody;
  nobody.set_reason("no contact");
  reached_nobody(ctx, nobody);
}

}  // namespace

bool is_brief(const wire::DecideJob& job) { return std::string_view(job.key()).starts_with(prefix); }

void add_to_brief(Context& ctx, std::string_view role, Date day, const wire::DigestEntry& entry, const std::string& dedup) {
  forward(ctx, role, day, entry, dedup);
}

wire::ItemOutcome add_brief_entry(Context& ctx, const wire::InboxBody& body) {
  auto& m = ctx.m;
  const auto& entry = body.digest_entry();
  if (m.work() == wire::WORK_UNSET) open_brief(ctx);
  if (entry.kind() == settled) return settle(ctx, body);
  if (ctx.closed()) {
    join_next(ctx, body);
    return outcome(wire::UPDATED, "joins the next brief");
  }
  if (is_from_a_brief(body.actor())) {
    if (body.actor() == from_a_dead_one) note_alarmed(m, entry);
    if (was_settled(ctx, entry) || is_known(ctx, entry)) return outcome(wire::UPDATED);  // what is here is newer
    m.set_level_at(m.level_at() == 0 ? body.occurred_at() : std::min(m.level_at(), body.occurred_at()));
  } else {
    unsettle(ctx, entry);
  }
  if (drop_unsent_meeting(ctx, entry)) return outcome(wire::UPDATED, "never said");
  if (replace(ctx, entry)) return outcome(wire::UPDATED);
  m.set_entries_total(m.entries_total() + 1);
  keep_entry(ctx, entry);
  ctx.event("joined_digest", {{"matter", id_text(entry.matter_id())}, {"why", entry.why()}});
  return outcome(m.entries_total() == 1 ? wire::OPENED : wire::UPDATED);
}

void tick_brief(Context& ctx) {
  auto& m = ctx.m;
  const Instant slot = instant(m.ladder_base());
  if (ctx.closed() || ctx.now < slot) return;
  ctx.tick(slot);
  if (m.entries_size() > 0 && !in_its_day(ctx)) {
    hand_on_whole(ctx, this_kind, {});
  } else {
    if (m.entries_size() == 0)
      ctx.event("not_said", {{"step", "brief"}, {"party", m.audience()}, {"why", "nothing left to say"}});
    else
      send_brief(ctx);
    m.set_work(wire::CLOSED);
    m.set_close_reason("sent");
  }
  m.set_closed_at(to_ms(ctx.now));
  ctx.event("closed", {{"why", m.close_reason()}});
}

wire::ItemOutcome take_brief_failure(Context& ctx, const wire::DeliveryFailed& failed) { return take_undelivered(ctx, failed, this_kind); }

}  // namespace fenghuo::escalator
