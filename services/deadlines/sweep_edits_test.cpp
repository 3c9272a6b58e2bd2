// Edits that are taken back, that give a duty to another, or that nobody can read.
#include "services/deadlines/sweep.hpp"
#include "services/deadlines/test_ledger.hpp"

namespace fenghuo::deadlines {
namespace {

using namespace test;
using testing::ElementsAre;

// A whole day of mistakes: taken out, a draft, a rule that can't be read; each is noticed and taken back.
TEST(SweepEdits, AnEditTakenBackRevivesWhatItHadEnded) {
  TestLedger ledger;
  Machine machine{ledger};
  const Rules right = rules({yearly("a", 601, 715), yearly("b", 601, 715)}), without_a = rules({yearly("b", 601, 715)});
  auto draft = yearly("a", 601, 715);
  draft.mutable_obligation()->set_draft(true);
  const Rules as_draft = rules({draft, yearly("b", 601, 715)});
  machine.look(right, at("2026-06-10T00:00"));
  for (const auto* mistake : {&without_a, &as_draft, &without_a}) {
    EXPECT_EQ(machine.look(*mistake, at("2026-06-10T00:01"))->retracted, 2U) << "this year's and the next";
    EXPECT_FALSE(ledger.matters.at("duty/a/2026").open);
    const auto counts = machine.look(right, at("2026-06-10T00:02"));
    EXPECT_EQ(counts->reopened, 2U);
    EXPECT_EQ(counts->opened, 0U);
    EXPECT_TRUE(ledger.matters.at("duty/a/2026").open);
  }
  EXPECT_THAT(ledger.matters.at("duty/a/2026").history,
              ElementsAre("opened", "retracted", "reopened", "retracted", "reopened", "retracted", "reopened"));
  EXPECT_THAT(ledger.matters.at("duty/b/2026").history, ElementsAre("opened"));
}

TEST(SweepEdits, RevivedItFollowsTheCatalogueOfThen) {
  TestLedger ledger;
  Machine machine{ledger};
  machine.look(rules({yearly("a", 601, 715)}), at("2026-06-10T00:00"));
  machine.look(rules({}), at("2026-06-10T00:01"));
  ledger.delete_ended();
  machine.look(rules({yearly("a", 601, 716, "another title")}), at("2026-06-10T00:02"));
  EXPECT_TRUE(ledger.matters.at("duty/a/2026").open);
  EXPECT_EQ(ledger.matters.at("duty/a/2026").duty.occurrence().obligation().title(), "another title");
}

TEST(SweepEdits, WhatAPersonEndedOrWasNeverAskedStaysClosed) {
  TestLedger ledger;
  Machine machine{ledger};
  const Rules right = rules({yearly("a", 601, 715), yearly("b", 601, 715)});
  machine.look(right, at("2026-05-10T00:00"));
  ledger.close("duty/a/2026");
  machine.look(rules({}), at("2026-05-10T00:01"));
  const auto counts = machine.look(right, at("2026-07-15T18:00"));
  EXPECT_EQ(counts->past, 1U) << "its window was not open yet when it was taken out";
  EXPECT_FALSE(ledger.matters.at("duty/a/2026").open);
  EXPECT_FALSE(ledger.matters.at("duty/b/2026").open);
  EXPECT_TRUE(ledger.matters.at("duty/a/2027").open);
}

// Editing the file is no way out of being overdue, and loses no result that waits for its verification.
TEST(SweepEdits, WhatWasOpenGoesOnWhateverTheHour) {
  TestLedger ledger;
  Machine machine{ledger};
  const Rules right = rules({yearly("a", 601, 715), yearly("b", 601, 715)});
  machine.look(right, at("2026-06-10T00:00"));
  ledger.hand_in("duty/b/2026");
  EXPECT_EQ(machine.look(rules({}), at("2026-07-20T10:00"))->retracted, 4U);
  const auto counts = machine.look(right, at("2026-07-20T10:01"));
  EXPECT_EQ(counts->past, 0U);
  EXPECT_EQ(counts->reopened, 4U);
  EXPECT_TRUE(ledger.matters.at("duty/a/2026").open);
  EXPECT_TRUE(ledger.matters.at("duty/b/2026").open);
  EXPECT_EQ(ledger.matters.at("duty/b/2026").work, wire::SUBMITTED);
}

// The retraction waits for its decision while the file is restored: it is decided under a catalogue that has the duty.
TEST(SweepEdits, ARetractionThatIsDecidedTooLateEndsNothing) {
  TestLedger ledger;
  Machine machine{ledger};
  const Rules right = rules({yearly("a", 601, 715)});
  machine.look(right, at("2026-06-10T00:00"));
  ledger.decides = false;
  machine.look(rules({}), at("2026-06-10T00:01"));
  machine.look(right, at("2026-06-10T00:02"));
  ledger.work_off();
  machine.look(right, at("2026-06-10T00:03"));
  EXPECT_TRUE(ledger.matters.at("duty/a/2026").open);
}

// … or under the old one, when the list of what is open was read before.
TEST(SweepEdits, ThePassAfterAChangeIsMadeTwice) {
  TestLedger ledger;
  Machine machine{ledger};
  const Rules right = rules({yearly("a", 601, 715)}), wrong = rules({});
  machine.look(right, at("2026-06-10T00:00"));
  ledger.decides = false;
  machine.look(wrong, at("2026-06-10T00:01"));
  EXPECT_EQ(machine.look(right, at("2026-06-10T00:02"))->known, 2U);
  ledger.in_force = wrong;
  ledger.work_off();
  ledger.decides = true;
  EXPECT_FALSE(ledger.matters.at("duty/a/2026").open);
  EXPECT_EQ(machine.look(right, at("2026-06-10T00:03"))->reopened, 2U);
  const auto settled = machine.look(right, at("2026-06-10T00:04"));
  EXPECT_EQ(settled->known, 0U) << "and not for ever";
}

// A day that only adds to the horizon asks for no second look, whatever of its reports is known already.
TEST(SweepEdits, ANewDayAloneIsNoReasonForAWholePass) {
  TestLedger ledger;
  Machine machine{ledger, std::chrono::hours{24 * 40}};
  Rules monthly = rules({by_rule("m", "FREQ=MONTHLY")});
  monthly.bundle.set_report_party("unit:office");
  machine.look(monthly, at("2026-06-10T00:00"));
  for (const char* day : {"2026-06-11T00:01", "2026-06-23T00:01", "2026-06-24T00:01"}) {
    EXPECT_FALSE(machine.look(monthly, at(day))->undecided) << day;
    EXPECT_EQ(machine.look(monthly, at(day))->known, 0U) << day;
  }
}

TEST(SweepEdits, ADutyThatCantBeExpandedIsNotRetracted) {
  TestLedger ledger;
  Machine machine{ledger};
  machine.look(rules({by_rule("a", "FREQ=MONTHLY"), yearly("b", 601, 715), yearly("c", 601, 715)}), at("2026-06-10T00:00"));
  const auto counts = machine.look(rules({by_rule("a", "every month"), yearly("b", 601, 715)}), at("2026-06-10T00:01"));
  EXPECT_EQ(counts->retracted, 2U) << "of the duty that was taken out";
  for (const auto& [key, matter] : ledger.matters) EXPECT_EQ(matter.open, !key.starts_with("duty/c/")) << key;
}

TEST(SweepEdits, AnotherOwnerIsAnAmendmentOfTheSameMatter) {
  TestLedger ledger;
  Machine machine{ledger};
  machine.look(rules({yearly("a", 601, 715)}), at("2026-06-10T00:00"));
  ledger.close("duty/a/2026");
  auto moved = yearly("a", 601, 715);
  moved.set_owner("role:deputy");
  const auto counts = machine.look(rules({moved}), at("2026-06-20T00:00"));
  EXPECT_EQ(counts->amended, 1U);
  EXPECT_THAT(ledger.keys(), ElementsAre("duty/a/2026", "duty/a/2027"));
  EXPECT_FALSE(ledger.matters.at("duty/a/2026").open) << "what was done is not asked for again";
  EXPECT_EQ(ledger.matters.at("duty/a/2027").duty.occurrence().party(), "role:deputy");
}

TEST(SweepEdits, OneForEachIsAnotherShapeOfDuty) {
  TestLedger ledger;
  Machine machine{ledger};
  machine.look(rules({yearly("a", 601, 715)}), at("2026-06-10T00:00"));
  auto each = yearly("a", 601, 715);
  each.clear_owner();
  each.set_each("unit");
  Rules many = rules({each});
  many.bundle.add_units()->set_id("hq");
  many.hash = digest_of(many.bundle);
  const auto counts = machine.look(many, at("2026-06-20T00:00"));
  EXPECT_EQ(counts->retracted, 2U);
  EXPECT_EQ(counts->opened, 2U);
  EXPECT_TRUE(ledger.matters.at("duty/a/unit:hq/2026").open);
  EXPECT_FALSE(ledger.matters.at("duty/a/2026").open);
}

}  // namespace
}  // namespace fenghuo::deadlines
