// A restored ledger holds until a person lets it go; and a backup is answered when it is whole.
#include <gmock/gmock.h>

#include <algorithm>

#include "common/storage/restore.hpp"
#include "common/storage/sqlite.hpp"
#include "services/ledger/test_ledger.hpp"

namespace fenghuo::ledger {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

struct RestoredTest : testing::Test {
  TestLedger l;

  void SetUp() override {
    l.activate_bundle();
    workers();
  }
  void workers() {
    l.worker("decide", "e");
    l.worker("webhook", "w");
  }
  // As after `fenghuo ledger restore` and a start.
  void restore() {
    ASSERT_TRUE(l.commit([&] { l.store_->set_meta("restored", "from yesterday.db"); }));
    l.restart();
    workers();
  }
  std::vector<std::string> pauses() {
    const auto status = l.status();
    return {status.pauses().begin(), status.pauses().end()};
  }
  std::vector<wire::JobItem> jobs_after(std::chrono::milliseconds later = {}) {
    l.turn(later);
    return l.jobs();
  }
};

TEST_F(RestoredTest, HoldsAndSaysSo) {
  l.told("t1");
  restore();
  EXPECT_TRUE(jobs_after().empty()) << "neither a message nor a rung";
  const auto status = l.status();
  EXPECT_TRUE(status.ladders_held());
  EXPECT_EQ(status.hold_reason(), "restored: from yesterday.db");
  EXPECT_THAT(pauses(), Contains("restored"));
  EXPECT_TRUE(status.idle()) << status.idle_reason();
  EXPECT_EQ(status.queued_messages(), 1U) << "it waits";
  ASSERT_EQ(l.events("restored").size(), 1U);
  EXPECT_EQ(field(l.events("restored")[0].fields(), "why"), "from yesterday.db");
}

TEST_F(RestoredTest, HoldsAcrossFurtherStartsAndSaysSoOnce) {
  l.told("t1");
  restore();
  l.restart();
  workers();
  EXPECT_TRUE(jobs_after().empty());
  EXPECT_THAT(pauses(), Contains("restored"));
  EXPECT_EQ(l.events("restored").size(), 1U);
}

TEST_F(RestoredTest, FactsAreDecidedMeanwhile) {
  restore();
  l.submit({TestLedger::signal_item("s-new", "new")});
  const auto jobs = jobs_after();
  ASSERT_EQ(jobs.size(), 1U);
  EXPECT_TRUE(jobs[0].decide().ladders_held());
  l.answer("e", {l.decision(jobs[0], [](wire::Decision& d) { TestLedger::queue(d, "a", "1"); })});
  EXPECT_TRUE(jobs_after().empty()) << "what it says waits too";
}

TEST_F(RestoredTest, ReleasedByAPersonItGoesOn) {
  l.told("t1");
  restore();
  EXPECT_TRUE(l.operate("release_restored").ok());
  EXPECT_FALSE(l.status().ladders_held());
  EXPECT_EQ(l.status().hold_reason(), "");
  EXPECT_THAT(pauses(), Not(Contains("restored")));
  const auto jobs = jobs_after();
  ASSERT_EQ(jobs.size(), 1U);
  EXPECT_TRUE(jobs[0].has_send());
  const auto released = l.events("restore_released");
  ASSERT_EQ(released.size(), 1U);
  EXPECT_EQ(released[0].actor(), "operator");
  EXPECT_EQ(field(released[0].fields(), "messages"), "1");
  l.restart();
  EXPECT_FALSE(l.status().ladders_held()) << "for good";
  EXPECT_FALSE(l.operate("release_restored").ok()) << "nothing is held";
}

TEST_F(RestoredTest, NeitherAClockNorAPauseLetsItGo) {
  l.told("t1");
  restore();
  const auto confirmed = l.operate("confirm_clock");
  EXPECT_FALSE(confirmed.ok());
  EXPECT_THAT(confirmed.reason(), HasSubstr("fenghuo ledger restored"));
  EXPECT_TRUE(l.operate("resume", {{"scope", "all"}}).ok());
  EXPECT_TRUE(jobs_after().empty());
}

// Restored on a machine whose clock is a year ahead: letting go of the one is not trusting the other.
TEST_F(RestoredTest, ADoubtOfTheClockOutlivesTheRelease) {
  const auto matter = l.told("t1");
  ASSERT_TRUE(l.commit([&] {
    l.store_->set_meta("restored", "from yesterday.db");
    l.store_->set_meta("last_commit_at", std::to_string(to_ms(l.clock_->now())));
  }));
  l.clock_->advance(std::chrono::hours{24 * 365});
  l.restart();
  workers();
  EXPECT_THAT(l.status().hold_reason(), HasSubstr("restored: from yesterday.db; the clock is implausibly far ahead"));
  EXPECT_EQ(l.events("ladders_held").size(), 1U);
  EXPECT_TRUE(l.operate("release_restored").ok());
  EXPECT_TRUE(l.status().ladders_held());
  EXPECT_THAT(l.status().hold_reason(), ::testing::StartsWith("the clock is implausibly far ahead"));
  for (const auto& job : jobs_after()) EXPECT_FALSE(job.has_decide()) << "no rung fires";
  l.restart();
  workers();
  EXPECT_TRUE(l.status().ladders_held());
  EXPECT_EQ(l.events("ladders_held").size(), 1U) << "said once";
  EXPECT_TRUE(l.operate("confirm_clock").ok());
  EXPECT_FALSE(l.status().ladders_held());
  EXPECT_EQ(l.status().hold_reason(), "");
  const auto jobs = jobs_after();
  ASSERT_TRUE(std::ranges::any_of(jobs, [&](const auto& job) { return job.has_decide() && job.decide().matter_id() == matter.value; }));
}

TEST_F(RestoredTest, ADoubtThatTheBackupBroughtStaysToo) {
  l.told("t1");
  ASSERT_TRUE(l.commit([&] { l.store_->set_meta("last_commit_at", std::to_string(to_ms(l.clock_->now()))); }));
  l.clock_->advance(std::chrono::hours{24 * 365});
  l.restart();
  const auto doubt = l.status().hold_reason();
  ASSERT_NE(doubt, "");
  for (const char* name : {"clock_doubt", "restored_told"}) {  // as an older program wrote it
    ASSERT_TRUE(l.commit([&] { l.store_->set_meta(name, ""); }));
  }
  restore();
  EXPECT_TRUE(l.operate("release_restored").ok());
  EXPECT_EQ(l.status().hold_reason(), doubt);
  EXPECT_TRUE(l.operate("confirm_clock").ok());
  EXPECT_FALSE(l.status().ladders_held());
}

TEST_F(RestoredTest, APauseOfBeforeStaysAfterwards) {
  l.told("t1");
  l.operate("pause", {{"scope", "all"}});
  restore();
  l.operate("release_restored");
  EXPECT_TRUE(jobs_after().empty());
  EXPECT_THAT(pauses(), Contains("all"));
}

TEST_F(RestoredTest, WhatFellDueIsDecidedBeforeAnythingOfItLeaves) {
  const auto matter = l.told("t1");
  l.clock_->advance(std::chrono::hours{2});
  restore();
  EXPECT_TRUE(jobs_after().empty());
  l.operate("release_restored");
  const auto first = jobs_after();
  ASSERT_EQ(first.size(), 1U) << "the message waits for the decision";
  ASSERT_TRUE(first[0].has_decide());
  EXPECT_EQ(first[0].decide().matter_id(), matter.value);
  l.answer("e", {l.decision(first[0], [](wire::Decision& d) {
             d.add_withdraw()->set_reason("superseded");
             TestLedger::queue(d, "a", "1/3/0/a");
           })});
  const auto second = jobs_after();
  ASSERT_EQ(second.size(), 1U) << "one message, not one for each rung";
  EXPECT_TRUE(second[0].has_send());
  EXPECT_EQ(l.events("withdrawn").size(), 1U);
}

TEST_F(RestoredTest, WhatIsNoLongerTrueIsWithdrawn) {
  l.told("t1", "a", [](wire::Decision& d) {
    d.mutable_row()->set_work(wire::CLOSED);
    d.mutable_row()->set_open(false);
    d.mutable_row()->set_next_at(0);
    d.mutable_queue(0)->mutable_valid_while()->add_work(wire::AWAITING);
  });
  restore();
  l.operate("release_restored");
  EXPECT_TRUE(jobs_after().empty());
  EXPECT_EQ(l.events("withdrawn").size(), 1U);
}

TEST_F(RestoredTest, ABackupIsAnsweredWhenItIsWhole) {
  l.told("t1");
  const std::string file = l.folder_ + "/backup.db";
  wire::Operate operate;
  operate.set_request(7);
  operate.set_what("backup");
  operate.set_actor("cli:somebody");
  add_field(operate.mutable_args(), "file", file);
  ASSERT_TRUE(l.commit([&] { l.core_->operate("cli", operate); }));
  EXPECT_TRUE(l.said<wire::Operated>(wire::OPERATED).empty());
  EXPECT_EQ(l.core_->longest_sleep(l.steady_).count(), 0) << "the loop goes on with it";
  for (int i = 0; i < 1000 && !std::filesystem::exists(file); ++i) l.core_->step_backup();
  l.turn();
  const auto answers = l.said<wire::Operated>(wire::OPERATED);
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_TRUE(answers[0].ok()) << answers[0].reason();
  EXPECT_EQ(answers[0].request(), 7U);
  EXPECT_EQ(field(answers[0].info(), "file"), file);
  EXPECT_TRUE(storage::examine(file).has_value());
  ASSERT_EQ(l.events("backed_up").size(), 1U);
  EXPECT_EQ(l.events("backed_up")[0].actor(), "cli:somebody");
}

TEST_F(RestoredTest, ABackupThatSomebodyHoldsDoesNotKeepTheLoopAwake) {
  l.told("t1");
  const std::string file = l.folder_ + "/backup.db";
  l.operate("backup", {{"file", file}});
  l.core_->step_backup();
  EXPECT_EQ(l.core_->longest_sleep(l.steady_).count(), 0);
  {
    storage::Database other(file + ".part", storage::Database::Mode::copy, "", 2);
    other.run("BEGIN EXCLUSIVE");
    l.core_->step_backup();
    EXPECT_GT(l.core_->longest_sleep(l.steady_).count(), 0);
  }
  for (int i = 0; i < 1000 && !std::filesystem::exists(file); ++i) l.core_->step_backup();
  EXPECT_TRUE(storage::examine(file).has_value());
}

TEST_F(RestoredTest, ABackupThatCanNotBeMadeSaysWhy) {
  EXPECT_THAT(l.operate("backup", {{"file", "relative.db"}}).reason(), HasSubstr("absolute"));
  EXPECT_EQ(l.operate("backup", {{"file", l.folder_ + "/ledger.db"}}).reason(), "") << "it is answered when it was tried";
  l.core_->step_backup();
  l.turn();
  const auto answers = l.said<wire::Operated>(wire::OPERATED);
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_FALSE(answers[0].ok());
  EXPECT_THAT(answers[0].reason(), HasSubstr("is there already"));
}

}  // namespace
}  // namespace fenghuo::ledger
