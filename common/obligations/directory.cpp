#include "common/obligations/directory.hpp"

#include <algorithm>

namespace fenghuo::obligations {
namespace {

constexpr std::string_view seat_in_charge = "leader_in_charge";

template <class List, class Map>
void add_all(const List& list, Map& map) {
  for (const auto& entry : list) map.emplace(entry.id(), &entry);
}

void add_once(std::vector<std::string>& list, std::string party) {
  if (std::find(list.begin(), list.end(), party) == list.end()) list.push_back(std::move(party));
}

bool is_office_of(std::string_view unit, const wire::Role* role) {
  return role != nullptr && !role->office().empty() && unit.starts_with("unit:") && unit.substr(5) == role->office();
}

}  // namespace

bool stands_for(const wire::Bundle& bundle, std::string_view acting, std::string_view asked) {
  if (acting == asked || !asked.starts_with("role:")) return acting == asked;
  const auto& roles = bundle.roles();
  const auto found = std::find_if(roles.begin(), roles.end(), [&](const wire::Role& role) { return role.id() == asked.substr(5); });
  return found != roles.end() && is_office_of(acting, &*found);
}

std::uint32_t day_number(Date day) {
  return static_cast<std::uint32_t>(static_cast<int>(day.year())) * 10'000 + static_cast<unsigned>(day.month()) * 100 +
         static_cast<unsigned>(day.day());
}

Directory::Directory(const wire::Bundle& bundle, Day day) : bundle_(bundle), day_(day) {
  add_all(bundle.roles(), roles_);
  add_all(bundle.units(), units_);
  add_all(bundle.destinations(), destinations_);
  add_reach();
  add_leaders();
  add_away();
}

// Whoever sits in a seat is in charge before a deputy for an empty one.
void Directory::add_leaders() {
  for (const bool in_seat : {true, false}) {
    for (const auto& role : bundle_.roles()) {
      if (!role.leader() || holds(role) != in_seat || !seated(role.id())) continue;
      for (const auto& unit : role.portfolio()) in_charge_.try_emplace(unit, role.id());
    }
  }
  for (const auto& role : bundle_.roles()) {
    if (role.leader()) leaders_.insert(role.id());
  }
  if (const auto* committee = role(bundle_.committee_role())) leaders_.insert(committee->members().begin(), committee->members().end());
  leaders_.insert(seat_in_charge);
}

Directory::Destinations Directory::contacts_of(const google::protobuf::RepeatedPtrField<std::string>& ids) const {
  Destinations out;
  for (const auto& id : ids) {
    const auto* destination = find(destinations_, id);
    if (destination != nullptr && std::find(out.begin(), out.end(), destination) == out.end()) out.push_back(destination);
  }
  return out;
}

void Directory::add_reach() {
  for (const auto& unit : bundle_.units()) reach_.emplace("unit:" + unit.id(), holds(unit) ? contacts_of(unit.contacts()) : Destinations());
  for (const auto& role : bundle_.roles()) {
    if (role.manual()) {
      reach_.emplace("role:" + role.id(), Destinations());
      continue;
    }
    auto own = holds(role) ? contacts_of(role.contacts()) : Destinations();
    const auto* deputy = this->role(role.deputy());
    if (own.empty() && deputy != nullptr && holds(*deputy)) own = contacts_of(deputy->contacts());
    reach_.emplace("role:" + role.id(), std::move(own));
  }
}

void Directory::add_away() {
  std::unordered_set<std::string_view> of_offices, of_units;  // party organisations
  for (const auto& unit : bundle_.units()) {
    const bool college = unit.kind() == "college";
    if (college) away_.insert(unit.id());
    if (unit.kind() == "party_org" || !holds(unit)) continue;
    for (const auto& party_org : unit.party_orgs()) (college ? of_units : of_offices).insert(party_org);
  }
  for (const auto& unit : bundle_.units()) {
    if (unit.kind() == "party_org" && of_units.contains(unit.id()) && !of_offices.contains(unit.id())) away_.insert(unit.id());
  }
}

std::string Directory::leader_in_charge(std::string_view unit_id) const {
  if (const auto known = in_charge_.find(unit_id); known != in_charge_.end()) return "role:" + std::string(known->second);
  const auto* known = unit(unit_id);
  if (known != nullptr && is_leader("role:" + known->leader()) && seated(known->leader())) return "role:" + known->leader();
  return role(seat_in_charge) != nullptr ? "role:" + std::string(seat_in_charge) : std::string();  // one for all, in a small directory
}

bool Directory::is_leader(std::string_view party) const { return party.starts_with("role:") && leaders_.contains(party.substr(5)); }

std::string Directory::liaison_of(std::string_view party) const {
  const auto* leader = is_leader(party) ? role(party.substr(5)) : nullptr;
  const bool known = leader != nullptr && role(leader->liaison()) != nullptr && seated(leader->liaison());
  return known ? "role:" + leader->liaison() : std::string();
}

bool Directory::seated(std::string_view role_id) const {
  const auto* known = role(role_id);
  return known == nullptr || holds(*known) || reachable("role:" + std::string(role_id));
}

std::vector<std::string> Directory::members_of(std::string_view role_id) const {
  std::vector<std::string> out;
  if (const auto* body = role(role_id)) {
    for (const auto& member : body->members()) {
      const std::string_view seat = member.starts_with("role:") ? std::string_view(member).substr(5) : std::string_view(member);
      if (seated(seat)) add_once(out, "role:" + std::string(seat));
    }
  }
  if (out.empty() && !role_id.empty()) out.push_back("role:" + std::string(role_id));
  return out;
}

bool Directory::told_by_hand(std::string_view party) const {
  const auto* known = party.starts_with("role:") ? role(party.substr(5)) : nullptr;
  return known != nullptr && known->manual();
}

const Directory::Destinations& Directory::destinations(std::string_view party) const {
  static const Destinations none;
  const auto found = reach_.find(std::string(party));
  return found == reach_.end() ? none : found->second;
}

std::string Directory::party_name(std::string_view party) const {
  const auto colon = party.find(':');
  const auto id = colon == std::string_view::npos ? party : party.substr(colon + 1);
  const auto named = [&](const auto* entry) { return entry == nullptr || entry->name().empty() ? std::string(id) : entry->name(); };
  return party.starts_with("unit:") ? named(unit(id)) : named(role(id));
}

bool Directory::stands_for(std::string_view acting, std::string_view asked) const {
  return acting == asked || is_office_of(acting, asked.starts_with("role:") ? role(asked.substr(5)) : nullptr);
}

bool Directory::same_side(std::string_view a, std::string_view b) const {
  return !a.empty() && !b.empty() && (stands_for(a, b) || stands_for(b, a));
}

bool Directory::away_in_breaks(std::string_view party) const {
  if (party.starts_with("unit:")) return away_.contains(party.substr(5));
  if (!party.starts_with("role:") || is_leader(party)) return false;
  const auto* known = role(party.substr(5));
  return known != nullptr && away_.contains(known->office());
}

}  // namespace fenghuo::obligations
