// The one place that knows the time. Every instant inside Fenghuo is a UTC millisecond; durations are chrono types.
//
//   steady_now()  monotonic, for leases, time-outs and pings. Never shown, never stored.
//   wall_now()    the wall clock, for wire timestamps (webhook-timestamp) and signature freshness only.
//   LedgerClock   what the ledger stamps into decisions: wall clock at start + CLOCK_BOOTTIME, so that a step of the wall clock moves no
//   rung.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace fenghuo {

using Millis = std::chrono::milliseconds;
using Instant = std::chrono::sys_time<Millis>;

inline Instant instant(std::int64_t ms) { return Instant{Millis{ms}}; }
inline std::int64_t to_ms(Instant t) { return t.time_since_epoch().count(); }

std::chrono::steady_clock::time_point steady_now();
Instant wall_now();
Millis boot_now();  // CLOCK_BOOTTIME since boot

// What the wall clock did against the ledger's, since the last look.
struct ClockStep {
  bool stepped = false;  // difference above the tolerance, newly seen
  Millis difference{0};  // wall − ledger
};

// Thread: the ledger's writer alone.
class LedgerClock {
 public:
  virtual ~LedgerClock() = default;
  virtual Instant now() = 0;
  virtual ClockStep watch() = 0;  // call about once a second
  virtual bool manual() const { return false; }
  virtual double rate() const { return 1.0; }
  virtual void advance(Millis) {}    // manual only: both hands
  virtual void jump_wall(Millis) {}  // manual only: the wall hand alone
};

// rate > 1 is the demonstration clock (ladders climb faster; wire times stay real).
std::unique_ptr<LedgerClock> make_system_clock(double rate = 1.0);
std::unique_ptr<LedgerClock> make_manual_clock(Instant start);

}  // namespace fenghuo
