// The directory on a day: which units and roles hold, and which leader is in charge of a unit (分管校领导).
// Days are YYYYMMDD as in the bundle (0 = open ended); both ends of a validity belong to it. Pure, thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "common/messages/frame.hpp"
#include "common/obligations/directory.hpp"

namespace fenghuo::config {

std::uint32_t day_number(std::string_view date);  // "2026-09-01" → 20260901; 0 for what is no date
std::string day_text(std::uint32_t day);          // 20260901 → "2026-09-01"; empty for 0

bool overlaps(std::uint32_t from, std::uint32_t to, std::uint32_t other_from, std::uint32_t other_to);

template <class Entry>  // wire::Unit or wire::Role
bool holds(const Entry& entry, std::uint32_t day) {
  return obligations::holds_on(entry, day);
}

// The leader whose portfolio has the unit on that day, the first in the directory; nullptr when there is none. Who a duty's lateness is
// said to, with deputies for empty seats, obligations::Directory knows.
const wire::Role* leader_at(const wire::Bundle& bundle, std::string_view unit, std::uint32_t day);

}  // namespace fenghuo::config
