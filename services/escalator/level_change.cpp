#include "services/escalator/level_change.hpp"

#include "services/escalator/closing.hpp"
#include "services/escalator/commitment.hpp"
#include "services/escalator/ladder_clock.hpp"
#include "services/escalator/outcome.hpp"
#include "services/escalator/stand_down.hpp"
#include "services/escalator/words.hpp"

namespace fenghuo::escalator {
namespace {

bool in_damping(const Context& ctx) {
  const auto& m = ctx.m;
  const auto damping = ctx.policy->bundle().damping_ms();
  return damping > 0 && m.last_raise_at() > 0 && to_ms(ctx.now) < m.last_raise_at() + damping && !ctx.policy->most_severe(m.level());
}

// An odd count of flaps: the level went down within the damping time, and nobody was asked about it yet.
bool question_held_back(const wire::Matter& m) { return !m.pending_level().empty() && m.flaps() % 2 == 1; }

void ask_to_lower(Context& ctx) {
  ask_person(ctx, lower_words(ctx, ctx.m.pending_level()), "level_drop/" + (ctx.cause.empty() ? text_of(ctx.now) : ctx.cause),
             "级别下调待确认");
}

void raise(Context& ctx, const std::string& level) {
  auto& m = ctx.m;
  const bool again = in_damping(ctx) && !ctx.policy->most_severe(level);  // it had been lowered by a person in between
  ctx.event("level_raised", {{"from", m.level()}, {"to", level}});
  if (again) ctx.event("damped", {{"level", level}});
  withdraw_all(ctx, "level_raised");
  if (ctx.news != News::closed) ctx.news = News::none;
  m.set_level(level);
  m.set_generation(m.generation() + 1);
  m.clear_groups();
  m.clear_offered();
  m.set_commitments(0);
  m.clear_pending_level();
  m.set_work(wire::AWAITING);
  forget_submission(m);
  m.clear_next_report_at();
  m.set_inhibited(false);
  m.clear_inhibited_by();
  m.set_last_raise_at(to_ms(ctx.now));
  m.set_flaps(again ? 2 : 0);
  for (auto& told : *m.mutable_told()) told.set_asked(false);
  ctx.asked_now.clear();
  start_ladder(ctx, true);
}

void down(Context& ctx, const std::string& level) {
  auto& m = ctx.m;
  if (m.pending_level() == level) return;
  m.set_pending_level(level);
  ctx.event("level_drop_pending", {{"from", m.level()}, {"to", level}});
  if (in_damping(ctx)) {
    if (m.flaps() % 2 == 0) m.set_flaps(m.flaps() + 1);
    return;
  }
  ask_to_lower(ctx);
}

void back_up(Context& ctx) {
  auto& m = ctx.m;
  if (m.pending_level().empty()) return;
  const std::string other = m.pending_level();
  m.clear_pending_level();
  if (m.flaps() % 2 == 0) return;  // outside the damping time: a question that was asked simply has no object any more
  m.set_flaps(m.flaps() + 1);
  ctx.event("damped", {{"level", m.level()}});
  if (m.flaps() > 2) return;  // said once
  ask_person(ctx, flapped_words(ctx, other), "flapped/" + ctx.cause, "级别反复");
}

// The new level's first rung is taken as reached: those already told hear only that the level went down.
void settle_on(Context& ctx, const wire::Matter& before) {
  auto& m = ctx.m;
  const bool all_taken = covered(before);
  for (const auto& parties : people_of(ctx, ctx.ladder().rungs(0)).asked) {
    auto& group = ask_group(ctx, parties, 0);
    for (const auto& old : before.groups()) {
      if (old.dropped() || !taken(old) || taken(group)) continue;
      if (!all_taken && std::none_of(parties.begin(), parties.end(), [&](const auto& party) { return in_group(old, party); })) continue;
      group.set_taken_by(old.taken_by());
      group.set_taken_account(old.taken_account());
      group.set_taken_at(old.taken_at());
      group.set_until(old.until());
    }
    const auto is_told = [&](const std::string& party) { return find_told(m, party) != nullptr; };
    group.set_failed(!reachable(ctx.active, parties) && std::none_of(parties.begin(), parties.end(), is_told));
  }
}

void tell_newcomers(Context& ctx) {
  auto& m = ctx.m;
  if (ctx.ladder().first_in_digest()) return;
  const auto& rung = ctx.ladder().rungs(0);
  const auto people = people_of(ctx, rung);
  Call call;
  call.answer_by = answer_by(ctx);
  call.submit_up = rung.wording() == "submit_up";
  const auto one = [&](const std::string& party, bool ask) {
    if (find_told(m, party) != nullptr || (ask && !still_asked(m, party))) return;
    call.ask = ask;
    Telling telling;
    telling.party = party;
    telling.kind = ask ? "warning" : "notice";
    telling.ask = ask;
    telling.wording = rung.wording();
    telling.clause = rung.line();
    telling.words = call_words(ctx, call);
    telling.reason = ask ? "首次报送" : "知悉";
    telling.ack_by = ask ? call.answer_by : Instant{};
    telling.valid = ask ? Valid::ask : Valid::inform;
    tell(ctx, telling);
  };
  for (const auto& group : people.asked) {
    for (const auto& party : group) one(party, true);
  }
  for (const auto& party : people.informed) one(party, false);
}

void lower_to(Context& ctx, const std::string& level) {
  auto& m = ctx.m;
  const wire::Matter before = m;
  const bool alarmed = m.rung() >= 0;
  ctx.event("level_lowered", {{"from", m.level()}, {"to", level}});
  withdraw_all(ctx, "level_lowered");
  m.set_level(level);
  m.set_generation(m.generation() + 1);
  m.clear_pending_level();
  m.set_flaps(0);
  m.set_commitments(anybody_committed(m) ? 1 : 0);
  start_ladder(ctx, alarmed);
  m.set_rung(alarmed ? 0 : -1);  // nobody was told yet: the lower level's ladder starts like a new one
  m.clear_groups();
  if (alarmed || anybody_committed(before)) settle_on(ctx, before);
  settle_clock(ctx, ctx.now);
  if (alarmed) tell_newcomers(ctx);
}

}  // namespace

void ask_person(Context& ctx, const Words& words, const std::string& serial, const std::string& reason) {
  Telling telling;
  telling.party = role_or_operator(ctx, ctx.ladder().lower_by());
  telling.kind = "notice";
  telling.ask = !serial.starts_with("flapped");
  telling.step = step_now(ctx.m);
  telling.repeat = ctx.m.last_repeats();
  telling.words = words;
  telling.reason = reason;
  telling.serial = serial;
  if (telling.party.empty() || send(ctx, telling) == 0) ctx.event("party_unreachable", {{"party", telling.party}});
}

void provider_level(Context& ctx, const std::string& said) {
  const std::string& level = ctx.policy->level(said).id();  // an unknown one is the most severe
  if (ctx.policy->more_severe(level, ctx.m.level())) return raise(ctx, level);
  if (ctx.policy->more_severe(ctx.m.level(), level)) return down(ctx, level);
  back_up(ctx);
}

bool may_lower(const Context& ctx, const std::string& party) {
  const auto& role = ctx.ladder().lower_by();
  return !party.empty() && (role.empty() || party == "role:" + role);
}

wire::ItemOutcome lower_level(Context& ctx, const wire::Action& action) {
  const std::string level = action.level().empty() ? ctx.m.pending_level() : action.level();
  if (level.empty()) return refuse(ctx, "lower", "没有待确认的下调，请写明新级别");
  if (!ctx.policy->knows_level(level)) return refuse(ctx, "lower", "没有这个级别");
  if (!ctx.policy->more_severe(ctx.m.level(), level)) return refuse(ctx, "lower", "新级别不低于现级别");
  if (!may_lower(ctx, action.party())) return refuse(ctx, "lower", "下调须由有权限的角色确认");
  lower_to(ctx, level);
  ctx.tell_news(News::lowered, action.party());
  return outcome(wire::DONE);
}

std::optional<Instant> pending_level_due(const Context& ctx) {
  if (!question_held_back(ctx.m)) return std::nullopt;
  return instant(ctx.m.last_raise_at() + ctx.policy->bundle().damping_ms());
}

void tick_pending_level(Context& ctx) {
  const auto due = pending_level_due(ctx);
  if (!due || *due > ctx.now) return;
  ctx.tick(*due);
  ctx.m.set_flaps(0);
  ask_to_lower(ctx);
}

}  // namespace fenghuo::escalator
