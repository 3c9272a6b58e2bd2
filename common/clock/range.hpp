// The instants that have a date of four digits in every zone, for whoever turns instants into dates. Pure.
#pragma once

#include <algorithm>
#include <chrono>

#include "common/clock/clock.hpp"

namespace fenghuo {

// A wire number may be any 64 bits, but years are 16 bits wide: what lies outside 0000-9999 is taken for its end.
inline Instant within_years(Instant t) {
  using namespace std::chrono;
  constexpr sys_days first{year{0} / 1 / 2};
  constexpr sys_days last{year{9999} / 12 / 30};
  return std::clamp<Instant>(t, first, last);
}

}  // namespace fenghuo
