// The look-ups of one bundle: levels by rank, ladders, roles, units, categories, where a party is reached, the calendar.
//
// Made once a bundle, immutable, safe to share between threads. Refers to the bundle, which must outlive it. Never fails: what a broken
// bundle lacks is replaced by what keeps a matter loud (an unknown level is the most severe one, a missing ladder is the built-in one).
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "common/calendar/calendar.hpp"
#include "common/messages/frame.hpp"

namespace fenghuo::escalator {

class Index {
 public:
  using Destinations = std::vector<const wire::Destination*>;

  explicit Index(const wire::Bundle& bundle);
  Index(const Index&) = delete;
  Index& operator=(const Index&) = delete;

  const wire::Bundle& bundle() const { return bundle_; }
  const Calendar& calendar() const { return calendar_; }

  const wire::Level& level(std::string_view id) const;  // unknown: the most severe
  bool knows_level(std::string_view id) const { return levels_.contains(id); }
  bool more_severe(std::string_view a, std::string_view b) const { return level(a).rank() < level(b).rank(); }
  bool most_severe(std::string_view id) const { return level(id).rank() == worst_->rank(); }
  const wire::Ladder& ladder(std::string_view level) const;  // at least one rung

  const wire::Role* role(std::string_view id) const { return find(roles_, id); }
  const wire::Unit* unit(std::string_view id) const { return find(units_, id); }
  const wire::Category* category(std::string_view id) const { return find(categories_, id); }
  const wire::Duty* duty(std::string_view id) const { return find(duties_, id); }
  // How a duty is reminded of; an unknown or empty plan is the built-in one: T-30, T-14, T-7, T-3, T-1, the slips, +1, +3.
  const wire::Plan& plan(std::string_view id) const;
  // Counting duties that this one's closing counts for.
  const std::vector<const wire::Duty*>& counted_by(std::string_view duty) const;
  // 分管校领导 of a unit: the leader whose portfolio holds it; empty: nobody.
  std::string leader_in_charge(std::string_view unit) const;
  // A role of the school's leaders: hears at most one mail a day.
  bool is_leader(std::string_view party) const;

  // Where a party is reached: its contacts, or its deputy's while it has none. Empty: nobody there.
  const Destinations& destinations(std::string_view party) const;
  bool reachable(std::string_view party) const { return !destinations(party).empty(); }

  std::string party_name(std::string_view party) const;
  std::string_view category_name(std::string_view id) const;
  std::string_view level_label(std::string_view id) const;  // the name without what stands in brackets: 红色
  // Whether a party may answer for another: the same, or the office ("unit:u") of an asked role.
  bool stands_for(std::string_view acting, std::string_view asked) const;

 private:
  template <class T>
  using ById = std::unordered_map<std::string_view, const T*>;
  template <class T>
  static const T* find(const ById<T>& map, std::string_view id) {
    const auto found = map.find(id);
    return found == map.end() ? nullptr : found->second;
  }
  void add_reach();
  void add_duties();

  const wire::Bundle& bundle_;
  Calendar calendar_;
  wire::Level no_level_;
  wire::Ladder built_in_;
  const wire::Level* worst_ = &no_level_;
  ById<wire::Level> levels_;
  ById<wire::Ladder> ladders_;
  ById<wire::Role> roles_;
  ById<wire::Unit> units_;
  ById<wire::Category> categories_;
  ById<wire::Duty> duties_;
  ById<wire::Plan> plans_;
  wire::Plan built_in_plan_;
  std::unordered_map<std::string_view, std::vector<const wire::Duty*>> counted_by_;
  ById<wire::Destination> destinations_;
  std::unordered_map<std::string, Destinations> reach_;  // by party
};

}  // namespace fenghuo::escalator
