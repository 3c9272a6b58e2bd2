#include "services/escalator/reassign.hpp"

#include "services/escalator/commitment.hpp"
#include "services/escalator/ladder_clock.hpp"
#include "services/escalator/outcome.hpp"
#include "services/escalator/rights.hpp"
#include "services/escalator/stand_down.hpp"
#include "services/escalator/words.hpp"

namespace fenghuo::escalator {
namespace {

// The party is out of every group; a group that only it stood in is no longer asked, and what it had promised is void.
void leave_groups(wire::Matter& m, const std::string& party) {
  for (auto& group : *m.mutable_groups()) {
    if (group.dropped() || !in_group(group, party)) continue;
    if (group.taken_by() == party) release(group);
    if (group.parties_size() == 1) {
      group.set_dropped(true);
      release(group);
    } else {
      erase_value(group.mutable_parties(), party);
    }
  }
}

void let_go(Context& ctx, const std::string& party, std::string_view reason) {
  auto& m = ctx.m;
  leave_groups(m, party);
  if (!contains(m.no_longer(), party)) m.add_no_longer(party);
  cut_off(ctx, party, reason);
}

// Nobody holds it any more.
void back_to_awaiting(wire::Matter& m) {
  if (m.work() == wire::IN_PROGRESS && !anybody_committed(m)) m.set_work(wire::AWAITING);
}

bool alarm_is_out(const Context& ctx) { return ctx.m.rung() >= 0; }

void ask_now(Context& ctx, const std::string& party, const Words& words, const char* kind, const std::string& reason,
             const std::string& serial, const std::string& wording = "notice") {
  auto& group = ask_group(ctx, {party}, 0);
  group.set_failed(!ctx.active.reachable(party));
  if (group.failed()) ctx.event("party_unreachable", {{"party", party}, {"rung", std::to_string(ctx.m.rung())}});
  Telling telling;
  telling.party = party;
  telling.kind = kind;
  telling.ask = true;
  telling.step = step_now(ctx.m);
  telling.repeat = ctx.m.last_repeats();
  telling.words = words;
  telling.reason = reason;
  telling.wording = wording;
  telling.ack_by = answer_by(ctx);
  telling.valid = Valid::ask;
  telling.serial = serial + "/" + ctx.cause;
  tell(ctx, telling);
}

void lead_with(wire::Matter& m, const std::string& unit, const std::string& instead_of) {
  std::vector<std::string> units = {unit};
  for (const auto& other : m.units()) {
    if (other != unit && other != instead_of) units.push_back(other);
  }
  m.mutable_units()->Assign(units.begin(), units.end());
  erase_value(m.mutable_no_longer(), "unit:" + unit);
}

bool may_transfer(const Context& ctx, const std::string& party) {
  return party.empty() || party == "role:" + ctx.active.bundle().dispatch_role() || may_act(ctx, party);
}

}  // namespace

wire::ItemOutcome transfer(Context& ctx, const wire::Action& action) {
  auto& m = ctx.m;
  const std::string& to = action.target_unit();
  if (ctx.active.unit(to) == nullptr) return refuse(ctx, "transfer", "没有这个单位");
  if (!may_transfer(ctx, action.party())) return refuse(ctx, "transfer", "未请该方签收，也未告知该方");
  if (m.units_size() > 0 && m.units(0) == to && !contains(m.no_longer(), "unit:" + to)) return refuse(ctx, "transfer", "已由该单位牵头");
  const bool by_unit = action.party().starts_with("unit:") && contains(m.units(), action.party().substr(5));
  const std::string from = by_unit ? action.party().substr(5) : m.units_size() > 0 ? m.units(0) : std::string();
  ctx.event("transferred", {{"party", from.empty() ? "" : "unit:" + from}, {"to", to}},
            action.note().empty() ? action.reason() : action.note());
  if (!from.empty() && from != to) let_go(ctx, "unit:" + from, "transferred");
  lead_with(m, to, from);
  const std::string dispatch = "role:" + ctx.active.bundle().dispatch_role();
  if (m.dispatch_asked()) {  // the question where it belongs is answered
    m.set_dispatch_asked(false);
    leave_groups(m, dispatch);
  }
  back_to_awaiting(m);
  if (alarm_is_out(ctx)) {
    ask_now(ctx, "unit:" + to, transferred_words(ctx, from.empty() ? "" : ctx.active.party_name("unit:" + from), answer_by(ctx)), "warning",
            "转办", "transferred");
  }
  settle_clock(ctx, ctx.at);
  return outcome(wire::DONE);
}

wire::ItemOutcome decline(Context& ctx, const wire::Action& action) {
  auto& m = ctx.m;
  const auto& party = action.party();
  const auto& dispatch = ctx.active.bundle().dispatch_role();
  if (action.reason().empty()) return refuse(ctx, "decline", "请写明理由");
  if (!may_act(ctx, party)) return refuse(ctx, "decline", "未请该方签收，也未告知该方");
  if (party == "role:" + dispatch) return refuse(ctx, "decline", "分办单位请用转办");
  ctx.event("declined", {{"party", party}}, action.reason());
  std::vector<std::string> leaving = {party};  // an office also answers for its roles
  for (const auto& told : m.told()) {
    if (told.party() != party && ctx.active.stands_for(party, told.party()) && told.asked()) leaving.push_back(told.party());
  }
  for (const auto& each : leaving) let_go(ctx, each, "declined");
  m.set_dispatch_asked(true);
  back_to_awaiting(m);
  if (dispatch.empty()) {
    ctx.event("party_unreachable", {{"rung", std::to_string(m.rung())}});
  } else {
    ask_now(ctx, "role:" + dispatch, declined_words(ctx, ctx.active.party_name(party), action.reason()), "notice", "反映非本单位职责",
            "declined");
  }
  settle_clock(ctx, ctx.at);
  return outcome(wire::DONE);
}

wire::ItemOutcome mark_urgent(Context& ctx, const wire::Action& action) {
  auto& m = ctx.m;
  if (action.reason().empty()) return refuse(ctx, "urgent", "请写明加急理由");
  if (!may_raise(ctx, action.party())) return refuse(ctx, "urgent", "未请该方签收，也未告知该方");
  if (m.urgent()) return outcome(wire::ALREADY, "已加急直报");
  m.set_urgent(true);
  m.set_urgent_at(to_ms(ctx.now));
  ctx.event("urgent", {{"party", action.party()}}, action.reason());
  if (m.inhibited()) {
    m.set_inhibited(false);
    m.clear_inhibited_by();
    ctx.event("uninhibited");
    start_ladder(ctx, true);
  }
  const auto members = members_of(ctx.active, ctx.active.bundle().committee_role());
  if (!reachable(ctx.active, members)) {
    ctx.event("party_unreachable", {{"party", joined(members)}});
    alarm_operator(ctx, "urgent/" + ctx.cause);
    return outcome(wire::DONE, "nobody of the committee can be reached");
  }
  // Above every rung: whoever of the committee takes it has taken it for those below.
  ask_group(ctx, members, static_cast<std::uint32_t>(ctx.last_rung() + 1));
  const Words words = urgent_words(ctx, action.reason(), answer_by(ctx));
  for (const auto& member : members) {
    Telling telling;
    telling.party = member;
    telling.kind = "escalation";
    telling.ask = true;
    telling.step = step_now(m);
    telling.repeat = m.last_repeats();
    telling.words = words;
    telling.reason = "加急直报";
    telling.wording = "submit_up";
    telling.ack_by = answer_by(ctx);
    telling.valid = Valid::ask;
    telling.serial = "urgent/" + ctx.cause;
    tell(ctx, telling);
  }
  settle_clock(ctx, ctx.at);
  return outcome(wire::DONE);
}

void join_unit(Context& ctx, const std::string& unit) {
  ctx.m.add_units(unit);
  if (!alarm_is_out(ctx)) return;
  ask_now(ctx, "unit:" + unit, transferred_words(ctx, "", answer_by(ctx)), "warning", "新增承办单位", "joined");
  settle_clock(ctx, ctx.at);
}

}  // namespace fenghuo::escalator
