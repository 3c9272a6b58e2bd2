#include "services/escalator/climb.hpp"

#include "services/escalator/commitment.hpp"
#include "services/escalator/digest.hpp"
#include "services/escalator/ladder_clock.hpp"
#include "services/escalator/words.hpp"

namespace fenghuo::escalator {
namespace {

constexpr Millis worth_saying = std::chrono::seconds{1};

struct Recipient {
  std::string party;
  bool ask = false;
  bool again = false;
  int rung = 0;
  bool in_digest = false;  // its only rung so far is the digest's
};

// The rungs passed in one decision, and whom each recipient hears from: the highest that names it.
class Batch {
 public:
  explicit Batch(Context& ctx) : ctx_(ctx) {}

  // False: there is nobody the rung can ask.
  bool pass(int rung, Instant due);
  void say(int rung, std::uint32_t repeat, bool late_batch);
  void add_people(const wire::Rung& spec, int rung, bool in_digest);
  void add_everybody_told(int rung);
  void add_untaken(int rung);
  const std::vector<Recipient>& recipients() const { return recipients_; }

 private:
  void add(const std::string& party, bool ask, int rung, bool in_digest);
  bool anybody(const wire::Rung& spec, const People& people) const;
  void record(int rung, Instant due, const People& people, bool empty);
  void say_one(const Recipient& to, std::uint32_t repeat, const Call& common);

