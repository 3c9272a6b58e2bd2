// The gateway's life: connect to the ledger, listen, serve, drain. Thread: the caller's, until SIGTERM. Returns the exit code.
#pragma once

#include "common/process/skeleton.hpp"

namespace fenghuo::gateway {
int run(Process& process);
}
