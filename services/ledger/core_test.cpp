// The ledger's promises, each against a real store: intake, versions and fences, facts, dispatch, attempts, restarts, poison.
#include <fstream>

#include <gmock/gmock.h>

#include "services/ledger/test_ledger.hpp"

namespace fenghuo::ledger {
namespace {

using storage::MessageState;

struct LedgerTest : testing::Test {
  TestLedger l;
  void SetUp() override {
    l.activate_bundle();
    l.worker("decide", "e");
  }
};

TEST_F(LedgerTest, TheSameKeyIsAcceptedOnceAndAnsweredAlike) {
  const auto item = TestLedger::signal_item("s1", "t1");
  const auto first = l.submit({item}), second = l.submit({item});
  EXPECT_EQ(first.items(0).status(), wire::OK_ACCEPTED);
  EXPECT_EQ(second.items(0).status(), wire::OK_DUPLICATE);
  EXPECT_EQ(first.items(0).id(), second.items(0).id());
  EXPECT_EQ(first.items(0).matter_id(), second.items(0).matter_id());
  EXPECT_EQ(l.status().pending_items(), 1U);
}

TEST_F(LedgerTest, TheSameKeyWithAnotherBodyIsAConflict) {
  l.submit({TestLedger::signal_item("s1", "t1")});
  const auto second = l.submit({TestLedger::signal_item("s1", "t1", "blue")});
  EXPECT_EQ(second.items(0).status(), wire::NOT_ACCEPTED);
  EXPECT_THAT(second.items(0).reason(), testing::StartsWith("conflict"));
}

TEST_F(LedgerTest, KeysAreScopedByTheirSubmitter) {
  l.submit({TestLedger::signal_item("s1", "t1")}, "provider/p");
  const auto other = l.submit({TestLedger::signal_item("s1", "t1", "blue")}, "provider/q");
  EXPECT_EQ(other.items(0).status(), wire::OK_ACCEPTED);
}

TEST_F(LedgerTest, TwoSignalsOfOneTopicReachOneMatterInOneDecision) {
  l.submit({TestLedger::signal_item("s1", "t1", "blue"), TestLedger::signal_item("s2", "t1", "red")});
  l.turn();
  const auto jobs = l.jobs();
  ASSERT_EQ(jobs.size(), 1U);
  EXPECT_EQ(jobs[0].decide().inbox_size(), 2);
}

TEST_F(LedgerTest, RedIsServedBeforeOtherWarnings) {
  l.submit({TestLedger::signal_item("s1", "t1", "blue"), TestLedger::signal_item("s2", "t2", "red")});
  l.turn();
  const auto jobs = l.jobs();
  ASSERT_EQ(jobs.size(), 2U);
  EXPECT_EQ(jobs[0].decide().inbox(0).body().signal().level(), "red");
}

TEST_F(LedgerTest, ADecisionAgainstAnOldVersionHasNoEffect) {
  l.submit({TestLedger::signal_item("s1", "t1")});
  l.turn();
  const auto job = l.jobs().at(0);
  auto stale = l.decision(job, [](wire::Decision& d) {
    d.set_version(7);
    TestLedger::queue(d, "a", "1/0/0/a");
  });
  l.answer("e", {stale});
  EXPECT_EQ(l.status().queued_messages(), 0U);
  l.turn();
  EXPECT_EQ(l.jobs().size(), 1U) << "it is decided again";
}

TEST_F(LedgerTest, ADecisionThatIsRefusedTakesNoNumber) {
  const auto numbered = [](wire::Decision& d) {
    d.set_serial_kind("舆");
    d.set_serial_year(2027);
  };
  l.submit({TestLedger::signal_item("s1", "t1")});
  l.turn();
  const auto job = l.jobs().at(0);
  l.answer("e", {l.decision(job, [&](wire::Decision& d) {
             numbered(d);
             d.set_version(7);
           })});
  l.turn();
  l.answer("e", {l.decision(l.jobs().at(0), numbered)});
  EXPECT_EQ(l.store_->matter(MatterId{job.id()})->number, "舆〔2027〕1号");
}

TEST_F(LedgerTest, ALateAnswerUnderAnotherFenceIsConfirmedWithoutEffect) {
  l.submit({TestLedger::signal_item("s1", "t1")});
  l.turn();
  const auto job = l.jobs().at(0);
  auto result = l.decision(job, [](wire::Decision& d) { TestLedger::queue(d, "a", "1/0/0/a"); });
  result.mutable_fence()->set_epoch(99);
  l.answer("e", {result});
  EXPECT_EQ(l.said<wire::ResultOk>(wire::RESULT_OK).size(), 1U);
  EXPECT_EQ(l.status().queued_messages(), 0U);
}

TEST_F(LedgerTest, AnOpenMatterWithoutANextStepIsRefused) {
  l.submit({TestLedger::signal_item("s1", "t1")});
  l.turn();
  l.answer("e", {l.decision(l.jobs().at(0), [](wire::Decision& d) { d.mutable_row()->set_next_at(0); })});
  EXPECT_EQ(l.status().pending_items(), 1U);
}

TEST_F(LedgerTest, WhatAPersonDoesMeanwhileWinsOverAMessageNotYetQueued) {
  const auto matter = l.told("t1");
  l.clock_->advance(std::chrono::minutes{10});
  l.turn();
  const auto tick = l.jobs().at(0);
  wire::SubmitItem ack;
  ack.set_key("ack");
  ack.set_matter_id(matter.value);
  ack.mutable_body()->mutable_action()->set_kind(wire::ACK);
  l.submit({ack}, "callback/u");
  l.answer("e", {l.decision(tick, [](wire::Decision& d) { TestLedger::queue(d, "b", "1/1/0/b"); })});
  EXPECT_EQ(l.status().queued_messages(), 1U) << "only the first message waits";
  l.turn();
  const auto again = l.jobs();
  ASSERT_EQ(again.size(), 1U);
  EXPECT_EQ(again[0].decide().inbox_size(), 1) << "the person's act is part of the next decision";
}

TEST_F(LedgerTest, ASerialIsTakenOncePerMatterWithoutGaps) {
  const auto with_serial = [](wire::Decision& d) {
    d.set_serial_kind("舆");
    d.set_serial_year(2027);
  };
  const auto one = l.told("t1", "a", with_serial), two = l.told("t2", "a", with_serial);
  EXPECT_EQ(l.store_->matter(one)->number, "舆〔2027〕1号");
  EXPECT_EQ(l.store_->matter(two)->number, "舆〔2027〕2号");
}

TEST_F(LedgerTest, WhatADecisionIssuesBearsItsNumberFromThatCommitOn) {
  const auto matter = l.told("t1", "a", [](wire::Decision& d) {
    d.set_serial_kind("督");
    d.set_serial_year(2027);
    auto& slips = *d.mutable_matter()->mutable_duty();
    auto& urge = *slips.add_slips();
    urge.set_kind("urge");
    urge.set_issued_at(1);
    slips.add_slips()->set_kind("order");  // of an earlier deadline, never signed
    auto& order = *slips.add_slips();
    order.set_kind("order");
    order.set_issued_at(2);
  });
  wire::Matter body;
  ASSERT_TRUE(body.ParseFromString(l.store_->matter(matter)->body));
  ASSERT_EQ(body.duty().slips_size(), 3);
  EXPECT_EQ(body.duty().slips(0).number(), "") << "提示单 and 催办单 have none";
  EXPECT_EQ(body.duty().slips(1).number(), "");
  EXPECT_EQ(body.duty().slips(2).number(), "督〔2027〕1号");
}

TEST_F(LedgerTest, AClosedTopicThatComesBackOpensANewMatterThatNamesTheOld) {
  const auto old = l.told("t1", "a", [](wire::Decision& d) {
    d.mutable_row()->set_open(false);
    d.mutable_row()->set_work(wire::CLOSED);
  });
  l.submit({TestLedger::signal_item("s2", "t1")});
  l.turn();
  const auto job = l.jobs().at(0);
  EXPECT_NE(job.decide().matter_id(), old.value);
  EXPECT_EQ(job.decide().previous_id(), old.value);
}

TEST_F(LedgerTest, ASignalThatArrivedDuringTheCloseOpensANewMatter) {
  l.submit({TestLedger::signal_item("s1", "t1")});
  l.turn();
  const auto job = l.jobs().at(0);
  l.submit({TestLedger::signal_item("s2", "t1")});
  l.answer("e", {l.decision(job, [](wire::Decision& d) { d.mutable_row()->set_open(false); })});
  l.turn();
  const auto next = l.jobs();
  ASSERT_EQ(next.size(), 1U);
  EXPECT_EQ(next[0].decide().previous_id(), job.decide().matter_id());
}

TEST_F(LedgerTest, WhoRegisteredForAFacetIsDecidedWhenItChanges) {
  const auto waiting = l.told("t1", "a", [](wire::Decision& d) { d.add_registers("unit=u|level=red"); });
  const auto red = l.told("t2", "b", [](wire::Decision& d) { d.mutable_row()->add_facets("unit=u|level=red"); });
  l.turn();
  auto jobs = l.jobs();
  ASSERT_EQ(jobs.size(), 1U);
  EXPECT_EQ(jobs[0].decide().matter_id(), waiting.value);
  ASSERT_EQ(jobs[0].decide().facts_size(), 1);
  EXPECT_EQ(jobs[0].decide().facts(0).count(), 1U);
  EXPECT_EQ(jobs[0].decide().facts(0).sample(0), red.value);
}

TEST_F(LedgerTest, ADecisionThatLacksAFactIsLeasedAgainWithIt) {
  l.submit({TestLedger::signal_item("s1", "t1")});
  l.turn();
  wire::ResultItem ask;
  const auto job = l.jobs().at(0);
  ask.set_lease(job.lease());
  *ask.mutable_fence() = job.fence();
  ask.set_id(job.id());
  ask.mutable_decision()->add_need_facts("level=red");
  l.answer("e", {ask});
  l.turn();
  const auto again = l.jobs().at(0);
  ASSERT_EQ(again.decide().facts_size(), 1);
  EXPECT_EQ(again.decide().facts(0).facet(), "level=red");
  EXPECT_EQ(again.decide().inbox_size(), 1);
}

TEST_F(LedgerTest, AFactThatChangedSinceItWasReadMeansAnotherLook) {
  l.submit({TestLedger::signal_item("s1", "t1")});
  l.turn();
  const auto job = l.jobs().at(0);
  l.told("t2", "b", [](wire::Decision& d) { d.mutable_row()->add_facets("level=red"); });
  l.answer("e", {l.decision(job, [](wire::Decision& d) {
             auto* fact = d.add_facts_read();
             fact->set_facet("level=red");
             fact->set_revision(0);
           })});
  l.turn();
  const auto again = l.jobs();
  ASSERT_EQ(again.size(), 1U);
  EXPECT_EQ(again[0].decide().matter_id(), job.decide().matter_id());
}

// ------------------------------------------------------------------ sends

TEST_F(LedgerTest, AnAttemptIsOnRecordBeforeItsJobLeaves) {
  l.told("t1");
  l.worker("webhook", "w");
  l.turn();
  const auto jobs = l.jobs();
  ASSERT_EQ(jobs.size(), 1U);
  const auto attempt = l.store_->open_attempt(MessageId{jobs[0].id()});
  ASSERT_TRUE(attempt.has_value());
  EXPECT_EQ(attempt->n, 1U);
  EXPECT_EQ(attempt->counter, jobs[0].fence().counter());
}

TEST_F(LedgerTest, ARetryHasTheSameIdAndItsOwnAttempt) {
  l.told("t1");
  l.worker("webhook", "w");
  l.turn();
  const auto first = l.jobs().at(0);
  l.answer("w", {TestLedger::sent(first, wire::RETRY, "HTTP 500")});
  l.turn();
  EXPECT_TRUE(l.jobs().empty()) << "not before its time";
  l.clock_->advance(std::chrono::seconds{2});
  l.turn();
  const auto second = l.jobs().at(0);
  EXPECT_EQ(second.id(), first.id());
  EXPECT_EQ(second.send().attempt(), 2U);
  l.answer("w", {TestLedger::sent(second, wire::DELIVERED)});
  EXPECT_EQ(l.store_->message(MessageId{first.id()})->state, MessageState::delivered);
}

TEST_F(LedgerTest, AnExhaustedScheduleIsADeadLetterThatTheMatterHearsOfAndReplayRevives) {
  const auto matter = l.told("t1");
  l.worker("webhook", "w");
  wire::JobItem job;
  for (int attempt = 1; attempt <= 3; ++attempt) {
    l.turn();
    job = l.jobs().at(0);
    ASSERT_EQ(job.send().attempt(), static_cast<std::uint32_t>(attempt));
    l.answer("w", {TestLedger::sent(job, wire::RETRY, "HTTP 500")});
    l.clock_->advance(std::chrono::seconds{5});
  }
  EXPECT_EQ(l.store_->message(MessageId{job.id()})->state, MessageState::dead);
  EXPECT_EQ(l.status().dead_messages(), 1U);
  l.turn();
  const auto decide = l.jobs().at(0);
  EXPECT_EQ(decide.decide().matter_id(), matter.value);
  EXPECT_TRUE(decide.decide().inbox(0).body().has_delivery_failed());
  l.answer("e", {l.decision(decide)});

  wire::Operate replay;
  replay.set_what("replay");
  add_field(replay.mutable_args(), "message", notification_id(MessageId{job.id()}));
  ASSERT_TRUE(l.commit([&] { l.core_->operate("cli", replay); }));
  EXPECT_TRUE(l.said<wire::Operated>(wire::OPERATED).at(0).ok());
  l.turn();
  EXPECT_EQ(l.jobs().at(0).id(), job.id());
}

TEST_F(LedgerTest, AMessageIsCheckedAgainWhenItLeaves) {
  l.told("t1", "a", [](wire::Decision& d) {
    d.mutable_row()->add_taken("role:a");
    d.mutable_queue(0)->mutable_valid_while()->set_untaken_party("role:a");
  });
  l.worker("webhook", "w");
  l.turn();
  EXPECT_TRUE(l.jobs().empty());
  EXPECT_EQ(l.status().queued_messages(), 0U);
}

TEST_F(LedgerTest, AWithdrawnMessageNeverLeaves) {
  const auto matter = l.told("t1");
  l.clock_->advance(std::chrono::minutes{10});
  l.turn();
  l.answer("e", {l.decision(l.jobs().at(0), [](wire::Decision& d) { d.add_withdraw()->set_reason("taken"); })});
  l.worker("webhook", "w");
  l.turn();
  EXPECT_TRUE(l.jobs().empty());
  EXPECT_TRUE(l.store_->matter(matter)->open);
}

TEST_F(LedgerTest, ADeadSendersMessageGoesAgainUnderItsId) {
  l.told("t1");
  l.worker("webhook", "w1");
  l.turn();
  const auto first = l.jobs().at(0);
  l.core_->peer_gone("id-w1", l.steady_);
  l.worker("webhook", "w2");
  l.turn(Workers::patience);
  l.turn();
  const auto second = l.jobs().at(0);
  EXPECT_EQ(second.id(), first.id());
  EXPECT_EQ(second.send().attempt(), 2U);
  l.answer("w2", {TestLedger::sent(second, wire::DELIVERED)});
  l.answer("w2", {TestLedger::sent(first, wire::RETRY, "late")});
  EXPECT_EQ(l.store_->message(MessageId{first.id()})->state, MessageState::delivered) << "the late answer of attempt 1 changes nothing";
}

TEST_F(LedgerTest, AfterARestartAWorkerThatLivedOnKeepsItsAttempt) {
  l.told("t1");
  l.worker("webhook", "w");
  l.turn();
  const auto job = l.jobs().at(0);
  l.settings_.ledger.restart_grace = std::chrono::hours{1};
  l.restart();
  wire::Held held;
  held.set_lease(job.lease());
  *held.mutable_fence() = job.fence();
  held.set_id(job.id());
  l.worker("webhook", "w", 100, {held});
  l.turn();
  EXPECT_TRUE(l.jobs().empty()) << "not sent a second time";
  l.answer("w", {TestLedger::sent(job, wire::DELIVERED)});
  EXPECT_EQ(l.store_->message(MessageId{job.id()})->state, MessageState::delivered);
}

TEST_F(LedgerTest, AfterARestartAnUnclaimedAttemptIsLostAndSentAgain) {
  l.told("t1");
  l.worker("webhook", "w");
  l.turn();
  const auto job = l.jobs().at(0);
  l.restart();
  l.worker("webhook", "w2");
  l.turn(std::chrono::seconds{3600});
  l.turn();
  const auto again = l.jobs();
  ASSERT_EQ(again.size(), 1U);
  EXPECT_EQ(again[0].id(), job.id());
  EXPECT_EQ(again[0].send().attempt(), 2U);
}

TEST_F(LedgerTest, AnItemThatKillsItsWorkersAloneIsQuarantinedAndTheOperatorHears) {
  l.submit({TestLedger::signal_item("s1", "t1")});
  std::uint64_t matter = 0;
  int deaths = 0;
  for (int i = 0; i < 12; ++i) {
    const std::string name = "e" + std::to_string(i);
    l.core_->goodbye("id-e", l.steady_);
    l.worker("decide", name);
    l.turn();
    const auto jobs = l.jobs();
    if (jobs.empty()) break;
    matter = jobs[0].decide().matter_id();
    l.core_->peer_gone("id-" + name, l.steady_);
    l.turn(Workers::patience);
    ++deaths;
  }
  EXPECT_EQ(deaths, 5);
  EXPECT_TRUE(l.store_->matter(MatterId{matter})->quarantined);
  l.worker("webhook", "w");
  l.turn();
  const auto alert = l.jobs();
  ASSERT_EQ(alert.size(), 1U);
  EXPECT_EQ(alert[0].send().destination(), "operator_hook");
}

TEST_F(LedgerTest, OneSlowDestinationHoldsOnlyItself) {
  for (int i = 0; i < 20; ++i) l.told("slow" + std::to_string(i), "a");
  l.told("quick", "b");
  l.worker("webhook", "w");
  l.turn();
  std::map<std::string, int> leased;
  for (const auto& job : l.jobs()) ++leased[job.send().destination()];
  EXPECT_EQ(leased["a"], 8) << "its concurrency";
  EXPECT_EQ(leased["b"], 1);
}

TEST_F(LedgerTest, APauseHoldsMessagesAndKeepsDeciding) {
  wire::Operate pause;
  pause.set_what("pause");
  add_field(pause.mutable_args(), "scope", "all");
  ASSERT_TRUE(l.commit([&] { l.core_->operate("cli", pause); }));
  l.told("t1");
  l.worker("webhook", "w");
  l.turn();
  EXPECT_TRUE(l.jobs().empty());
  EXPECT_TRUE(l.status().idle()) << l.status().idle_reason();
  l.restart();
  l.worker("webhook", "w");
  l.turn();
  EXPECT_TRUE(l.jobs().empty()) << "a pause survives a restart";
  pause.set_what("resume");
  ASSERT_TRUE(l.commit([&] { l.core_->operate("cli", pause); }));
  l.turn();
  EXPECT_EQ(l.jobs().size(), 1U);
}

TEST_F(LedgerTest, AClockAYearAheadHoldsTheLaddersAndAPersonReleasesThem) {
  const auto matter = l.told("t1");
  ASSERT_TRUE(l.commit([&] { l.store_->set_meta("last_commit_at", std::to_string(to_ms(l.clock_->now()))); }));
  l.clock_->advance(std::chrono::hours{24 * 365});
  l.restart();
  l.worker("decide", "e");
  l.turn();
  EXPECT_TRUE(l.status().ladders_held());
  EXPECT_TRUE(l.jobs().empty());
  wire::Operate confirm;
  confirm.set_what("confirm_clock");
  ASSERT_TRUE(l.commit([&] { l.core_->operate("cli", confirm); }));
  l.turn();
  const auto jobs = l.jobs();
  ASSERT_EQ(jobs.size(), 1U);
  EXPECT_EQ(jobs[0].decide().matter_id(), matter.value);
}

TEST_F(LedgerTest, ABundleWhoseDestinationOutlivesALeaseIsRefusedAndTheOldOneStays) {
  const auto before = l.core_->active_hash();
  wire::Bundle bundle;
  bundle.add_ladders()->set_level("red");
  auto* slow = bundle.add_destinations();
  slow->set_id("slow");
  slow->set_timeout_ms(60'000);
  wire::Operate operate;
  operate.set_what("activate_bundle");
  operate.set_blob(canonical_bytes(bundle));
  ASSERT_TRUE(l.commit([&] { l.core_->operate("cli", operate); }));
  const auto answer = l.said<wire::Operated>(wire::OPERATED).at(0);
  EXPECT_FALSE(answer.ok());
  EXPECT_THAT(answer.reason(), testing::HasSubstr("slow"));
  EXPECT_EQ(l.core_->active_hash(), before);
}

TEST_F(LedgerTest, TheAskerHearsTheOutcomeAlsoWhenItAsksAgain) {
  auto item = TestLedger::signal_item("s1", "t1");
  item.set_want_decided(true);
  l.submit({item});
  l.turn();
  l.answer("e", {l.decision(l.jobs().at(0))});
  ASSERT_EQ(l.said<wire::Decided>(wire::DECIDED).size(), 1U);
  l.submit({item});
  const auto again = l.said<wire::Decided>(wire::DECIDED);
  ASSERT_EQ(again.size(), 1U);
  EXPECT_EQ(again[0].outcome().code(), wire::DONE);
}

// ------------------------------------------------------------------ accepted means on disk

struct FaultTest : testing::TestWithParam<const char*> {};

TEST_P(FaultTest, NothingIsSaidWhenTheCommitFailsAndNothingIsHalfThere) {
  std::string pattern = std::filesystem::temp_directory_path() / "fenghuo-fault-XXXXXX";
  const std::string trigger = std::string(::mkdtemp(pattern.data())) + "/on";
  TestLedger l(std::string(GetParam()) + ":" + trigger);
  l.activate_bundle();
  l.worker("decide", "e");
  l.submit({TestLedger::signal_item("before", "t0")});
  const auto seq = l.store_->last_seq();

  std::ofstream(trigger) << "on";
  wire::Submit submit;
  submit.set_scope("provider/p");
  for (int i = 0; i < 50; ++i) *submit.add_items() = TestLedger::signal_item("s" + std::to_string(i), "t" + std::to_string(i));
  EXPECT_FALSE(l.commit([&] { l.core_->submit("client", submit); }));
  EXPECT_TRUE(l.said<wire::Accepted>(wire::ACCEPTED).empty());
  std::filesystem::remove(trigger);

  l.restart();
  EXPECT_EQ(l.status().pending_items(), 1U) << "only what was accepted before";
  EXPECT_EQ(l.store_->last_seq(), seq + 1) << "the restart's own event follows without a gap";
  const auto again = l.submit({submit.items().begin(), submit.items().end()});
  for (const auto& item : again.items()) EXPECT_EQ(item.status(), wire::OK_ACCEPTED);
  EXPECT_EQ(l.status().pending_items(), 51U);
  std::filesystem::remove_all(std::filesystem::path(trigger).parent_path());
}

INSTANTIATE_TEST_SUITE_P(EveryFault, FaultTest, testing::Values("full", "sync", "readonly"));

TEST(TornWrite, AProcessThatDiesInAWriteNeverSaidAccepted) {
  std::string pattern = std::filesystem::temp_directory_path() / "fenghuo-torn-XXXXXX";
  const std::string trigger = std::string(::mkdtemp(pattern.data())) + "/on";
  EXPECT_EXIT(
      {
        TestLedger l("torn:" + trigger);
        l.submit({TestLedger::signal_item("before", "t0")});
        std::filesystem::create_directory_symlink(l.folder_, std::filesystem::path(trigger).parent_path() / "data");
        std::ofstream(trigger) << "on";
        l.submit({TestLedger::signal_item("torn", "t1")});
        std::_Exit(0);
      },
      testing::ExitedWithCode(137), "");
  std::filesystem::remove(trigger);
  const auto data = std::filesystem::path(trigger).parent_path() / "data";
  auto store = storage::Store::open({(data / "ledger.db").string(), 4, ""});
  ASSERT_TRUE(store.has_value()) << store.error().message;
  EXPECT_TRUE((*store)->find_item("provider/p", "before").has_value());
  EXPECT_FALSE((*store)->find_item("provider/p", "torn").has_value());
  store->reset();
  std::filesystem::remove_all(std::filesystem::read_symlink(data));
  std::filesystem::remove_all(std::filesystem::path(trigger).parent_path());
}

}  // namespace
}  // namespace fenghuo::ledger
