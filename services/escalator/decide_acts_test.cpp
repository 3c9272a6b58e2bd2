// Acts of people, signals of the provider: what each changes, what it is answered, who hears of it.
#include "services/escalator/test_world.hpp"

namespace fenghuo::escalator::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

wire::Bundle one_group() {
  auto rules = small_rules();
  ladder_of(rules, "red").mutable_rungs(0)->mutable_asked()->DeleteSubrange(1, 1);
  ladder_of(rules, "orange").mutable_rungs(0)->mutable_asked()->DeleteSubrange(1, 1);
  return rules;
}

const wire::OutMessage* message_to(const World& w, const std::string& party) {
  for (const auto& message : w.last.queue()) {
    if (message.party() == party) return &message;
  }
  return nullptr;
}

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

// ------------------------------------------------------------------ levels

TEST(Level, RaiseRestartsAtOnceAndTakesOldMessagesBack) {
  World w;
  w.alert("orange").ack("role:duty").ack("unit:hq").at(20 * minute).sent();
  w.signal("red");
  EXPECT_EQ(w.code(), wire::UPDATED);
  EXPECT_THAT(w.sent(), UnorderedElementsAre("+20 warning! duty", "+20 warning! minister", "+20 warning! unit:hq", "+20 notice office",
                                             "+20 notice secretary"));
  EXPECT_EQ(w.matter.generation(), 2U);
  EXPECT_EQ(w.matter.work(), wire::AWAITING);
  EXPECT_EQ(w.matter.commitments(), 0U);
  ASSERT_EQ(w.last.withdraw_size(), 1);
  EXPECT_FALSE(w.last.withdraw(0).asks_only());
  EXPECT_EQ(w.row.next_at(), w.start() + 30 * minute);
  EXPECT_EQ(w.broken, "");
}

TEST(Level, DropWaitsForAPersonAndTheLadderGoesOn) {
  World w;
  w.alert("red").sent();
  w.at(5 * minute).signal("blue");
  EXPECT_EQ(w.matter.level(), "red");
  EXPECT_EQ(w.matter.pending_level(), "blue");
  EXPECT_THAT(w.sent(), ElementsAre("+5 notice! vice"));
  w.signal("blue");
  EXPECT_THAT(w.sent(), IsEmpty()) << "asked once";
  EXPECT_THAT(w.at(10 * minute).sent(), Contains("+10 reminder! duty"));
  w.act(wire::LOWER, "role:duty");
  EXPECT_EQ(w.code(), wire::REFUSED_RULE) << "not the role that may";
  w.act(wire::LOWER, "role:vice");
  EXPECT_EQ(w.matter.level(), "blue");
  EXPECT_EQ(w.broken, "");
}

TEST(Level, LoweredByAPersonDoesNotAlarmAgain) {
  World w;
  w.alert("orange").at(16 * minute).sent();
  w.act(wire::LOWER, "role:minister", [](wire::Action& a) { a.set_level("yellow"); });
  EXPECT_EQ(w.code(), wire::DONE);
  EXPECT_THAT(w.sent(),
              UnorderedElementsAre("+16 stand_down duty", "+16 stand_down unit:hq", "+16 stand_down office", "+16 stand_down vice"));
  EXPECT_EQ(w.row.next_at(), w.start() + 16 * minute + hour) << "the new level's ladder, its first rung taken as reached";
  EXPECT_THAT(w.at(16 * minute + hour).sent(), ElementsAre("+76 escalation! minister"));
  w.act(wire::LOWER, "role:minister", [](wire::Action& a) { a.set_level("red"); });
  EXPECT_EQ(w.code(), wire::REFUSED_RULE);
  EXPECT_EQ(w.broken, "");
}

// The lower level's second rung is due as soon as its first.
TEST(Level, WhoIsNewToALoweredLevelHearsOfItOnce) {
  auto rules = small_rules();
  for (auto& ladder : *rules.mutable_ladders()) {
    if (ladder.level() != "orange") continue;
    ladder.clear_rungs();
    ladder.add_rungs()->add_informed("unit:bw");
    ladder.add_rungs()->add_asked()->add_any_of("unit:bw");
  }
  World w(std::move(rules), ten_oclock);
  w.alert("red").sent();
  w.act(wire::LOWER, "role:vice", [](wire::Action& a) { a.set_level("orange"); });
  EXPECT_EQ(w.code(), wire::DONE);
  const auto sent = w.sent();
  EXPECT_THAT(sent, Contains("+0 escalation! unit:bw"));
  EXPECT_EQ(std::count_if(sent.begin(), sent.end(), [](const auto& line) { return line.ends_with("unit:bw"); }), 1);
  EXPECT_EQ(w.broken, "");
}

