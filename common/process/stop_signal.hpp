// SIGTERM and SIGINT become a readable descriptor; SIGPIPE is ignored. Handlers (unlike a blocked mask) are not passed on to programs we
// start. Thread: once per process, before other threads start.
#pragma once

namespace fenghuo {

// The descriptor; the same one at every call. It is never read, so that every loop of the process sees it. Throws std::system_error.
int install_stop_signals();

}  // namespace fenghuo
