// Where the party of a link stands in a duty: does it do it, support it, verify it, dispatch it. Pure.
//
// This only chooses which forms a page offers; whether an act is allowed the decision judges (services/escalator), which knows the rules
// the matter was opened under.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/calendar/calendar.hpp"
#include "services/gateway/rules.hpp"

namespace fenghuo::gateway {

// What a page of a link is made of; refers to link and rules.
struct Standing {
  Standing(const wire::LinkView& link, const Rules& rules);

  const wire::LinkView& link;
  const wire::Bundle& bundle;
  const Zone& zone;
  const Calendar* calendar;  // none: no lamp
  Instant now;
  std::string party;  // of the message

  const wire::Matter& matter() const { return link.matter().body(); }
  const wire::DutyState& duty() const { return matter().duty(); }
  const wire::Obligation& obligation() const { return duty().occurrence().obligation(); }
  wire::Work work() const { return matter().work(); }
  bool finished() const;  // closed, archived, merged or cancelled
  bool meets() const { return obligation().meeting(); }
  Instant due() const { return instant(duty().due_at()); }

  std::string owner;       // party that does it
  std::string dispatcher;  // party that dispatches; empty: none
  std::string verifier;
  const wire::AskGroup* lead = nullptr;  // the owner's, if it is asked
  const wire::AskGroup* own = nullptr;   // of the link's party
  bool is_owner = false, is_supporter = false, is_office = false, is_verifier = false, may_approve = false, is_invited = false;
  const wire::Extension* asked_extension = nullptr;  // not decided yet
  const wire::Slip* draft = nullptr;                 // an order that waits for its signature
  const wire::Slip* order = nullptr;                 // one that was issued

  bool same_side(std::string_view a, std::string_view b) const;
  std::string name(std::string_view party_id) const;
  std::string proof() const;  // what proves completion
  std::string basis() const;  // 《实施办法》四（一）1（2018年版）, or the basis of a matter opened by hand
  std::string moment(std::int64_t ms) const;
  std::string due_text(std::int64_t ms) const;
};

}  // namespace fenghuo::gateway
