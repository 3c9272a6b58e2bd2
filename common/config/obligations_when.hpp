// When a duty falls due, as obligations/*.yaml writes it: {window}, {rule, from}, {week}, {count, of, window} or {event, before | after},
// exactly one of them. Pure; faults go to the draft.
#pragma once

#include "common/config/bundle_parts.hpp"
#include "common/config/shape.hpp"

namespace fenghuo::config {

Shape when_shape();
void read_when(const Node& node, Draft& draft, wire::When* when);

}  // namespace fenghuo::config
