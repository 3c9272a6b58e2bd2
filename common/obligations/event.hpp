// The one occurrence that an event makes of its duty, for the party concerned: a forum is held by one unit, not by every unit of the
// school. Pure; thread: any.
#pragma once

#include <string>

#include "common/base/result.hpp"
#include "common/obligations/expand.hpp"

namespace fenghuo::obligations {

struct Event {
  std::string duty;
  std::string number;  // tells it from the duty's other events: its period
  Instant at;          // when it happens or happened
  Instant reported;    // when we heard of it: the day its window opens
  std::string party;   // whom it concerns, role:… or unit:…; empty: the duty's owner, where it has one
  std::string field;   // of a duty for each member and field, where the member has several
};

// Its key is duty_key (expand.hpp). An Error, in words for whoever typed it, says: unknown duty; one that falls due by the calendar; a
// draft (unless included); a number that can't stand in a key; a duty of each unit without the unit; a party that has nothing to do with it
// or does not hold on the day it would fall due; a deadline of before in_force_from.
Result<wire::Occurrence> occurrence_of_event(const wire::Bundle& bundle, const Calendar& calendar, const Event& event,
                                             Drafts drafts = Drafts::leave_out);

}  // namespace fenghuo::obligations
