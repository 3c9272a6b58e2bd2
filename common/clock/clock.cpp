#include "common/clock/clock.hpp"

#include <ctime>
#include <system_error>

#include "common/clock/system_clock.hpp"

namespace fenghuo {
namespace {

Millis read_clock(clockid_t id) {
  timespec t{};
  if (clock_gettime(id, &t) != 0) throw std::system_error(errno, std::generic_category(), "clock_gettime");
  return std::chrono::floor<Millis>(std::chrono::seconds{t.tv_sec} + std::chrono::nanoseconds{t.tv_nsec});
}

// Stands until it is told to move. Its jumps are seen and leaned towards exactly as the system clock's are.
class ManualClock final : public LedgerClock {
 public:
  explicit ManualClock(Instant start) : wall_(start), clock_({[this] { return wall_; }, [this] { return boot_; }}, 1.0) {}
  Instant now() override { return clock_.now(); }
  ClockStep watch() override { return clock_.watch(); }
  bool manual() const override { return true; }
  void advance(Millis by) override {
    if (by <= Millis{0}) return;  // time never goes back; the wall hand may
    wall_ += by;
    boot_ += by;
  }
  void jump_wall(Millis by) override { wall_ += by; }

 private:
  Instant wall_;
  Millis boot_{0};
  SystemClock clock_;  // after the hands it reads as it is made
};

}  // namespace

std::chrono::steady_clock::time_point steady_now() { return std::chrono::steady_clock::now(); }
Instant wall_now() { return Instant{read_clock(CLOCK_REALTIME)}; }
Millis boot_now() { return read_clock(CLOCK_BOOTTIME); }

std::unique_ptr<LedgerClock> make_system_clock(double rate) { return std::make_unique<SystemClock>(ClockHands{wall_now, boot_now}, rate); }
std::unique_ptr<LedgerClock> make_manual_clock(Instant start) { return std::make_unique<ManualClock>(start); }

}  // namespace fenghuo