  Context& ctx_;
  std::vector<Recipient> recipients_;
};

// In a group that somebody has taken, and in none that is still open.
bool busy(const wire::Matter& m, const std::string& party) {
  if (still_asked(m, party)) return false;
  return std::any_of(m.groups().begin(), m.groups().end(),
                     [&](const auto& group) { return !group.dropped() && taken(group) && in_group(group, party); });
}

void Batch::add(const std::string& party, bool ask, int rung, bool in_digest) {
  if (busy(ctx_.m, party)) return;
  for (auto& known : recipients_) {
    if (known.party != party) continue;
    known.ask = known.ask || ask;
    known.rung = rung;
    known.in_digest = known.in_digest && in_digest;
    return;
  }
  const auto* told = find_told(ctx_.m, party);
  recipients_.push_back({party, ask, told != nullptr && told->asked(), rung, in_digest});
}

void Batch::add_people(const wire::Rung& spec, int rung, bool in_digest) {
  const auto people = people_of(ctx_, spec);
  for (const auto& group : people.asked) {
    for (const auto& party : group) add(party, true, rung, in_digest);
  }
  for (const auto& party : people.informed) add(party, false, rung, in_digest);
}

void Batch::add_everybody_told(int rung) {
  for (auto& known : recipients_) known.rung = rung, known.in_digest = false;
  std::vector<std::pair<std::string, bool>> told;
  for (const auto& entry : ctx_.m.told()) told.emplace_back(entry.party(), still_asked(ctx_.m, entry.party()));
  for (const auto& [party, ask] : told) add(party, ask, rung, false);
}

void Batch::add_untaken(int rung) {
  for (const auto& group : ctx_.m.groups()) {
    if (group.dropped() || taken(group)) continue;
    for (const auto& party : group.parties()) add(party, true, rung, false);
  }
}

bool Batch::anybody(const wire::Rung& spec, const People& people) const {
  const auto& index = ctx_.active;
  bool asks = !people.asked.empty();
  bool reached = std::any_of(people.asked.begin(), people.asked.end(), [&](const Group& group) { return reachable(index, group); });
  bool informs =
      std::any_of(people.informed.begin(), people.informed.end(), [&](const std::string& party) { return index.reachable(party); });
  if (spec.repeat_all()) {
    for (const auto& group : ctx_.m.groups()) {
      if (group.dropped() || taken(group)) continue;
      asks = true;
      reached =
          reached || std::any_of(group.parties().begin(), group.parties().end(), [&](const auto& party) { return index.reachable(party); });
    }
    informs =
        informs || std::any_of(ctx_.m.told().begin(), ctx_.m.told().end(), [&](const auto& told) { return index.reachable(told.party()); });
  }
  return asks ? reached : informs;
}

void Batch::record(int rung, Instant due, const People& people, bool empty) {
  std::vector<std::string> asked;
  for (const auto& group : people.asked) asked.insert(asked.end(), group.begin(), group.end());
  const Millis late = ctx_.now - due;
  ctx_.tick(due);
  ctx_.event(empty ? "rung_empty" : "rung", {{"rung", std::to_string(rung)},
                                             {"asked", joined(asked)},
                                             {"informed", joined(people.informed)},
                                             {"late_by_ms", late >= worth_saying ? std::to_string(late.count()) : ""}});
}

bool Batch::pass(int rung, Instant due) {
  const auto& spec = ctx_.ladder().rungs(rung);
  const auto people = people_of(ctx_, spec);
  const bool in_digest = rung == 0 && ctx_.ladder().first_in_digest();
  for (const auto& parties : people.asked) {
    auto& group = ask_group(ctx_, parties, static_cast<std::uint32_t>(rung));
    group.set_failed(!in_digest && !reachable(ctx_.active, parties));
  }
  const bool empty = in_digest ? !ctx_.active.reachable(digest_audience(ctx_)) : !anybody(spec, people);
  add_people(spec, rung, in_digest && !empty);
  if (spec.repeat_all()) add_everybody_told(rung);
  record(rung, due, people, empty);
  for (const auto& parties : people.asked) {
    if (!empty && !in_digest && !reachable(ctx_.active, parties))
      ctx_.event("party_unreachable", {{"party", joined(parties)}, {"rung", std::to_string(rung)}});
  }
  if (in_digest && !empty) join_digest(ctx_, "first_rung");
  return !empty;
}

void Batch::say(int rung, std::uint32_t repeat, bool late_batch) {
  Call common;
  common.late_batch = late_batch;
  common.damped = ctx_.m.flaps() > 0 && ctx_.m.last_raise_at() == ctx_.m.level_at();
  common.nth = static_cast<std::uint32_t>(rung) + repeat + 1;
  common.answer_by = answer_by(ctx_);
  common.plan = plan_of(ctx_);
  std::vector<std::string> names;
  for (const auto& to : recipients_) names.push_back(to.party);
  common.told_too = names_of(ctx_, names);
  for (const auto& to : recipients_) say_one(to, repeat, common);
}

void note_digest_reader(Context& ctx, const Recipient& to) {
  auto& told = *ctx.m.add_told();
  told.set_party(to.party);
  told.set_asked(to.ask);
  told.set_stood_down(true);  // a list that is read in the morning calls for no all-clear
}

void Batch::say_one(const Recipient& to, std::uint32_t repeat, const Call& common) {
  if (ctx_.asked_now.contains(to.party)) return;
  if (to.in_digest) {
    if (find_told(ctx_.m, to.party) == nullptr) note_digest_reader(ctx_, to);
    return;
  }
  const auto& spec = ctx_.ladder().rungs(to.rung);
  Call call = common;
  call.ask = to.ask;
  call.again = to.again;
  call.submit_up = spec.wording() == "submit_up";
  Telling telling;
  telling.party = to.party;
  telling.ask = to.ask;
  telling.step = static_cast<std::uint32_t>(to.rung);
  telling.repeat = repeat;
  telling.kind = !to.ask ? "notice" : to.again ? "reminder" : to.rung == 0 ? "warning" : "escalation";
  telling.reason = !to.ask        ? "知悉"
                   : to.again     ? "仍无人签收，第" + std::to_string(call.nth) + "次提醒"
                   : to.rung == 0 ? "首次报送"
                                  : "无人签收，逐级上报";
  telling.words = call_words(ctx_, call);
  telling.wording = spec.wording();
  telling.clause = spec.line();
  telling.ack_by = to.ask ? call.answer_by : Instant{};
  telling.late_batch = common.late_batch;
  telling.every_channel = spec.every_channel();
  telling.valid = to.ask ? Valid::ask : Valid::inform;
  tell(ctx_, telling);
}

struct Due {
  int rung;
  Instant at;
};

// All rungs whose time has come, or the next one when nobody of the present one can be reached.
std::vector<Due> rungs_due(const Context& ctx) {
  std::vector<Due> due;
  for (int r = ctx.m.rung() + 1; r <= ctx.last_rung(); ++r) {
    const Instant at = rung_due(ctx, r);
    if (at > ctx.now) break;
    due.push_back({r, at});
  }
  if (const auto forced = forced_call(ctx); due.empty() && forced && *forced <= ctx.now) due.push_back({ctx.m.rung() + 1, ctx.now});
  return due;
}

// The last rung's repeats count from when it was reached; out of time means from now.
void reach(Context& ctx, int rung, Instant due) {
  ctx.m.set_rung(rung);
  ctx.m.set_last_repeats(0);
  if (rung != ctx.last_rung()) return;
  ctx.m.set_ladder_base(to_ms(ctx.now - due > late_enough_to_anchor ? ctx.now : due));
}

void nobody_at_all(Context& ctx) {
  ctx.event("party_unreachable", {{"rung", std::to_string(ctx.m.rung())}});
  alarm_operator(ctx, std::to_string(ctx.m.last_repeats()));
}

void climb_rungs(Context& ctx, std::vector<Due> due) {
  const bool late_batch = due.size() > 1 && due.front().at < due.back().at;
  Batch batch(ctx);
  bool anybody = true;
  for (std::size_t i = 0; i < due.size(); ++i) {
    anybody = batch.pass(due[i].rung, due[i].at);
    if (!anybody && i + 1 == due.size() && due[i].rung < ctx.last_rung()) due.push_back({due[i].rung + 1, ctx.now});
  }
  reach(ctx, due.back().rung, due.back().at);
  settle_clock(ctx, ctx.now);
  batch.say(due.back().rung, 0, late_batch);
  if (!anybody) nobody_at_all(ctx);
}

void repeat_last(Context& ctx) {
  auto& m = ctx.m;
  const Instant due = repeat_due(ctx);
  m.set_last_repeats(m.last_repeats() + 1);
  const Millis every = repeat_every(ctx.ladder());
  if (ctx.now - due > late_enough_to_anchor) m.set_ladder_base(to_ms(ctx.now - m.last_repeats() * every));
  const auto& spec = ctx.ladder().rungs(m.rung());
  Batch batch(ctx);
  batch.add_people(spec, m.rung(), false);
  batch.add_untaken(m.rung());
  std::vector<std::string> asked, informed;
  for (const auto& to : batch.recipients()) (to.ask ? asked : informed).push_back(to.party);
  const bool anybody = reachable(ctx.active, asked.empty() ? informed : asked);
  ctx.tick(due);
  ctx.event("repeat", {{"rung", std::to_string(m.rung())}, {"repeat", std::to_string(m.last_repeats())}, {"asked", joined(asked)}});
  batch.say(m.rung(), m.last_repeats(), false);
  if (!anybody) nobody_at_all(ctx);
}

}  // namespace

void climb(Context& ctx) {
  auto& m = ctx.m;
  if (m.held()) {
    if (ctx.now < instant(m.ladder_base()) && m.ladder_paused_at() == 0) return;
    if (ctx.now >= instant(m.ladder_base())) {
      m.set_held(false);
      ctx.tick(instant(m.ladder_base()));
      if (m.ladder_paused_at() == 0) ctx.event("released");
    }
  }
  if (m.ladder_paused_at() != 0) return;
  if (auto due = rungs_due(ctx); !due.empty()) {
    climb_rungs(ctx, std::move(due));
  } else if (m.rung() >= ctx.last_rung() && repeat_due(ctx) <= ctx.now) {
    repeat_last(ctx);
  }
}

}  // namespace fenghuo::escalator
