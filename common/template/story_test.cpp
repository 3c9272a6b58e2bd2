#include "common/template/story.hpp"

#include <fstream>
#include <regex>
#include <sstream>

#include "common/template/names.hpp"

namespace fenghuo {
namespace {

using testing::HasSubstr;
using testing::Not;

wire::Bundle bundle() {
  wire::Bundle b;
  auto* role = b.add_roles();
  role->set_id("xcb_duty");
  role->set_name("宣传部值班");
  role->set_office("xcb");
  auto* unit = b.add_units();
  unit->set_id("hqbz");
  unit->set_name("后勤保障处");
  auto* red = b.add_levels();
  red->set_id("red");
  red->set_name("红色（一级）");
  auto* category = b.add_categories();
  category->set_id("logistics");
  category->set_name("后勤保障");
  b.set_default_category("logistics");
  return b;
}

const Zone& zone() {
  static const Zone shanghai = *Zone::find("Asia/Shanghai");
  return shanghai;
}

wire::EventView event(const char* kind, std::initializer_list<std::pair<const char*, std::string>> fields, const char* text = "") {
  wire::EventView e;
  e.set_kind(kind);
  e.set_occurred_at(to_ms(*parse_rfc3339("2027-03-09T02:19:00+08:00")));
  for (const auto& [name, value] : fields) add_field(e.mutable_fields(), name, value);
  e.set_text(text);
  return e;
}

std::string tell(const wire::EventView& e) { return story(e, bundle(), zone()); }

TEST(Story, SpeaksOfPartiesByNameAndOfTimesByTheLocalClock) {
  const auto until = std::to_string(to_ms(*parse_rfc3339("2027-03-08T19:00:00Z")));
  EXPECT_EQ(tell(event("acknowledged", {{"party", "role:xcb_duty"}, {"via", "link"}, {"until", until}})),
            "宣传部值班已签收（经链接，自报身份），承诺03:00前反馈。");
  EXPECT_THAT(tell(event("submitted", {{"party", "role:xcb_duty"}, {"by_liaison", "1"}})), testing::EndsWith("（由联络员代签）。"));
  EXPECT_THAT(tell(event("submitted", {{"party", "role:xcb_duty"}})), Not(HasSubstr("代签")));
  EXPECT_THAT(tell(event("acknowledged", {{"party", "unit:hqbz"}, {"until", "2027-03-10T09:00:00+08:00"}}, "已派人查看")),
              HasSubstr("3月10日09:00前反馈：已派人查看"));
}

TEST(Story, TellsWhatOpenedAndWhereItClimbs) {
  EXPECT_THAT(tell(event("opened", {{"level", "red"}, {"category", "logistics"}, {"unit", "hqbz"}})),
              HasSubstr("红色（一级）预警，已立项，类别：后勤保障，牵头单位：后勤保障处"));
  EXPECT_THAT(tell(event("opened", {{"level", "red"}})), HasSubstr("尚未核实"));
  EXPECT_EQ(tell(event("rung", {{"rung", "0"}, {"asked", "role:xcb_duty,unit:hqbz"}, {"informed", "3"}})),
            "到达第1级，请宣传部值班、后勤保障处签收，同时告知3方。");
  EXPECT_THAT(tell(event("rung", {{"rung", "2"}, {"late_by_ms", "90000"}})), HasSubstr("晚2分钟"));
}

TEST(Story, SaysWhereATextWasDeleted) {
  auto gone = event("progress", {{"party", "unit:hqbz"}, {"n", "1"}});
  EXPECT_EQ(tell(gone), "后勤保障处填写了进展（首报）。");
  gone.set_text_digest("a digest");
  EXPECT_EQ(tell(gone), "后勤保障处填写了进展（首报）（文本已按期删除）。");
  gone.set_text("已派人查看");
  EXPECT_EQ(tell(gone), "后勤保障处填写了进展（首报）：已派人查看。");
  EXPECT_THAT(tell(event("progress", {{"party", "unit:hqbz"}, {"n", "2"}}, "续")), HasSubstr("（续报）：续"));
}

TEST(Story, TellsOfHoldsAndDeletion) {
  const auto until = std::to_string(to_ms(*parse_rfc3339("2027-06-01T00:00:00+08:00")));
  EXPECT_EQ(tell(event("hold_begun", {{"party", "unit:hqbz"}, {"until", until}}, "巡视期间")),
            "后勤保障处已暂缓删除文本，至6月1日00:00：巡视期间。");
  EXPECT_EQ(tell(event("hold_ended", {{"party", "unit:hqbz"}}, "巡视结束")), "后勤保障处已结束暂缓，到期文本照常删除：巡视结束。");
  EXPECT_EQ(tell(event("erased", {})), "文本已按期删除，只保留编号、级别、时间、单位、结论和文号。");
}

TEST(Story, TellsWhatAnEditOfTheCatalogueDid) {
  EXPECT_EQ(tell(event("transferred", {{"party", "unit:hqbz"}, {"to", "role:xcb_duty"}, {"why", "catalogue"}})),
            "职责清单有调整，此件由后勤保障处转由宣传部值班承办。");
  EXPECT_THAT(tell(event("reopened", {{"party", "unit:hqbz"}})), HasSubstr("恢复办理"));
  EXPECT_EQ(tell(event("attendees_out", {{"parties", "unit:hqbz,role:xcb_duty"}})),
            "参会名单有调整，已告知后勤保障处、宣传部值班无需出席。");
}

TEST(Story, AnArchiveIsNoVerification) {
  EXPECT_EQ(tell(event("verified", {{"party", "unit:hqbz"}, {"archive", "1"}})), "后勤保障处已归档确认。");
  EXPECT_EQ(tell(event("verified", {{"party", "unit:hqbz"}})), "办理结果核验通过。");
}

TEST(Story, FallsBackToTheKind) { EXPECT_EQ(tell(event("something_new", {})), "something_new"); }

// The one list of kinds: docs/protocol.md, "Events" (tests/architecture_test.py holds the code against it).
std::set<std::string> kinds_of_the_protocol() {
  std::ifstream in(FENGHUO_PROTOCOL);
  std::ostringstream text;
  text << in.rdbuf();
  std::string part = text.str();
  part = part.substr(part.find("## Events"));
  part = part.substr(0, part.find("Fields carry"));
  part = std::regex_replace(part, std::regex(R"(\([^)]*\)|Written by [a-z ]+:|## Events)"), "");
  std::set<std::string> kinds;
  const std::regex word("[a-z_]+");
  for (std::sregex_iterator at(part.begin(), part.end(), word), end; at != end; ++at) kinds.insert(at->str());
  return kinds;
}

TEST(Story, HasWordsForEveryKindThereIs) {
  const auto kinds = kinds_of_the_protocol();
  ASSERT_GT(kinds.size(), 50U);
  const auto known = story_kinds();
  EXPECT_EQ(std::set<std::string>(known.begin(), known.end()), kinds);
  for (const auto& kind : kinds) {  // an event with no fields is still a whole sentence
    const std::string text = tell(event(kind.c_str(), {}));
    EXPECT_TRUE(text.ends_with("。")) << kind << ": " << text;
    EXPECT_THAT(text, Not(HasSubstr("（）"))) << kind;
    EXPECT_THAT(text, Not(testing::ContainsRegex("[a-z]"))) << kind;
  }
}

TEST(Story, TellsWhenADutyBecameLateAndWhatWasSaid) {
  const auto due = std::to_string(to_ms(*parse_rfc3339("2027-03-08T17:30:00+08:00")));
  EXPECT_EQ(tell(event("opened", {{"kind", "duty"}, {"party", "unit:hqbz"}, {"due_at", due}})),
            "已立项，责任方：后勤保障处，截止：3月8日17:30。");
  EXPECT_EQ(tell(event("overdue", {{"party", "unit:hqbz"}, {"due_at", due}})), "后勤保障处已逾期（原定3月8日17:30）。");
  EXPECT_EQ(tell(event("not_said", {{"party", "unit:hqbz"}, {"why", "nobody there"}})), "未向后勤保障处发送：没有可用的接收方。");
  EXPECT_EQ(tell(event("extension_asked", {{"party", "unit:hqbz"}, {"to", due}}, "材料未齐")),
            "后勤保障处申请延期至3月8日17:30：材料未齐，批准前原期限有效。");
}

TEST(Story, AnEndSaysHowAndWhy) {
  EXPECT_EQ(tell(event("closed", {{"why", "cancelled"}}, "误报，已核实")), "事项已终止：误报，已核实。");
  EXPECT_EQ(tell(event("closed", {{"why", "verified"}})), "办理结果核验通过，事项已办结。");
  EXPECT_EQ(tell(event("closed", {{"why", "cancelled_by_provider"}})), "来源方取消，经人确认，预警解除，事项已办结。");
}

TEST(Story, PromisesNoFurtherAttemptWhereThereIsNone) {
  EXPECT_EQ(tell(event("send_failed", {{"party", "unit:hqbz"}, {"reason", "HTTP 500"}, {"again_in_ms", "5000"}})),
            "向后勤保障处发送未成功（HTTP 500），将再次发送。");
  EXPECT_EQ(tell(event("send_failed", {{"party", "unit:hqbz"}, {"reason", "HTTP 500"}, {"again_in_ms", "never"}})),
            "向后勤保障处发送未成功（HTTP 500），不再自动发送。");
}

TEST(Story, WhatTheOtherSideSaidIsTextAndOurOwnWordAField) {
  EXPECT_EQ(tell(event("send_failed", {{"party", "unit:hqbz"}, {"status", "450"}, {"again_in_ms", "5000"}}, "450 greylisted")),
            "向后勤保障处发送未成功（450 greylisted），将再次发送。");
  EXPECT_EQ(tell(event("dead", {{"party", "unit:hqbz"}, {"reason", "tried 8 times"}}, "450 greylisted")),
            "向后勤保障处的消息未送达（tried 8 times：450 greylisted），可重新发送。");
  EXPECT_EQ(tell(event("dead", {{"party", "unit:hqbz"}, {"reason", "expired before it could leave"}})),
            "向后勤保障处的消息未送达（expired before it could leave），可重新发送。");
}

TEST(Story, WhoSignedIsNoPartOfWhatWasSaid) {
  EXPECT_EQ(tell(event("closed", {{"why", "cancelled"}}, "误报\x1F张三")), "事项已终止：误报。");
  EXPECT_EQ(tell(event("scheduled", {}, "\x1F张三")), "会期已定：。");
}

TEST(Story, OurOwnReasonsAreInPeoplesWords) {
  EXPECT_EQ(tell(event("withdrawn", {{"reason", "taken"}})), "尚未发出的消息已撤回（已有人签收）。");
  EXPECT_EQ(tell(event("quarantine_released", {})), "暂存已解除，重新处理。");
  EXPECT_EQ(tell(event("destination_enabled", {{"destination", "d"}})), "一个接收地址已恢复使用。");
  EXPECT_EQ(tell(event("third_commitment", {{"party", "role:xcb_duty"}, {"via", "link"}})),
            "宣传部值班再次签收（经链接，自报身份）；承诺次数已用满，逐级上报不停止。");
}

TEST(Names, FallBackToTheId) {
  EXPECT_EQ(party_name(bundle(), "role:xcb_duty"), "宣传部值班");
  EXPECT_EQ(party_name(bundle(), "role:nobody"), "nobody");
  EXPECT_EQ(category_name(bundle(), "strange"), "后勤保障");
  EXPECT_EQ(work_id(wire::IN_PROGRESS), "in_progress");
  EXPECT_EQ(work_name(wire::AWAITING), "待签收");
}

}  // namespace
}  // namespace fenghuo
