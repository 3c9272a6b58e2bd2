#include "common/template/duty_json.hpp"

#include <gmock/gmock.h>

#include <boost/json.hpp>

namespace fenghuo {
namespace {

namespace json = boost::json;

Calendar calendar() { return Calendar::make({}, Zone::find("Asia/Shanghai").value()).value(); }
std::int64_t ms(std::string_view text) { return to_ms(parse_rfc3339(text).value()); }

wire::MatterView duty() {
  wire::MatterView view;
  view.set_key("duty/risk/unit:hqbz/2027");
  view.mutable_row()->set_kind("duty");
  view.mutable_row()->set_open(true);
  auto& body = *view.mutable_body();
  body.set_submitted_by("unit:hqbz");
  const auto ask = [&](const char* party, std::uint32_t rung, bool dropped) {
    auto& group = *body.add_groups();
    group.add_parties(party);
    group.set_since_rung(rung);
    group.set_dropped(dropped);
  };
  ask("unit:hqbz", 0, true);
  ask("unit:bwb", 0, false);
  ask("unit:xcb", 1, false);
  auto& state = *body.mutable_duty();
  state.set_first_due_at(ms("2027-07-15T17:30:00+08:00"));
  state.set_due_at(ms("2027-07-30T17:30:00+08:00"));
  state.set_late("in_time");
  state.add_evidence("后勤〔2027〕3号");
  auto& obligation = *state.mutable_occurrence()->mutable_obligation();
  state.mutable_occurrence()->set_duty("risk");
  state.mutable_occurrence()->set_window_from(ms("2027-06-01T00:00:00+08:00"));
  obligation.set_clause("三（五）");
  obligation.add_proof("清单");
  return view;
}

json::object shown(const wire::MatterView& view, const char* now = "2027-06-02T09:00:00+08:00") {
  json::object out;
  add_duty_json(out, view, calendar(), parse_rfc3339(now).value());
  return out;
}

TEST(DutyJson, HasItsDeadlineItsLampAndItsParties) {
  const auto matter = shown(duty());
  EXPECT_EQ(matter.at("due_at"), "2027-07-30T17:30:00+08:00");
  EXPECT_EQ(matter.at("first_due_at"), "2027-07-15T17:30:00+08:00");
  EXPECT_EQ(matter.at("lamp"), "normal");
  EXPECT_EQ(matter.at("lead"), "unit:bwb");
  EXPECT_EQ(matter.at("support"), json::array({"unit:xcb"}));
  EXPECT_EQ(matter.at("clause"), "三（五）");
  EXPECT_EQ(matter.at("proof"), json::array({"清单"}));
  EXPECT_EQ(matter.at("evidence"), json::array({"后勤〔2027〕3号"}));
  EXPECT_EQ(matter.at("submitted_by"), "unit:hqbz");
  EXPECT_TRUE(matter.at("scheduled_at").is_null());
  EXPECT_EQ(matter.if_contains("place"), nullptr) << "only a meeting has one";
}

TEST(DutyJson, KeepsEveryExtensionWithTheDateItReplaced) {
  auto view = duty();
  auto& extension = *view.mutable_body()->mutable_duty()->add_extensions();
  extension.set_to(ms("2027-07-30T17:30:00+08:00"));
  extension.set_old_due_at(ms("2027-07-15T17:30:00+08:00"));
  extension.set_reason("审计未结束");
  EXPECT_EQ(shown(view).at("extensions").at(0).at("state"), "asked");
  extension.set_decided_at(1);
  EXPECT_EQ(shown(view).at("extensions").at(0).at("state"), "refused");
  extension.set_approved(true);
  const auto one = shown(view).at("extensions").at(0);
  EXPECT_EQ(one.at("state"), "approved");
  EXPECT_EQ(one.at("old_due_at"), "2027-07-15T17:30:00+08:00");
  EXPECT_EQ(one.at("reason"), "审计未结束");
}

TEST(DutyJson, AMeetingSaysWhoAnsweredWhat) {
  auto view = duty();
  auto& state = *view.mutable_body()->mutable_duty();
  state.mutable_occurrence()->mutable_obligation()->set_meeting(true);
  state.set_scheduled_at(ms("2027-07-08T14:00:00+08:00"));
  state.set_place("行政楼");
  state.set_minutes(90);
  state.add_attending("role:president=yes");
  const auto matter = shown(view);
  EXPECT_EQ(matter.at("scheduled_at"), "2027-07-08T14:00:00+08:00");
  EXPECT_EQ(matter.at("place"), "行政楼");
  EXPECT_EQ(matter.at("attending").at("role:president"), "yes");
}

TEST(DutyJson, AWarningHasNeitherDeadlineNorLamp) {
  wire::MatterView view;
  view.mutable_row()->set_kind("warning");
  view.mutable_row()->set_open(true);
  const auto matter = shown(view);
  EXPECT_TRUE(matter.at("due_at").is_null());
  EXPECT_TRUE(matter.at("lamp").is_null());
  EXPECT_EQ(matter.size(), 5U);
}

TEST(DutyJson, AHoldOnDeletionSaysWhoWhyAndUntilWhen) {
  auto view = duty();
  EXPECT_TRUE(shown(view).at("hold").is_null());
  EXPECT_TRUE(shown(view).at("erased_at").is_null());
  auto& hold = *view.mutable_body()->mutable_hold();
  hold.set_by("desk");
  hold.set_reason("巡视期间");
  hold.set_until(ms("2028-01-01T00:00:00+08:00"));
  EXPECT_EQ(shown(view).at("hold").at("reason"), "巡视期间");
  EXPECT_EQ(shown(view).at("hold").at("until"), "2028-01-01T00:00:00+08:00");
}

TEST(DutyJson, TellsWhatIsNamedMergedAndUnconfirmed) {
  auto view = duty();
  auto bare = shown(view);
  EXPECT_EQ(bare.at("proposed"), false);
  EXPECT_TRUE(bare.at("merged_into").is_null());
  EXPECT_TRUE(bare.at("cites").as_array().empty());
  auto& body = *view.mutable_body();
  body.mutable_duty()->mutable_occurrence()->mutable_obligation()->set_proposed(true);
  body.mutable_duty()->add_cites("舆〔2027〕3号");
  body.mutable_duty()->add_cited_by("督〔2027〕9号");
  body.mutable_duty()->add_merged_from("督〔2027〕8号");
  body.set_work(wire::MERGED);
  body.set_inhibited_by("督〔2027〕5号");
  const auto out = shown(view);
  EXPECT_EQ(out.at("proposed"), true);
  EXPECT_EQ(out.at("cites"), (json::array{"舆〔2027〕3号"}));
  EXPECT_EQ(out.at("cited_by"), (json::array{"督〔2027〕9号"}));
  EXPECT_EQ(out.at("merged_from"), (json::array{"督〔2027〕8号"}));
  EXPECT_EQ(out.at("merged_into"), "督〔2027〕5号");
}

TEST(DutyJson, AWarningTellsWhoNamedIt) {
  wire::MatterView view;
  view.mutable_row()->set_kind("warning");
  view.mutable_body()->mutable_duty()->add_cited_by("督〔2027〕9号");
  EXPECT_EQ(shown(view).at("cited_by"), (json::array{"督〔2027〕9号"}));
}

}  // namespace
}  // namespace fenghuo
