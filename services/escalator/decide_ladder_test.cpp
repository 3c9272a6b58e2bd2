// The ladder as its rules read: at t, this comes in; these messages go out. "+10 reminder! duty" = ten minutes on, asked (!), to role duty.
#include "services/escalator/test_world.hpp"

namespace fenghuo::escalator::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

struct Ladder : ::testing::Test {
  static bool says(const std::vector<std::string>& events, const std::string& kind) {
    return std::any_of(events.begin(), events.end(), [&](const auto& line) { return line.ends_with(kind); });
  }
  static void expect_whole(const World& w) { EXPECT_EQ(w.broken, ""); }
};

TEST_F(Ladder, NewRedOpensAndAsksTheFirstRung) {
  World w;
  w.alert("red");
  EXPECT_THAT(w.sent(), UnorderedElementsAre("+0 warning! duty", "+0 warning! minister", "+0 warning! unit:hq", "+0 notice office",
                                             "+0 notice secretary"));
  EXPECT_THAT(w.events(), ElementsAre("opened", "rung"));
  EXPECT_EQ(w.code(), wire::OPENED);
  EXPECT_EQ(w.matter.work(), wire::AWAITING);
  EXPECT_EQ(w.last.serial_kind(), "舆");
  EXPECT_EQ(w.last.serial_year(), 2027);
  EXPECT_EQ(w.row.next_at(), w.now() + 10 * minute);
  EXPECT_EQ(w.row.unit(), "hq");
  EXPECT_THAT(w.row.facets(), UnorderedElementsAre("level=red", "category=logistics|level=red", "unit=hq|level=red"));
  expect_whole(w);
}

TEST_F(Ladder, RedThatNobodyTakesClimbsToTheCommitteeAndRepeats) {
  World w;
  w.alert("red").sent();
  EXPECT_THAT(w.at(10 * minute).sent(), UnorderedElementsAre("+10 reminder! duty", "+10 reminder! minister", "+10 reminder! unit:hq",
                                                             "+10 notice office", "+10 notice secretary"));
  EXPECT_THAT(w.at(20 * minute).sent(), ElementsAre("+20 escalation! secretary"));
  EXPECT_THAT(w.at(30 * minute).sent(), UnorderedElementsAre("+30 escalation! c1", "+30 escalation! c2", "+30 notice discipline"));
  EXPECT_THAT(w.at(59 * minute).sent(), IsEmpty());
  EXPECT_THAT(w.at(60 * minute).sent(),
              UnorderedElementsAre("+60 reminder! c1", "+60 reminder! c2", "+60 notice discipline", "+60 reminder! duty",
                                   "+60 reminder! minister", "+60 reminder! unit:hq", "+60 reminder! secretary"));
  w.at(90 * minute);
  EXPECT_EQ(w.matter.last_repeats(), 2U);
  EXPECT_EQ(w.row.next_at(), w.start() + 120 * minute);
  expect_whole(w);
}

TEST_F(Ladder, AcknowledgedByEveryGroupItStandsAndAllAreRelieved) {
  World w;
  w.alert("red");
  w.at(5 * minute).ack("unit:hq").sent();
  w.at(7 * minute).ack("role:duty");
  EXPECT_EQ(w.code(), wire::DONE);
  EXPECT_EQ(w.outcome().until(), w.start() + 30 * minute) << "the next target's time";
  EXPECT_THAT(w.sent(), ElementsAre("+7 stand_down minister")) << "the others heard at +5; who acts is not told";
  EXPECT_EQ(w.matter.work(), wire::IN_PROGRESS);
  EXPECT_THAT(w.at(29 * minute).sent(), IsEmpty());
  expect_whole(w);
}

