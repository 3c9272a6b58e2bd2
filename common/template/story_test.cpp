#include "common/template/story.hpp"

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

TEST(Story, FallsBackToTheKind) { EXPECT_EQ(tell(event("something_new", {})), "something_new"); }

TEST(Story, HasWordsForEveryKindThereIs) {
  const std::set<std::string> kinds = {"accepted",
                                       "attempt",
                                       "delivered",
                                       "send_failed",
                                       "ambiguous",
                                       "dead",
                                       "withdrawn",
                                       "expired",
                                       "quarantined",
                                       "bundle_activated",
                                       "paused",
                                       "resumed",
                                       "clock_step",
                                       "ladders_held",
                                       "ladders_released",
                                       "restarted",
                                       "token_revoked",
                                       "destination_disabled",
                                       "replayed",
                                       "opened",
                                       "rung",
                                       "rung_empty",
                                       "repeat",
                                       "acknowledged",
                                       "already",
                                       "commitment_lapsed",
                                       "third_commitment",
                                       "level_raised",
                                       "level_drop_pending",
                                       "level_lowered",
                                       "cancel_pending",
                                       "cancel_confirmed",
                                       "inhibited",
                                       "uninhibited",
                                       "urgent",
                                       "declined",
                                       "transferred",
                                       "progress",
                                       "submitted",
                                       "verified",
                                       "returned",
                                       "closed",
                                       "stand_down",
                                       "held",
                                       "released",
                                       "party_unreachable",
                                       "refused",
                                       "damped",
                                       "joined_digest",
                                       "title_quarantined",
                                       "title_released",
                                       "rebased",
                                       "window_opened",
                                       "steps_skipped",
                                       "said",
                                       "not_said",
                                       "joined_brief",
                                       "amended",
                                       "retracted",
                                       "in_time",
                                       "in_grace",
                                       "overdue",
                                       "supervised",
                                       "rectifying",
                                       "lateness_stopped",
                                       "lateness_resumed",
                                       "slip_drafted",
                                       "slip_issued",
                                       "slip_void",
                                       "explained",
                                       "extension_asked",
                                       "extended",
                                       "extension_refused",
                                       "scheduled",
                                       "rescheduled",
                                       "meeting_called_off",
                                       "attending",
                                       "merged",
                                       "counts_for",
                                       "counted"};
  const auto known = story_kinds();
  EXPECT_EQ(std::set<std::string>(known.begin(), known.end()), kinds);
  for (const auto& kind : kinds) {  // an event with no fields is still a whole sentence
    const std::string text = tell(event(kind.c_str(), {}));
    EXPECT_TRUE(text.ends_with("。")) << kind << ": " << text;
    EXPECT_THAT(text, Not(HasSubstr("（）"))) << kind;
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

TEST(Names, FallBackToTheId) {
  EXPECT_EQ(party_name(bundle(), "role:xcb_duty"), "宣传部值班");
  EXPECT_EQ(party_name(bundle(), "role:nobody"), "nobody");
  EXPECT_EQ(category_name(bundle(), "strange"), "后勤保障");
  EXPECT_EQ(work_id(wire::IN_PROGRESS), "in_progress");
  EXPECT_EQ(work_name(wire::AWAITING), "待签收");
}

TEST(Names, AnOfficeStandsForItsRoles) {
  EXPECT_TRUE(stands_for(bundle(), "unit:xcb", "role:xcb_duty"));
  EXPECT_TRUE(stands_for(bundle(), "unit:hqbz", "unit:hqbz"));
  EXPECT_FALSE(stands_for(bundle(), "unit:hqbz", "role:xcb_duty"));
  EXPECT_FALSE(stands_for(bundle(), "role:xcb_duty", "unit:xcb"));
}

}  // namespace
}  // namespace fenghuo
