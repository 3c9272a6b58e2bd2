// What is well formed and still would leave somebody untold: parties nobody can reach, empty rungs, rungs nobody climbs to, shadowed rules,
// missing years. Warnings, but for one: red and orange must be able to reach the party secretary and the party committee. Pure.
#pragma once

#include "common/config/bundle_parts.hpp"

namespace fenghuo::config {

// Call when the references are sound. `this_year` is the local year, for the calendar.
void lint_bundle(Draft& draft, int this_year);

// Can a message get to the party (role:…, unit:…, body:…)? A role by its own contacts, else its deputy's; a body by any of its members. A
// telephone alone is no contact: somebody else has to take it up.
bool reachable(const wire::Bundle& bundle, std::string_view party);

}  // namespace fenghuo::config