TEST_F(Ladder, CommitmentThatPassesResumesFromWhereItStood) {
  World w;
  auto rules = small_rules();
  ladder_of(rules, "red").mutable_rungs(0)->mutable_asked()->DeleteSubrange(1, 1);  // duty and minister alone
  w = World(rules);
  w.alert("red");
  w.at(7 * minute).ack("role:duty").sent();
  w.at(30 * minute);
  EXPECT_THAT(w.events(), ElementsAre("commitment_lapsed"));
  EXPECT_THAT(w.sent(), IsEmpty()) << "no message of its own";
  EXPECT_EQ(w.row.next_at(), w.start() + 33 * minute) << "three minutes were left to the repeat";
  EXPECT_EQ(w.matter.work(), wire::AWAITING);
  EXPECT_THAT(w.at(33 * minute).sent(),
              UnorderedElementsAre("+33 reminder! duty", "+33 reminder! minister", "+33 notice office", "+33 notice secretary"));
  EXPECT_THAT(w.at(43 * minute).sent(), ElementsAre("+43 escalation! secretary"));
  expect_whole(w);
}

TEST_F(Ladder, EachUnitAcknowledgesForItself) {
  World w;
  w.alert("red");
  w.at(5 * minute).ack("role:duty");
  EXPECT_THAT(w.sent(), ::testing::IsSupersetOf({"+5 stand_down minister", "+5 stand_down office", "+5 stand_down secretary"}));
  EXPECT_EQ(w.matter.ladder_paused_at(), 0) << "the unit has not taken it";
  EXPECT_THAT(w.at(10 * minute).sent(), UnorderedElementsAre("+10 reminder! unit:hq", "+10 notice office", "+10 notice secretary"));
  expect_whole(w);
}

TEST_F(Ladder, FurtherUnitsAreGroupsOfTheirOwn) {
  auto rules = small_rules();
  rules.mutable_categories(0)->add_units("bw");
  World w(rules);
  w.alert("orange");
  EXPECT_THAT(w.sent(), UnorderedElementsAre("+0 warning! duty", "+0 warning! unit:hq", "+0 warning! unit:bw", "+0 notice office"));
  w.ack("role:duty").ack("unit:hq");
  EXPECT_EQ(w.matter.ladder_paused_at(), 0);
  w.ack("unit:bw");
  EXPECT_NE(w.matter.ladder_paused_at(), 0);
  expect_whole(w);
}

TEST_F(Ladder, HintedUnitLeads) {
  World w;
  w.topic.set_unit_hint("bw");
  w.alert("orange");
  EXPECT_THAT(w.matter.units(), ElementsAre("bw", "hq"));
  World unknown;
  unknown.topic.set_unit_hint("nobody");
  unknown.alert("orange");
  EXPECT_THAT(unknown.matter.units(), ElementsAre("hq"));
}

TEST_F(Ladder, UnknownCategoryTakesTheDefaultRouteAndUnknownLevelIsTheMostSevere) {
  World w;
  w.topic.set_category("rumours");
  w.alert("purple");
  EXPECT_EQ(w.matter.category(), "other");
  EXPECT_EQ(w.matter.level(), "red");
  EXPECT_EQ(w.row.unit(), "bw");
}

TEST_F(Ladder, OutageOneMessageEachAndTheHighestDueRungAtOnce) {
  World w;
  w.alert("red").sent();
  w.jump(25 * minute).tick();
  EXPECT_THAT(w.sent(), UnorderedElementsAre("+25 escalation! secretary", "+25 reminder! duty", "+25 reminder! minister",
                                             "+25 reminder! unit:hq", "+25 notice office"));
  EXPECT_THAT(w.events(), ElementsAre("rung", "rung")) << "one for each rung passed";
  for (const auto& message : w.last.queue()) {
    EXPECT_TRUE(message.model().late_batch());
    EXPECT_THAT(message.model().text(), ::testing::HasSubstr("系统曾中断"));
    EXPECT_EQ(message.step(), message.party() == "role:secretary" ? 2U : 1U);
  }
  EXPECT_EQ(w.last.events(0).occurred_at(), w.start() + 10 * minute) << "when it fell due, not when it was seen";
  EXPECT_EQ(w.row.next_at(), w.start() + 30 * minute);
  expect_whole(w);
}

TEST_F(Ladder, MissedRepeatsCollapseToOne) {
  World w;
  w.alert("red").at(30 * minute).sent();
  w.jump(30 * minute + 95 * minute).tick();
  EXPECT_EQ(w.sent().size(), 7U);
  EXPECT_EQ(w.matter.last_repeats(), 1U);
  EXPECT_EQ(w.row.next_at(), w.now() + 30 * minute);
  expect_whole(w);
}

