#include "services/escalator/duty_take.hpp"

#include "services/escalator/commitment.hpp"
#include "services/escalator/duty_late.hpp"
#include "services/escalator/duty_parties.hpp"
#include "services/escalator/duty_say.hpp"
#include "services/escalator/duty_slips.hpp"
#include "services/escalator/duty_words.hpp"
#include "services/escalator/outcome.hpp"
#include "services/escalator/parties.hpp"

namespace fenghuo::escalator {
namespace {

using obligations::Permit;

wire::AskGroup* group_of(Context& ctx, std::string_view party) { return const_cast<wire::AskGroup*>(participants(ctx).group_of(party)); }

void add_group(wire::Matter& m, const std::string& party, std::uint32_t rung) {
  auto& group = *m.add_groups();
  group.add_parties(party);
  group.set_since_rung(rung);
}

// Not asked any more, not reminded, its links end.
void let_go(Context& ctx, wire::AskGroup& group, std::string_view reason) {
  group.set_dropped(true);
  release(group);
  for (const auto& party : group.parties()) {
    if (!contains(ctx.m.no_longer(), party)) ctx.m.add_no_longer(party);
    take_back(ctx, party, reason);
  }
}

wire::ItemOutcome already(Context& ctx, const wire::AskGroup& group, const wire::Action& action) {
  ctx.event("already", {{"party", action.party()}, {"via", action.via()}});
  auto out = outcome(wire::ALREADY, group.taken_account());
  out.set_party(group.taken_by());
  out.set_at(group.taken_at());
  out.set_until(group.until());
  return out;
}

// Whoever of the unit acts has been reached, and has answered what was sent to it.
void owner_was_heard(Context& ctx) {
  resume_lateness(ctx, ctx.at, "the unit acted");
  answer_hint(ctx);
  answer_order(ctx);
}

std::string pass_fault(const Context& ctx, const wire::Action& action) {
  if (ctx.active.unit(action.target_unit()) == nullptr) return "没有这个单位。";
  if (owner_of(ctx) == "unit:" + action.target_unit()) return "已由该单位牵头。";
  for (const auto& unit : action.support()) {
    if (ctx.active.unit(unit.starts_with("unit:") ? unit.substr(5) : unit) == nullptr) return "配合单位中有查不到的单位。";
  }
  return {};
}

}  // namespace

void ask_parties(Context& ctx, const std::string& owner, const std::vector<std::string>& support) {
  if (lead_group(ctx.m) == nullptr && !owner.empty()) add_group(ctx.m, owner, 0);
  for (const auto& party : support) {
    if (group_of(ctx, party) == nullptr) add_group(ctx.m, party, 1);
  }
}

wire::ItemOutcome take_duty_on(Context& ctx, const wire::Action& action, wire::Work to) {
  if (action.token_expires() > 0 && action.token_expires() < to_ms(ctx.at))
    return refuse(ctx, "ack", "链接已失效，事项仍在办理。", wire::EXPIRED);
  auto may = permit(ctx, action);
  if (may.kind == Permit::Kind::no) return refuse(ctx, "ack", std::move(may.why));
  auto* group = group_of(ctx, action.party());
  if (group == nullptr) group = lead_group(ctx.m);
  if (!may.granted()) return already(ctx, *group, action);
  const bool lead = group->since_rung() == 0;
  group->set_taken_by(action.party());
  group->set_taken_account(action.by());
  group->set_by_liaison(!ctx.liaison_for.empty());
  group->set_taken_at(to_ms(ctx.at));
  group->set_until(action.until() > to_ms(ctx.at) ? std::min(action.until(), duty(ctx).due_at()) : 0);
  if (lead) {
    ctx.m.set_work(to);
    owner_was_heard(ctx);
  }
  ctx.event("acknowledged",
            {{"party", action.party()}, {"via", action.via()}, {"until", group->until() == 0 ? "" : std::to_string(group->until())}},
            action.note());
  auto out = outcome(wire::DONE);
  out.set_party(action.party());
  out.set_at(to_ms(ctx.at));
  out.set_until(group->until());
  return out;
}

wire::ItemOutcome report_on_duty(Context& ctx, const wire::Action& action, wire::Work to) {
  if (auto may = permit(ctx, action); !may.granted()) return refuse(ctx, "progress", std::move(may.why));
  const bool lead = acts_for_owner(ctx, action.party());
  if (action.note().empty() && !obligation(ctx).number_only()) return refuse(ctx, "progress", "请填写进展。");
  ctx.m.set_reports(ctx.m.reports() + 1);
  if (lead) {
    ctx.m.set_work(to);
    owner_was_heard(ctx);
  }
  ctx.event("progress", {{"party", action.party()}, {"n", std::to_string(ctx.m.reports())}}, action.note());
  return outcome(wire::DONE);
}

wire::ItemOutcome pass_on_duty(Context& ctx, const wire::Action& action, wire::Work to) {
  auto& m = ctx.m;
  if (auto may = permit(ctx, action); !may.granted()) return refuse(ctx, "transfer", std::move(may.why));
  if (auto why = pass_fault(ctx, action); !why.empty()) return refuse(ctx, "transfer", std::move(why));
  const std::string from = owner_of(ctx), unit = "unit:" + action.target_unit();
  ctx.event("transferred", {{"party", from}, {"to", action.target_unit()}}, action.reason().empty() ? action.note() : action.reason());
  if (auto* group = lead_group(m)) let_go(ctx, *group, "transferred");
  if (auto* support = group_of(ctx, unit)) support->set_dropped(true);  // it leads now
  erase_value(m.mutable_no_longer(), unit);
  add_group(m, unit, 0);
  for (const auto& other : action.support()) {
    const std::string party = other.starts_with("unit:") ? other : "unit:" + other;
    erase_value(m.mutable_no_longer(), party);
    if (group_of(ctx, party) == nullptr) add_group(m, party, 1);
  }
  m.clear_units();
  m.add_units(action.target_unit());
  const bool was_declined = m.dispatch_asked();
  m.set_dispatch_asked(false);
  m.set_next_report_at(0);
  m.set_work(to);
  resume_lateness(ctx, ctx.at, "another unit leads");
  Note note;
  note.kind = "notice";
  note.words = assigned_words(ctx, was_declined ? "" : ctx.active.party_name(from));
  note.said = Said::assigned;
  note.reason = "转办";
  note.serial = "transferred/" + ctx.cause;
  note.ask = true;
  note.by_person = true;
  const bool reached = say(ctx, [&] {
    note.party = unit;
    return note;
  }());
  return outcome(wire::DONE, reached ? "" : "nobody of the unit can be reached");
}

wire::ItemOutcome hand_back_duty(Context& ctx, const wire::Action& action, wire::Work to) {
  auto& m = ctx.m;
  if (auto may = permit(ctx, action); !may.granted()) return refuse(ctx, "decline", std::move(may.why));
  if (action.reason().empty()) return refuse(ctx, "decline", "请写明理由。");
  auto* group = group_of(ctx, action.party());
  const auto office = dispatcher_of(ctx);
  const bool lead = group->since_rung() == 0;
  ctx.event("declined", {{"party", action.party()}}, action.reason());
  let_go(ctx, *group, "declined");
  if (lead) {
    resume_lateness(ctx, ctx.at, "the unit acted");
    add_group(m, office, 0);
    m.set_dispatch_asked(true);
    m.set_next_report_at(0);
    m.set_work(to);
  }
  Note note;
  note.party = office;
  note.kind = "notice";
  note.words = refer_words(ctx, ctx.active.party_name(action.party()), action.reason());
  note.said = Said::refer;
  note.reason = "反映非本单位职责";
  note.serial = "declined/" + ctx.cause;
  note.ask = lead;
  say_all(ctx, note, {office});
  return outcome(wire::DONE);
}

wire::ItemOutcome press_duty(Context& ctx, const wire::Action& action) {
  auto may = permit(ctx, action);
  if (may.kind == Permit::Kind::no) return refuse(ctx, "urgent", std::move(may.why));
  if (action.reason().empty()) return refuse(ctx, "urgent", "请写明加急理由。");
  if (!may.granted()) return outcome(wire::ALREADY, std::move(may.why));
  ctx.m.set_urgent(true);
  ctx.m.set_urgent_at(to_ms(ctx.now));
  ctx.event("urgent", {{"party", action.party()}}, action.reason());
  Note note;
  note.kind = "notice";
  note.words = pressed_words(ctx, action.reason());
  note.said = Said::pressed;
  note.reason = "加急直报";
  note.serial = "urgent/" + ctx.cause;
  note.wording = "submit_up";
  note.entry = "verify";
  note.by_person = true;
  note.straight = true;  // the committee's rung, at once, as a warning reaches it
  const bool reached = say_all(ctx, note, members_of(ctx.active, ctx.active.bundle().committee_role()));
  return outcome(wire::DONE, reached ? "" : "nobody of the committee can be reached");
}

}  // namespace fenghuo::escalator
