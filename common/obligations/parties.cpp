#include "common/obligations/parties.hpp"

#include <algorithm>

#include "common/obligations/directory.hpp"

namespace fenghuo::obligations {

// 二级单位 are the offices and the colleges; a party organisation is no unit of that kind.
Parties::Parties(const wire::Bundle& bundle) : bundle_(bundle) {
  for (const auto& unit : bundle.units()) {
    if (unit.kind() == "party_org") {
      party_orgs_.push_back(&unit);
      continue;
    }
    units_.push_back(&unit);
    if (unit.kind() == "college") colleges_.push_back(&unit);
  }
}

const Parties::Units& Parties::units_of(std::string_view each) const {
  static const Units none;
  if (each == "unit") return units_;
  if (each == "college") return colleges_;
  return each == "party_org" ? party_orgs_ : none;
}

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
  const Units& units = units_of(duty.each());
  return std::all_of(units.begin(), units.end(), [&](const wire::Unit* unit) {
    return !holds_on(*unit, on) || take({"unit:" + unit->id(), unit->id(), {}});
  });
}

}  // namespace fenghuo::obligations
