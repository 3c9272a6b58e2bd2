// After a failed commit and after a restart what is in memory is as the store says.
#include <gmock/gmock.h>

#include "services/ledger/test_ledger.hpp"

namespace fenghuo::ledger {
namespace {

using storage::StorageError;

struct RecoveryTest : testing::Test {
  TestLedger l;
  void SetUp() override {
    l.activate_bundle();
    l.worker("decide", "e");
  }
  // The work is done and its commit fails.
  void lose(const std::function<void()>& work) {
    EXPECT_FALSE(l.commit([&] {
      work();
      throw StorageError("disk full", 13);
    }));
  }
};

TEST_F(RecoveryTest, ADestinationDisabledInALostCommitIsNotDisabled) {
  lose([&] {
    wire::Operate operate;
    operate.set_what("disable_destination");
    add_field(operate.mutable_args(), "destination", "a");
    l.core_->operate("cli", operate);
  });
  l.worker("decide", "e");
  l.told("t1");
  l.worker("webhook", "w");
  l.turn();
  EXPECT_EQ(l.jobs().size(), 1U);
}

TEST_F(RecoveryTest, AFailingMatterIsDecidedAgainAfterALostCommit) {
  l.told("t1");
  l.clock_->advance(std::chrono::minutes{11});
  l.turn();
  const auto job = l.jobs().at(0);
  wire::ResultItem failed;
  failed.set_lease(job.lease());
  *failed.mutable_fence() = job.fence();
  failed.set_id(job.id());
  failed.mutable_failure()->set_reason("a fault");
  l.answer("e", {failed});
  l.clock_->advance(std::chrono::minutes{1});
  l.turn();  // its back-off is over: leased again
  ASSERT_EQ(l.jobs().size(), 1U);
  lose([] {});
  l.worker("decide", "e");
  l.turn();
  EXPECT_EQ(l.jobs().size(), 1U) << "not forgotten";
}

TEST_F(RecoveryTest, AFailingMatterWhoseTurnCameToNothingIsDecidedWhenItFallsDueAgain) {
  const auto matter = l.told("t1");
  l.clock_->advance(std::chrono::minutes{11});
  l.turn();
  const auto job = l.jobs().at(0);
  wire::ResultItem failed;
  failed.set_lease(job.lease());
  *failed.mutable_fence() = job.fence();
  failed.set_id(job.id());
  failed.mutable_failure()->set_reason("a fault");
  l.answer("e", {failed});
  ASSERT_TRUE(l.commit([&] { l.store_->set_next(matter, to_ms(l.clock_->now()) + 3'600'000); }));
  l.clock_->advance(std::chrono::minutes{1});
  l.turn();
  EXPECT_TRUE(l.jobs().empty()) << "nothing is due";
  l.clock_->advance(std::chrono::hours{1});
  l.turn();
  EXPECT_EQ(l.jobs().size(), 1U);
}

TEST_F(RecoveryTest, ALeaseOutlivesTheLongestAttemptAlsoWhenTheSettingWasLowered) {
  l.activate_bundle([](wire::Bundle& b) { b.mutable_destinations(0)->set_timeout_ms(50'000); });
  l.settings_.ledger.lease = std::chrono::seconds{10};
  l.restart();
  l.worker("decide", "e");
  l.told("t1");
  l.worker("webhook", "w");
  l.turn();
  EXPECT_EQ(l.jobs().at(0).lease_ms(), 55'000);
  EXPECT_EQ(l.said<wire::Welcome>(wire::WELCOME).back().lease_ms(), 55'000);
}

TEST_F(RecoveryTest, ARateHoldsAcrossARestart) {
  l.activate_bundle([](wire::Bundle& b) { b.mutable_destinations(0)->set_rate_per_minute(2); });
  for (int i = 0; i < 4; ++i) l.told("t" + std::to_string(i));
  l.worker("webhook", "w");
  l.turn();
  const auto first = l.jobs();
  ASSERT_EQ(first.size(), 2U);
  l.answer("w", {TestLedger::sent(first[0], wire::DELIVERED), TestLedger::sent(first[1], wire::DELIVERED)});
  l.clock_->advance(std::chrono::seconds{30});
  l.restart();
  l.worker("webhook", "w");
  l.turn();
  EXPECT_TRUE(l.jobs().empty()) << "the minute is not over";
  l.clock_->advance(std::chrono::seconds{31});
  l.turn();
  EXPECT_EQ(l.jobs().size(), 2U);
}

TEST_F(RecoveryTest, AMessageThatDoesNotLeaveCostsNothingOfTheRate) {
  l.activate_bundle([](wire::Bundle& b) { b.mutable_destinations(0)->set_rate_per_minute(1); });
  l.told("t1", "a", [](wire::Decision& d) {
    d.mutable_row()->add_taken("role:a");
    d.mutable_queue(0)->mutable_valid_while()->set_untaken_party("role:a");
  });
  l.told("t2");
  l.worker("webhook", "w");
  l.turn();
  EXPECT_EQ(l.jobs().size(), 1U) << "the second one leaves at once";
}

}  // namespace
}  // namespace fenghuo::ledger
