#include "common/obligations/parties.hpp"

#include <algorithm>

namespace fenghuo::obligations {
namespace {

// 二级单位 are the offices and the colleges; a party organisation is no unit of that kind.
bool is_one_of(const wire::Unit& unit, std::string_view each) {
  return each == "unit" ? unit.kind() != "party_org" : (each == "college" || each == "party_org") && unit.kind() == each;
}

Party party_of(const wire::Unit& unit) { return {"unit:" + unit.id(), unit.id(), {}}; }

}  // namespace

const wire::Role* Parties::role(std::string_view id) const {
  const auto found = std::find_if(bundle_.roles().begin(), bundle_.roles().end(), [&](const wire::Role& r) { return r.id() == id; });
  return found == bundle_.roles().end() ? nullptr : &*found;
}

std::string Parties::unit_of(const wire::Duty& duty, const wire::Role* role) const {
  if (!duty.lead().empty()) return duty.lead();
  return role != nullptr && !role->office().empty() ? role->office() : bundle_.supervision_unit();
}

Party Parties::owner(const wire::Duty& duty) const {
  const std::string_view owner = duty.owner();
  if (owner.starts_with("unit:")) return {duty.owner(), duty.lead().empty() ? std::string(owner.substr(5)) : duty.lead(), {}};
  const wire::Role* who = owner.starts_with("role:") ? role(owner.substr(5)) : nullptr;
  // A body takes nothing on by itself: its duty lies in the hands of the unit that leads and drafts for it (党办拟稿).
  if (who != nullptr && who->members_size() > 0 && !duty.lead().empty()) return {"unit:" + duty.lead(), duty.lead(), {}};
  return {duty.owner(), unit_of(duty, who), {}};
}

bool Parties::each_member(const wire::Duty& duty, std::uint32_t on, const Take& take) const {
  for (const auto& role : bundle_.roles()) {
    if (!role.leader() || !holds_on(role, on)) continue;
    Party party{"role:" + role.id(), unit_of(duty, &role), {}};
    if (duty.each() == "member") {
      if (!take(party)) return false;
      continue;
    }
    for (auto field = role.fields().begin(); field != role.fields().end(); ++field) {
      if (std::find(role.fields().begin(), field, *field) != field) continue;  // said twice, meant once
      party.field = *field;
      if (!take(party)) return false;
    }
  }
  return true;
}

bool Parties::each(const wire::Duty& duty, Date day, const Take& take) const { return each_on(duty, day_number(day), take); }

bool Parties::each_on(const wire::Duty& duty, std::uint32_t on, const Take& take) const {
  if (duty.each().empty()) return take(owner(duty));
  if (duty.each().starts_with("member")) return each_member(duty, on, take);
  const auto& units = bundle_.units();
  return std::all_of(units.begin(), units.end(),
                     [&](const wire::Unit& unit) { return !is_one_of(unit, duty.each()) || !holds_on(unit, on) || take(party_of(unit)); });
}

std::optional<Party> Parties::one(const Directory& directory, const wire::Duty& duty, Date day, std::string_view name,
                                  std::string_view field) const {
  if (duty.each().empty()) return owner(duty);
  const auto on = day_number(day);
  if (duty.each().starts_with("member")) {
    const wire::Role* who = name.starts_with("role:") ? directory.role(name.substr(5)) : nullptr;
    if (who == nullptr || !who->leader() || !holds_on(*who, on)) return std::nullopt;
    const auto& fields = who->fields();
    if (duty.each() == "member" ? !field.empty() : std::find(fields.begin(), fields.end(), field) == fields.end()) return std::nullopt;
    return Party{"role:" + who->id(), unit_of(duty, who), std::string(field)};
  }
  const wire::Unit* unit = name.starts_with("unit:") ? directory.unit(name.substr(5)) : nullptr;
  if (unit == nullptr || !is_one_of(*unit, duty.each()) || !holds_on(*unit, on)) return std::nullopt;
  return party_of(*unit);
}

}  // namespace fenghuo::obligations
