#include "common/clock/system_clock.hpp"

#include <cmath>
#include <stdexcept>

namespace fenghuo {

SystemClock::SystemClock(ClockHands hands, double rate)
    : hands_(std::move(hands)), rate_(rate), wall_at_start_(hands_.wall()), boot_at_start_(hands_.boot()), leaned_at_(boot_at_start_) {
  if (!std::isfinite(rate) || rate <= 0) throw std::invalid_argument("the clock's rate must be above 0, it is " + std::to_string(rate));
}

// Nanoseconds, because half a microsecond a millisecond would be lost between two looks.
void SystemClock::lean() {
  const Millis boot = hands_.boot();
  const Millis passed = boot - leaned_at_;
  if (passed <= Millis{0}) return;
  leaned_at_ = boot;
  const Nanos most{Nanos(passed).count() / 1'000'000 * slew_ppm};
  const Nanos part = std::clamp(to_lean_, -most, most);
  leaned_ += part;
  to_lean_ -= part;
}

Instant SystemClock::now() {
  lean();
  const Millis passed = leaned_at_ - boot_at_start_;
  const Millis run = rate_ == 1.0 ? passed : Millis{static_cast<std::int64_t>(static_cast<double>(passed.count()) * rate_)};
  return wall_at_start_ + run + std::chrono::floor<Millis>(leaned_);
}

ClockStep SystemClock::watch() {
  if (rate_ != 1.0) return {};
  const Millis difference = hands_.wall() - now();
  // The rest of a step already reported is expected; only what comes on top of it is news.
  const bool stepped = std::chrono::abs(Nanos(difference) - to_lean_) > step_tolerance;
  if (stepped) to_lean_ = difference;
  return {stepped, difference};
}

}  // namespace fenghuo
