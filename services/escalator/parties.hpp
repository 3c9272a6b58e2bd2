// Whom a rung means: its specs become parties, the asked ones in groups of which any one suffices. Pure; resolved when the rung fires.
#pragma once

#include <string>
#include <vector>

#include "services/escalator/context.hpp"

namespace fenghuo::escalator {

using Group = std::vector<std::string>;

struct People {
  std::vector<Group> asked;
  std::vector<std::string> informed;  // and not asked
};

// "role:<id>" | "unit" (lead; each further unit becomes a group of its own) | "unit:<id>" | "body:<role>" (each member). Parties that
// declined are left out; the dispatching office stands in for a lead unit that declined.
People people_of(const Context& ctx, const wire::Rung& rung);
// The members of a body; the role itself when it has none.
std::vector<std::string> members_of(const Index& index, std::string_view role);

bool reachable(const Index& index, const Group& group);
// The role by this id, or the next of those that exist to hear what nobody else does.
std::string role_or_operator(const Context& ctx, std::string_view role);

}  // namespace fenghuo::escalator
