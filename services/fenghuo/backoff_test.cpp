#include "services/fenghuo/backoff.hpp"

namespace fenghuo::supervise {

using std::chrono::milliseconds;

TEST(RestartBackoff, DoublesFromAHundredMillisecondsToFiveSeconds) {
  RestartBackoff backoff;
  for (const int expected : {100, 200, 400, 800, 1600, 3200, 5000, 5000})
    EXPECT_EQ(backoff.died(false, milliseconds{10}), milliseconds{expected});
  for (int i = 0; i < 100; ++i) EXPECT_EQ(backoff.died(true, milliseconds{10}), RestartBackoff::longest);
}

TEST(RestartBackoff, StartsAnewAfterAHealthyLife) {
  RestartBackoff backoff;
  backoff.died(false, milliseconds{0});
  backoff.died(false, milliseconds{0});
  EXPECT_EQ(backoff.died(true, RestartBackoff::healthy), RestartBackoff::first);
  EXPECT_EQ(backoff.failures(), 1U);
}

TEST(RestartBackoff, ALongLifeWithoutEverBeingReadyIsNoHealth) {
  RestartBackoff backoff;
  backoff.died(false, milliseconds{0});
  EXPECT_EQ(backoff.died(false, milliseconds{60000}), milliseconds{200});
}

}  // namespace fenghuo::supervise
