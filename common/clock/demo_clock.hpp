// The demonstration's clock: it begins when it is told to, runs faster than time does, and may be moved ahead (over a night, say).
//
// Thread: the ledger's writer alone. Reading never fails. It has nothing to do with the wall clock, so it never sees a step of it.
#pragma once

#include "common/clock/system_clock.hpp"

namespace fenghuo {

class DemoClock final : public LedgerClock {
 public:
  DemoClock(Instant start, double rate, std::function<Millis()> boot = boot_now)
      : run_({[start] { return start; }, std::move(boot)}, rate) {}

  Instant now() override { return run_.now() + moved_; }
  ClockStep watch() override { return {}; }
  double rate() const override { return run_.rate(); }
  void advance(Millis by) override { moved_ += std::max(by, Millis{0}); }

 private:
  SystemClock run_;
  Millis moved_{0};
};

}  // namespace fenghuo
