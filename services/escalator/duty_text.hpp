// Duties about cases, interviews, approvals and secret matters (number_only) take no free text in any act: a number, a date, or one of
// the fixed sentences of common/obligations/fixed_reasons.hpp. No pattern knows a name, so nothing else is let in. Pure.
#pragma once

#include <string>

#include "services/escalator/context.hpp"

namespace fenghuo::escalator {

// Empty: the act may be taken. Of a duty that takes text it always is; what a result consists of hand_in judges itself.
std::string text_fault(const wire::Obligation& obligation, const wire::Action& action);

}  // namespace fenghuo::escalator
