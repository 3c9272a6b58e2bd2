#include "services/escalator/daily.hpp"

#include <charconv>

#include "services/escalator/daily_todo.hpp"
#include "services/escalator/daily_words.hpp"
#include "services/escalator/digest_undelivered.hpp"
#include "services/escalator/duty_time.hpp"
#include "services/escalator/notify.hpp"
#include "services/escalator/outcome.hpp"
#include "services/escalator/report_facts.hpp"

namespace fenghuo::escalator {
namespace {

constexpr int most_entries = 50;
constexpr std::string_view prefix = "daily/";
constexpr const char* carried = "carried";  // why of an entry that an earlier digest handed on

struct Key {
  std::string party;
  std::optional<Date> day;
};

Key key_of(const wire::DecideJob& job) {
  const std::string_view rest = std::string_view(job.key()).substr(prefix.size());
  const auto slash = rest.rfind('/');
  if (slash == std::string_view::npos) return {std::string(rest), std::nullopt};
  const auto day = parse_date(rest.substr(slash + 1));
  return {std::string(rest.substr(0, slash)), day ? std::optional(*day) : std::nullopt};
}

bool is_clerk(const Context& ctx) { return ctx.m.audience() == ctx.active.bundle().report_party(); }

void open_daily(Context& ctx) {
  auto& m = ctx.m;
  const auto key = key_of(ctx.job);
  const Date day = key.day.value_or(next_brief_day(ctx, key.party, ctx.now));
  m.set_id(ctx.job.matter_id());
  m.set_key(ctx.job.key());
  m.set_kind("digest");
  m.set_work(wire::AWAITING);
  m.set_policy(ctx.active_hash);
  m.set_opened_at(to_ms(ctx.now));
  m.set_ladder_base(to_ms(brief_slot(ctx, key.party, day)));
  m.set_rung(-1);
  m.set_generation(1);
  m.set_audience(key.party);
  m.mutable_report()->set_kind("daily");
  m.mutable_report()->set_period(date_text(day));
  m.mutable_report()->set_due_at(m.ladder_base());
  ctx.event("opened", {{"kind", "daily"}, {"audience", m.audience()}});
}

bool replace(Context& ctx, const wire::DigestEntry& entry) {
  for (auto& known : *ctx.m.mutable_entries()) {
    if (known.matter_id() != entry.matter_id()) continue;
    known = entry;
    return true;
  }
  return false;
}

// What still waits goes into the next day's, by name as far as names are known.
void hand_on(Context& ctx, const std::vector<DailyItem>& items) {
  const auto& party = ctx.m.audience();
  const Date day = next_brief_day(ctx, party, ctx.now);
  wire::DigestEntry keep;
  keep.set_kind(daily_carry);
  add_to_daily(ctx, party, day, keep, "carried");
  for (const auto& entry : ctx.m.entries()) {
    if (find_item(items, entry.matter_id()) == nullptr) continue;
    auto next = entry;
    next.set_why(carried);
    add_to_daily(ctx, party, day, next, "carried/" + id_text(entry.matter_id()));
  }
}

// All that is here, and the done, belongs to the next.
void move_to_next(Context& ctx, Date day, const wire::DeliveryFailed&) {
  const auto& party = ctx.m.audience();
  for (const auto& entry : ctx.m.entries()) add_to_daily(ctx, party, day, entry, "moved/" + id_text(entry.matter_id()));
  wire::DigestEntry done;
  if (ctx.m.reports() > 0) {
    done.set_kind(daily_closed);
    done.set_number(std::to_string(ctx.m.reports()));
    add_to_daily(ctx, party, day, done, "moved/closed");
    done.clear_number();
  }
  if (ctx.m.entries_size() == 0) {
    done.set_kind(daily_carry);
    add_to_daily(ctx, party, day, done, "moved");
  }
}

// One, or as many as an earlier digest hands on.
std::uint32_t closed_by(const wire::DigestEntry& entry) {
  std::uint32_t n = 1;
  if (entry.matter_id() == 0) std::from_chars(entry.number().data(), entry.number().data() + entry.number().size(), n);
  return n;
}

Date next_day(const Context& ctx, Instant t) { return next_brief_day(ctx, ctx.m.audience(), t); }

std::optional<Telling> telling_again(Context& ctx);
constexpr DigestKind this_kind{telling_again, move_to_next, next_day, true};

// The entries that are told: those that still stand, as they stand now, in the order of the items.
void freeze_entries(Context& ctx, const std::vector<DailyItem>& items) {
  const auto before = ctx.m.entries();
  ctx.m.clear_entries();
  for (const auto& item : items) {
    for (const auto& entry : before) {
      if (std::find(item.matters.begin(), item.matters.end(), entry.matter_id()) == item.matters.end()) continue;
      auto& told = *ctx.m.add_entries();
      told = entry;
      told.set_kind(item.what);
      told.set_due_at(item.due_at);
      told.set_why(todo_name(item.what));
      if (const auto number = number_in(item, entry.matter_id()); !number.empty()) told.set_number(number);
    }
  }
}

Telling daily_telling(const Context& ctx, const Words& words) {
  Telling telling;
  telling.party = ctx.m.audience();
  telling.kind = "digest";
  telling.words = words;
  telling.reason = "每日摘要";
  telling.valid = Valid::digest;
  telling.expires = ends_with_its_day(ctx, this_kind);
  return telling;
}

void send_daily(Context& ctx, const Words& words) {
  if (send(ctx, daily_telling(ctx, words)) > 0) return;
  ctx.event("party_unreachable", {{"party", ctx.m.audience()}});
}

// The counts of this moment, with the entries that were told.
std::optional<Telling> telling_again(Context& ctx) {
  const auto prefix_of_party = todo_prefix(ctx.m.audience()) + "*";
  if (!have_facts(ctx, {prefix_of_party})) return std::nullopt;
  const auto items = daily_items(*find_fact(ctx.job, prefix_of_party));
  if (items.empty() && !is_clerk(ctx)) return std::nullopt;
  return daily_telling(ctx, items.empty() ? all_is_well_words(ctx) : daily_words(ctx, items));
}

// It may wait for months, and the plan reminds of it.
bool may_wait(std::string_view what) { return what == "take" || what == "date"; }

// Something new to take, or to fix a date for, is a reason to write once; what was said before waits for what presses.
bool news_that_waits(const Context& ctx, const std::vector<DailyItem>& items) {
  return std::any_of(ctx.m.entries().begin(), ctx.m.entries().end(), [&](const wire::DigestEntry& entry) {
    const auto* item = find_item(items, entry.matter_id());
    return item != nullptr && may_wait(item->what) && entry.why() != carried;
  });
}

void say_daily(Context& ctx) {
  const auto& party = ctx.m.audience();
  const auto items = daily_items(*find_fact(ctx.job, todo_prefix(party) + "*"));
  const bool presses = std::any_of(items.begin(), items.end(), [](const DailyItem& item) { return !may_wait(item.what); });
  const bool say = presses || news_that_waits(ctx, items) || (is_clerk(ctx) && !items.empty());
  if (presses || is_clerk(ctx)) hand_on(ctx, items);
  freeze_entries(ctx, items);
  if (say) {
    send_daily(ctx, daily_words(ctx, items));
  } else if (is_clerk(ctx)) {
    send_daily(ctx, all_is_well_words(ctx));
  } else {
    ctx.event("not_said", {{"step", "daily"}, {"party", party}, {"why", "nothing to do"}});
  }
}

}  // namespace

bool is_daily(const wire::DecideJob& job) { return std::string_view(job.key()).starts_with(prefix); }

void add_to_daily(Context& ctx, std::string_view party, Date day, const wire::DigestEntry& entry, const std::string& dedup) {
  auto& to = *ctx.out.add_forward();
  to.set_matter_key(std::string(prefix).append(party).append("/").append(date_text(day)));
  to.set_unique_forever(true);
  to.set_kind("digest");
  to.set_dedup(dedup);
  to.mutable_body()->set_actor(own_name);
  to.mutable_body()->set_occurred_at(to_ms(ctx.now));
  *to.mutable_body()->mutable_digest_entry() = entry;
}

void keep_clerks_daily(Context& ctx, const std::string& dedup) {
  const auto& party = ctx.active.bundle().report_party();
  if (party.empty() || ctx.active.is_leader(party)) return;
  wire::DigestEntry keep;
  keep.set_kind(daily_carry);
  add_to_daily(ctx, party, next_brief_day(ctx, party, ctx.now), keep, dedup);
}

wire::ItemOutcome add_daily_entry(Context& ctx, const wire::DigestEntry& entry) {
  auto& m = ctx.m;
  const bool opened = m.work() == wire::WORK_UNSET;
  if (opened) open_daily(ctx);
  if (ctx.closed()) {  // it has gone out: the next one carries the entry
    const Instant after = std::max(ctx.now, instant(m.ladder_base()));
    add_to_daily(ctx, m.audience(), next_brief_day(ctx, m.audience(), after), entry, "late/" + ctx.cause);
    return outcome(wire::UPDATED, "joins the next digest");
  }
  if (entry.kind() == daily_closed) {
    m.set_reports(m.reports() + closed_by(entry));
  } else if (entry.kind() != daily_carry && !replace(ctx, entry)) {
    if (m.entries_size() < most_entries) *m.add_entries() = entry;
    ctx.event("joined_digest", {{"matter", id_text(entry.matter_id())}, {"why", entry.kind()}});
  }
  return outcome(opened ? wire::OPENED : wire::UPDATED);
}

bool tick_daily(Context& ctx) {
  auto& m = ctx.m;
  const Instant slot = instant(m.ladder_base());
  if (ctx.closed() || ctx.now < slot) return true;
  const bool in_time = in_its_day(ctx);
  if (in_time && !have_facts(ctx, {todo_prefix(m.audience()) + "*"})) return false;
  ctx.tick(slot);
  m.mutable_report()->set_made_at(to_ms(ctx.now));
  m.set_closed_at(to_ms(ctx.now));
  if (in_time) {
    say_daily(ctx);
    m.set_work(wire::CLOSED);
    m.set_close_reason(ctx.out.queue_size() > 0 ? "sent" : "nothing_to_do");
  } else {
    hand_on_whole(ctx, this_kind, {});
  }
  ctx.event("closed", {{"why", m.close_reason()}});
  return true;
}

wire::ItemOutcome take_daily_failure(Context& ctx, const wire::DeliveryFailed& failed) { return take_undelivered(ctx, failed, this_kind); }

}  // namespace fenghuo::escalator
