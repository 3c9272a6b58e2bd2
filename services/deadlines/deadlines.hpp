// The process's life: look at the ledger's day and the bundle in force, expand what is new, look again. It remembers nothing that matters:
// killed at any moment, it starts over, and the ledger knows each occurrence by its key. Thread: the caller's, until SIGTERM.
#pragma once

#include "common/process/skeleton.hpp"

namespace fenghuo::deadlines {
int run(Process& process);
}
