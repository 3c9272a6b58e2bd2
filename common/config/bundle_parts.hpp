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

// A stretch of the year; days as month * 100 + day.
struct Window {
  std::uint32_t from = 0, to = 0;
  std::int32_t year_shift = 0;
};

struct Draft {
  wire::Bundle bundle;
  Names names;
  FaultList faults;
  // Where things without a name of their own stand, for the lints: "ladder/red", "ladder/red/2" (rung), "inhibition/0",
  // "policy/secretary_role", "duty/cyzd-n", "when/cyzd-n", "plan/committee", "event/forum".
  std::map<std::string, Place> places;
  std::string secretary_role;  // policy.yaml, for the lints alone
  // Windows of plans.yaml by name: duties carry the days, not the name alone.
  std::map<std::string, Window> windows;

  Place place(const std::string& key) const {
    const auto at = places.find(key);
    return at == places.end() ? Place{} : at->second;
  }
};

// Some of its values are ours, and nobody has confirmed them (待校党委确认).
inline bool awaits_confirmation(const wire::Duty& duty) { return !duty.proposed().empty() && duty.confirmed_by().empty(); }

void read_levels(const Node& root, Draft& draft);
void read_ladders(const Node& root, Draft& draft);
void read_categories(const Node& root, Draft& draft);
void read_directory(const Node& root, Draft& draft);
void read_destinations(const Node& root, Draft& draft);
void read_mail(const Node& root, Draft& draft);  // after read_destinations
void read_providers(const Node& root, Draft& draft);
void read_calendar(const Node& root, Draft& draft);
void read_policy(const Node& root, Draft& draft);
void read_plans(const Node& root, Draft& draft);
void read_obligations(const Node& root, Draft& draft);  // after read_plans: windows

}  // namespace fenghuo::config
