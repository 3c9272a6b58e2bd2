// How long the loop may sleep: what nobody can do now does not keep it awake.
#include <gtest/gtest.h>

#include "services/ledger/test_ledger.hpp"

namespace fenghuo::ledger {
namespace {

struct SleepTest : testing::Test {
  TestLedger l;
  void SetUp() override {
    l.clock_ = make_system_clock();
    l.restart();
    l.activate_bundle();
    l.worker("decide", "e");
  }
};

TEST_F(SleepTest, AMatterThatNobodyCanDecideDoesNotKeepTheLoopAwake) {
  const auto matter = l.told("t1");
  ASSERT_TRUE(l.commit([&] {
    l.store_->set_next(matter, to_ms(l.clock_->now()) - 1000);
    l.core_->goodbye("id-e", l.steady_);
  }));
  l.turn();
  EXPECT_EQ(l.core_->longest_sleep(l.steady_), std::chrono::milliseconds{200});
}

TEST_F(SleepTest, AMessageThatNobodyCanSendDoesNotEither) {
  l.told("t1", "a", [&](wire::Decision& d) { d.mutable_queue(0)->set_not_before(to_ms(l.clock_->now()) - 1000); });
  l.turn();
  EXPECT_EQ(l.core_->longest_sleep(l.steady_), std::chrono::milliseconds{200});
}

}  // namespace
}  // namespace fenghuo::ledger
