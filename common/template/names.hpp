// What people call the ids of the bundle: parties, levels, categories, units, states. Pure; an unknown id falls back to the id itself.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "common/messages/frame.hpp"

namespace fenghuo {

// party: "role:<id>" or "unit:<id>".
std::string party_name(const wire::Bundle& bundle, std::string_view party);
// Several parties, "a,b", joined with 、.
std::string party_names(const wire::Bundle& bundle, std::string_view parties);

std::string unit_name(const wire::Bundle& bundle, std::string_view unit);
std::string level_name(const wire::Bundle& bundle, std::string_view level);        // 红色（一级）
std::string category_name(const wire::Bundle& bundle, std::string_view category);  // unknown: the default category's name

// Work as the outside sees it: awaiting, in_progress, … and its Chinese name.
std::string work_id(wire::Work work);
std::string work_name(wire::Work work);

// What state a delivery may be in, as lists and filters write it.
inline constexpr std::array<std::string_view, 7> delivery_states = {"queued",    "started", "delivered", "dead",
                                                                    "withdrawn", "expired", "held"};

}  // namespace fenghuo
