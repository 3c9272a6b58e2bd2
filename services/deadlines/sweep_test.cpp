#include "services/deadlines/sweep.hpp"

#include "services/deadlines/test_ledger.hpp"

namespace fenghuo::deadlines {
namespace {

using namespace test;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(Sweep, OpensWhatTheHorizonHoldsEachOnce) {
  TestLedger ledger;
  const Rules now_in_force = rules({yearly("a", 101, 331), yearly("b", 601, 715)});
  Machine machine{ledger};
  EXPECT_EQ(machine.look(now_in_force, at("2026-01-01T00:00"))->opened, 3U);
  EXPECT_THAT(ledger.keys(), ElementsAre("duty/a/2026", "duty/a/2027", "duty/b/2026"));
  EXPECT_EQ(machine.look(now_in_force, at("2026-01-01T12:00"))->known, 0U) << "the same day: nothing is asked again";
  const std::size_t before = ledger.items.size();
  Machine restarted{ledger};
  EXPECT_EQ(restarted.look(now_in_force, at("2026-01-02T00:00"))->opened, 0U);
  EXPECT_EQ(ledger.items.size(), before);
}

TEST(Sweep, ANewDayOpensWhatCameIntoTheHorizon) {
  TestLedger ledger;
  const Rules monthly = rules({by_rule("m", "FREQ=MONTHLY")});
  Machine machine{ledger, std::chrono::hours{24 * 40}};
  machine.look(monthly, at("2026-01-15T00:00"));
  EXPECT_THAT(ledger.keys(), ElementsAre("duty/m/2026-01", "duty/m/2026-02"));
  EXPECT_EQ(machine.look(monthly, at("2026-01-20T00:01"))->opened, 1U);
  EXPECT_EQ(machine.look(monthly, at("2026-01-21T00:01"))->opened, 0U);
  EXPECT_EQ(machine.look(monthly, at("2026-08-01T00:01"))->opened, 6U) << "also after the clock went on by months, what fell due meanwhile";
}

TEST(Sweep, SwitchedOnInNovemberItOpensNothingOfThePast) {
  TestLedger ledger;
  Machine machine{ledger};
  machine.look(rules({yearly("start", 101, 331), yearly("end", 1115, 1231), yearly("year", 101, 1231)}), at("2026-11-20T09:00"));
  EXPECT_THAT(ledger.keys(), ElementsAre("duty/end/2026", "duty/end/2027", "duty/start/2027", "duty/year/2026", "duty/year/2027"));
}

TEST(Sweep, AnEditedDutyAmendsWhatIsOpen) {
  TestLedger ledger;
  Machine machine{ledger};
  machine.look(rules({yearly("a", 601, 715), yearly("b", 601, 715)}), at("2026-01-01T00:00"));
  const auto counts = machine.look(rules({yearly("a", 601, 715, "another title"), yearly("b", 601, 715)}), at("2026-01-01T00:01"));
  EXPECT_EQ(counts->amended, 1U);
  EXPECT_EQ(counts->opened, 0U);
  EXPECT_EQ(counts->known, 1U);
  EXPECT_THAT(ledger.matters.at("duty/a/2026").history, ElementsAre("opened", "amended"));
  EXPECT_EQ(ledger.matters.at("duty/a/2026").duty.occurrence().obligation().title(), "another title");
}

TEST(Sweep, AnEditTakenBackAmendsAgain) {
  TestLedger ledger;
  Machine machine{ledger};
  const Rules one = rules({yearly("a", 601, 715)}), other = rules({yearly("a", 601, 715, "another title")});
  for (int round = 0; round < 3; ++round) {
    machine.look(one, at("2026-01-01T00:00"));
    EXPECT_EQ(ledger.matters.at("duty/a/2026").duty.occurrence().obligation().title(), "a");
    machine.look(other, at("2026-01-01T00:00"));
    EXPECT_EQ(ledger.matters.at("duty/a/2026").duty.occurrence().obligation().title(), "another title");
  }
}

TEST(Sweep, AnOverdueMatterIsAmendedToo) {
  TestLedger ledger;
  Machine machine{ledger};
  machine.look(rules({yearly("a", 101, 331)}), at("2026-01-01T00:00"));
  Machine restarted{ledger};
  restarted.look(rules({yearly("a", 101, 331, "another title")}), at("2026-06-01T00:00"));
  EXPECT_THAT(ledger.matters.at("duty/a/2026").history, ElementsAre("opened", "amended"));
}

TEST(Sweep, WhatTheCatalogueNoLongerHoldsIsRetracted) {
  TestLedger ledger;
  Machine machine{ledger};
  machine.look(rules({yearly("a", 101, 331), yearly("b", 601, 715)}), at("2026-01-01T00:00"));
  ledger.close("duty/a/2027");
  const Rules without_a = rules({yearly("b", 601, 715)});
  EXPECT_EQ(machine.look(without_a, at("2026-05-01T00:00"))->retracted, 1U) << "the open one, overdue or not";
  EXPECT_THAT(ledger.matters.at("duty/a/2026").history, ElementsAre("opened", "retracted"));
  EXPECT_THAT(ledger.matters.at("duty/a/2027").history, ElementsAre("opened"));
  Machine restarted{ledger};
  EXPECT_EQ(restarted.look(without_a, at("2026-05-01T00:00"))->retracted, 0U);
}

TEST(Sweep, WhatWasClosedAndDeletedDoesNotOpenAgain) {
  TestLedger ledger;
  Machine machine{ledger};
  machine.look(rules({yearly("tuijin", 601, 715)}), at("2026-01-01T00:00"));
  ledger.close("duty/tuijin/2026");
  ledger.delete_ended();
  Machine restarted{ledger};
  restarted.look(rules({yearly("tuijin", 601, 715)}), at("2026-05-20T00:00"));
  Machine edited{ledger};
  edited.look(rules({yearly("tuijin", 601, 715, "another title")}), at("2026-05-21T00:00"));
  EXPECT_THAT(ledger.keys(), ElementsAre("duty/tuijin/2026", "duty/tuijin/2027")) << "the next year's is in the horizon now";
  EXPECT_FALSE(ledger.matters.at("duty/tuijin/2026").open);
  EXPECT_THAT(ledger.matters.at("duty/tuijin/2026").history, ElementsAre("opened"));
}

TEST(Sweep, MattersOfEventsOfPeopleAndBeyondAShorterHorizonStay) {
  TestLedger ledger;
  Machine machine{ledger};
  const Rules first = rules({yearly("a", 101, 331)});
  machine.look(first, at("2026-06-01T00:00"));
  auto& event = ledger.matters["duty/forum/2026-7"];
  event.id = 90;
  event.duty.mutable_occurrence()->set_duty("forum");
  event.duty.mutable_occurrence()->set_event_at(1);
  event.duty.mutable_occurrence()->set_version("v");
  auto& by_hand = ledger.matters["duty//unit:dxb/7"];
  by_hand.id = 91;
  by_hand.duty.mutable_occurrence()->set_version("v");
  Machine shorter{ledger, std::chrono::hours{24 * 30}};
  EXPECT_EQ(shorter.look(first, at("2026-06-01T00:00"))->retracted, 0U);
}

TEST(Sweep, AMatterThatIsNotDecidedYetIsJudgedLater) {
  TestLedger ledger;
  ledger.decides = false;
  Machine machine{ledger};
  machine.look(rules({yearly("a", 601, 715)}), at("2026-01-01T00:00"));
  const auto counts = machine.look(rules({}), at("2026-01-01T00:00"));
  ledger.decides = true;
  EXPECT_TRUE(counts->undecided);
  EXPECT_EQ(counts->retracted, 0U);
  const Rules empty = rules({});
  auto& matter = ledger.matters.at("duty/a/2026");
  matter.duty.mutable_occurrence()->set_duty("a");
  matter.duty.mutable_occurrence()->set_version("v");
  matter.duty.mutable_occurrence()->set_window_from(to_ms(at("2026-06-01T00:00")));
  EXPECT_EQ(machine.look(empty, at("2026-01-01T00:00"))->retracted, 1U);
}

TEST(Sweep, ACountThatWaitsForItsDutyIsDecided) {
  TestLedger ledger;
  Machine machine{ledger};
  auto& waiting = ledger.matters["duty/3n/2026"];
  waiting.id = 90;
  waiting.version = 1;
  waiting.duty.set_counted(1);
  const auto counts = machine.look(rules({yearly("a", 601, 715)}), at("2026-01-01T00:00"));
  EXPECT_FALSE(counts->undecided);
  EXPECT_EQ(counts->retracted, 0U);
  EXPECT_TRUE(waiting.open);
}

TEST(Sweep, SubmitsInBatches) {
  TestLedger ledger;
  Machine machine{ledger, std::chrono::hours{24 * 10}, 4};
  machine.look(rules({by_rule("d", "FREQ=DAILY")}), at("2026-01-01T10:00"));
  EXPECT_THAT(ledger.batches, ElementsAre(4, 4, 3));
}

TEST(Sweep, WithoutAnAnswerThePassIsMadeAgain) {
  TestLedger ledger;
  Machine machine{ledger, std::chrono::hours{24 * 10}, 4};
  const Rules daily = rules({by_rule("d", "FREQ=DAILY")});
  ledger.answers_left = 2;
  ledger.lose_answers = true;
  EXPECT_FALSE(machine.look(daily, at("2026-01-01T10:00")));
  ledger.answers_left = -1;
  EXPECT_EQ(machine.look(daily, at("2026-01-01T10:00"))->opened, 3U);
  EXPECT_EQ(ledger.matters.size(), 11U);
}

TEST(Sweep, AFullStoreIsNoRefusal) {
  TestLedger ledger;
  const Rules one = rules({yearly("a", 601, 715)});
  const Calendar calendar = Calendar::make({}, Zone::find("Asia/Shanghai").value()).value();
  const auto answered = [&](const char* reason) {
    const Doors doors{[&](const wire::Submit& submit) -> Result<wire::Accepted> {
                        wire::Accepted accepted;
                        for (int i = 0; i < submit.items_size(); ++i) {
                          accepted.add_items()->set_status(wire::NOT_ACCEPTED);
                          accepted.mutable_items(i)->set_reason(reason);
                        }
                        return accepted;
                      },
                      [&](const wire::Query& query) { return ledger.query(query); }, [] { return true; }};
    const Instant now = at("2026-01-01T00:00");
    return whole_pass({one.bundle, calendar, one.hash}, {now, now + std::chrono::hours{24 * 300}, now, now}, doors);
  };
  EXPECT_FALSE(answered("full: too much waits to be decided"));
  EXPECT_FALSE(answered("storage: disk full"));
  EXPECT_EQ(answered("conflict: another content")->refused, 1U);
}

TEST(Sweep, LeavesOffWhenToldTo) {
  TestLedger ledger;
  const Rules one = rules({yearly("a", 601, 715)});
  const Calendar calendar = Calendar::make({}, Zone::find("Asia/Shanghai").value()).value();
  const Doors doors{[&](const wire::Submit& submit) { return ledger.submit(submit); },
                    [&](const wire::Query& query) { return ledger.query(query); }, [] { return false; }};
  const Instant now = at("2026-01-01T00:00");
  EXPECT_FALSE(whole_pass({one.bundle, calendar, one.hash}, {now, now + std::chrono::hours{24 * 300}, now, now}, doors)->finished);
  EXPECT_THAT(ledger.keys(), IsEmpty());
}

}  // namespace
}  // namespace fenghuo::deadlines
