// One event as one line of JSON: {"time","level","process","event",fields…}. Pure, so that the tests can read it; log.cpp prints it.
#pragma once

#include <string>
#include <string_view>

#include "common/clock/clock.hpp"
#include "common/log/log.hpp"

namespace fenghuo::log {

inline constexpr std::size_t max_value_bytes = 500;  // of text, before escaping; a longer one is cut at a character and ends with …

std::string json_line(Instant at, std::string_view process, Level level, std::string_view event, Fields fields);

}  // namespace fenghuo::log
