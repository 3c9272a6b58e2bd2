#include "common/config/lint_duties.hpp"

#include <unordered_map>

#include "common/config/lint.hpp"
#include "common/obligations/check_duty.hpp"
#include "common/obligations/parties.hpp"

namespace fenghuo::config {
namespace {

template <class List, class Test>
bool any(const List& list, Test test) {
  return std::any_of(list.begin(), list.end(), test);
}

bool is_body(const wire::Bundle& bundle, std::string_view party) {
  return party.starts_with("role:") &&
         any(bundle.roles(), [&](const wire::Role& role) { return role.id() == party.substr(5) && role.members_size() > 0; });
}

// A leader's liaison, who hears of its duties too.
std::string liaison_of(const wire::Bundle& bundle, std::string_view party) {
  for (const auto& role : bundle.roles()) {
    if (role.leader() && !role.liaison().empty() && party == "role:" + role.id()) return "role:" + role.liaison();
  }
  return {};
}

// A duty of a body goes to its members.
bool duty_reachable(const wire::Bundle& bundle, const std::string& party) {
  if (reachable(bundle, is_body(bundle, party) ? "body:" + party.substr(5) : party)) return true;
  const auto liaison = liaison_of(bundle, party);
  return !liaison.empty() && reachable(bundle, liaison);
}

const wire::Plan* plan_of(const wire::Bundle& bundle, const wire::Duty& duty) {
  for (const auto& plan : bundle.plans()) {
    if (plan.id() == duty.obligation().plan()) return &plan;
  }
  return nullptr;
}

bool goes_to(const wire::Plan& plan, std::string_view target) {
  return any(plan.steps(), [&](const wire::PlanStep& step) { return any(step.to(), [&](const auto& to) { return to == target; }); });
}

struct DutyLinter {
  Draft& draft;
  const wire::Bundle& bundle = draft.bundle;
  obligations::Parties parties = obligations::Parties(bundle);
  std::set<std::string> unreachable_seen = {}, titles_seen = {};
  std::unordered_map<std::string, bool> reachable_seen = {};  // each unit has many duties, and a school thousands of units

  void warn(const Place& place, std::string what, std::string remedy) { draft.faults.warning(place, std::move(what), std::move(remedy)); }
  Place at(const wire::Duty& duty) const { return draft.place("duty/" + duty.id()); }
  static std::string name(const wire::Duty& duty) { return "duty \"" + duty.id() + "\""; }

  // False: without this the rest makes no sense.
  bool foundations() {
    if (bundle.plans().empty()) {
      draft.faults.error(at(bundle.duties(0)), "there are duties and no plan to remind of them",
                         "copy plans.yaml from the shipped config folder");
      return false;
    }
    for (const auto& [key, value] : {std::pair{"supervision_unit", bundle.supervision_unit()},
                                     {"source_title", bundle.source_title()},
                                     {"edition", bundle.edition()}}) {
      if (value.empty())
        draft.faults.error(draft.place("policy"), std::string("there are duties, and policy.yaml has no ") + key,
                           std::string("add ") + key + ", as in the shipped policy.yaml");
    }
    return true;
  }

  // A rule that can never be met, in the words of those who walk it.
  void rules() {
    const auto zone = Zone::find(bundle.timezone());
    if (!zone) return;  // read_calendar has said so
    const auto calendar = Calendar::make(bundle.calendar(), *zone);
    if (!calendar) return draft.faults.error(draft.place("calendar/years"), calendar.error().message, "mend calendar.yaml");
    for (const auto& duty : bundle.duties()) {
      for (auto& fault : obligations::check_duty(duty, *calendar))
        draft.faults.error(draft.place("when/" + duty.id()), std::move(fault.what), std::move(fault.remedy));
    }
  }

  void duty(const wire::Duty& duty) {
    owners(duty);
    verifier(duty);
    meeting(duty);
    const auto& obligation = duty.obligation();
    confirmation(name(duty), at(duty), duty.confirmed_by(), duty.confirmed_on());
    if (duty.confirmed() && awaits_confirmation(duty))
      draft.faults.error(at(duty),
                         name(duty) + " is confirmed, and the values " + listed(duty.proposed()) + " are our proposal: 待校党委确认",
                         "write who confirmed them and when (confirmed_by, confirmed_on), as fenghuo catalogue confirm does, or keep "
                         "status: draft");
    if (any(obligation.support(), [&](const std::string& unit) { return unit == duty.owner() || unit == "unit:" + duty.lead(); }))
      warn(at(duty), name(duty) + " has its owner or lead unit among those that support", "name it once");
    if (!titles_seen.insert(obligation.title() + "|" + duty.owner() + "|" + duty.each()).second)
      warn(at(duty), name(duty) + " is shadowed: another one has its title and its owner", "merge them or rename one");
    const wire::Plan* plan = plan_of(bundle, duty);
    const bool person = duty.each().starts_with("member") || (duty.each().empty() && !duty.owner().starts_with("unit:"));
    if (plan != nullptr && goes_to(*plan, "lead") && duty.lead().empty() && person)
      warn(at(duty), name(duty) + " names no lead unit, and its plan \"" + plan->id() + "\" reminds the lead unit",
           "add lead: or take another plan");
  }

