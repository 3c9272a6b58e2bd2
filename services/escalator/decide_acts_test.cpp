// Acts of people: what each changes, what it is answered, who hears of it.
#include "common/messages/signed_text.hpp"
#include "services/escalator/test_world.hpp"

namespace fenghuo::escalator::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

// ------------------------------------------------------------------ acknowledgement

TEST(Acknowledgement, SecondIsAnsweredAlreadyAndChangesNothing) {
  World w(one_group());
  w.alert("red").at(2 * minute).ack("role:duty").sent();
  const auto before = w.matter.SerializeAsString();
  w.at(3 * minute).ack("role:minister");
  EXPECT_EQ(w.code(), wire::ALREADY);
  EXPECT_EQ(w.outcome().party(), "role:duty");
  EXPECT_EQ(w.outcome().at(), w.start() + 2 * minute);
  EXPECT_EQ(w.outcome().until(), w.start() + 30 * minute);
  EXPECT_THAT(w.events(), ElementsAre("already"));
  EXPECT_THAT(w.sent(), IsEmpty());
  EXPECT_EQ(w.matter.SerializeAsString(), before);
}

TEST(Acknowledgement, UntilIsCappedAndNeverInThePast) {
  for (const std::int64_t asked : {std::int64_t{4'070'908'800'000}, ten_oclock - hour, std::int64_t{0}}) {
    World w(one_group());
    w.alert("red").ack("role:duty", asked);
    EXPECT_EQ(w.outcome().until(), w.start() + 30 * minute);
  }
  World w(one_group());
  w.alert("red").ack("role:duty", ten_oclock + 20 * minute);
  EXPECT_EQ(w.outcome().until(), w.start() + 20 * minute);
}

TEST(Acknowledgement, WithoutATargetAheadTheCapIsTheLaddersOwn) {
  World w(one_group());
  w.alert("orange").ack("role:duty", ten_oclock + 20 * hour);
  EXPECT_EQ(w.outcome().until(), w.start() + hour);
}

TEST(Acknowledgement, ThirdIsRecordedAndTheLadderGoesOn) {
  World w(one_group());
  w.alert("orange").ack("role:duty", ten_oclock + minute);
  w.at(minute).ack("role:duty", ten_oclock + 2 * minute);
  EXPECT_EQ(w.code(), wire::DONE);
  w.at(2 * minute).ack("role:duty");
  EXPECT_EQ(w.code(), wire::RECORDED) << "an outcome of its own: nothing was taken";
  EXPECT_THAT(w.outcome().detail(), HasSubstr("继续逐级上报"));
  EXPECT_THAT(w.events(), ElementsAre("third_commitment"));
  w.sent();
  EXPECT_THAT(w.at(17 * minute).sent(), ElementsAre("+17 escalation! vice")) << "15 minutes of its own clock";
  EXPECT_EQ(w.broken, "");
}

TEST(Acknowledgement, ManyGroupsDoNotUseTheCommitmentsUp) {
  auto rules = small_rules();
  rules.mutable_categories(0)->add_units("bw");
  World w(rules);
  w.alert("orange").ack("unit:hq").ack("unit:bw").ack("role:duty");
  EXPECT_EQ(w.code(), wire::DONE);
  EXPECT_EQ(w.matter.commitments(), 1U);
  EXPECT_NE(w.matter.ladder_paused_at(), 0);
}

TEST(Acknowledgement, WhoWasNeitherAskedNorToldIsRefused) {
  World w;
  w.alert("orange").ack("role:secretary");
  EXPECT_EQ(w.code(), wire::REFUSED_RULE);
  EXPECT_THAT(w.events(), ElementsAre("refused"));
  w.ack("");
  EXPECT_EQ(w.code(), wire::REFUSED_RULE);
  EXPECT_EQ(w.matter.work(), wire::AWAITING);
}

TEST(Acknowledgement, InformedPartyOrSuperiorTakesItForAll) {
  World w;
  w.alert("red").ack("role:office");
  EXPECT_EQ(w.code(), wire::DONE);
  EXPECT_NE(w.matter.ladder_paused_at(), 0);
  World up;
  up.alert("orange").at(16 * minute).ack("role:vice");
  EXPECT_NE(up.matter.ladder_paused_at(), 0) << "whoever was asked on a higher rung takes it for those below";
  for (const auto& group : up.matter.groups()) EXPECT_EQ(group.taken_by(), "role:vice");
}

