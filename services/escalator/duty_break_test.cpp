// 寒暑假: whoever is away hears before the break what would be said in it; offices and leaders are on duty, and hear it on its day.
#include "services/escalator/test_school.hpp"

namespace fenghuo::escalator::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

wire::Unit& unit_of(wire::Bundle& bundle, std::string_view id) {
  return *std::find_if(bundle.mutable_units()->begin(), bundle.mutable_units()->end(), [&](const auto& unit) { return unit.id() == id; });
}

// hq is a college; bw supports it and is an office.
wire::Bundle with_summer(const char* kind_of_hq) {
  auto bundle = duty_rules();
  unit_of(bundle, "hq").set_kind(kind_of_hq);
  add_break(bundle, "暑假", "2026-07-13", "2026-09-06");
  return bundle;
}

TEST(DutyBreak, WhoIsAwayIsRemindedBeforeIt) {
  School s(at("2026-05-20 09:00"), with_summer("college"));
  s.open(report_due()).until("2026-07-15 17:00");
  EXPECT_THAT(s.days(), ElementsAre("06-02 unit:hq 提醒", "06-25 unit:hq 提醒", "07-06 unit:hq 提示单", "07-08 unit:hq 催办单",
                                    "07-10 unit:hq 提醒"));
}

TEST(DutyBreak, AnOfficeOnDutyIsRemindedOnTheDay) {
  School s(at("2026-05-20 09:00"), with_summer("office"));
  s.open(report_due()).until("2026-07-15 17:00");
  EXPECT_THAT(s.days(), Contains("07-14 unit:hq 提醒"));
}

TEST(DutyBreak, OneStepIsSaidAtTwoTimes) {
  auto bundle = with_summer("college");
  auto& plan = *bundle.mutable_plans(0);
  plan.clear_steps();
  add_step(plan, "t-1", -1, "reminder", {"owner", "support"});
  School s(at("2026-06-08 09:00"), bundle);
  auto occurrence = report_due();
  occurrence.mutable_obligation()->add_support("unit:bw");
  s.open(occurrence).until("2026-06-30 09:00");
  s.take();
  s.until("2026-07-15 17:00");
  EXPECT_THAT(s.days(), ElementsAre("07-10 unit:hq 提醒", "07-14 unit:bw 提醒"));
  EXPECT_EQ(s.broken, "");
}

TEST(DutyBreak, ABreakEnteredOrMovedLaterRepeatsNothing) {
  auto bundle = with_summer("college");
  auto& plan = *bundle.mutable_plans(0);
  plan.clear_steps();
  add_step(plan, "t-1", -1, "reminder", {"owner"});
  School s(at("2026-06-08 09:00"), bundle);
  s.open(report_due()).until("2026-07-11 09:00");
  s.take();
  bundle.mutable_calendar()->mutable_breaks(0)->set_from("2026-07-20");
  s.activate(bundle);
  s.poke().until("2026-07-15 17:00");
  EXPECT_THAT(s.days(), IsEmpty());
}

TEST(DutyBreak, NoDigestForThoseWhoAreAway) {
  for (const auto* kind : {"college", "office"}) {
    School s(at("2026-07-06 09:00"), with_summer(kind));
    s.digests = true;
    s.open(report_due("2026-07-10 17:30")).until("2026-07-11 09:00");
    s.take();
    s.until("2026-09-08 09:00");
    std::vector<std::string> digests;
    for (const auto& one : s.take()) {
      if (one.kind == "digest" && one.party == "unit:hq") digests.push_back(clock_text(one.at).substr(5, 5));
    }
    ASSERT_FALSE(digests.empty()) << kind << ": it is overdue";
    EXPECT_EQ(digests.front(), kind == std::string("college") ? "09-07" : "07-13");
  }
}

}  // namespace
}  // namespace fenghuo::escalator::testing
