// What the ledger may know of a matter: its row, its facets, and the time of its next step.
#pragma once

#include "services/escalator/context.hpp"

namespace fenghuo::escalator {

void write_row(Context& ctx);
// The next step's time: greater than zero while the matter is open. Not after now only while ladders are held.
Instant next_step(const Context& ctx);

}  // namespace fenghuo::escalator