TEST(Acknowledgement, AnOfficeAnswersForItsRoles) {
  auto rules = one_group();
  role_of(rules, "duty").set_office("xx");
  World w(rules);
  w.alert("orange").ack("unit:xx");
  EXPECT_EQ(w.code(), wire::DONE);
  EXPECT_THAT(w.sent(), Not(Contains("+0 stand_down duty"))) << "its own role acts";
}

TEST(Acknowledgement, ExpiredLinkAndClosedMatter) {
  World w(one_group());
  w.alert("orange").at(minute).act(wire::ACK, "role:duty", [&](wire::Action& a) { a.set_token_expires(ten_oclock); });
  EXPECT_EQ(w.code(), wire::EXPIRED);
  EXPECT_EQ(w.matter.work(), wire::AWAITING);
  w.act(wire::CANCEL_MATTER, "", [](wire::Action& a) { a.set_reason("误报"); });
  w.ack("role:duty");
  EXPECT_EQ(w.code(), wire::REFUSED_CLOSED);
}

TEST(Acknowledgement, AsksThatAreNotSentAreTakenBack) {
  World w;
  w.alert("red").ack("role:duty");
  std::vector<std::string> back;
  for (const auto& withdraw : w.last.withdraw()) {
    EXPECT_TRUE(withdraw.asks_only());
    back.push_back(withdraw.party());
  }
  EXPECT_THAT(back, UnorderedElementsAre("role:duty", "role:minister")) << "the unit is still asked";
  w.ack("unit:hq");
  ASSERT_EQ(w.last.withdraw_size(), 1);
  EXPECT_EQ(w.last.withdraw(0).party(), "");
  EXPECT_THAT(w.row.taken(), UnorderedElementsAre("role:duty", "unit:hq"));
}

TEST(Acknowledgement, StandDownOncePerEpisode) {
  World w(one_group());
  w.alert("orange").ack("role:duty", ten_oclock + minute);
  EXPECT_THAT(w.sent(), Contains("+0 stand_down office"));
  w.at(minute).ack("role:duty", ten_oclock + 2 * minute);
  EXPECT_THAT(w.sent(), IsEmpty()) << "they know, and nobody alarmed them since";
  EXPECT_EQ(w.broken, "");
}

TEST(Acknowledgement, DeadStandDownMakesNobodyUnreachable) {
  World w(one_group());
  w.alert("orange").ack("role:duty").fail("role:office");
  EXPECT_THAT(w.events(), IsEmpty());
  w.sent();
  w.act(wire::CANCEL_MATTER, "", [](wire::Action& a) { a.set_reason("误报"); });
  EXPECT_THAT(w.sent(), Contains("+0 stand_down office"));
}

TEST(Acknowledgement, SeveralItemsOfOneInboxEachGetTheirOutcome) {
  World w(one_group());
  w.alert("red").sent();
  w.down().ack("role:duty").ack("role:minister").signal("red").ack("role:nobody").back();
  ASSERT_EQ(w.last.outcomes_size(), 4);
  EXPECT_EQ(w.last.outcomes(0).code(), wire::DONE);
  EXPECT_EQ(w.last.outcomes(1).code(), wire::ALREADY);
  EXPECT_EQ(w.last.outcomes(2).code(), wire::UPDATED);
  EXPECT_EQ(w.last.outcomes(3).code(), wire::REFUSED_RULE);
  EXPECT_EQ(w.broken, "");
}

// ------------------------------------------------------------------ progress, completion

TEST(Progress, ExtendsTheCommitment) {
  World w(one_group());
  w.alert("red").ack("role:duty").at(20 * minute).act(wire::PROGRESS, "role:duty").sent();
  EXPECT_EQ(w.matter.reports(), 1U);
  EXPECT_EQ(w.row.next_at(), w.start() + 20 * minute + 2 * hour) << "no further target: the ladder's interval";
  w.at(140 * minute);
  EXPECT_THAT(w.events(), ElementsAre("commitment_lapsed"));
  EXPECT_EQ(w.row.next_at(), w.start() + 150 * minute) << "its own clock had read zero";
  EXPECT_EQ(w.broken, "");
}

TEST(Progress, ByAStrangerIsRefused) {
  World w(one_group());
  w.alert("red").act(wire::PROGRESS, "role:vice");
  EXPECT_EQ(w.code(), wire::REFUSED_RULE);
  EXPECT_EQ(w.matter.reports(), 0U);
}