TEST_F(Ladder, AnAcknowledgementCommittedBeforeTheRungWinsAlsoAfterAnOutage) {
  auto rules = small_rules();
  ladder_of(rules, "red").mutable_rungs(0)->mutable_asked()->DeleteSubrange(1, 1);
  World w(rules);
  w.alert("red").sent();
  w.jump(10 * minute - 1000).down().ack("role:duty");
  w.jump(25 * minute).back();
  EXPECT_THAT(w.sent(), UnorderedElementsAre("+25 stand_down minister", "+25 stand_down office", "+25 stand_down secretary"));
  EXPECT_EQ(w.row.next_at(), w.start() + 30 * minute);
  w.at(30 * minute).sent();
  EXPECT_EQ(w.row.next_at(), w.start() + 30 * minute + 1000) << "one second was left when it was taken";
  expect_whole(w);
}

TEST_F(Ladder, EmptyRungIsPassedAtOnce) {
  auto rules = small_rules();
  role_of(rules, "vice").clear_contacts();
  World w(rules);
  w.alert("orange").sent();
  w.at(15 * minute);
  EXPECT_THAT(w.sent(), ElementsAre("+15 escalation! secretary"));
  EXPECT_THAT(w.events(), ElementsAre("rung_empty", "rung"));
  expect_whole(w);
}

TEST_F(Ladder, NobodyOnTheRosterStillReachesSecretaryAndCommitteeAtOnce) {
  auto rules = small_rules();
  for (const char* id : {"duty", "minister", "office"}) role_of(rules, id).clear_contacts();
  unit_of(rules, "hq").clear_contacts();
  World w(rules);
  w.alert("red");
  EXPECT_THAT(w.sent(), UnorderedElementsAre("+0 escalation! secretary"));
  EXPECT_THAT(w.events(), ElementsAre("opened", "rung_empty", "rung_empty", "rung"));
  EXPECT_THAT(w.at(30 * minute).sent(), UnorderedElementsAre("+30 escalation! c1", "+30 escalation! c2", "+30 notice discipline"));
  expect_whole(w);
}

TEST_F(Ladder, NobodyAtAllTellsTheOperatorAndLooksAgain) {
  auto rules = small_rules();
  for (auto& role : *rules.mutable_roles()) {
    if (role.id() != "operator") role.clear_contacts();
  }
  for (auto& unit : *rules.mutable_units()) unit.clear_contacts();
  World w(rules);
  w.alert("red");
  EXPECT_THAT(w.sent(), ElementsAre("+0 notice operator"));
  EXPECT_THAT(w.events(), ElementsAre("opened", "rung_empty", "rung_empty", "rung_empty", "rung_empty", "party_unreachable"));
  EXPECT_EQ(w.row.next_at(), w.now() + 30 * minute);
  EXPECT_THAT(w.at(30 * minute).sent(), ElementsAre("+30 notice operator"));
  expect_whole(w);
}

TEST_F(Ladder, DeputyStandsInForARoleWithoutContacts) {
  auto rules = small_rules();
  role_of(rules, "vice").clear_contacts();
  role_of(rules, "vice").set_deputy("discipline");
  World w(rules);
  w.alert("orange").sent();
  w.at(15 * minute);
  ASSERT_EQ(w.last.queue_size(), 1);
  EXPECT_EQ(w.last.queue(0).party(), "role:vice");
  EXPECT_EQ(w.last.queue(0).destination(), "d-discipline");
}

TEST_F(Ladder, AllMessagesDeadMovesTheRungOn) {
  World w;
  w.alert("orange").sent();
  w.at(minute).fail("role:duty");
  EXPECT_THAT(w.events(), ElementsAre("party_unreachable"));
  EXPECT_THAT(w.sent(), IsEmpty()) << "the unit may still answer";
  w.fail("unit:hq");
  EXPECT_THAT(w.events(), ElementsAre("party_unreachable", "rung"));
  EXPECT_THAT(w.sent(), ElementsAre("+1 escalation! vice"));
  EXPECT_EQ(w.row.next_at(), w.start() + 30 * minute) << "later rungs keep their times";
  expect_whole(w);
}