TEST(Level, LoweredWhileTakenStaysTaken) {
  World w;
  w.alert("orange").ack("role:duty").ack("unit:hq").at(minute).sent();
  w.act(wire::LOWER, "role:minister", [](wire::Action& a) { a.set_level("yellow"); });
  EXPECT_NE(w.matter.ladder_paused_at(), 0);
  EXPECT_EQ(w.matter.groups(0).taken_by(), "role:duty");
  EXPECT_EQ(w.row.next_at(), w.start() + hour) << "the promise stands";
}

TEST(Level, DownAndUpAgainWithinTheDampingTimeIsOneMessageThatSaysSo) {
  World w;
  w.alert("yellow").sent();
  w.at(minute).signal("orange");
  EXPECT_THAT(w.sent(), Contains("+1 warning! duty")) << "the first raise is always at once";
  w.at(2 * minute).signal("yellow");
  EXPECT_THAT(w.sent(), IsEmpty());
  w.at(3 * minute).signal("orange");
  EXPECT_THAT(w.sent(), ElementsAre("+3 notice minister"));
  EXPECT_THAT(w.last.queue(0).model().text(), HasSubstr("短时间内"));
  EXPECT_THAT(w.events(), ElementsAre("damped"));
  w.at(4 * minute).signal("yellow").signal("orange").signal("yellow").signal("orange");
  EXPECT_THAT(w.sent(), IsEmpty()) << "said once";
  EXPECT_EQ(w.broken, "");
}

TEST(Level, DropWithinTheDampingTimeIsAskedWhenItLasts) {
  World w;
  w.alert("yellow").at(minute).signal("orange").ack("role:duty").ack("unit:hq");
  w.at(2 * minute).signal("yellow").sent();
  EXPECT_EQ(w.row.next_at(), w.start() + minute + hour);
  EXPECT_THAT(w.at(minute + hour).sent(), Contains("+61 notice! minister"));
  EXPECT_EQ(w.broken, "");
}

TEST(Level, RedIsNeverDamped) {
  World w;
  w.alert("orange").at(minute).signal("red").sent();
  w.at(2 * minute).signal("orange");
  EXPECT_THAT(w.sent(), ElementsAre("+2 notice! vice"));
}

// ------------------------------------------------------------------ the provider's other words

TEST(Signal, SameSignalOrNothingNewChangesNothing) {
  World w;
  w.alert("red").sent();
  wire::InboxBody again;
  *again.mutable_signal() = w.matter.signal();
  w.put(again);
  EXPECT_EQ(w.code(), wire::UPDATED);
  w.signal("red");
  EXPECT_EQ(w.code(), wire::UPDATED);
  EXPECT_THAT(w.sent(), IsEmpty());
  w.topic.set_topic_title("食堂菜价");
  w.signal("red");
  EXPECT_EQ(w.matter.title(), "食堂菜价");
  EXPECT_THAT(w.sent(), IsEmpty());
}

TEST(Signal, CancelWaitsForAPerson) {
  World w;
  w.alert("red").sent();
  w.act(wire::CONFIRM, "role:vice");
  EXPECT_EQ(w.code(), wire::REFUSED_RULE) << "nothing to confirm";
  w.signal("red", wire::CANCEL);
  EXPECT_THAT(w.events(), ElementsAre("cancel_pending"));
  EXPECT_THAT(w.sent(), ElementsAre("+0 notice! vice"));
  EXPECT_TRUE(w.open());
  EXPECT_THAT(w.at(10 * minute).sent(), Contains("+10 reminder! duty"));
  w.act(wire::CONFIRM, "role:vice");
  EXPECT_EQ(w.matter.work(), wire::CLOSED);
  EXPECT_THAT(w.sent(), IsSupersetOf({"+10 stand_down duty", "+10 stand_down secretary"}));
  EXPECT_THAT(w.last.queue(0).model().subject(), HasSubstr("预警解除"));
  EXPECT_EQ(w.broken, "");
}

