// The directory on a day: which roles and units hold, where a party is reached, who leads whom, who may answer for whom.
//
// The one place that knows these rules: the decision, the pages, the linter and the commands ask here. Made once a bundle and day,
// immutable, safe to share between threads. Refers to the bundle, which must outlive it. Never fails: an unknown party is nobody.
// Days are YYYYMMDD as in the bundle; 0 is no day: everybody holds.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "common/calendar/calendar.hpp"
#include "common/messages/frame.hpp"

namespace fenghuo::obligations {

std::uint32_t day_number(Date day);

// A unit or role holds from a day to a day, both included; 0 is open ended, and day 0 any day.
template <class Entry>
bool holds_on(const Entry& entry, std::uint32_t day) {
  return day == 0 || ((entry.valid_from() == 0 || entry.valid_from() <= day) && (entry.valid_to() == 0 || day <= entry.valid_to()));
}

// Whether a party may answer for another: the same, or the office ("unit:u") of an asked role. For whoever asks once of a bundle.
bool stands_for(const wire::Bundle& bundle, std::string_view acting, std::string_view asked);

class Directory {
 public:
  using Day = std::uint32_t;
  using Destinations = std::vector<const wire::Destination*>;

  explicit Directory(const wire::Bundle& bundle, Day day = 0);
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;

  const wire::Bundle& bundle() const { return bundle_; }
  Day day() const { return day_; }
  const wire::Role* role(std::string_view id) const { return find(roles_, id); }
  const wire::Unit* unit(std::string_view id) const { return find(units_, id); }

  template <class Entry>
  bool holds(const Entry& entry) const {
    return holds_on(entry, day_);
  }

  // 分管校领导 of a unit: the leader in the seat whose portfolio holds it, else an empty seat that a deputy answers for, else the leader
  // the unit itself names, else the one seat for all; empty: nobody.
  std::string leader_in_charge(std::string_view unit) const;
  // Of the leading group, a seat of the party committee, or the one seat for all in charge: hears at most one mail a day.
  bool is_leader(std::string_view party) const;

  // "role:…" of who answers for this leader (联络员); empty: nobody.
  std::string liaison_of(std::string_view party) const;

  // Somebody sits there today, or a deputy who can be reached answers for the empty seat. A role nobody knows may be anybody's.
  bool seated(std::string_view role_id) const;
  // The members of a body whose seats are taken; the role itself when it has none.
  std::vector<std::string> members_of(std::string_view role_id) const;
  // 校外单位 and whoever is told by telephone: a person's task, the machine has nowhere to send it.
  bool told_by_hand(std::string_view party) const;
  // Where a party is reached: its contacts, or its deputy's while it has none or its seat is empty. Empty: nobody there.
  const Destinations& destinations(std::string_view party) const;
  bool reachable(std::string_view party) const { return !destinations(party).empty(); }

  std::string party_name(std::string_view party) const;  // an unknown or nameless one: its id
  bool stands_for(std::string_view acting, std::string_view asked) const;
  // Either is the other, or one is the office of the other.
  bool same_side(std::string_view a, std::string_view b) const;

  // 寒暑假: a college is away, and a party organisation whose units all are, and the roles of either. Offices are on duty, and so are the
  // school's leaders and whoever has no office.
  bool away_in_breaks(std::string_view party) const;

 private:
  template <class T>
  using ById = std::unordered_map<std::string_view, const T*>;
  template <class T>
  static const T* find(const ById<T>& map, std::string_view id) {
    const auto found = map.find(id);
    return found == map.end() ? nullptr : found->second;
  }
  Destinations contacts_of(const google::protobuf::RepeatedPtrField<std::string>& ids) const;
  void add_reach();
  void add_leaders();
  void add_away();

  const wire::Bundle& bundle_;
  const Day day_;
  ById<wire::Role> roles_;
  ById<wire::Unit> units_;
  ById<wire::Destination> destinations_;
  std::unordered_set<std::string_view> leaders_;                      // role ids
  std::unordered_map<std::string_view, std::string_view> in_charge_;  // unit → the role whose portfolio holds it
  std::unordered_map<std::string, Destinations> reach_;               // by party
  std::unordered_set<std::string_view> away_;                         // unit ids
};

}  // namespace fenghuo::obligations
