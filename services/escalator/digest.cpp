#include "services/escalator/digest.hpp"

#include "services/escalator/digest_undelivered.hpp"
#include "services/escalator/notify.hpp"
#include "services/escalator/outcome.hpp"
#include "services/escalator/parties.hpp"
#include "services/escalator/words.hpp"

namespace fenghuo::escalator {
namespace {

constexpr int most_kept = 300;  // more than a message lists: what is handed on is whole

std::string day_text(const Calendar& calendar, Instant t) {
  const LocalTime day = calendar.zone().local(t);
  const auto two = [](unsigned n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  return std::to_string(day.year) + "-" + two(day.month) + "-" + two(day.day);
}

std::string next_key(const Context& ctx, const std::string& audience) {
  return "digest/" + audience + "/" + day_text(ctx.active.calendar(), ctx.active.calendar().next_digest(ctx.now));
}

wire::ToMatter& forward(Context& ctx, const std::string& audience, const wire::DigestEntry& entry) {
  auto& to = *ctx.out.add_forward();
  to.set_matter_key(next_key(ctx, audience));
  to.set_unique_forever(true);
  to.set_kind("digest");
  to.mutable_body()->set_actor(own_name);
  to.mutable_body()->set_occurred_at(to_ms(ctx.now));
  *to.mutable_body()->mutable_digest_entry() = entry;
  return to;
}

// "digest/<party>/<day>"
std::string audience_of(const Context& ctx) {
  const std::string_view key = ctx.job.key();
  const auto last = key.rfind('/');
  if (!key.starts_with("digest/") || last <= 7) return digest_audience(ctx);
  return std::string(key.substr(7, last - 7));
}

// The digest's time on the day of its key; the next one when the key names no day.
Instant planned_for(const Context& ctx) {
  const std::string_view key = ctx.job.key();
  const auto day = parse_date(key.substr(key.rfind('/') == std::string_view::npos ? 0 : key.rfind('/') + 1));
  const auto& calendar = ctx.active.calendar();
  const auto& raw = ctx.active.bundle().calendar();
  const auto minute = static_cast<int>(std::min(std::max(raw.digest_at_min(), raw.reminder_from_min()), 1439U));
  return calendar.instant_at(day.value_or(calendar.date_of(calendar.next_digest(ctx.now))), minute);
}

Date next_day(const Context& ctx, Instant t) { return ctx.active.calendar().date_of(ctx.active.calendar().next_digest(t)); }

void hand_on(Context& ctx, Date day, const wire::DeliveryFailed&) {
  int n = 0;
  for (const auto& entry : ctx.m.entries()) {  // a matter may stand here twice, for two reasons
    auto& to = forward(ctx, ctx.m.audience(), entry);
    to.set_matter_key("digest/" + ctx.m.audience() + "/" + date_text(day));
    to.set_dedup(std::string("carried/").append(id_text(entry.matter_id())).append("/").append(std::to_string(n++)));
  }
}

std::optional<Telling> telling_of(Context& ctx);
constexpr DigestKind this_kind{telling_of, hand_on, next_day, true};

std::optional<Telling> telling_of(Context& ctx) {
  Telling telling;
  telling.party = ctx.m.audience();
  telling.kind = "digest";
  telling.words = digest_words(ctx);
  telling.reason = "每日摘要";
  telling.valid = Valid::digest;
  telling.expires = ends_with_its_day(ctx, this_kind);
  return telling;
}

bool is_known(const wire::Matter& m, const wire::DigestEntry& entry) {
  return std::any_of(m.entries().begin(), m.entries().end(),
                     [&](const auto& one) { return one.matter_id() == entry.matter_id() && one.why() == entry.why(); });
}

void open_digest(Context& ctx) {
  auto& m = ctx.m;
  m.set_id(ctx.job.matter_id());
  m.set_key(ctx.job.key());
  m.set_kind("digest");
  m.set_work(wire::AWAITING);
  m.set_policy(ctx.active_hash);
  m.set_opened_at(to_ms(ctx.now));
  m.set_ladder_base(to_ms(planned_for(ctx)));
  m.set_rung(-1);
  m.set_generation(1);
  m.set_audience(audience_of(ctx));
  ctx.event("opened", {{"kind", "digest"}, {"audience", m.audience()}});
}

}  // namespace

std::string digest_audience(const Context& ctx) {
  const auto& role = ctx.active.bundle().digest_role();
  return role.empty() ? role_or_operator(ctx, "") : "role:" + role;
}

void join_digest(Context& ctx, const std::string& why) {
  const auto audience = digest_audience(ctx);
  if (audience.empty()) return;
  wire::DigestEntry entry;
  entry.set_matter_id(ctx.job.matter_id());
  entry.set_number(ctx.job.number());
  entry.set_level(ctx.m.level());
  entry.set_category(ctx.m.category());
  entry.set_title(shown_title(ctx.m));
  entry.set_why(why);
  forward(ctx, audience, entry).set_dedup(id_text(ctx.job.matter_id()) + "/" + std::to_string(ctx.m.generation()));
}

bool is_digest(const wire::DecideJob& job) {
  return job.version() > 0 ? job.matter().kind() == "digest" : std::string_view(job.key()).starts_with("digest/");
}

wire::ItemOutcome add_entry(Context& ctx, const wire::DigestEntry& entry) {
  auto& m = ctx.m;
  if (m.work() == wire::WORK_UNSET) open_digest(ctx);
  if (ctx.closed()) {  // it has gone out: the next one carries the entry
    forward(ctx, m.audience(), entry).set_dedup(id_text(entry.matter_id()) + "/late/" + ctx.cause);
    return outcome(wire::UPDATED, "joins the next digest");
  }
  if (is_known(m, entry)) return outcome(wire::UPDATED);  // an earlier digest hands on what stands here already
  m.set_entries_total(m.entries_total() + 1);
  if (m.entries_size() < most_kept) *m.add_entries() = entry;
  ctx.event("joined_digest", {{"matter", id_text(entry.matter_id())}, {"why", entry.why()}});
  return outcome(m.entries_total() == 1 ? wire::OPENED : wire::UPDATED);
}

Instant digest_time(const Context& ctx) { return instant(ctx.m.ladder_base()); }

void tick_digest(Context& ctx) {
  if (ctx.closed() || ctx.now < digest_time(ctx)) return;
  ctx.tick(digest_time(ctx));
  ctx.m.set_closed_at(to_ms(ctx.now));
  if (in_its_day(ctx)) {
    auto telling = *telling_of(ctx);
    if (send(ctx, telling) == 0) {
      ctx.event("party_unreachable", {{"party", telling.party}});
      telling.party = "role:" + ctx.active.bundle().operator_role();
      send(ctx, telling);
    }
    ctx.m.set_work(wire::CLOSED);
    ctx.m.set_close_reason("sent");
  } else {
    hand_on_whole(ctx, this_kind, {});
  }
  ctx.event("closed", {{"why", ctx.m.close_reason()}});
}

wire::ItemOutcome take_digest_failure(Context& ctx, const wire::DeliveryFailed& failed) { return take_undelivered(ctx, failed, this_kind); }

}  // namespace fenghuo::escalator
