#include "services/escalator/duty_parties.hpp"

#include "services/escalator/parties.hpp"

namespace fenghuo::escalator {
namespace {

void add_once(std::vector<std::string>& list, const std::string& party) {
  if (!party.empty() && std::find(list.begin(), list.end(), party) == list.end()) list.push_back(party);
}

// A bare id is a role's; a party stays as it is.
std::string role_party(const std::string& id) {
  return id.empty() || id.starts_with("role:") || id.starts_with("unit:") ? id : "role:" + id;
}

// The unit that leads by the catalogue; by its absence the one it counts under.
std::string lead_of(const Context& ctx) {
  const auto* entry = ctx.policy->duty(duty(ctx).occurrence().duty());
  const std::string unit = entry != nullptr && !entry->lead().empty() ? entry->lead() : unit_of_duty(ctx);
  return unit.empty() || unit.starts_with("unit:") || unit.starts_with("role:") ? unit : "unit:" + unit;
}

std::vector<std::string> named(const Context& ctx, const std::string& spec) {
  if (spec == "owner") return {owner_of(ctx)};
  if (spec == "support") return supporters_of(ctx);
  if (spec == "attendees") return attendees_of(ctx);
  if (spec == "lead") return {lead_of(ctx)};
  if (spec == "supervision") return {supervision_of(ctx)};
  if (spec == "leader_in_charge") return {ctx.active.leader_in_charge(unit_of_duty(ctx))};
  if (spec.starts_with("body:")) return members_of(ctx.active, std::string_view(spec).substr(5));
  return {spec};
}

}  // namespace

const wire::Plan& plan_of_duty(const Context& ctx) { return ctx.policy->plan(obligation(ctx).plan()); }

const wire::AskGroup* lead_group(const wire::Matter& m) {
  for (const auto& group : m.groups()) {
    if (!group.dropped() && group.since_rung() == 0) return &group;
  }
  return nullptr;
}

wire::AskGroup* lead_group(wire::Matter& m) { return const_cast<wire::AskGroup*>(lead_group(std::as_const(m))); }

std::string owner_of(const Context& ctx) {
  const auto* group = lead_group(ctx.m);
  return group == nullptr || group->parties_size() == 0 ? duty(ctx).occurrence().party() : group->parties(0);
}

std::vector<std::string> supporters_of(const Context& ctx) {
  std::vector<std::string> out;
  for (const auto& group : ctx.m.groups()) {
    if (group.dropped() || group.since_rung() == 0) continue;
    for (const auto& party : group.parties()) add_once(out, party);
  }
  return out;
}

std::vector<std::string> attendees_of(const Context& ctx) {
  std::vector<std::string> out;
  for (const auto& party : obligation(ctx).attendees()) {
    for (const auto& each : named(ctx, party)) {
      for (const auto& member : each_of(ctx, each)) add_once(out, member);
    }
  }
  return out;
}

std::string unit_of_duty(const Context& ctx) {
  if (ctx.m.units_size() > 0) return ctx.m.units(0);
  const auto owner = owner_of(ctx);
  if (owner.starts_with("unit:")) return owner.substr(5);
  if (!duty(ctx).occurrence().unit().empty()) return duty(ctx).occurrence().unit();
  const auto* role = owner.starts_with("role:") ? ctx.active.role(owner.substr(5)) : nullptr;
  return role == nullptr ? std::string() : role->office();
}

std::string dispatcher_of(const Context& ctx) { return role_party(ctx.active.bundle().dispatch_role()); }

std::string supervision_of(const Context& ctx) {
  const auto& unit = ctx.active.bundle().supervision_unit();
  if (!unit.empty() && ctx.active.reachable("unit:" + unit)) return "unit:" + unit;
  const auto dispatcher = dispatcher_of(ctx);
  if (!dispatcher.empty() && ctx.active.reachable(dispatcher)) return dispatcher;
  return role_or_operator(ctx, "");
}

// A unit that verifies a duty of every unit does not verify its own.
std::string verifier_of(const Context& ctx) {
  const auto& named_one = obligation(ctx).verifier();
  return named_one.empty() || named_one == owner_of(ctx) ? dispatcher_of(ctx) : named_one;
}

std::string approver_of(const Context& ctx) {
  auto named_one = role_party(plan_of_duty(ctx).approver());
  if (named_one == "role:leader_in_charge") named_one = ctx.active.leader_in_charge(unit_of_duty(ctx));
  if (!named_one.empty() && !is_owner(ctx, named_one)) return named_one;
  return dispatcher_of(ctx);
}

std::vector<std::string> each_of(const Context& ctx, const std::string& party) {
  const auto* role = party.starts_with("role:") ? ctx.active.role(std::string_view(party).substr(5)) : nullptr;
  return role != nullptr && role->members_size() > 0 && role->contacts_size() == 0 ? members_of(ctx.active, role->id())
                                                                                   : std::vector<std::string>{party};
}

std::vector<std::string> recipients_of(const Context& ctx, const google::protobuf::RepeatedPtrField<std::string>& to) {
  std::vector<std::string> out;
  for (const auto& spec : to) {
    for (const auto& party : named(ctx, spec)) {
      for (const auto& member : each_of(ctx, party)) add_once(out, member);
    }
  }
  return out;
}

bool same_side(const Context& ctx, std::string_view a, std::string_view b) {
  return !a.empty() && !b.empty() && (ctx.active.stands_for(a, b) || ctx.active.stands_for(b, a));
}

bool is_owner(const Context& ctx, std::string_view party) { return same_side(ctx, party, owner_of(ctx)); }

bool acts_for_owner(const Context& ctx, std::string_view party) {
  if (is_owner(ctx, party)) return true;
  const auto owner = owner_of(ctx);
  const auto* entry = ctx.policy->duty(duty(ctx).occurrence().duty());
  const auto* role = ctx.active.is_leader(owner) ? ctx.active.role(std::string_view(owner).substr(5)) : nullptr;
  if (role == nullptr) return false;
  return (!role->liaison().empty() && party == role_party(role->liaison())) ||
         (entry != nullptr && !entry->lead().empty() && party == lead_of(ctx));
}

bool is_supporter(const Context& ctx, std::string_view party) {
  const auto all = supporters_of(ctx);
  return std::any_of(all.begin(), all.end(), [&](const std::string& one) { return same_side(ctx, party, one); });
}

bool is_office(const Context& ctx, std::string_view party) {
  const auto& unit = ctx.active.bundle().supervision_unit();
  return same_side(ctx, party, dispatcher_of(ctx)) || (!unit.empty() && same_side(ctx, party, "unit:" + unit));
}

std::string signer_of(std::string_view by) {
  constexpr std::string_view reported = "self-reported:";
  if (!by.starts_with(reported)) return std::string(by);
  by.remove_prefix(reported.size());
  const bool party = by.starts_with("unit:") || by.starts_with("role:") || by.starts_with("body:");
  return party ? std::string() : std::string(by);
}

bool by_office(const Context& ctx, const wire::Action& action) {
  return action.party().empty() ? action.via() == "cli" : is_office(ctx, action.party());
}

}  // namespace fenghuo::escalator
