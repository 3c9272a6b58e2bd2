// One line of a matter's timeline as a person reads it: an event, told in one Chinese sentence.
//
// Pure; never throws. Party ids become names of the bundle given, times become local clock times. A kind nobody has words for is shown as
// it is.
#pragma once

#include <string>

#include "common/clock/zone.hpp"
#include "common/messages/frame.hpp"

namespace fenghuo {

std::string story(const wire::EventView& event, const wire::Bundle& bundle, const Zone& zone);

// The kinds there are words for (tests hold the list against docs/protocol.md).
std::vector<std::string> story_kinds();

}  // namespace fenghuo
