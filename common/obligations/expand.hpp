// The catalogue expanded into occurrences: what each party has to do in each period (recurrence × calendar × directory).
//
// Pure: the same bundle and calendar give the same occurrences under the same keys in the same order, wherever the range is cut. An
// occurrence belongs to the range that holds the moment its window opens, so ranges that adjoin give each one once; what is open at t
// opened after t - longest_window (windows.hpp). Memory is bounded: occurrences go to a visitor one by one. Thread: any; one expansion at a
// time per thread.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "common/calendar/calendar.hpp"
#include "common/messages/frame.hpp"
#include "common/obligations/windows.hpp"

namespace fenghuo::obligations {

// The key of an occurrence's matter, for ever: duty/<id>/<period>. Whose it is may change, by an edit or in the directory, and it stays one
// matter. Only where a duty is one for each of many does the party name it too: duty/<id>/<party>/<period>, with /<field> where it is one
// for each member and field.
std::string duty_key(const wire::Duty& duty, const wire::Occurrence& occurrence);

// The occurrence is the visitor's until it returns; false ends the expansion.
using Visit = std::function<bool(const std::string& key, const wire::Occurrence& occurrence)>;

enum class Drafts { leave_out, include };  // drafts only simulate

// A duty that can't be expanded (check_duty says so at the border); the others are.
struct ExpansionFault {
  std::string duty, message;
};

struct Expansion {
  bool finished = true;  // no visitor ended it
  std::vector<ExpansionFault> faults;
};

// Every occurrence whose window opens in [from, to) and whose deadline does not lie before its duty's in_force_from. Duties that follow an
// event have none (event.hpp).
Expansion expand(const wire::Bundle& bundle, const Calendar& calendar, Instant from, Instant to, const Visit& visit,
                 Drafts drafts = Drafts::leave_out);
// Those of one duty of the bundle: the same keys.
Expansion expand_duty(const wire::Bundle& bundle, const wire::Duty& duty, const Calendar& calendar, Instant from, Instant to,
                      const Visit& visit, Drafts drafts = Drafts::leave_out);

}  // namespace fenghuo::obligations
