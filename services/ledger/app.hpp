// The ledger's loop: drain the sockets, one group commit, then answer everybody. Nothing is said before the commit that holds it.
#pragma once

#include "common/process/skeleton.hpp"

namespace fenghuo::ledger {

// Runs until the process is told to stop. 0 drained, 1 could not start.
int run(Process& process);

}  // namespace fenghuo::ledger