wire::InboxBody dead(const std::string& party, std::uint32_t step, const std::string& destination) {
  wire::InboxBody body;
  auto& failed = *body.mutable_delivery_failed();
  failed.set_party(party);
  failed.set_step(step);
  failed.set_destination(destination);
  return body;
}

TEST_F(Ladder, DeadChannelIsFollowedByTheNextAndOnlyTheLastMovesTheRungOn) {
  auto rules = small_rules();
  role_of(rules, "vice").add_contacts("d-discipline");
  World w(rules);
  w.alert("orange").at(15 * minute);
  ASSERT_EQ(w.last.queue_size(), 1) << "the first contact";
  w.sent();
  w.put(dead("role:vice", 1, "d-vice"));
  EXPECT_THAT(w.sent(), ElementsAre("+15 escalation! vice"));
  EXPECT_EQ(w.last.queue(0).destination(), "d-discipline");
  w.put(dead("role:vice", 1, "d-discipline"));
  EXPECT_THAT(w.events(), ElementsAre("party_unreachable", "rung"));
  EXPECT_THAT(w.sent(), ElementsAre("+15 escalation! secretary"));
  expect_whole(w);
}

TEST_F(Ladder, EveryChannelAtOnceOneDeadMovesNothing) {
  auto rules = small_rules();
  role_of(rules, "vice").add_contacts("d-discipline");
  ladder_of(rules, "orange").mutable_rungs(1)->set_every_channel(true);
  World w(rules);
  w.alert("orange").at(15 * minute);
  EXPECT_EQ(w.last.queue_size(), 2);
  w.sent();
  w.put(dead("role:vice", 1, "d-vice"));
  EXPECT_THAT(w.sent(), IsEmpty());
  w.put(dead("role:vice", 1, "d-discipline"));
  EXPECT_THAT(w.sent(), ElementsAre("+15 escalation! secretary"));
  w.ack("role:vice");
  EXPECT_EQ(w.code(), wire::DONE) << "unreachable, not excluded";
  expect_whole(w);
}

TEST_F(Ladder, YellowAtNightIsHeldAndStartsInTheMorning) {
  World w(small_rules(), ten_oclock + 13 * hour + 10 * minute);  // 23:10
  w.alert("yellow");
  EXPECT_THAT(w.events(), ElementsAre("opened", "held"));
  EXPECT_THAT(w.sent(), IsEmpty());
  const auto seven = 7 * hour + 50 * minute;
  EXPECT_EQ(w.row.next_at(), w.start() + seven);
  w.at(seven);
  EXPECT_THAT(w.events(), ElementsAre("released", "rung"));
  EXPECT_THAT(w.sent(), UnorderedElementsAre("+470 warning! duty", "+470 warning! unit:hq"));
  EXPECT_THAT(w.at(seven + hour).sent(), ElementsAre("+530 escalation! minister"));
  expect_whole(w);
}

TEST_F(Ladder, HeldAndTakenBeforeMorningNothingGoesOut) {
  World w(small_rules(), ten_oclock + 13 * hour + 10 * minute);
  w.alert("yellow");
  w.at(6 * hour).ack("role:duty");
  EXPECT_EQ(w.code(), wire::DONE);
  w.at(7 * hour + 55 * minute);
  EXPECT_THAT(w.sent(), IsEmpty());
  EXPECT_EQ(w.matter.work(), wire::IN_PROGRESS);
  w.at(14 * hour);
  EXPECT_THAT(w.sent(), UnorderedElementsAre("+840 warning! duty", "+840 warning! unit:hq"))
      << "the promise passed: its ladder starts then";
  expect_whole(w);
}

TEST_F(Ladder, HeldYellowRaisedAtNightBreaksThrough) {
  World w(small_rules(), ten_oclock + 13 * hour + 10 * minute);
  w.alert("yellow");
  w.at(3 * hour).signal("orange");
  EXPECT_THAT(w.sent(), UnorderedElementsAre("+180 warning! duty", "+180 warning! unit:hq", "+180 notice office"));
  EXPECT_FALSE(w.matter.held());
  expect_whole(w);
}

