#include "common/obligations/participants.hpp"

#include <algorithm>

namespace fenghuo::obligations {
namespace {

void add_once(std::vector<std::string>& list, const std::string& party) {
  if (!party.empty() && std::find(list.begin(), list.end(), party) == list.end()) list.push_back(party);
}

// A bare id is a role's; a party stays as it is.
std::string role_party(const std::string& id) {
  return id.empty() || id.starts_with("role:") || id.starts_with("unit:") ? id : "role:" + id;
}

// Who decides, by its name in the catalogue: 分管校领导 is whoever is in charge of the unit.
std::string decider(const Participants& people, const std::string& name) {
  return name == "role:leader_in_charge" ? people.directory().leader_in_charge(people.unit()) : name;
}

}  // namespace

const wire::AskGroup* Participants::lead_group() const {
  for (const auto& group : matter_.groups()) {
    if (!group.dropped() && group.since_rung() == 0) return &group;
  }
  return nullptr;
}

const wire::AskGroup* Participants::group_of(std::string_view party) const {
  for (const auto& group : matter_.groups()) {
    if (group.dropped()) continue;
    if (std::any_of(group.parties().begin(), group.parties().end(), [&](const auto& one) { return directory_.same_side(party, one); }))
      return &group;
  }
  return nullptr;
}

std::string Participants::owner() const {
  const auto* group = lead_group();
  return group == nullptr || group->parties_size() == 0 ? state().occurrence().party() : group->parties(0);
}

std::string Participants::lead() const {
  const std::string unit_id = entry_ != nullptr && !entry_->lead().empty() ? entry_->lead() : unit();
  return unit_id.empty() || unit_id.starts_with("unit:") || unit_id.starts_with("role:") ? unit_id : "unit:" + unit_id;
}

std::vector<std::string> Participants::named(const std::string& spec) const {
  if (spec == "owner") return {owner()};
  if (spec == "support") return supporters();
  if (spec == "attendees") return attendees();
  if (spec == "lead") return {lead()};
  if (spec == "supervision") return {supervision()};
  if (spec == "leader_in_charge") return {directory_.leader_in_charge(unit())};
  if (spec.starts_with("body:")) return directory_.members_of(std::string_view(spec).substr(5));
  return {spec};
}

std::vector<std::string> Participants::supporters() const {
  std::vector<std::string> out;
  for (const auto& group : matter_.groups()) {
    if (group.dropped() || group.since_rung() == 0) continue;
    for (const auto& party : group.parties()) add_once(out, party);
  }
  return out;
}

std::vector<std::string> Participants::attendees() const {
  std::vector<std::string> out;
  for (const auto& party : obligation().attendees()) {
    for (const auto& each : named(party)) {
      for (const auto& member : each_of(each)) add_once(out, member);
    }
  }
  return out;
}

std::string Participants::unit() const {
  if (matter_.units_size() > 0) return matter_.units(0);
  const auto party = owner();
  if (party.starts_with("unit:")) return party.substr(5);
  if (!state().occurrence().unit().empty()) return state().occurrence().unit();
  const auto* role = party.starts_with("role:") ? directory_.role(party.substr(5)) : nullptr;
  return role == nullptr ? std::string() : role->office();
}

std::string Participants::dispatcher() const { return role_party(directory_.bundle().dispatch_role()); }

std::string Participants::supervision() const {
  const auto& bundle = directory_.bundle();
  const std::string by_unit = bundle.supervision_unit().empty() ? std::string() : "unit:" + bundle.supervision_unit();
  for (const auto& party : {by_unit, dispatcher(), role_party(bundle.operator_role())}) {
    if (!party.empty() && directory_.reachable(party)) return party;
  }
  return {};
}

// A unit that verifies a duty of every unit does not verify its own.
std::string Participants::verifier() const {
  const auto named_one = decider(*this, obligation().verifier());
  return named_one.empty() || named_one == owner() ? dispatcher() : named_one;
}

std::string Participants::approver() const {
  auto named_one = decider(*this, role_party(plan_.approver()));
  if (!named_one.empty() && !is_owner(named_one)) return named_one;
  return dispatcher();
}

std::vector<std::string> Participants::each_of(const std::string& party) const {
  const auto* role = party.starts_with("role:") ? directory_.role(std::string_view(party).substr(5)) : nullptr;
  return role != nullptr && role->members_size() > 0 && role->contacts_size() == 0 ? directory_.members_of(role->id())
                                                                                   : std::vector<std::string>{party};
}

std::vector<std::string> Participants::recipients(const google::protobuf::RepeatedPtrField<std::string>& to) const {
  std::vector<std::string> out;
  for (const auto& spec : to) {
    for (const auto& party : named(spec)) {
      for (const auto& member : each_of(party)) add_once(out, member);
    }
  }
  return out;
}

bool Participants::is_owner(std::string_view party) const { return directory_.same_side(party, owner()); }

bool Participants::acts_for_owner(std::string_view party) const {
  if (is_owner(party)) return true;
  const auto leader = owner();
  if (!directory_.is_leader(leader) || party.empty()) return false;
  return party == directory_.liaison_of(leader) || (entry_ != nullptr && !entry_->lead().empty() && party == lead());
}

bool Participants::is_supporter(std::string_view party) const {
  const auto all = supporters();
  return std::any_of(all.begin(), all.end(), [&](const std::string& one) { return directory_.same_side(party, one); });
}

bool Participants::is_office(std::string_view party) const {
  const auto& unit_id = directory_.bundle().supervision_unit();
  return directory_.same_side(party, dispatcher()) || (!unit_id.empty() && directory_.same_side(party, "unit:" + unit_id));
}

bool Participants::by_office(const wire::Action& action) const {
  return action.party().empty() ? action.via() == "cli" : is_office(action.party());
}

std::string Participants::series() const {
  const auto& all = state().extensions();
  const auto n = std::count_if(all.begin(), all.end(), [](const wire::Extension& one) { return one.approved(); });
  return n == 0 ? "" : "x" + std::to_string(n) + "/";
}

const wire::Slip* Participants::slip(std::string_view kind) const {
  const std::string id = series() + std::string(kind);
  for (const auto& one : state().slips()) {
    if (one.id() == id) return &one;
  }
  return nullptr;
}

const wire::Extension* Participants::pending_extension() const {
  const auto& all = state().extensions();
  return all.empty() || all.rbegin()->decided_at() != 0 ? nullptr : &*all.rbegin();
}

}  // namespace fenghuo::obligations
