#include "common/calendar/lamp.hpp"

#include "common/calendar/test_calendar.hpp"

namespace fenghuo {
namespace {

using calendar_test::at;

wire::MatterView duty(const char* from, const char* due) {
  wire::MatterView view;
  view.set_key("duty/risk/unit:hqbz/2026");
  view.mutable_row()->set_kind("duty");
  view.mutable_row()->set_open(true);
  auto& state = *view.mutable_body()->mutable_duty();
  state.set_due_at(to_ms(at(due)));
  state.set_late("in_time");
  state.mutable_occurrence()->set_window_from(to_ms(at(from)));
  return view;
}

std::string lamp(const wire::MatterView& view, const char* t) { return std::string(lamp_of(view, calendar_test::calendar(), at(t))); }

// Ten working days, 8 to 21 June 2026's working days: three are left after the close of the 17th, one and a half at noon of the 18th.
TEST(Lamp, TurnsByTheWorkingTimeLeft) {
  const auto view = duty("2026-06-08T00:00", "2026-06-19T17:30");
  EXPECT_EQ(lamp(view, "2026-06-07T12:00"), "normal");
  EXPECT_EQ(lamp(view, "2026-06-16T17:00"), "normal");
  EXPECT_EQ(lamp(view, "2026-06-17T08:01"), "approaching");
  EXPECT_EQ(lamp(view, "2026-06-18T12:00"), "approaching");
  EXPECT_EQ(lamp(view, "2026-06-18T13:00"), "imminent");
}

TEST(Lamp, OfALongWindowNeverComesBeforeItsSeventhWorkingDay) {
  const auto view = duty("2026-01-01T00:00", "2026-06-30T17:30");
  EXPECT_EQ(lamp(view, "2026-06-18T23:00"), "normal") << "a third of half a year is left";
  EXPECT_EQ(lamp(view, "2026-06-19T17:30"), "imminent") << "seven working days";
}

TEST(Lamp, OverdueIsWhatWasDecided) {
  auto view = duty("2026-06-08T00:00", "2026-06-19T17:30");
  EXPECT_EQ(lamp(view, "2026-06-20T12:00"), "imminent") << "in grace";
  for (const char* late : {"overdue", "supervised", "rectifying"}) {
    view.mutable_body()->mutable_duty()->set_late(late);
    EXPECT_EQ(lamp(view, "2026-06-20T12:00"), "overdue") << late;
  }
}

TEST(Lamp, WhatIsFinishedOrNoDutyHasNone) {
  auto view = duty("2026-06-08T00:00", "2026-06-19T17:30");
  view.mutable_row()->set_open(false);
  EXPECT_EQ(lamp(view, "2026-06-18T13:00"), "");
  view.mutable_row()->set_open(true);
  view.mutable_row()->set_kind("warning");
  EXPECT_EQ(lamp(view, "2026-06-18T13:00"), "");
}

TEST(Lamp, TheTimeItsClockStoodIsGivenBack) {
  auto view = duty("2026-06-08T00:00", "2026-06-19T17:30");
  view.mutable_body()->mutable_duty()->set_stopped_ms(Millis{std::chrono::hours{72}}.count());
  EXPECT_EQ(lamp(view, "2026-06-18T13:00"), "approaching");
}

TEST(Lamp, HasAShapeAndAWordBesideItsColour) {
  std::vector<std::string> names;
  for (const auto one : lamps) names.emplace_back(lamp_name(one));
  EXPECT_EQ(names, (std::vector<std::string>{"●正常", "◐临期", "◑将到期", "■已逾期"}));
  EXPECT_EQ(late_name("rectifying"), "待销号");
}

}  // namespace
}  // namespace fenghuo
