#include "common/retry/retry.hpp"

#include <algorithm>

namespace fenghuo {
namespace {

constexpr std::int64_t longest_delay_ms = max_retry_after.count();

// SplitMix64's finaliser (Vigna): spreads neighbouring ids evenly.
std::uint64_t mix(std::uint64_t x) {
  x += 0x9E3779B97F4A7C15U;
  x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9U;
  x = (x ^ (x >> 27U)) * 0x94D049BB133111EBU;
  return x ^ (x >> 31U);
}

// Between -10 % and +10 % of the delay, in steps of a ten-thousandth of it.
std::int64_t jitter(std::int64_t delay_ms, std::uint64_t message_id, std::uint32_t attempt) {
  const auto share = static_cast<std::int64_t>(mix(mix(message_id) ^ attempt) % 2001) - 1000;
  return delay_ms * share / 10000;
}

}  // namespace

std::optional<Millis> next_delay(const wire::RetryPolicy& policy, std::uint64_t message_id, std::uint32_t attempts_so_far,
                                 std::int64_t retry_after_ms) {
  if (attempts_so_far == 0) return Millis{0};
  if (std::cmp_greater(attempts_so_far, policy.after_ms_size())) return std::nullopt;
  const std::int64_t planned = policy.after_ms(static_cast<int>(attempts_so_far - 1));
  const std::int64_t delay = std::clamp<std::int64_t>(planned, 0, longest_delay_ms);
  const std::int64_t asked = std::min(retry_after_ms, policy.retry_after_cap_ms());
  return Millis{std::max(delay + jitter(delay, message_id, attempts_so_far), asked)};
}

bool expired(const wire::RetryPolicy& policy, Instant queued_at, Instant now) {
  return policy.max_age_ms() > 0 && now - queued_at >= Millis{policy.max_age_ms()};
}

}  // namespace fenghuo
