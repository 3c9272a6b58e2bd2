// The look-ups of one bundle: levels by rank, ladders, roles, units, categories, where a party is reached, the calendar.
//
// Made once a bundle, immutable, safe to share between threads. Roles and units hold from a day to a day: on() gives the index of a day,
// made once for each stretch of days without a change of the directory. Refers to the bundle, which must outlive it. Never fails: what a
// broken bundle lacks is replaced by what keeps a matter loud (an unknown level is the most severe one, a missing ladder is the built-in
// one).
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "common/calendar/calendar.hpp"
#include "common/messages/frame.hpp"

namespace fenghuo::escalator {

class Index {
 public:
  using Destinations = std::vector<const wire::Destination*>;

  explicit Index(const wire::Bundle& bundle);  // of no day: everybody holds
  Index(const Index&) = delete;
  Index& operator=(const Index&) = delete;

  // The directory as it is on t's day: this one where nothing ever changes. Lives as long as this index.
  const Index& on(Instant t) const;

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
  // 分管校领导 of a unit: the leader in the seat whose portfolio holds it, else an empty seat that a deputy answers for; empty: nobody.
  std::string leader_in_charge(std::string_view unit) const;
  // Of the leading group, a seat of the party committee, or the one seat for all in charge: hears at most one mail a day.
  bool is_leader(std::string_view party) const;

  // Somebody sits there today, or a deputy who can be reached answers for the empty seat. A role nobody knows may be anybody's.
  bool seated(std::string_view role_id) const;
  // 校外单位 and whoever is told by telephone: a person's task, the machine has nowhere to send it.
  bool told_by_hand(std::string_view party) const;
  // Where a party is reached: its contacts, or its deputy's while it has none or its seat is empty. Empty: nobody there.
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
  using Day = std::uint32_t;  // YYYYMMDD, as in the bundle; 0: no day
  Index(const wire::Bundle& bundle, Day day);

  template <class Entry>
  bool holds(const Entry& entry) const;
  Destinations contacts_of(const google::protobuf::RepeatedPtrField<std::string>& ids) const;
  void add_turns();
  void add_reach();
  void add_duties();
  void add_leaders();

  const wire::Bundle& bundle_;
  const Day day_ = 0;
  Calendar calendar_;
  std::vector<Day> turns_;  // days on which a role or unit begins to hold, or holds no longer
  mutable std::mutex mutex_;
  mutable std::vector<std::unique_ptr<const Index>> by_turn_;
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
  std::unordered_set<std::string_view> leaders_;                      // role ids
  std::unordered_map<std::string_view, std::string_view> in_charge_;  // unit → the role whose portfolio holds it
  ById<wire::Destination> destinations_;
  std::unordered_map<std::string, Destinations> reach_;  // by party
};

}  // namespace fenghuo::escalator
