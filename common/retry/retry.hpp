// When a message that could not be delivered is tried again: the one place of that policy. The ledger applies it; senders only report.
// Pure and deterministic: no clock, no chance. Jitter is a hash of the message and its attempt, so a replay gives the same times.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "common/base/result.hpp"
#include "common/clock/clock.hpp"
#include "common/messages/frame.hpp"

namespace fenghuo {

// The wait after the attempts_so_far-th attempt failed: policy.after_ms[attempts_so_far - 1], give or take a tenth; zero before the first
// attempt. nullopt: the schedule is exhausted and the message is dead. retry_after_ms (0 = none) may only delay, never beyond
// policy.retry_after_cap_ms, and never changes how many attempts there are.
std::optional<Millis> next_delay(const wire::RetryPolicy& policy, std::uint64_t message_id, std::uint32_t attempts_so_far,
                                 std::int64_t retry_after_ms);

// Whether a message queued then is too old to be tried now. A policy with max_age_ms 0 lets nothing grow too old.
bool expired(const wire::RetryPolicy& policy, Instant queued_at, Instant now);

// The wait a Retry-After header asks for: seconds, or an HTTP date against wall_now (RFC 9110, 10.2.3 and 5.6.7: all three forms); a date
// that is past is zero. At most max_retry_after. Anything else is an error: then the schedule rules.
inline constexpr Millis max_retry_after = std::chrono::hours{24 * 366};
Result<Millis> parse_retry_after(std::string_view value, Instant wall_now);

}  // namespace fenghuo
