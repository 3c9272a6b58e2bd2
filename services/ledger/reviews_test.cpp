// A pause ends, or the ledger comes back: what has to be decided goes before what was decided long ago.
#include <gmock/gmock.h>

#include "services/ledger/test_ledger.hpp"

namespace fenghuo::ledger {
namespace {

struct ReviewsTest : testing::Test {
  TestLedger l;
  void SetUp() override {
    l.activate_bundle();
    l.worker("decide", "e");
    l.worker("webhook", "w");
  }
  std::vector<wire::JobItem> sends() {
    auto jobs = l.jobs();
    for (const auto& job : jobs) {
      if (job.has_decide()) owed_.push_back(job);
    }
    std::erase_if(jobs, [](const wire::JobItem& job) { return job.has_decide(); });
    return jobs;
  }
  std::vector<wire::JobItem> owed_;
};

TEST_F(ReviewsTest, AMatterThatIsDueIsDecidedBeforeItsHeldMessageLeaves) {
  l.operate("pause", {{"scope", "all"}});
  l.told("due");
  l.told("calm", "b", [](wire::Decision& d) { d.mutable_row()->set_next_at(d.row().next_at() + 86'400'000); });
  l.clock_->advance(std::chrono::minutes{11});
  l.operate("resume");
  l.turn();
  const auto first = sends();
  ASSERT_EQ(first.size(), 1U);
  EXPECT_EQ(first[0].send().destination(), "b") << "nothing is owed there";
  ASSERT_EQ(owed_.size(), 1U);
  l.answer("e", {l.decision(owed_[0], [](wire::Decision& d) {
             d.add_withdraw()->set_party("role:a");
             TestLedger::queue(d, "a", "1/1/0/a");
           })});
  l.turn();
  const auto second = sends();
  ASSERT_EQ(second.size(), 1U) << "the newer message alone";
  EXPECT_NE(second[0].id(), first[0].id());
}

TEST_F(ReviewsTest, TheHeldMessageLeavesWhenTheDecisionLeavesItInForce) {
  l.operate("pause", {{"scope", "all"}});
  l.told("due");
  l.clock_->advance(std::chrono::minutes{11});
  l.operate("resume");
  l.turn();
  EXPECT_TRUE(sends().empty());
  l.answer("e", {l.decision(owed_.at(0))});
  l.turn();
  EXPECT_EQ(sends().size(), 1U);
  EXPECT_EQ(l.status().queued_messages(), 0U);
}

TEST_F(ReviewsTest, AfterARestartToo) {
  l.operate("pause", {{"scope", "all"}});
  l.told("due");
  l.operate("resume");
  l.clock_->advance(std::chrono::minutes{11});
  l.restart();
  l.worker("decide", "e");
  l.worker("webhook", "w");
  l.turn();
  EXPECT_TRUE(sends().empty());
  l.answer("e", {l.decision(owed_.at(0))});
  l.turn();
  EXPECT_EQ(sends().size(), 1U);
}

TEST_F(ReviewsTest, WithNobodyToDecideItLeavesAllTheSame) {
  l.operate("pause", {{"scope", "all"}});
  l.told("due");
  l.clock_->advance(std::chrono::minutes{11});
  ASSERT_TRUE(l.commit([&] { l.core_->goodbye("id-e", l.steady_); }));
  l.operate("resume");
  l.turn();
  EXPECT_TRUE(sends().empty());
  EXPECT_FALSE(l.status().idle());
  l.turn(Reviews::longest + std::chrono::seconds{1});
  EXPECT_EQ(sends().size(), 1U) << "a late message is better than none";
}

}  // namespace
}  // namespace fenghuo::ledger
