// What the provider says after the first warning: levels up and down, cancels, topics that come back, titles.
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
  World w(rules, ten_oclock);
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

}  // namespace
}  // namespace fenghuo::escalator::testing
