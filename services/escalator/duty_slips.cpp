#include "services/escalator/duty_slips.hpp"

#include "common/messages/matter_numbers.hpp"
#include "services/escalator/duty_late.hpp"
#include "services/escalator/duty_parties.hpp"
#include "services/escalator/duty_plan.hpp"
#include "services/escalator/duty_say.hpp"
#include "services/escalator/duty_words.hpp"
#include "services/escalator/outcome.hpp"

namespace fenghuo::escalator {
namespace {

constexpr const char* serial_of_orders = "督";
constexpr unsigned answer_days = 3;

wire::Slip* slip_of(Context& ctx, std::string_view kind) { return const_cast<wire::Slip*>(find_slip(ctx, kind)); }

wire::Slip& add_slip(Context& ctx, std::string_view kind, Instant at) {
  auto& slip = *ctx.m.mutable_duty()->add_slips();
  slip.set_id(series(ctx) + std::string(kind));
  slip.set_kind(std::string(kind));
  slip.set_party(owner_of(ctx));
  slip.set_drafted_at(to_ms(at));
  return slip;
}

bool plan_has(const Context& ctx, std::string_view kind) {
  const auto& steps = plan_of_duty(ctx).steps();
  return std::any_of(steps.begin(), steps.end(), [&](const auto& step) { return step.kind() == kind; });
}

// The unit, and its head where the directory names one who is none of the school's leaders.
std::vector<std::string> order_goes_to(const Context& ctx, const wire::Slip& slip) {
  std::vector<std::string> out = {slip.party()};
  const auto* unit = slip.party().starts_with("unit:") ? ctx.active.unit(std::string_view(slip.party()).substr(5)) : nullptr;
  if (unit == nullptr || unit->leader().empty()) return out;
  const std::string head = unit->leader().starts_with("role:") ? unit->leader() : "role:" + unit->leader();
  if (!ctx.active.is_leader(head) && ctx.active.reachable(head)) out.push_back(head);
  return out;
}

wire::ItemOutcome issue_order(Context& ctx, const wire::Action& action) {
  auto* slip = slip_of(ctx, "order");
  if (slip == nullptr) return refuse(ctx, "issue", "截止前只发提示单和催办单，督办单须在逾期后签发。");
  if (slip->issued_at() != 0) {
    auto out = outcome(wire::ALREADY, "督办单已签发。");  // an outcome outlives the names of who signed
    out.set_at(slip->issued_at());
    return out;
  }
  slip->set_party(owner_of(ctx));
  slip->set_issued_at(to_ms(ctx.now));
  slip->set_issued_by(action.by());
  number_slips(ctx);
  const Instant usual = ctx.active.calendar().add_working_days(ctx.now, answer_days);
  slip->set_answer_by(action.until() > to_ms(ctx.now) ? action.until() : to_ms(usual));
  ctx.out.set_serial_kind(serial_of_orders);
  ctx.out.set_serial_year(ctx.active.calendar().zone().local(ctx.now).year);
  auto& state = *ctx.m.mutable_duty();
  state.set_late("supervised");
  state.set_late_at(to_ms(ctx.at));
  ctx.event("slip_issued",
            {{"slip", slip->id()}, {"kind", "order"}, {"party", slip->party()}, {"answer_by", std::to_string(slip->answer_by())}});
  Note note;
  note.kind = "overdue";
  note.words = order_words(ctx, *slip, ctx.now);
  note.said = Said::order;
  note.reason = "督办单已签发";
  note.serial = slip->id() + "/issued";
  note.ask = true;
  note.by_person = true;
  note.entry = "do";
  const bool reached = say_all(ctx, note, order_goes_to(ctx, *slip));
  return outcome(wire::DONE, reached ? "" : "nobody of the unit can be reached");
}

wire::ItemOutcome issue_early(Context& ctx, const wire::Action& action, const std::string& kind) {
  if (is_late(duty(ctx))) return refuse(ctx, "issue", "已逾期，请签发督办单。");
  if (find_slip(ctx, kind) != nullptr) return outcome(wire::ALREADY, kind == "hint" ? "提示单已发出。" : "催办单已发出。");
  note_slip(ctx, kind);
  slip_of(ctx, kind)->set_issued_by(action.by());
  for (const auto& step : plan_of_duty(ctx).steps()) {  // the clock does not say it once more
    if (step.kind() != kind) continue;
    mark_done(ctx, series(ctx) + step.id());
    mark_done(ctx, series(ctx) + step.id() + "@brief");
  }
  Note note;
  note.words = kind == "hint" ? hint_words(ctx) : urge_words(ctx);
  note.said = kind == "hint" ? Said::hint : Said::urge;
  note.reason = kind == "hint" ? "提示单" : "催办单";
  note.serial = series(ctx) + kind + "/by_hand";
  note.ask = true;
  note.by_person = true;
  say_all(ctx, note, {owner_of(ctx)});
  return outcome(wire::DONE);
}

// "No reminder has come": until somebody has looked, nothing gets later.
void report_fault(Context& ctx, const wire::Action& action) {
  stop_lateness(ctx, ctx.at, "reported by the unit");
  Note note;
  note.kind = "notice";
  note.words = fault_words(ctx);
  note.said = Said::fault;
  note.reason = "反映送达问题";
  note.serial = "fault/" + ctx.cause;
  note.valid = Valid::always;
  note.by_person = action.via() != "link";
  say_all(ctx, note, {supervision_of(ctx)});
}

}  // namespace

const wire::Slip* find_slip(const Context& ctx, std::string_view kind) { return participants(ctx).slip(kind); }

void note_slip(Context& ctx, std::string_view kind) {
  if (find_slip(ctx, kind) != nullptr) return;
  auto& slip = add_slip(ctx, kind, ctx.now);
  slip.set_issued_at(to_ms(ctx.now));
  const auto* group = lead_group(ctx.m);
  if (group != nullptr && !group->taken_by().empty()) slip.set_answered_at(to_ms(ctx.now));  // somebody is committed already
  ctx.event("slip_issued", {{"slip", slip.id()}, {"kind", std::string(kind)}, {"party", slip.party()}});
}

void draft_order(Context& ctx) {
  if (duty(ctx).late() != "overdue" || !lateness_runs(ctx) || !plan_has(ctx, "order") || find_slip(ctx, "order") != nullptr) return;
  const auto& slip = add_slip(ctx, "order", instant(duty(ctx).late_at()));
  const auto actor = ctx.actor, cause = ctx.cause;
  const auto when = ctx.at;
  ctx.tick(instant(slip.drafted_at()));
  ctx.event("slip_drafted", {{"slip", slip.id()}, {"party", slip.party()}});
  ctx.actor = actor, ctx.cause = cause, ctx.at = when;
}

void void_drafts(Context& ctx) {
  auto& slips = *ctx.m.mutable_duty()->mutable_slips();
  for (int i = slips.size() - 1; i >= 0; --i) {
    if (slips[i].kind() != "order" || slips[i].issued_at() != 0) continue;
    ctx.event("slip_void", {{"slip", slips[i].id()}});
    slips.DeleteSubrange(i, 1);
  }
}

void answer_hint(Context& ctx) {
  for (const char* kind : {"hint", "urge"}) {
    auto* slip = slip_of(ctx, kind);
    if (slip != nullptr && slip->answered_at() == 0) slip->set_answered_at(to_ms(ctx.at));
  }
}

void number_slips(Context& ctx) { number_orders(*ctx.m.mutable_duty()->mutable_slips(), ctx.job.number()); }

wire::ItemOutcome issue_slip(Context& ctx, const wire::Action& action) {
  if (signer_of(action.by()).empty()) return refuse(ctx, "issue", "请写明签发人。");
  auto may = permit(ctx, action);
  if (may.kind == obligations::Permit::Kind::no) return refuse(ctx, "issue", std::move(may.why));
  const std::string_view id = action.slip();
  const std::string kind(id.substr(id.rfind('/') == std::string_view::npos ? 0 : id.rfind('/') + 1));
  if (kind == "hint" || kind == "urge") return issue_early(ctx, action, kind);
  return issue_order(ctx, action);
}

wire::ItemOutcome explain(Context& ctx, const wire::Action& action) {
  if (action.reason().empty() && action.note().empty()) return refuse(ctx, "explain", "请写明情况。");
  if (auto may = permit(ctx, action); !may.granted()) return refuse(ctx, "explain", std::move(may.why));
  const std::string text = action.reason().empty() ? action.note() : action.reason();
  if (is_office(ctx, action.party()) && duty(ctx).clock_stopped_at() != 0) {
    ctx.event("explained", {{"party", action.party()}}, text);
    resume_lateness(ctx, ctx.at, "a person looked into it");
    return outcome(wire::DONE);
  }
  const bool does_it = acts_for_owner(ctx, action.party()) || is_supporter(ctx, action.party());
  ctx.event("explained", {{"party", action.party()}, {"slip", action.slip()}}, text);
  if (!does_it) return outcome(wire::DONE);  // why the date is not fixed yet
  if (action.slip().empty()) {
    if (acts_for_owner(ctx, action.party()) && duty(ctx).clock_stopped_at() == 0) report_fault(ctx, action);
    return outcome(wire::DONE);
  }
  for (auto& slip : *ctx.m.mutable_duty()->mutable_slips()) {
    if (slip.id() == action.slip() && slip.answered_at() == 0) slip.set_answered_at(to_ms(ctx.at));
  }
  answer_order(ctx);
  return outcome(wire::DONE);
}

}  // namespace fenghuo::escalator