TEST(Completion, NeedsEvidenceAndAnotherVerifier) {
  World w(one_group());
  w.alert("red").ack("role:duty").act(wire::SUBMIT_DONE, "role:duty");
  EXPECT_EQ(w.code(), wire::REFUSED_RULE);
  w.act(wire::SUBMIT_DONE, "role:duty", [](wire::Action& a) { a.set_evidence("文号1"); }).sent();
  EXPECT_EQ(w.matter.work(), wire::SUBMITTED);
  w.act(wire::VERIFY, "role:duty");
  EXPECT_EQ(w.code(), wire::REFUSED_RULE) << "the submitter";
  w.act(wire::VERIFY, "role:office");
  EXPECT_EQ(w.code(), wire::DONE);
  EXPECT_EQ(w.matter.work(), wire::CLOSED);
  EXPECT_FALSE(w.row.open());
  EXPECT_EQ(w.row.next_at(), 0);
  EXPECT_THAT(w.sent(),
              UnorderedElementsAre("+0 stand_down duty", "+0 stand_down minister", "+0 stand_down office", "+0 stand_down secretary"));
  EXPECT_EQ(w.broken, "");
}

TEST(Completion, WhileItWaitsTheLadderStandsButNotTheFollowUp) {
  World w(one_group());
  w.alert("red").act(wire::SUBMIT_DONE, "role:duty", [](wire::Action& a) { a.set_evidence("文号1"); }).sent();
  EXPECT_EQ(w.row.next_at(), w.start() + 2 * hour);
  EXPECT_THAT(w.at(2 * hour).sent(), ElementsAre("+120 reminder office"));
  EXPECT_EQ(w.row.next_at(), w.start() + 4 * hour);
  w.act(wire::RETURN_BACK, "role:office", [](wire::Action& a) { a.set_reason("缺附件"); });
  EXPECT_EQ(w.matter.work(), wire::IN_PROGRESS);
  EXPECT_EQ(w.row.next_at(), w.start() + 2 * hour + 10 * minute) << "nobody had taken it: the ladder goes on from zero";
  EXPECT_EQ(w.broken, "");
}

TEST(Completion, ReturnedToWhoTookIt) {
  World w(one_group());
  w.alert("red").ack("role:duty").act(wire::SUBMIT_DONE, "role:duty", [](wire::Action& a) { a.set_evidence("文号1"); }).sent();
  w.act(wire::RETURN_BACK, "role:office");
  EXPECT_EQ(w.code(), wire::REFUSED_RULE) << "without a reason";
  w.at(hour).act(wire::RETURN_BACK, "role:office", [](wire::Action& a) { a.set_reason("缺附件"); });
  EXPECT_THAT(w.sent(), ElementsAre("+60 notice! duty"));
  EXPECT_GT(w.row.next_at(), w.now());
}

// ------------------------------------------------------------------ who has to act

TEST(Reassign, TransferAsksTheNewUnitAndLeavesTheOldAlone) {
  World w;
  w.alert("orange").ack("role:duty").sent();
  w.at(5 * minute).act(wire::TRANSFER, "unit:hq", [](wire::Action& a) { a.set_target_unit("nowhere"); });
  EXPECT_EQ(w.code(), wire::REFUSED_RULE);
  w.act(wire::TRANSFER, "unit:hq", [](wire::Action& a) { a.set_target_unit("bw"); });
  EXPECT_EQ(w.code(), wire::DONE);
  EXPECT_THAT(w.sent(), ElementsAre("+5 warning! unit:bw"));
  EXPECT_THAT(w.last.revoke_party(), ElementsAre("unit:hq"));
  EXPECT_EQ(w.row.unit(), "bw");
  w.at(24 * hour);
  for (const auto& line : w.sent()) EXPECT_THAT(line, Not(HasSubstr("unit:hq")));
  w.ack("unit:hq");
  EXPECT_EQ(w.code(), wire::REFUSED_RULE);
  EXPECT_EQ(w.broken, "");
}

