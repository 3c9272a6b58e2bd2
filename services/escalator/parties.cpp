#include "services/escalator/parties.hpp"

namespace fenghuo::escalator {
namespace {

void add_once(std::vector<std::string>& list, std::string party) {
  if (std::find(list.begin(), list.end(), party) == list.end()) list.push_back(std::move(party));
}

bool gone(const Context& ctx, const std::string& party) { return contains(ctx.m.no_longer(), party); }

std::string stand_in(const Context& ctx, std::string party) {
  if (!gone(ctx, party)) return party;
  return ctx.m.dispatch_asked() && !ctx.active.bundle().dispatch_role().empty() ? "role:" + ctx.active.bundle().dispatch_role()
                                                                                : std::string();
}

// Every unit concerned, lead first.
std::vector<std::string> units_of(const Context& ctx) {
  std::vector<std::string> out;
  for (const auto& unit : ctx.m.units()) {
    if (auto party = stand_in(ctx, "unit:" + unit); !party.empty()) add_once(out, std::move(party));
  }
  return out;
}

std::vector<std::string> expand(const Context& ctx, const std::string& spec) {
  if (spec == "unit") return units_of(ctx);
  if (spec.starts_with("body:")) return members_of(ctx.active, std::string_view(spec).substr(5));
  return {spec};
}

void add_asked(const Context& ctx, const wire::AskSpec& spec, std::vector<Group>& groups) {
  Group group;
  std::vector<std::string> further;
  for (const auto& entry : spec.any_of()) {
    auto parties = expand(ctx, entry);
    if (entry == "unit" && parties.size() > 1) {
      further.assign(parties.begin() + 1, parties.end());
      parties.resize(1);
    }
    for (auto& party : parties) {
      if (!gone(ctx, party)) add_once(group, std::move(party));
    }
  }
  const auto add = [&](Group made) {
    if (!made.empty() && std::find(groups.begin(), groups.end(), made) == groups.end()) groups.push_back(std::move(made));
  };
  add(std::move(group));
  for (auto& unit : further) add({std::move(unit)});
}

}  // namespace

std::vector<std::string> members_of(const Index& index, std::string_view role_id) { return index.members_of(role_id); }

People people_of(const Context& ctx, const wire::Rung& rung) {
  People people;
  for (const auto& spec : rung.asked()) add_asked(ctx, spec, people.asked);
  for (const auto& spec : rung.informed()) {
    for (auto& party : expand(ctx, spec)) {
      const bool asked = std::any_of(people.asked.begin(), people.asked.end(),
                                     [&](const Group& g) { return std::find(g.begin(), g.end(), party) != g.end(); });
      if (!asked && !gone(ctx, party)) add_once(people.informed, std::move(party));
    }
  }
  return people;
}

bool reachable(const Index& index, const Group& group) {
  return std::any_of(group.begin(), group.end(), [&](const std::string& party) { return index.reachable(party); });
}

std::string role_or_operator(const Context& ctx, std::string_view role) {
  const auto& bundle = ctx.active.bundle();
  for (const std::string_view candidate : {role, std::string_view(bundle.dispatch_role()), std::string_view(bundle.operator_role())}) {
    if (!candidate.empty() && ctx.active.reachable("role:" + std::string(candidate))) return "role:" + std::string(candidate);
  }
  return {};
}

}  // namespace fenghuo::escalator
