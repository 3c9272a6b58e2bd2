// The words people read, whole: as docs and forms of the school have them.
#include "services/escalator/test_world.hpp"

namespace fenghuo::escalator::testing {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr const char* foot = "系统自动提醒，不代表对单位或个人的评价。";

const wire::NotificationModel& to(const World& w, const std::string& party) {
  static const wire::NotificationModel nobody;
  if (const auto* message = message_to(w, party)) return message->model();
  ADD_FAILURE() << "no message to " << party;
  return nobody;
}

World red(const wire::Bundle& rules = small_rules()) {
  World w(rules);
  w.topic.set_volume_24h(1200);
  w.topic.set_source_count_band("50-199");
  w.alert("red");
  return w;
}

TEST(Words, FirstCallOnCampus) {
  const World w = red();
  EXPECT_EQ(to(w, "role:minister").subject(), "【红色预警·尚未核实】{number}，请于10:10前签收");
  EXPECT_EQ(to(w, "role:minister").text(),
            std::string("【红色预警·尚未核实】{number}（第1次）类别：后勤保障。请于10:10前签收。话题：食堂价格（后勤保障，走势上升）。"
                        "请您：①签收；②核实；③10:30前首报。24小时信息量1200，来源50-199。"
                        "同时已告：角色duty、角色minister、单位hq、角色office、角色secretary。"
                        "无人签收：10:10重发，10:20再呈角色secretary，10:30报角色c1、角色c2。") +
                foot);
}

TEST(Words, ToTheSecretaryWhomNobodyAnsweredAndWhoIsNext) {
  World w = red();
  w.at(10 * minute).fail("unit:hq").at(20 * minute);
  const auto& model = to(w, "role:secretary");
  EXPECT_EQ(model.subject(), "【请阅示】舆〔2027〕3号红色预警20分钟无人签收");
  EXPECT_THAT(
      model.text(),
      StartsWith("【请阅示】舆〔2027〕3号红色预警20分钟无人签收。角色duty、角色minister、单位hq均未签收（已发出：角色duty、角色minister；"
                 "未送达：单位hq）；内容尚未核实。请指定一人牵头；10:30仍无人签收将报角色c1、角色c2。"));
  EXPECT_THAT(model.text(), EndsWith(foot));
}

TEST(Words, AtTheLastRungNobodyIsNextAndNoneOfThoseJustAskedIsAccused) {
  World w = red();
  w.at(20 * minute).at(30 * minute);
  for (const char* party : {"role:c1", "role:c2"}) {
    EXPECT_THAT(to(w, party).text(), HasSubstr("角色duty、角色minister、单位hq、角色secretary均未签收（已发出："));
    EXPECT_THAT(to(w, party).text(), HasSubstr("请指定一人牵头。"));
    EXPECT_THAT(to(w, party).text(), Not(HasSubstr("角色c1均未")));
    EXPECT_THAT(to(w, party).text(), Not(HasSubstr("角色c1、角色c2均未")));
  }
}

TEST(Words, AfterAnOutageNobodyIsAccusedOfNotAnsweringWhatWasNeverSent) {
  World w;
  w.down().alert("red").jump(25 * minute).back();
  EXPECT_THAT(to(w, "role:secretary").text(), Not(HasSubstr("均未签收")));
}

TEST(Words, UrgentNamesWhoIsNext) {
  World w = red();
  w.act(wire::URGENT, "role:duty", [](wire::Action& a) { a.set_reason("已有学生聚集"); });
  EXPECT_THAT(to(w, "role:c1").text(),
              StartsWith("【请阅示】舆〔2027〕3号红色预警加急直报。内容尚未核实。请指定一人牵头；10:10仍无人签收将重发。"
                         "加急理由：已有学生聚集。"));
}

TEST(Words, NotOursSaysThatNothingIsVerified) {
  World w = red();
  w.act(wire::DECLINE, "unit:hq", [](wire::Action& a) { a.set_reason("归校办企业"); });
  EXPECT_EQ(to(w, "role:office").subject(), "【请分办】舆〔2027〕3号红色预警，尚未核实");
}

TEST(Words, ADigestSaysThatNothingIsVerified) {
  World w;
  w.key = "digest/role:duty/2027-07-08";
  wire::InboxBody body;
  auto& entry = *body.mutable_digest_entry();
  entry.set_matter_id(9);
  entry.set_number("舆〔2027〕4号");
  entry.set_level("blue");
  entry.set_category("logistics");
  entry.set_title("食堂价格");
  w.put(body).tick();
  EXPECT_THAT(to(w, "role:duty").text(), HasSubstr("以下预警内容尚未核实。\n舆〔2027〕4号 蓝色 后勤保障：食堂价格"));
  EXPECT_EQ(w.broken, "");
}

TEST(Words, WhoIsAskedSomethingElseFirstAlsoReadsThatNothingIsVerified) {
  World w;
  w.alert("orange");
  w.signal("blue");  // a lower level waits for the minister, whom nobody has told yet
  EXPECT_THAT(to(w, "role:minister").text(), StartsWith("【请确认】舆〔2027〕3号来源方建议下调为蓝色。内容尚未核实。"));
}

TEST(Words, OffCampusGoesNoKey) {
  auto rules = small_rules();
  rules.mutable_destinations(0)->set_on_campus(false);  // duty
  const World w = red(rules);
  EXPECT_EQ(to(w, "role:duty").key(), "");
  EXPECT_EQ(to(w, "role:minister").key(), "topic/p/t1");
}

}  // namespace
}  // namespace fenghuo::escalator::testing
