// The mail sender: one loop that talks to the ledger, and N threads with an SMTP client each and one message at a time, because libcurl's
// SMTP blocks its thread: a server that answers slowly holds that thread and nobody else. The loop's credit is the number of threads.
//
// It holds nothing that matters: what is under way when it dies is leased again by the ledger.
#pragma once

#include "common/process/skeleton.hpp"

namespace fenghuo::mailer {

// Runs until the process is told to stop, then drains: goodbye, what is under way is finished within a limit. Returns the exit code.
int run(Process& process);

}  // namespace fenghuo::mailer
