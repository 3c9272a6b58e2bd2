// Whether a duty's rule can ever be met: days that don't exist, recurrences without an instance, windows that end before they begin, weeks
// outside the term. For the configuration's loader, before a bundle comes into force. Pure.
#pragma once

#include <string>
#include <vector>

#include "common/calendar/calendar.hpp"
#include "common/messages/frame.hpp"

namespace fenghuo::obligations {

struct DutyFault {
  std::string what, remedy;
};

std::vector<DutyFault> check_duty(const wire::Duty& duty, const Calendar& calendar);

}  // namespace fenghuo::obligations
