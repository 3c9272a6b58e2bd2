// Submits a person's act from this terminal (scope "cli") and waits for its decision. Thread: main.
#pragma once

#include <string>

#include "services/fenghuo/access.hpp"

namespace fenghuo::cli {

// Held against the border that the HTTP interface has too: identifiers in typed text, a slip that is not there. The decision may not have
// come in time; then the act is on record all the same.
Result<LedgerClient::Done> submit_act(Access& access, const wire::MatterView& view, wire::Action action);

// The same, and prints the outcome; exit_problems when it was refused.
Result<int> perform(Access& access, const wire::MatterView& view, wire::Action action, bool as_json);

// "done", or "on record, the decision is pending: see …", with what the outcome says beside it.
std::string outcome_text(Access& access, const LedgerClient::Done& done);
bool went_well(const LedgerClient::Done& done);  // not refused

}  // namespace fenghuo::cli
