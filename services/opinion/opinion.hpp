// The watcher's life: look into the spool, take what is there, look again; ready also when no spool is set. Thread: the caller's, until
// SIGTERM.
#pragma once

#include "common/process/skeleton.hpp"

namespace fenghuo::opinion {
int run(Process& process);
}