TEST(Signal, CancelOfAnUnknownTopicOpensNothing) {
  World w;
  w.signal("red", wire::CANCEL);
  EXPECT_EQ(w.code(), wire::NOT_FOUND);
  EXPECT_FALSE(w.row.open());
  EXPECT_THAT(w.sent(), IsEmpty());
}

TEST(Signal, TopicThatComesBackToAClosedMatterOpensANewOne) {
  World w(one_group());
  w.alert("orange").sent();
  w.down().act(wire::CANCEL_MATTER, "", [](wire::Action& a) { a.set_reason("误报"); }).signal("red").back();
  ASSERT_EQ(w.last.forward_size(), 1);
  EXPECT_EQ(w.last.forward(0).matter_key(), "topic/p/t1");
  EXPECT_EQ(w.last.forward(0).body().signal().level(), "red");
  EXPECT_FALSE(w.last.forward(0).unique_forever());
}

TEST(Signal, QuarantinedTitleIsToldToNobodyUntilReleased) {
  World w;
  w.topic.set_title_quarantined(true);
  w.alert("red");
  EXPECT_THAT(w.events(), Contains("title_quarantined"));
  EXPECT_EQ(w.last.queue_size(), 5) << "level, category and number at once";
  for (const auto& message : w.last.queue()) {
    EXPECT_EQ(message.model().title(), "待复核（含个人信息嫌疑）");
    EXPECT_THAT(message.SerializeAsString(), Not(HasSubstr("食堂价格")));
  }
  w.act(wire::RELEASE_TITLE, "role:minister").at(10 * minute);
  EXPECT_EQ(message_to(w, "role:duty")->model().title(), "食堂价格");
  World redacted;
  redacted.topic.set_title_quarantined(true);
  redacted.alert("red").act(wire::REDACT_TITLE, "role:minister", [](wire::Action& a) { a.set_note("某食堂"); });
  EXPECT_EQ(redacted.matter.title(), "某食堂");
  EXPECT_THAT(redacted.matter.SerializeAsString(), Not(HasSubstr("食堂价格")));
}

