// What a duty's page says of an act that was decided: what is on record now, and what comes next. Pure.
#pragma once

#include "services/gateway/duty_view.hpp"

namespace fenghuo::gateway {

struct OutcomePage {
  int status = 200;
  DutyPage page;
};

// s: the duty as it was before the act (the caller puts what it has become in its place). repeated: the very form had come before, and
// nothing was done a second time.
OutcomePage outcome_page(const Standing& s, const DutyForm& form, const wire::ItemOutcome& outcome, bool repeated, const std::string& once);

}  // namespace fenghuo::gateway
