// What the catalogue in force says of an occurrence that was submitted for an earlier one and is decided late: edits may follow each other
// faster than the ledger decides. Whatever is out of date is left to the pass that compares the catalogue of now.
#pragma once

#include "services/escalator/context.hpp"

namespace fenghuo::escalator {

enum class Given {
  no,         // nothing gives this key
  otherwise,  // it is given with another content
  so,         // just so; an event's too, since those are not the calendar's to give
  unknown,    // the duty can't be expanded: no reason to end anything
};

// Asks for the one occurrence: an edit of a duty of many parties is decided for each of them.
Given given_now(const Context& ctx, const wire::Occurrence& occurrence);

}  // namespace fenghuo::escalator