TEST_F(Ladder, RungsOfAHoldLadderWaitForTheMorningToo) {
  World w(small_rules(), ten_oclock + 11 * hour + 30 * minute);  // 21:30
  w.alert("yellow").sent();
  EXPECT_EQ(w.row.next_at(), w.start() + 9 * hour + 30 * minute) << "22:30 waits for 07:00";
  w.at(9 * hour + 30 * minute);
  EXPECT_THAT(w.sent(), UnorderedElementsAre("+570 escalation! minister", "+570 escalation! office"));
  EXPECT_FALSE(w.last.queue(0).model().late_batch()) << "the night is no outage";
  expect_whole(w);
}

TEST_F(Ladder, BlueJoinsTheDigestAndClimbsByWorkingDays) {
  World w(small_rules(), ten_oclock + 48 * hour);  // Friday
  w.alert("blue");
  EXPECT_THAT(w.sent(), IsEmpty());
  ASSERT_EQ(w.last.forward_size(), 1);
  EXPECT_EQ(w.last.forward(0).matter_key(), "digest/role:duty/2027-07-12");
  EXPECT_TRUE(w.last.forward(0).unique_forever());
  EXPECT_EQ(w.row.next_at(), w.start() + 72 * hour) << "one working day: Monday";
  EXPECT_THAT(w.at(72 * hour).sent(), ElementsAre("+4320 escalation! minister"));
  World taken(small_rules());
  taken.alert("blue").ack("role:duty");
  EXPECT_EQ(taken.code(), wire::DONE);
  EXPECT_THAT(taken.sent(), IsEmpty()) << "the list's reader needs no all-clear";
  expect_whole(w);
}

TEST_F(Ladder, HeldClockDecidesFactsAndFiresNothing) {
  World w;
  w.alert("orange").sent();
  w.held = true;
  w.jump(20 * minute).ack("role:duty");
  EXPECT_EQ(w.code(), wire::DONE);
  EXPECT_THAT(w.sent(), ElementsAre("+20 stand_down office"));
  EXPECT_EQ(w.row.next_at(), w.start() + 15 * minute) << "as planned";
  w.held = false;
  w.decide();
  EXPECT_THAT(w.sent(), ElementsAre("+20 escalation! vice"));
  expect_whole(w);
}

TEST_F(Ladder, OpenMatterKeepsItsLadderUntilRebased) {
  World w;
  w.alert("orange").sent();
  auto rules = small_rules();
  ladder_of(rules, "orange").mutable_rungs(1)->mutable_after()->set_ms(5 * minute);
  role_of(rules, "vice").set_contacts(0, "d-discipline");
  w.activate(std::make_shared<const Playbook>(rules));
  EXPECT_THAT(w.at(14 * minute).sent(), IsEmpty());
  w.at(15 * minute);
  EXPECT_EQ(w.last.queue(0).destination(), "d-discipline") << "contacts are resolved when the rung fires";
  World rebased;
  rebased.alert("orange").sent();
  rebased.activate(std::make_shared<const Playbook>(rules));
  rebased.at(6 * minute).act(wire::REBASE, "");
  EXPECT_EQ(rebased.code(), wire::DONE);
  EXPECT_THAT(rebased.sent(), ElementsAre("+6 escalation! vice"));
  EXPECT_EQ(rebased.matter.policy(), digest_of(rules));
  expect_whole(w);
}

TEST_F(Ladder, LevelWithoutALadderStillAsksSomebody) {
  auto rules = small_rules();
  rules.mutable_ladders()->DeleteSubrange(0, 1);
  World w(rules);
  w.alert("red");
  EXPECT_THAT(w.sent(), UnorderedElementsAre("+0 warning! office", "+0 warning! operator"));
  EXPECT_EQ(w.row.next_at(), w.now() + 30 * minute);
  expect_whole(w);
}

}  // namespace
}  // namespace fenghuo::escalator::testing
