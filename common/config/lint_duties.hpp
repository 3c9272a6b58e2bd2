// What is well formed in plans.yaml and obligations/*.yaml and still would leave a duty undone: owners with nobody to receive it, verifiers
// who would verify themselves, meetings nobody is invited to, events nobody answers, entries in force that still wait to be confirmed.
// Warnings, but for what no duty can do without and for rules that can never be met (common/obligations/check_duty.hpp). Pure.
#pragma once

#include "common/config/bundle_parts.hpp"

namespace fenghuo::config {

// Call when the references are sound.
void lint_duties(Draft& draft);

}  // namespace fenghuo::config
