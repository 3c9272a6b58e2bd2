// Submits a person's act from this terminal (scope "cli") and waits for its decision. Thread: main.
#pragma once

#include <string>

#include "services/fenghuo/access.hpp"

namespace fenghuo::cli {

// matter: id, number or key. Prints the outcome; exit_problems when it was refused. A decision that does not come in time is no problem:
// the act is on record.
Result<int> perform(Access& access, const std::string& matter, wire::Action action, bool as_json);

}  // namespace fenghuo::cli
