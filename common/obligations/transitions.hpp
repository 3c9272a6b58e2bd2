// The one table of a duty's life: what an act makes of its work state, or why it may not (domain/process.md).
//
// Pure and constant: safe everywhere. Side states that are no state of the work (extended, transferred, declined) are acts that leave the
// work where it is or send it back to 待签收; what else they need (a right, a reason, a date) is checked by whoever does them.
#pragma once

#include <span>

#include "common/messages/frame.hpp"

namespace fenghuo::obligations {

struct Transition {
  wire::Work to = wire::WORK_UNSET;  // WORK_UNSET: not allowed
  const char* why = "";              // then a sentence a person can read
  bool allowed() const { return to != wire::WORK_UNSET; }
};

Transition transition(wire::Work from, wire::ActionKind act);

// The states of the table, in its order; for tests and documents.
std::span<const wire::Work> duty_states();
std::span<const wire::ActionKind> duty_acts();

// Finished for good: nothing changes it any more.
bool duty_finished(wire::Work work);

}  // namespace fenghuo::obligations
