#include "common/retry/retry.hpp"

#include <rapidcheck/gtest.h>

#include "common/clock/zone.hpp"

namespace fenghuo {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

wire::RetryPolicy policy() {
  wire::RetryPolicy policy;
  for (const std::int64_t ms : {5'000, 60'000, 300'000}) policy.add_after_ms(ms);
  policy.set_max_age_ms(86'400'000);
  policy.set_retry_after_cap_ms(3'600'000);
  return policy;
}

TEST(NextDelay, FollowsTheScheduleWithinATenthAndThenTheMessageIsDead) {
  for (std::uint64_t id = 1; id < 500; ++id) {
    for (std::uint32_t attempt = 1; attempt <= 3; ++attempt) {
      const std::int64_t planned = policy().after_ms(static_cast<int>(attempt) - 1);
      const auto delay = next_delay(policy(), id, attempt, 0);
      ASSERT_TRUE(delay.has_value());
      EXPECT_GE(delay->count(), planned * 9 / 10);
      EXPECT_LE(delay->count(), planned * 11 / 10);
    }
    EXPECT_EQ(next_delay(policy(), id, 4, 0), std::nullopt);
  }
  EXPECT_EQ(next_delay(policy(), 1, 0, 0), Millis{0}) << "the first attempt waits for nothing";
  EXPECT_EQ(next_delay(policy(), 1, 4'000'000'000U, 0), std::nullopt);
  EXPECT_EQ(next_delay({}, 1, 1, 600'000), std::nullopt);
}

TEST(NextDelay, IsTheSameInEveryProcessAndRelease) {
  EXPECT_EQ(next_delay(policy(), 42, 1, 0), next_delay(policy(), 42, 1, 0));
  EXPECT_EQ(next_delay(policy(), 1, 2, 0), Millis{62'352});  // reckoned apart: 60 s and the hash of message 1, attempt 2
}

TEST(NextDelay, SpreadsMessagesThatFailedTogether) {
  std::set<Millis> delays;
  std::int64_t sum = 0;
  for (std::uint64_t id = 1000; id < 2000; ++id) {
    delays.insert(*next_delay(policy(), id, 3, 0));
    sum += next_delay(policy(), id, 3, 0)->count();
  }
  EXPECT_GT(delays.size(), 500U);
  EXPECT_NEAR(static_cast<double>(sum) / 1000, 300'000, 3'000) << "to both sides alike";
}

TEST(NextDelay, RetryAfterMayOnlyDelayAndIsCapped) {
  EXPECT_EQ(next_delay(policy(), 1, 1, 600'000), Millis{600'000});
  EXPECT_EQ(next_delay(policy(), 1, 1, 10'000'000'000), Millis{3'600'000});
  EXPECT_EQ(next_delay(policy(), 1, 3, 1'000), next_delay(policy(), 1, 3, 0));
  EXPECT_EQ(next_delay(policy(), 1, 3, -1), next_delay(policy(), 1, 3, 0));
  EXPECT_EQ(next_delay(policy(), 1, 4, 600'000), std::nullopt) << "it never adds an attempt";
}

RC_GTEST_PROP(NextDelay, IsNeverShorterThanTheScheduleNorLongerThanTheCap, (std::uint64_t id, std::int64_t retry_after)) {
  const auto attempt = *rc::gen::inRange<std::uint32_t>(1, 4);
  const auto plain = next_delay(policy(), id, attempt, 0);
  const auto asked = next_delay(policy(), id, attempt, retry_after);
  RC_ASSERT(*asked >= *plain);
  RC_ASSERT(*asked <= std::max(*plain, Millis{3'600'000}));
}

TEST(Expired, AtTheAgeOfThePolicy) {
  const Instant queued = instant(1'800'000'000'000);
  EXPECT_FALSE(expired(policy(), queued, queued + hours{24} - Millis{1}));
  EXPECT_TRUE(expired(policy(), queued, queued + hours{24}));
  EXPECT_FALSE(expired({}, queued, queued + hours{240'000}));
}

const Instant wall = parse_rfc3339("2026-11-06T08:00:00Z").value();

TEST(ParseRetryAfter, Seconds) {
  EXPECT_EQ(parse_retry_after("0", wall).value(), Millis{0});
  EXPECT_EQ(parse_retry_after("600", wall).value(), seconds{600});
  EXPECT_EQ(parse_retry_after(" 120\t", wall).value(), seconds{120});
  EXPECT_EQ(parse_retry_after("10000000", wall).value(), seconds{10'000'000});
  EXPECT_EQ(parse_retry_after("99999999999", wall).value(), max_retry_after);
  EXPECT_EQ(parse_retry_after("99999999999999999999999999", wall).value(), max_retry_after);
}

TEST(ParseRetryAfter, TheThreeFormsOfAnHttpDate) {
  EXPECT_EQ(parse_retry_after("Fri, 06 Nov 2026 08:49:37 GMT", wall).value(), seconds{49 * 60 + 37});
  EXPECT_EQ(parse_retry_after("Friday, 06-Nov-26 08:49:37 GMT", wall).value(), seconds{49 * 60 + 37});
  EXPECT_EQ(parse_retry_after("Fri Nov  6 08:49:37 2026", wall).value(), seconds{49 * 60 + 37});
  EXPECT_EQ(parse_retry_after("Thu, 31 Dec 2026 23:59:60 GMT", wall).value(), parse_rfc3339("2027-01-01T00:00:00Z").value() - wall);
}

TEST(ParseRetryAfter, ADateThatIsPastIsNowAndAFarOneIsBounded) {
  EXPECT_EQ(parse_retry_after("Sun, 06 Nov 1994 08:49:37 GMT", wall).value(), Millis{0});
  EXPECT_EQ(parse_retry_after("Sunday, 06-Nov-94 08:49:37 GMT", wall).value(), Millis{0}) << "1994, not 2094";
  EXPECT_EQ(parse_retry_after("Fri, 31 Dec 9999 23:59:59 GMT", wall).value(), max_retry_after);
}

TEST(ParseRetryAfter, NonsenseIsAnError) {
  for (const auto* value :
       {"", " ", "soon", "-5", "+5", "1.5", "5s", "1e3", "0x10", "Fri, 06 Nov 2026 08:49:37", "Fri, 06 Nov 2026 08:49:37 CST",
        "Fri, 31 Nov 2026 08:49:37 GMT", "Fri, 06 Nvo 2026 08:49:37 GMT", "Fri, 06 Nov 2026 24:49:37 GMT", "Xyz, 06 Nov 2026 08:49:37 GMT",
        "Fri, 06 Nov 20266 08:49:37 GMT", "2026-11-06T08:49:37Z", "Fri, 0 Nov 2026 08:49:37 GMT"}) {
    EXPECT_FALSE(parse_retry_after(value, wall).has_value()) << value;
  }
  EXPECT_FALSE(parse_retry_after(std::string(100'000, '9'), wall).has_value());
  EXPECT_THAT(parse_retry_after("so\non", wall).error().message, testing::HasSubstr("\"so?on\""));
}

RC_GTEST_PROP(ParseRetryAfter, TakesAnyBytes, (const std::string& bytes)) {
  if (const auto read = parse_retry_after(bytes, wall)) RC_ASSERT(*read >= Millis{0} && *read <= max_retry_after);
}

}  // namespace
}  // namespace fenghuo