  // A confirmation says who and when, or it is none.
  void confirmation(const std::string& what, const Place& place, const std::string& by, const std::string& on) {
    if (by.empty() != on.empty())
      draft.faults.error(place,
                         what + (by.empty() ? " says when it was confirmed, and not by whom" : " says who confirmed it, and not when"),
                         "write both, confirmed_by and confirmed_on");
  }

  static std::string listed(const google::protobuf::RepeatedPtrField<std::string>& keys) {
    std::string out;
    for (const auto& key : keys) out.append(out.empty() ? "" : ", ").append(key);
    return out;
  }

  bool is_reachable(const std::string& party) {
    const auto [known, fresh] = reachable_seen.try_emplace(party, false);
    if (fresh) known->second = duty_reachable(bundle, party);
    return known->second;
  }

  void owners(const wire::Duty& duty) {
    bool none = true;
    parties.ever(duty, [&](const obligations::Party& owner) {
      none = false;
      if (!is_reachable(owner.name) && unreachable_seen.insert(owner.name).second)
        warn(at(duty), name(duty) + " is " + owner.name + "'s, where nobody can be reached", "give it a contact in directory.yaml");
      return true;
    });
    if (none) warn(at(duty), name(duty) + " is for each " + duty.each() + ", and directory.yaml has none", "add them, or name an owner");
  }

  void verifier(const wire::Duty& duty) {
    const std::string& verifier = duty.obligation().verifier();
    if (verifier.empty()) return;
    if (duty.each().empty() && verifier == parties.owner(duty).name)
      draft.faults.error(at(duty), name(duty) + " would be verified by its owner", "name another verifier: never the submitter");
    else if (!duty_reachable(bundle, verifier) && unreachable_seen.insert(verifier).second)
      warn(at(duty), name(duty) + " is verified by " + verifier + ", where nobody can be reached", "give it a contact in directory.yaml");
  }

  void meeting(const wire::Duty& duty) {
    const auto& obligation = duty.obligation();
    if (!obligation.meeting() && !obligation.attendees().empty())
      warn(at(duty), name(duty) + " invites people and is no meeting", "add meeting: true, or remove attendees");
    if (!obligation.meeting()) return;
    if (obligation.attendees().empty()) warn(at(duty), name(duty) + " is a meeting to which nobody is invited", "add attendees");
    const wire::Plan* plan = plan_of(bundle, duty);
    if (plan != nullptr && plan->meeting_steps().empty())
      warn(at(duty), name(duty) + " is a meeting, and its plan \"" + plan->id() + "\" has no meeting_steps",
           "add them, or take another plan");
  }

  void plan(const wire::Plan& plan) {
    const Place place = draft.place("plan/" + plan.id());
    confirmation("plan \"" + plan.id() + "\"", place, plan.confirmed_by(), plan.confirmed_on());
    if (plan.confirmed() == plan.confirmed_by().empty())
      draft.faults.error(place,
                         "plan \"" + plan.id() + "\" " +
                             (plan.confirmed() ? "is confirmed, and its numbers are our proposal: 待校党委确认"
                                               : "says who confirmed it, and confirmed: false"),
                         "write who confirmed them and when (confirmed_by, confirmed_on), as fenghuo catalogue confirm --plan does, with "
                         "confirmed: true; or take all three back");
    if (!any(bundle.duties(), [&](const wire::Duty& duty) { return duty.obligation().plan() == plan.id(); }))
      warn(place, "no duty takes plan \"" + plan.id() + "\"", "remove it, or name it in a duty");
    for (const auto* steps : {&plan.steps(), &plan.meeting_steps()}) {
      const wire::PlanStep* last = nullptr;
      for (const auto& step : *steps) {
        step_parties(plan, step, place);
        if (step.kind() == "hint" || step.kind() == "urge" || step.kind() == "order") continue;
        if (last != nullptr && step.working_days() < last->working_days())
          warn(place, "step \"" + step.id() + "\" of plan \"" + plan.id() + "\" comes before \"" + last->id() + "\"", "let the times rise");
        last = &step;
      }
    }
    if (!duty_reachable(bundle, plan.approver()))
      warn(place, "extensions by plan \"" + plan.id() + "\" are approved by " + plan.approver() + ", where nobody can be reached",
           "give it a contact in directory.yaml");
  }

  void step_parties(const wire::Plan& plan, const wire::PlanStep& step, const Place& place) {
    for (const auto& to : step.to()) {
      if (!reachable(bundle, to))
        warn(place, "step \"" + step.id() + "\" of plan \"" + plan.id() + "\" goes to " + to + ", where nobody can be reached",
             "give it a contact in directory.yaml");
    }
  }

  void events() {
    for (const auto& [key, place] : draft.places) {
      if (!key.starts_with("event/")) continue;
      const std::string id = key.substr(6);
      if (!any(bundle.duties(), [&](const wire::Duty& duty) { return duty.when().event() == id; }))
        warn(place, "event \"" + id + "\" starts no duty", "name it in a duty's when, or remove it");
    }
  }
};

}  // namespace

void lint_duties(Draft& draft) {
  DutyLinter linter{draft};
  if (draft.bundle.duties().empty() || !linter.foundations()) return;
  linter.rules();
  for (const auto& duty : draft.bundle.duties()) linter.duty(duty);
  for (const auto& plan : draft.bundle.plans()) linter.plan(plan);
  linter.events();
}

}  // namespace fenghuo::config
