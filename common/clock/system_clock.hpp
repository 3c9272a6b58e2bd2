// The ledger's clock over two hands it is given: the wall clock, which may be stepped, and the boot clock, which only runs on.
// Inside common/clock: make_system_clock() gives it the kernel's hands, make_manual_clock() and the tests give it their own.
//
// Time = wall at start + boot time since then (× rate). A wall clock that jumps by more than the tolerance is reported once, and the clock
// then leans towards it by 500 ppm of the boot time that passes: it never jumps and never goes back.
// Thread: the ledger's writer alone. Owns its hands. Reading never fails.
#pragma once

#include <functional>

#include "common/clock/clock.hpp"

namespace fenghuo {

inline constexpr Millis step_tolerance{5000};
inline constexpr std::int64_t slew_ppm = 500;

struct ClockHands {
  std::function<Instant()> wall;
  std::function<Millis()> boot;
};

class SystemClock final : public LedgerClock {
 public:
  SystemClock(ClockHands hands, double rate);
  Instant now() override;
  // With a rate other than 1 it reports nothing: the demonstration clock runs away from the wall clock on purpose.
  ClockStep watch() override;
  double rate() const override { return rate_; }

 private:
  using Nanos = std::chrono::nanoseconds;
  void lean();

  ClockHands hands_;
  double rate_;
  Instant wall_at_start_;
  Millis boot_at_start_;
  Millis leaned_at_;  // boot time up to which leaning is reckoned
  Nanos leaned_{0};   // by how much the clock has leaned in all
  Nanos to_lean_{0};  // what is left of the last step
};

}  // namespace fenghuo
