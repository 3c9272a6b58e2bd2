// Frozen workers, and workers that cannot do a job.
#include <gmock/gmock.h>

#include "services/ledger/test_ledger.hpp"

namespace fenghuo::ledger {
namespace {

using std::chrono::seconds;
using storage::MessageState;

struct WorkersTest : testing::Test {
  TestLedger l;
  void SetUp() override { l.activate_bundle(); }
  // To whom the jobs went.
  std::vector<std::string> served() {
    std::vector<std::string> names;
    for (const auto& out : l.outgoing_) {
      if (out.type == wire::JOB) names.push_back(out.identity.substr(3));
    }
    l.jobs();
    return names;
  }
};

TEST_F(WorkersTest, ASilentWorkerGetsNothingThoughItHoldsLeast) {
  l.worker("decide", "frozen");
  l.worker("decide", "busy");
  l.turn(Workers::longest_silence + seconds{1}, "frozen");
  for (int i = 0; i < 4; ++i) {
    l.submit({TestLedger::signal_item("s" + std::to_string(i), "t" + std::to_string(i))});
    l.turn();
    EXPECT_EQ(served(), std::vector<std::string>{"busy"});
  }
}

TEST_F(WorkersTest, AnExpiredLeaseTakesItsWorkerOutOfServiceUntilItSpeaks) {
  l.settings_.ledger.lease = seconds{3};  // shorter than the longest silence
  l.restart();
  l.worker("decide", "frozen");
  l.submit({TestLedger::signal_item("s1", "t1")});
  l.turn();
  ASSERT_EQ(l.jobs().size(), 1U);
  for (int i = 0; i < 6; ++i) l.turn(seconds{4}, "frozen");
  EXPECT_EQ(l.jobs().size(), 0U) << "not leased to it again and again";
  EXPECT_EQ(l.status().quarantined(), 0U);
  ASSERT_TRUE(l.commit([&] { l.core_->ping("id-frozen", l.steady_); }));
  l.turn();
  EXPECT_EQ(l.jobs().size(), 1U);
}

TEST_F(WorkersTest, ADecisionThatAWorkerCannotMakeIsNoFailedDecision) {
  l.worker("decide", "e");
  l.submit({TestLedger::signal_item("s1", "t1")});
  for (int i = 0; i < 7; ++i) {
    l.turn(seconds{31});
    const auto jobs = l.jobs();
    ASSERT_EQ(jobs.size(), 1U) << i;
    l.cannot("e", jobs[0]);
    l.turn();
    EXPECT_TRUE(l.jobs().empty()) << "not at once";
    EXPECT_FALSE(l.status().idle());
  }
  EXPECT_EQ(l.status().quarantined(), 0U);
  l.turn(seconds{31});
  l.answer("e", {l.decision(l.jobs().at(0))});
  EXPECT_EQ(l.status().pending_items(), 0U);
}

TEST_F(WorkersTest, ADueMatterThatAWorkerCannotDecideRestsToo) {
  l.worker("decide", "e");
  l.told("t1");
  l.clock_->advance(std::chrono::minutes{11});
  l.turn();
  l.cannot("e", l.jobs().at(0));
  for (int i = 0; i < 3; ++i) l.turn();
  EXPECT_TRUE(l.jobs().empty());
  l.turn(seconds{1});
  EXPECT_EQ(l.jobs().size(), 1U);
}

TEST_F(WorkersTest, AMessageThatASenderCannotSendRestsAndUsesUpNothing) {
  l.worker("decide", "e");
  l.told("t1");
  l.worker("webhook", "w");
  wire::JobItem job;
  for (int i = 0; i < 5; ++i) {
    l.turn(seconds{31});
    const auto jobs = l.jobs();
    ASSERT_EQ(jobs.size(), 1U) << i;
    job = jobs[0];
    l.cannot("w", job);
    for (int turn = 0; turn < 3; ++turn) l.turn();
    EXPECT_TRUE(l.jobs().empty()) << "no hot loop";
  }
  for (int failure = 0; failure < 2; ++failure) {
    l.clock_->advance(seconds{5});
    l.turn(seconds{31});
    l.answer("w", {TestLedger::sent(l.jobs().at(0), wire::RETRY, "HTTP 500")});
    EXPECT_EQ(l.store_->message(MessageId{job.id()})->state, MessageState::queued);
  }
}

TEST_F(WorkersTest, TheOperatorHearsOnceWhenNobodyCan) {
  l.worker("decide", "e");
  l.submit({TestLedger::signal_item("s1", "t1")});
  for (int i = 0; i < 12; ++i) {
    l.turn(seconds{31});
    l.cannot("e", l.jobs().at(0));
  }
  l.worker("webhook", "w");
  l.turn();
  const auto jobs = l.jobs();
  ASSERT_EQ(jobs.size(), 1U);
  EXPECT_EQ(jobs[0].send().destination(), "operator_hook");
}

}  // namespace
}  // namespace fenghuo::ledger