TEST(Reassign, TransferOfATakenMatterSetsTheLadderGoing) {
  World w;
  w.alert("orange").ack("role:duty").ack("unit:hq");
  EXPECT_NE(w.matter.ladder_paused_at(), 0);
  w.at(5 * minute).act(wire::TRANSFER, "unit:hq", [](wire::Action& a) { a.set_target_unit("bw"); });
  EXPECT_EQ(w.matter.ladder_paused_at(), 0);
  w.ack("unit:bw");
  EXPECT_NE(w.matter.ladder_paused_at(), 0);
  EXPECT_EQ(w.broken, "");
}

TEST(Reassign, DeclineGoesBackToTheDispatchingOffice) {
  World w;
  w.alert("red").ack("role:duty").sent();
  w.act(wire::DECLINE, "unit:hq");
  EXPECT_EQ(w.code(), wire::REFUSED_RULE) << "without a reason";
  w.act(wire::DECLINE, "unit:hq", [](wire::Action& a) { a.set_reason("属基建"); });
  EXPECT_EQ(w.code(), wire::DONE);
  EXPECT_THAT(w.sent(), ElementsAre("+0 notice! office"));
  EXPECT_EQ(note_in(w.last.events(0).text()), "属基建");
  EXPECT_THAT(w.last.queue(0).model().text(), HasSubstr("属基建"));
  EXPECT_THAT(w.last.queue(0).model().text(), HasSubstr("单位hq"));
  EXPECT_THAT(w.at(10 * minute).sent(), UnorderedElementsAre("+10 reminder! office", "+10 notice secretary"));
  w.act(wire::TRANSFER, "role:office", [](wire::Action& a) { a.set_target_unit("bw"); });
  EXPECT_THAT(w.sent(), ElementsAre("+10 warning! unit:bw"));
  w.ack("unit:bw");
  EXPECT_NE(w.matter.ladder_paused_at(), 0) << "the office's question is answered";
  EXPECT_EQ(w.broken, "");
}

TEST(Reassign, ReasonStaysOnCampus) {
  auto rules = small_rules();
  rules.mutable_destinations(2)->set_on_campus(false);  // office
  World w(rules);
  w.alert("orange").act(wire::DECLINE, "unit:hq", [](wire::Action& a) { a.set_reason("属基建"); });
  EXPECT_THAT(message_to(w, "role:office")->SerializeAsString(), Not(HasSubstr("属基建")));
}

TEST(Reassign, DeclinedUnitIsReplacedByTheOfficeAtARaise) {
  World w;
  w.alert("orange").act(wire::DECLINE, "unit:hq", [](wire::Action& a) { a.set_reason("属基建"); }).at(minute).sent();
  w.signal("red");
  EXPECT_THAT(w.sent(), UnorderedElementsAre("+1 warning! duty", "+1 warning! minister", "+1 warning! office", "+1 notice secretary"));
  EXPECT_EQ(w.broken, "");
}

TEST(Reassign, UrgentGoesToTheCommitteeAsWell) {
  World w;
  w.alert("orange").sent();
  w.act(wire::URGENT, "role:duty");
  EXPECT_EQ(w.code(), wire::REFUSED_RULE) << "without a reason";
  w.at(minute).act(wire::URGENT, "role:duty", [](wire::Action& a) { a.set_reason("事态紧急"); });
  EXPECT_THAT(w.sent(), UnorderedElementsAre("+1 escalation! c1", "+1 escalation! c2"));
  EXPECT_EQ(w.last.queue(0).model().wording(), "submit_up");
  EXPECT_EQ(w.row.next_at(), w.start() + 15 * minute) << "the ladder otherwise as it is";
  w.act(wire::URGENT, "role:duty", [](wire::Action& a) { a.set_reason("事态紧急"); });
  EXPECT_EQ(w.code(), wire::ALREADY);
  w.ack("role:c1");
  EXPECT_NE(w.matter.ladder_paused_at(), 0) << "the committee takes it for all below";
  EXPECT_EQ(w.broken, "");
}

TEST(Reassign, ActsOfDutiesAreRefused) {
  World w;
  w.alert("orange").act(wire::EXTEND, "role:duty");
  EXPECT_EQ(w.code(), wire::REFUSED_RULE);
  w.act(wire::MERGE, "role:duty");
  EXPECT_EQ(w.code(), wire::REFUSED_RULE);
  w.act(wire::CANCEL_MATTER, "role:duty");
  EXPECT_EQ(w.code(), wire::REFUSED_RULE) << "without a reason";
  EXPECT_TRUE(w.open());
}

}  // namespace
}  // namespace fenghuo::escalator::testing
