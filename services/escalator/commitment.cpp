#include "services/escalator/commitment.hpp"

#include "services/escalator/ladder_clock.hpp"
#include "services/escalator/outcome.hpp"
#include "services/escalator/stand_down.hpp"

namespace fenghuo::escalator {
namespace {

constexpr std::uint32_t usual_commitments = 2;
constexpr Millis usual_cap = std::chrono::hours{4};

bool acts_in(const Context& ctx, const wire::AskGroup& group, std::string_view party) {
  return std::any_of(group.parties().begin(), group.parties().end(),
                     [&](const std::string& asked) { return ctx.active.stands_for(party, asked); });
}

// Nobody has been told yet: those whom the first rung means may come before the alarm.
bool in_first_rung(const Context& ctx, std::string_view party) {
  const auto people = people_of(ctx, ctx.ladder().rungs(0));
  const auto is = [&](const std::string& other) { return ctx.active.stands_for(party, other); };
  if (std::any_of(people.informed.begin(), people.informed.end(), is)) return true;
  if (std::any_of(people.asked.begin(), people.asked.end(), [&](const Group& g) { return std::any_of(g.begin(), g.end(), is); }))
    return true;
  return party.starts_with("unit:") && contains(ctx.m.units(), party.substr(5)) && !contains(ctx.m.no_longer(), party);
}

// An asked party takes its own groups and those of the rungs below it; one that was only told, and one that came before the alarm, takes
// all.
std::vector<wire::AskGroup*> groups_for(Context& ctx, const std::string& party) {
  auto& m = ctx.m;
  if (m.rung() < 0) {
    for (const auto& group : people_of(ctx, ctx.ladder().rungs(0)).asked) ask_group(ctx, group, 0);
  }
  std::vector<wire::AskGroup*> own, all;
  std::uint32_t highest = 0;
  for (auto& group : *m.mutable_groups()) {
    if (group.dropped()) continue;
    all.push_back(&group);
    if (!acts_in(ctx, group, party)) continue;
    own.push_back(&group);
    highest = std::max(highest, group.since_rung());
  }
  if (all.empty()) all.push_back(&ask_group(ctx, {party}, static_cast<std::uint32_t>(std::max(m.rung(), 0))));
  if (own.empty() || m.rung() < 0) return all;
  for (auto* group : all) {
    if (group->since_rung() < highest && std::find(own.begin(), own.end(), group) == own.end()) own.push_back(group);
  }
  return own;
}

// Never beyond the next target, never in the past.
Instant promised(const Context& ctx, std::int64_t requested) {
  const auto cap_ms = ctx.ladder().commitment_cap_ms();
  const Instant cap = next_target(ctx, ctx.now).value_or(ctx.now + (cap_ms > 0 ? Millis{cap_ms} : usual_cap));
  return requested > to_ms(ctx.now) && requested < to_ms(cap) ? instant(requested) : cap;
}

// At most so many commitments a level; those of several groups at one time count as one.
bool used_up(const Context& ctx) {
  const auto most = ctx.ladder().max_commitments() > 0 ? ctx.ladder().max_commitments() : usual_commitments;
  return anybody_committed(ctx.m) ? ctx.m.commitments() > most : ctx.m.commitments() >= most;
}

wire::ItemOutcome already(Context& ctx, const wire::AskGroup& group, const wire::Action& action) {
  ctx.event("already", {{"party", action.party()}, {"via", action.via()}});
  auto out = outcome(wire::ALREADY, group.taken_account());
  out.set_party(group.taken_by());
  out.set_at(group.taken_at());
  out.set_until(group.until());
  return out;
}

void commit(Context& ctx, const wire::Action& action, const std::vector<wire::AskGroup*>& open, Instant until) {
  if (!anybody_committed(ctx.m)) ctx.m.set_commitments(ctx.m.commitments() + 1);
  for (auto* group : open) {
    group->set_taken_by(action.party());
    group->set_taken_account(action.by());
    group->set_taken_at(to_ms(ctx.at));
    group->set_until(to_ms(until));
  }
  ctx.m.set_work(wire::IN_PROGRESS);
  ctx.m.clear_offered();
  settle_clock(ctx, ctx.at);
  ctx.event("acknowledged", {{"party", action.party()}, {"via", action.via()}, {"until", text_of(until)}}, action.note());
  withdraw_asks(ctx, "taken");
  ctx.tell_news(News::taken);
}

}  // namespace

bool in_group(const wire::AskGroup& group, std::string_view party) { return contains(group.parties(), party); }

bool covered(const wire::Matter& m) {
  bool any = false;
  for (const auto& group : m.groups()) {
    if (group.dropped()) continue;
    if (!taken(group)) return false;
    any = true;
  }
  return any;
}

bool anybody_committed(const wire::Matter& m) {
  return std::any_of(m.groups().begin(), m.groups().end(), [](const auto& group) { return !group.dropped() && taken(group); });
}

bool has_taken(const wire::Matter& m, std::string_view party) {
  return std::any_of(m.groups().begin(), m.groups().end(),
                     [&](const auto& group) { return !group.dropped() && group.taken_by() == party; });
}

bool still_asked(const wire::Matter& m, std::string_view party) {
  return std::any_of(m.groups().begin(), m.groups().end(),
                     [&](const auto& group) { return !group.dropped() && !taken(group) && in_group(group, party); });
}

bool nobody_reached(const wire::Matter& m) {
  const auto rung = static_cast<std::uint32_t>(std::max(m.rung(), 0));
  bool any = false;
  for (const auto& group : m.groups()) {
    if (group.dropped() || taken(group)) continue;
    const bool now_asked = group.since_rung() == rung || std::any_of(m.told().begin(), m.told().end(), [&](const auto& told) {
                             return told.asked() && told.last_rung() == rung && in_group(group, told.party());
                           });
    if (!now_asked) continue;
    if (!group.failed()) return false;
    any = true;
  }
  return any;
}

wire::AskGroup& ask_group(Context& ctx, const Group& parties, std::uint32_t since_rung) {
  auto& m = ctx.m;
  for (auto& group : *m.mutable_groups()) {
    const bool same = static_cast<std::size_t>(group.parties_size()) == parties.size() &&
                      std::equal(parties.begin(), parties.end(), group.parties().begin());
    if (same && !group.dropped()) return group;
  }
  wire::AskGroup made;
  for (const auto& party : parties) made.add_parties(party);
  made.set_since_rung(since_rung);
  for (const auto& group : m.groups()) {
    if (group.dropped() || !taken(group) || !acts_in(ctx, made, group.taken_by())) continue;
    made.set_taken_by(group.taken_by());
    made.set_taken_account(group.taken_account());
    made.set_taken_at(group.taken_at());
    made.set_until(group.until());
  }
  return *m.add_groups() = std::move(made);
}

void release(wire::AskGroup& group) {
  group.clear_taken_by();
  group.clear_taken_account();
  group.clear_taken_at();
  group.clear_until();
}

void settle_clock(Context& ctx, Instant at) {
  if (ctx.m.work() == wire::SUBMITTED || covered(ctx.m)) {
    pause_ladder(ctx.m, at);
  } else {
    resume_ladder(ctx.m, at);
  }
}

void lapse(Context& ctx, Instant t) {
  auto& m = ctx.m;
  if (m.work() == wire::SUBMITTED || ctx.closed()) return;
  const auto who = ctx.who();
  std::vector<std::string> reported;
  std::optional<Instant> first;
  for (auto& group : *m.mutable_groups()) {
    if (group.dropped() || !taken(group) || taken_at(group, t)) continue;
    const Instant until = instant(group.until());
    first = std::min(first.value_or(until), until);
    if (std::find(reported.begin(), reported.end(), group.taken_by()) == reported.end()) {
      reported.push_back(group.taken_by());
      ctx.tick(until);
      ctx.event("commitment_lapsed", {{"party", group.taken_by()}});
    }
    release(group);
  }
  ctx.go_on(who);
  if (!first) return;
  m.clear_offered();
  if (anybody_committed(m)) {
    m.set_commitments(m.commitments() + 1);  // what goes on without the lapsed one counts as another
  } else if (m.work() == wire::IN_PROGRESS) {
    m.set_work(wire::AWAITING);
  }
  settle_clock(ctx, *first);
}

bool may_act(const Context& ctx, std::string_view party) {
  if (party.empty()) return false;
  for (const auto& group : ctx.m.groups()) {
    if (!group.dropped() && (acts_in(ctx, group, party) || group.taken_by() == party)) return true;
  }
  for (const auto& told : ctx.m.told()) {
    if (ctx.active.stands_for(party, told.party())) return true;
  }
  return ctx.m.rung() < 0 && in_first_rung(ctx, party);
}

wire::ItemOutcome acknowledge(Context& ctx, const wire::Action& action) {
  if (action.token_expires() > 0 && action.token_expires() < to_ms(ctx.at))
    return refuse(ctx, "ack", "链接已失效，事项仍在办理", wire::EXPIRED);
  if (!may_act(ctx, action.party())) return refuse(ctx, "ack", "未请该方签收，也未告知该方");
  lapse(ctx, ctx.at);
  const auto groups = groups_for(ctx, action.party());
  std::vector<wire::AskGroup*> open;
  std::copy_if(groups.begin(), groups.end(), std::back_inserter(open), [](const auto* group) { return !taken(*group); });
  if (open.empty()) return already(ctx, *groups.front(), action);
  if (ctx.m.work() == wire::SUBMITTED) return outcome(wire::ALREADY, "办理结果已报送，待核验");
  if (used_up(ctx)) {
    ctx.event("third_commitment", {{"party", action.party()}, {"via", action.via()}}, action.note());
    auto out = outcome(wire::RECORDED, "承诺次数已用满，已记录；系统继续逐级上报");
    out.set_party(action.party());
    out.set_at(to_ms(ctx.at));
    return out;
  }
  const Instant until = promised(ctx, action.until());
  commit(ctx, action, open, until);
  auto out = outcome(wire::DONE);
  out.set_party(action.party());
  out.set_at(to_ms(ctx.at));
  out.set_until(to_ms(until));
  return out;
}

wire::ItemOutcome report_progress(Context& ctx, const wire::Action& action) {
  auto& m = ctx.m;
  if (!action.party().empty() && !may_act(ctx, action.party())) return refuse(ctx, "progress", "未请该方签收，也未告知该方");
  m.set_reports(m.reports() + 1);
  const bool own = has_taken(m, action.party());
  Instant until{};
  for (auto& group : *m.mutable_groups()) {
    if (group.dropped() || !taken(group) || (own && group.taken_by() != action.party())) continue;
    const Instant from = std::max(ctx.now, instant(group.until()));
    const Instant next = next_target(ctx, from).value_or(std::max(from, ctx.now + progress_every(ctx.ladder())));
    group.set_until(to_ms(next));
    until = std::max(until, next);
  }
  if (until != Instant{}) m.set_next_report_at(to_ms(until));
  ctx.event("progress", {{"party", action.party()}, {"until", until == Instant{} ? "" : text_of(until)}}, action.note());
  auto out = outcome(wire::DONE);
  out.set_party(action.party());
  out.set_until(to_ms(until));
  out.set_at(to_ms(ctx.at));
  return out;
}

}  // namespace fenghuo::escalator
