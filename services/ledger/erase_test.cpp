// The ledger's part in the deletion of texts: a closed matter falls due once more, and what the decision asks for happens in its commit.
#include "common/log/log.hpp"
#include "services/ledger/test_ledger.hpp"

namespace fenghuo::ledger {
namespace {

constexpr std::chrono::hours retention{24 * 180};

struct EraseTest : testing::Test {
  TestLedger l;

  void SetUp() override {
    l.activate_bundle();
    l.worker("decide", "e");
  }
  // A closed matter that wants to be looked at again after the retention, with one event text and one message that waits.
  MatterId closed(const std::string& topic) {
    return l.told(topic, "a", [&](wire::Decision& d) {
      d.mutable_row()->set_open(false);
      d.mutable_row()->set_work(wire::CLOSED);
      d.mutable_row()->set_next_at(to_ms(l.clock_->now() + retention));
      d.mutable_queue(0)->mutable_model()->set_text("a text");
      auto& event = *d.add_events();
      event.set_kind("closed");
      event.set_text("a reason");
    });
  }
  void erase(const wire::JobItem& job) {
    l.answer("e", {l.decision(job, [](wire::Decision& d) {
               d.mutable_row()->set_open(false);
               d.mutable_row()->set_work(wire::ARCHIVED);
               d.mutable_row()->set_next_at(0);
               d.set_erase(true);
             })});
  }
  std::vector<std::string> texts() {
    std::vector<std::string> found;
    for (const auto& event : l.events()) {
      if (!event.text().empty()) found.push_back(event.text());
    }
    return found;
  }
};

TEST_F(EraseTest, AClosedMatterThatWaitsForItsDayIsNoWork) {
  closed("t1");
  EXPECT_TRUE(l.status().idle() || l.status().idle_reason() == "messages are due") << l.status().idle_reason();
  EXPECT_EQ(l.status().due_matters(), 0U);
  EXPECT_EQ(l.status().open_matters(), 0U);
  l.turn();
  EXPECT_TRUE(l.jobs().empty());
}

TEST_F(EraseTest, OnItsDayItIsDecidedAndItsTextsGo) {
  const auto matter = closed("t1");
  ASSERT_EQ(texts(), std::vector<std::string>{"a reason"});
  l.clock_->advance(retention);
  EXPECT_FALSE(l.status().idle()) << "it is due";
  l.turn();
  const auto jobs = l.jobs();
  ASSERT_EQ(jobs.size(), 1U);
  EXPECT_EQ(jobs[0].decide().matter_id(), matter.value);
  erase(jobs[0]);
  EXPECT_TRUE(texts().empty());
  EXPECT_EQ(l.status().due_matters(), 0U);
  EXPECT_EQ(l.status().open_matters(), 0U) << "counted once, when it was closed";
  l.turn();
  EXPECT_TRUE(l.jobs().empty());
  l.restart();
  EXPECT_EQ(l.store_->matter(matter)->next_at, 0);
  EXPECT_FALSE(l.store_->matter(matter)->open);
}

TEST_F(EraseTest, AlsoWhatTheVeryDecisionRecorded) {
  closed("t1");
  l.clock_->advance(retention);
  l.turn();
  const auto jobs = l.jobs();
  ASSERT_EQ(jobs.size(), 1U);
  l.answer("e", {l.decision(jobs[0], [](wire::Decision& d) {
             d.mutable_row()->set_open(false);
             d.mutable_row()->set_next_at(0);
             d.add_events()->set_kind("refused");
             d.mutable_events(0)->set_text("typed after the end");
             d.set_erase(true);
           })});
  EXPECT_TRUE(texts().empty());
  EXPECT_EQ(l.events("refused").size(), 1U) << "the event itself stays";
}

TEST_F(EraseTest, NothingIsErasedWhileTheClockIsNotTrusted) {
  closed("t1");
  ASSERT_TRUE(l.commit([&] { l.store_->set_meta("last_commit_at", std::to_string(to_ms(l.clock_->now()))); }));
  l.clock_->advance(std::chrono::hours{24 * 365});
  l.restart();
  l.worker("decide", "e");
  l.turn();
  ASSERT_TRUE(l.status().ladders_held());
  EXPECT_TRUE(l.jobs().empty());
  EXPECT_EQ(texts(), std::vector<std::string>{"a reason"});
}

TEST_F(EraseTest, ADeadLetterIsNoMoreWhenItsTextIsGone) {
  closed("t1");
  l.worker("webhook", "w");
  l.turn();
  for (const auto& job : l.jobs()) l.answer("w", {TestLedger::sent(job, wire::REJECT, "no")});
  const auto dead = l.status().dead_messages();
  l.clock_->advance(retention);
  l.turn();
  for (const auto& job : l.jobs()) {
    if (job.has_decide()) erase(job);
  }
  EXPECT_EQ(l.status().dead_messages(), 0U) << "were " << dead;
  l.restart();
  EXPECT_EQ(l.status().dead_messages(), 0U);
}

TEST_F(EraseTest, WhatTheOtherSideSaidStandsInNoFieldOfTheJournal) {
  const auto matter = closed("t1");
  l.worker("webhook", "w");
  l.turn();
  const std::string words = "550 5.1.1 <somebody@elsewhere>: no such user";
  for (const auto& job : l.jobs()) l.answer("w", {TestLedger::sent(job, wire::REJECT, words)});
  l.turn();
  for (const auto& job : l.jobs()) erase(job);  // what it hears of the dead letter
  EXPECT_EQ(l.events("dead").size(), 1U);
  for (auto event : l.events()) {
    event.clear_text();
    EXPECT_EQ(event.SerializeAsString().find("somebody@elsewhere"), std::string::npos) << event.kind();
  }
  for (const auto& text : texts()) EXPECT_EQ(text.find("somebody@elsewhere"), std::string::npos);
  EXPECT_FALSE(l.store_->matter(matter)->open);
}

TEST_F(EraseTest, NorInTheProgramsLog) {
  closed("t1");
  l.worker("webhook", "w");
  l.turn();
  testing::internal::CaptureStderr();
  log::start("ledger", "info");
  for (const auto& job : l.jobs()) l.answer("w", {TestLedger::sent(job, wire::REJECT, "550 5.1.1 <somebody@elsewhere>: no such user")});
  l.turn();
  log::start("ledger", "off");
  const std::string said = testing::internal::GetCapturedStderr();
  EXPECT_NE(said.find("\"dead_letter\""), std::string::npos) << said;
  EXPECT_NE(said.find("refused by the other side"), std::string::npos) << said;
  EXPECT_EQ(said.find("elsewhere"), std::string::npos) << said;
}

TEST_F(EraseTest, TheLogIsCutOnceAfterwards) {
  closed("t1");
  l.clock_->advance(retention);
  l.turn();
  const auto jobs = l.jobs();
  ASSERT_EQ(jobs.size(), 1U);
  erase(jobs[0]);
  l.steady_ += std::chrono::seconds{2};
  l.core_->scrub(l.steady_);
  EXPECT_EQ(std::filesystem::file_size(l.folder_ + "/ledger.db-wal"), 0U);
}

}  // namespace
}  // namespace fenghuo::ledger