TEST(Signal, OffCampusMessagesCarryNoTopic) {
  auto rules = small_rules();
  rules.mutable_destinations(0)->set_on_campus(false);  // duty
  World w(rules);
  w.alert("red");
  const auto& outside = message_to(w, "role:duty")->model();
  EXPECT_EQ(outside.title(), "");
  EXPECT_THAT(outside.SerializeAsString(), Not(HasSubstr("食堂价格")));
  EXPECT_THAT(outside.text(),
              HasSubstr("【红色预警·尚未核实】{number}（第1次）类别：后勤保障。请于10:10前签收。详情登录校园网查看；打不开请拨6000。"));
  const auto& inside = message_to(w, "role:minister")->model();
  EXPECT_EQ(inside.title(), "食堂价格");
  EXPECT_THAT(inside.text(), HasSubstr("10:30前首报"));
  EXPECT_THAT(inside.subject(), Not(HasSubstr("食堂价格")));
  w.at(10 * minute);
  EXPECT_THAT(message_to(w, "role:duty")->model().text(), HasSubstr("舆〔2027〕3号（第2次）"));
  w.at(20 * minute);
  EXPECT_THAT(message_to(w, "role:secretary")->model().subject(), HasSubstr("【请阅示】舆〔2027〕3号红色预警20分钟无人签收"));
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
  EXPECT_EQ(w.last.events(0).text(), "属基建");
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

// ------------------------------------------------------------------ inhibition, digests

TEST(Inhibition, NeedsTheFactThenJoinsTheDigestAndWaits) {
  World w;
  w.counts["unit=hq|level=red"] = 1;
  w.alert("yellow");
  EXPECT_TRUE(w.matter.inhibited());
  EXPECT_THAT(w.sent(), IsEmpty());
  EXPECT_THAT(w.events(), ElementsAre("opened", "inhibited"));
  EXPECT_EQ(w.event_field("inhibited", "by"), "舆〔2027〕1号");
  EXPECT_THAT(w.last.registers(), ElementsAre("unit=hq|level=red"));
  ASSERT_EQ(w.last.facts_read_size(), 1);
  EXPECT_EQ(w.last.facts_read(0).revision(), 1U);
  EXPECT_EQ(w.last.forward_size(), 1);
  EXPECT_THAT(w.row.facets(), IsEmpty());
  EXPECT_EQ(w.row.next_at(), w.start() + 22 * hour + 7 * minute) << "looks again at the digest's time";
  w.at(23 * hour);
  EXPECT_TRUE(w.matter.inhibited());
  EXPECT_EQ(w.last.forward_size(), 0) << "listed once";
  w.counts.clear();
  w.decide();
  EXPECT_THAT(w.events(), ElementsAre("uninhibited", "rung"));
  EXPECT_THAT(w.sent(), UnorderedElementsAre("+1380 warning! duty", "+1380 warning! unit:hq"));
  EXPECT_THAT(w.last.registers(), IsEmpty());
  EXPECT_EQ(w.broken, "");
}

TEST(Inhibition, WithoutTheFactNothingElseIsDecided) {
  const auto book = std::make_shared<const Playbook>(small_rules());
  wire::DecideJob job;
  job.set_matter_id(1);
  job.set_now(ten_oclock);
  job.set_bundle(book->hash);
  auto& item = *job.add_inbox();
  item.set_id(1);
  item.mutable_body()->mutable_signal()->set_category("logistics");
  item.mutable_body()->mutable_signal()->set_level("yellow");
  const auto decision = decide(job, {&book->bundle, book->hash, &book->bundle});
  EXPECT_THAT(decision.need_facts(), ElementsAre("unit=hq|level=red"));
  EXPECT_EQ(decision.outcomes_size() + decision.queue_size() + decision.events_size(), 0);
  EXPECT_FALSE(decision.has_matter());
}

TEST(Inhibition, RedIsNeverInhibitedAndNeitherIsARaise) {
  auto rules = small_rules();
  rules.mutable_inhibitions(0)->add_target_levels("red");
  World red(rules);
  red.counts["unit=hq|level=red"] = 1;
  red.alert("red");
  EXPECT_FALSE(red.matter.inhibited());
  World w;
  w.counts["unit=hq|level=red"] = 1;
  w.alert("yellow").at(minute).signal("orange");
  EXPECT_FALSE(w.matter.inhibited());
  EXPECT_THAT(w.sent(), Contains("+1 warning! duty"));
  EXPECT_EQ(w.broken, "");
}

TEST(Inhibition, ActsOnAnInhibitedMatterWork) {
  World w;
  w.counts["unit=hq|level=red"] = 1;
  w.alert("yellow").ack("role:duty");
  EXPECT_EQ(w.code(), wire::DONE);
  w.counts.clear();
  w.at(minute).decide();
  EXPECT_THAT(w.sent(), IsEmpty()) << "somebody has it";
  EXPECT_FALSE(w.matter.inhibited());
  EXPECT_EQ(w.broken, "");
}

TEST(Digest, CollectsAndIsSentOnce) {
  World w;
  w.key = "digest/role:duty/2027-07-08";
  for (int i = 0; i < 60; ++i) {
    wire::InboxBody body;
    auto& entry = *body.mutable_digest_entry();
    entry.set_matter_id(100 + static_cast<std::uint64_t>(i));
    entry.set_level("blue");
    entry.set_category("logistics");
    entry.set_title("食堂");
    w.put(body);
  }
  EXPECT_EQ(w.matter.entries_size(), 50);
  EXPECT_EQ(w.matter.entries_total(), 60U);
  EXPECT_EQ(w.last.serial_kind(), "");
  EXPECT_EQ(w.row.next_at(), w.start() + 22 * hour + 7 * minute);
  w.at(23 * hour);
  EXPECT_FALSE(w.open());
  EXPECT_THAT(w.sent(), ElementsAre("+1327 digest duty"));
  EXPECT_THAT(w.last.queue(0).model().subject(), HasSubstr("〔每日摘要〕7月8日"));
  EXPECT_THAT(w.last.queue(0).model().text(), HasSubstr("另有10件"));
  EXPECT_EQ(w.last.queue(0).model().entries_size(), 50);
  wire::InboxBody late;
  late.mutable_digest_entry()->set_matter_id(7);
  w.put(late);
  ASSERT_EQ(w.last.forward_size(), 1);
  EXPECT_EQ(w.last.forward(0).matter_key(), "digest/role:duty/2027-07-09") << "the next digest carries it";
  EXPECT_EQ(w.broken, "");
}

}  // namespace
}  // namespace fenghuo::escalator::testing
