// The readers of the bundle's files, one a file. Each takes a tree that check_shape has seen (its faults are already noted) and adds its
// part to the bundle; what a Shape can't say (days in two lists, a range turned round) it checks itself. Not thread-safe: one Draft per
// load.
#pragma once

#include <map>
#include <string>

#include "common/config/names.hpp"
#include "common/config/node.hpp"
#include "common/messages/frame.hpp"

namespace fenghuo::config {

struct Draft {
  wire::Bundle bundle;
  Names names;
  FaultList faults;
  // Where things without a name of their own stand, for the lints: "ladder/red", "ladder/red/2" (rung), "inhibition/0",
  // "policy/secretary_role".
  std::map<std::string, Place> places;
  std::string secretary_role;  // policy.yaml, for the lints alone

  Place place(const std::string& key) const {
    const auto at = places.find(key);
    return at == places.end() ? Place{} : at->second;
  }
};

void read_levels(const Node& root, Draft& draft);
void read_ladders(const Node& root, Draft& draft);
void read_categories(const Node& root, Draft& draft);
void read_directory(const Node& root, Draft& draft);
void read_destinations(const Node& root, Draft& draft);
void read_providers(const Node& root, Draft& draft);
void read_calendar(const Node& root, Draft& draft);
void read_policy(const Node& root, Draft& draft);

}  // namespace fenghuo::config
