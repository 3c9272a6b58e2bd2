// Where the party of a link stands in a duty: what it may do (common/obligations knows, as it does for the decision), and how the page
// calls things. Pure.
//
// A page is made by the rules in force. Whether an act is allowed the decision judges, by the plan that the matter was opened under.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/calendar/calendar.hpp"
#include "common/obligations/permits.hpp"
#include "services/gateway/rules.hpp"

namespace fenghuo::gateway {

// What a page of a link is made of; refers to link and rules.
struct Standing {
  Standing(const wire::LinkView& link, const Rules& rules, std::string liaison = {});

  const wire::LinkView& link;
  const wire::Bundle& bundle;
  const Zone& zone;
  const Calendar* calendar;  // none: no lamp
  Instant now;
  std::string party;    // of the message
  std::string liaison;  // who reads the page for that party, a leader; empty: the party itself
  std::string answer;   // to an invitation, as the reader pressed it in the mail: the form begins with it

  const wire::Matter& matter() const { return link.matter().body(); }
  const wire::DutyState& duty() const { return matter().duty(); }
  const wire::Obligation& obligation() const { return duty().occurrence().obligation(); }
  wire::Work work() const { return matter().work(); }
  bool finished() const;  // closed, archived, merged or cancelled
  bool meets() const { return obligation().meeting(); }
  Instant due() const { return instant(duty().due_at()); }

  obligations::Directory directory;  // of today
  obligations::Participants people;
  std::string owner;                                 // party that does it
  bool is_owner = false, is_office = false;          // the link's party; or it acts for a leader who does it
  const wire::Extension* asked_extension = nullptr;  // not decided yet
  const wire::Slip* draft = nullptr;                 // an order that waits for its signature
  const wire::Slip* order = nullptr;                 // one that was issued

  // Whether the decision would take this act of the link's party, its content apart: by the state of the work and by who may.
  bool may(wire::ActionKind kind) const;
  std::string name(std::string_view party_id) const;
  std::string proof() const;  // what proves completion
  std::string basis() const;  // 《实施办法》四（一）1（2018年版）, or the basis of a matter opened by hand
  std::string moment(std::int64_t ms) const;
  std::string due_text(std::int64_t ms) const;
};

}  // namespace fenghuo::gateway
