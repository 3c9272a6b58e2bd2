// A message that did not arrive goes again: on its schedule, late answers, expiry, replay.
#include <gmock/gmock.h>

#include "services/ledger/test_ledger.hpp"

namespace fenghuo::ledger {
namespace {

using storage::MessageState;

struct SendingAgain : testing::Test {
  TestLedger l;
  void SetUp() override {
    l.activate_bundle();
    l.worker("decide", "e");
    l.worker("webhook", "w");
  }
  wire::JobItem leased() {
    l.turn();
    auto jobs = l.jobs();
    std::erase_if(jobs, [](const wire::JobItem& job) { return !job.has_send(); });
    EXPECT_EQ(jobs.size(), 1U);
    return jobs.empty() ? wire::JobItem{} : jobs[0];
  }
  MessageState state(const wire::JobItem& job) { return l.store_->message(MessageId{job.id()})->state; }
  void fail(const wire::JobItem& job) {
    l.answer("w", {TestLedger::sent(job, wire::RETRY, "HTTP 500")});
    l.clock_->advance(std::chrono::seconds{5});
  }
  // Tried as often as the schedule says, and dead.
  wire::JobItem die() {
    wire::JobItem job;
    for (int n = 0; n < 3; ++n) {
      job = leased();
      fail(job);
    }
    EXPECT_EQ(state(job), MessageState::dead);
    return job;
  }
  wire::Operated replay(const wire::JobItem& job) { return l.operate("replay", {{"message", notification_id(MessageId{job.id()})}}); }
};

TEST_F(SendingAgain, AReplayBeginsTheScheduleAnew) {
  l.told("t1");
  const auto job = die();
  l.clock_->advance(std::chrono::hours{30});
  ASSERT_TRUE(replay(job).ok());
  for (int n = 0; n < 3; ++n) {
    const auto again = leased();
    EXPECT_EQ(again.id(), job.id());
    EXPECT_EQ(again.send().attempt(), static_cast<std::uint32_t>(4 + n)) << "attempts are counted through";
    EXPECT_EQ(state(again), MessageState::queued);
    fail(again);
  }
  EXPECT_EQ(state(job), MessageState::dead) << "after as many attempts as the first time";
}

TEST_F(SendingAgain, ADeadLetterThatDiesAgainIsNoNewsForItsMatter) {
  l.told("t1");
  const auto job = die();
  l.turn();
  for (const auto& heard : l.jobs()) {
    if (!heard.has_decide()) continue;
    EXPECT_TRUE(heard.decide().inbox(0).body().has_delivery_failed());
    l.answer("e", {l.decision(heard, [](wire::Decision&) {})});
  }
  EXPECT_EQ(l.status().pending_items(), 0U);
  ASSERT_TRUE(replay(job).ok());
  die();
  EXPECT_EQ(l.status().pending_items(), 0U);
}

TEST_F(SendingAgain, AReplayedMessageIsNotTooOldAndNotExpired) {
  l.activate_bundle([](wire::Bundle& b) {
    b.mutable_retry()->set_max_age_ms(3'600'000);
    b.set_label("with an age");
  });
  l.told("t1", "a", [&](wire::Decision& d) { d.mutable_queue(0)->set_expires_at(to_ms(l.clock_->now()) + 3'600'000); });
  const auto job = die();
  l.clock_->advance(std::chrono::hours{24});
  ASSERT_TRUE(replay(job).ok());
  const auto again = leased();
  EXPECT_EQ(again.id(), job.id());
  EXPECT_GT(again.send().expires_at(), to_ms(l.clock_->now()));
  fail(again);
  EXPECT_EQ(state(job), MessageState::queued) << "its age counts from the replay";
}

TEST_F(SendingAgain, WhatCouldNotLeaveInTimeIsADeadLetterThatTheMatterHearsOf) {
  l.operate("pause", {{"scope", "all"}});
  const auto matter = l.told("t1", "a", [&](wire::Decision& d) { d.mutable_queue(0)->set_expires_at(to_ms(l.clock_->now()) + 1000); });
  l.clock_->advance(std::chrono::minutes{1});
  l.operate("resume");
  l.turn();
  EXPECT_TRUE(l.jobs().empty());
  EXPECT_EQ(l.status().dead_messages(), 1U);
  l.turn();
  const auto jobs = l.jobs();
  ASSERT_EQ(jobs.size(), 1U);
  EXPECT_EQ(jobs[0].decide().matter_id(), matter.value);
  EXPECT_TRUE(jobs[0].decide().inbox(0).body().has_delivery_failed());
  const auto dead = l.events("dead");
  ASSERT_EQ(dead.size(), 1U);
  EXPECT_THAT(std::string(field(dead[0].fields(), "reason")), testing::HasSubstr("expired"));
}

TEST_F(SendingAgain, WhatIsNoLongerTrueIsWithdrawnAlsoWhenItHasExpired) {
  l.operate("pause", {{"scope", "all"}});
  l.told("t1", "a", [&](wire::Decision& d) {
    d.mutable_queue(0)->set_expires_at(to_ms(l.clock_->now()) + 1000);
    d.mutable_queue(0)->mutable_valid_while()->set_untaken_party("role:a");
    d.mutable_row()->add_taken("role:a");
  });
  l.clock_->advance(std::chrono::minutes{1});
  l.operate("resume");
  l.turn();
  EXPECT_EQ(l.status().dead_messages(), 0U);
  EXPECT_EQ(l.events("withdrawn").size(), 1U);
}

TEST_F(SendingAgain, AReplayThatCannotHelpIsRefusedWithTheReason) {
  EXPECT_EQ(l.operate("replay", {{"message", notification_id(MessageId{77})}}).reason(), "not_found: no such message");
  l.told("t1");
  const auto job = leased();
  auto gone = TestLedger::sent(job, wire::REJECT, "HTTP 410");
  gone.mutable_send()->set_disable_destination(true);
  l.answer("w", {gone});
  EXPECT_THAT(replay(job).reason(), testing::HasSubstr("fenghuo destinations enable a"));
  EXPECT_EQ(state(job), MessageState::dead);
  EXPECT_TRUE(l.operate("enable_destination", {{"destination", "a"}}).ok());
  EXPECT_THAT(l.operate("enable_destination", {{"destination", "a"}}).reason(), testing::HasSubstr("not disabled"));
  EXPECT_THAT(l.operate("enable_destination", {{"destination", "nowhere"}}).reason(), testing::StartsWith("not_found: "));
  EXPECT_TRUE(replay(job).ok());
  EXPECT_EQ(l.status().dead_messages(), 0U);
}

TEST_F(SendingAgain, AReplayOfWhatIsNoLongerTrueTakesItBack) {
  const auto matter = l.told("t1", "a", [](wire::Decision& d) { d.mutable_queue(0)->mutable_valid_while()->set_untaken_party("role:a"); });
  const auto job = die();
  l.turn();
  l.answer("e", {l.decision(l.jobs().at(0), [](wire::Decision& d) { d.mutable_row()->add_taken("role:a"); })});
  EXPECT_THAT(replay(job).reason(), testing::HasSubstr("already taken"));
  EXPECT_EQ(state(job), MessageState::withdrawn);
  EXPECT_EQ(l.status().dead_messages(), 0U);
  EXPECT_TRUE(l.store_->matter(matter)->open);
}

TEST_F(SendingAgain, DeathsOfSendersUseUpNothingOfTheSchedule) {
  l.told("t1");
  for (int n = 0; n < 4; ++n) {
    leased();
    l.core_->peer_gone("id-w", l.steady_);
    l.turn(Workers::patience);
    l.worker("webhook", "w");
  }
  for (int n = 0; n < 2; ++n) {
    const auto job = leased();
    EXPECT_EQ(job.send().attempt(), static_cast<std::uint32_t>(5 + n));
    fail(job);
    EXPECT_EQ(state(job), MessageState::queued) << "only two failures";
  }
  const auto last = leased();
  fail(last);
  EXPECT_EQ(state(last), MessageState::dead);
}

// ------------------------------------------------------------------ answers that come late

struct LateAnswer : SendingAgain {
  // The lease is over and the message waits to go again.
  wire::JobItem lost() {
    l.told("t1");
    auto job = leased();
    l.turn(std::chrono::minutes{2}, "w");
    EXPECT_EQ(l.status().leased(), 0U);
    EXPECT_TRUE(l.jobs().empty());
    return job;
  }
};

TEST_F(LateAnswer, DeliveredCountsWhenNoNewerAttemptHasBegun) {
  const auto job = lost();
  l.answer("w", {TestLedger::sent(job, wire::DELIVERED)});
  EXPECT_EQ(state(job), MessageState::delivered);
  l.turn();
  EXPECT_TRUE(l.jobs().empty()) << "not a second time";
}

TEST_F(LateAnswer, AFailurePutsTheNextAttemptOff) {
  const auto job = lost();
  l.answer("w", {TestLedger::sent(job, wire::RETRY, "HTTP 500")});
  l.turn();
  EXPECT_TRUE(l.jobs().empty()) << "not before its time";
  l.clock_->advance(std::chrono::seconds{5});
  EXPECT_EQ(leased().send().attempt(), 2U);
}

TEST_F(LateAnswer, ARejectionIsFinal) {
  const auto job = lost();
  l.answer("w", {TestLedger::sent(job, wire::REJECT, "HTTP 400")});
  EXPECT_EQ(state(job), MessageState::dead);
}

TEST_F(LateAnswer, CountsForNothingOnceTheNextAttemptIsUnderWay) {
  const auto job = lost();
  l.worker("webhook", "w2");
  const auto next = leased();
  EXPECT_EQ(next.send().attempt(), 2U);
  l.answer("w", {TestLedger::sent(job, wire::DELIVERED)});
  EXPECT_EQ(state(job), MessageState::queued);
  l.answer("w2", {TestLedger::sent(next, wire::DELIVERED)});
  EXPECT_EQ(state(job), MessageState::delivered);
}

TEST_F(LateAnswer, CountsAlsoWhenTheMessageWasTakenBackMeanwhile) {
  const auto job = lost();
  ASSERT_TRUE(l.commit([&] { l.store_->withdraw(MessageId{job.id()}, "taken"); }));
  l.answer("w", {TestLedger::sent(job, wire::DELIVERED)});
  EXPECT_EQ(state(job), MessageState::delivered) << "it did arrive";
}

}  // namespace
}  // namespace fenghuo::ledger
