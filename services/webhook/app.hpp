// The webhook sender: leases messages, renders, signs, posts, reports. One loop over curl's multi handle, the ledger's socket and the stop
// signal.
//
// Thread: one. It holds nothing that matters: what is under way when it dies is leased again by the ledger.
#pragma once

#include <memory>

#include "common/base/result.hpp"
#include "common/process/skeleton.hpp"

namespace fenghuo::webhook {

// Runs until the process is told to stop, then drains: goodbye, what is under way is finished within a limit. Returns the exit code.
int run(Process& process);

}  // namespace fenghuo::webhook
