// Counting working days backwards and between days, the school's weeks and breaks.
#include <rapidcheck/gtest.h>

#include "common/calendar/test_calendar.hpp"

namespace fenghuo {
namespace {

using namespace calendar_test;
using std::chrono::days;
using std::chrono::sys_days;

// Worked by hand with the notice of 2026: 10-01 to 10-07 and 09-25 to 09-27 are off, Saturday 10-10 and Sunday 09-20 are worked.
TEST(SubtractWorkingDays, FromAfterNationalDay2026) {
  const Calendar c = calendar();
  const std::vector<std::string> wanted{"2026-10-12", "2026-10-10", "2026-10-09", "2026-10-08", "2026-09-30", "2026-09-29", "2026-09-28",
                                        "2026-09-24", "2026-09-23", "2026-09-22", "2026-09-21", "2026-09-20", "2026-09-18"};
  for (unsigned n = 0; n < wanted.size(); ++n)
    EXPECT_EQ(c.subtract_working_days(at("2026-10-12T17:30"), n), at(wanted[n] + "T17:30")) << "T-" << n;
}

// 02-15 to 02-23 are off, the Saturdays 02-14 and 02-28 are worked.
TEST(SubtractWorkingDays, FromAfterSpringFestival2026) {
  const Calendar c = calendar();
  const std::vector<std::string> wanted{"2026-03-02", "2026-02-28", "2026-02-27", "2026-02-26", "2026-02-25",
                                        "2026-02-24", "2026-02-14", "2026-02-13", "2026-02-12"};
  for (unsigned n = 0; n < wanted.size(); ++n)
    EXPECT_EQ(c.subtract_working_days(at("2026-03-02T17:30"), n), at(wanted[n] + "T17:30")) << "T-" << n;
}

TEST(SubtractWorkingDays, AStartOnADayOffCountsFromTheWorkingDayBefore) {
  const Calendar c = calendar();
  EXPECT_EQ(c.subtract_working_days(at("2026-10-07T23:15"), 0), at("2026-09-30T23:15"));
  EXPECT_EQ(c.subtract_working_days(at("2026-10-07T23:15"), 1), at("2026-09-29T23:15"));
  EXPECT_EQ(c.subtract_working_days(at("2026-02-23T09:00"), 2), at("2026-02-12T09:00"));
}

TEST(SubtractWorkingDays, KeepsTheLocalTimeOverAChangeOfTheClock) {
  const Calendar berlin = calendar({}, "Europe/Berlin");
  EXPECT_EQ(berlin.subtract_working_days(at("2026-03-30T10:00:00+02:00"), 1), at("2026-03-27T10:00:00+01:00"));
  EXPECT_EQ(berlin.subtract_working_days(at("2026-10-26T10:00:00.250+01:00"), 1), at("2026-10-23T10:00:00.250+02:00"));
  wire::Calendar sundays;
  sundays.add_swapped_workdays("2026-03-29");
  sundays.add_swapped_workdays("2026-10-25");
  const Calendar worked = calendar(sundays, "Europe/Berlin");
  EXPECT_EQ(worked.subtract_working_days(at("2026-03-30T02:30:00+02:00"), 1), at("2026-03-29T03:00:00+02:00")) << "after the gap";
  EXPECT_EQ(worked.subtract_working_days(at("2026-10-26T02:30:00+01:00"), 1), at("2026-10-25T02:30:00+02:00")) << "the first of the two";
}

RC_GTEST_PROP(SubtractWorkingDays, UndoesAddingFromAWorkingDay, ()) {
  const Calendar c = calendar(notice_of_2026(), *rc::gen::element("Asia/Shanghai", "Europe/Berlin"));
  const Instant noon = c.instant_at(Date{sys_days{day("2026-01-01")} + days{*rc::gen::inRange(0, 500)}}, 12 * 60);
  const auto n = *rc::gen::inRange<unsigned>(0, 60);
  const Instant start = c.add_working_days(noon, 0);
  RC_ASSERT(c.subtract_working_days(c.add_working_days(start, n), n) == start);
}

TEST(WorkingDayOnOrBeside, ADayOff) {
  const Calendar c = calendar();
  EXPECT_EQ(c.working_day_on_or_before(day("2026-10-05")), day("2026-09-30"));
  EXPECT_EQ(c.working_day_on_or_after(day("2026-10-05")), day("2026-10-08"));
  EXPECT_EQ(c.working_day_on_or_before(day("2026-10-11")), day("2026-10-10"));
  EXPECT_EQ(c.working_day_on_or_after(day("2026-10-10")), day("2026-10-10"));
}

TEST(WorkingDaysBetween, CountsTheLastDayAndNotTheFirst) {
  const Calendar c = calendar();
  EXPECT_EQ(c.working_days_between(day("2026-09-30"), day("2026-10-08")), 1);
  EXPECT_EQ(c.working_days_between(day("2026-09-30"), day("2026-10-07")), 0);
  EXPECT_EQ(c.working_days_between(day("2026-09-18"), day("2026-10-12")), 12);
  EXPECT_EQ(c.working_days_between(day("2026-10-12"), day("2026-09-18")), -12);
  EXPECT_EQ(c.working_days_between(day("2026-02-12"), day("2026-03-02")), 8);
  EXPECT_EQ(c.working_days_between(day("2026-03-02"), day("2026-03-02")), 0);
}

RC_GTEST_PROP(WorkingDaysBetween, IsWhatCountingDayByDayGives, ()) {
  const Calendar c = calendar();
  const sys_days from = sys_days{day("2025-11-20")} + days{*rc::gen::inRange(0, 500)};
  const int span = *rc::gen::inRange(0, 400);
  int count = 0;
  for (int d = 1; d <= span; ++d) count += c.is_working_day(Date{from + days{d}}) ? 1 : 0;
  RC_ASSERT(c.working_days_between(Date{from}, Date{from + days{span}}) == count);
  RC_ASSERT(c.working_days_between(Date{from + days{span}}, Date{from}) == -count);
}

wire::Calendar school() {
  wire::Calendar wire = notice_of_2026();
  auto* term = wire.add_terms();
  term->set_id("2026-autumn");
  term->set_first_monday("2026-09-07");
  term->set_weeks(19);
  const auto add_break = [&](const char* name, const char* from, const char* to) {
    auto* off = wire.add_breaks();
    off->set_name(name);
    off->set_from(from);
    off->set_to(to);
  };
  add_break("寒假", "2026-01-26", "2026-03-01");
  add_break("暑假", "2026-07-13", "2026-09-04");
  return wire;
}

TEST(School, WeeksAreCountedFromTheFirstMonday) {
  const Calendar c = calendar(school());
  EXPECT_EQ(c.school_week_monday("2026-autumn", 1), day("2026-09-07"));
  EXPECT_EQ(c.school_week_monday("2026-autumn", 3), day("2026-09-21"));
  EXPECT_EQ(c.school_week_monday("2026-autumn", 19), day("2027-01-11"));
  EXPECT_EQ(c.school_week_monday("2026-autumn", 20), std::nullopt);
  EXPECT_EQ(c.school_week_monday("2026-autumn", 0), std::nullopt);
  EXPECT_EQ(c.school_week_monday("2027-spring", 1), std::nullopt);
}

TEST(School, BreaksAreWorkingDaysOfTheirOwn) {
  const Calendar c = calendar(school());
  EXPECT_TRUE(c.on_break(day("2026-01-26")));
  EXPECT_TRUE(c.on_break(day("2026-03-01")));
  EXPECT_FALSE(c.on_break(day("2026-03-02")));
  EXPECT_TRUE(c.is_working_day(day("2026-07-14"))) << "the State Council knows no 暑假";
  EXPECT_EQ(c.last_working_day_before_break(day("2026-08-20")), day("2026-07-10")) << "the Friday before";
  EXPECT_EQ(c.last_working_day_before_break(day("2026-10-05")), day("2026-09-30")) << "no break: the working day before";
}

TEST(Days, HaveTheNamesOfTheirHolidays) {
  wire::Calendar wire = notice_of_2026();
  auto* named = wire.add_day_names();
  named->set_date("2026-10-01");
  named->set_name("国庆节");
  const Calendar c = calendar(wire);
  EXPECT_EQ(c.day_name(day("2026-10-01")), "国庆节");
  EXPECT_EQ(c.day_name(day("2026-10-08")), "");
}

std::string error_of(const wire::Calendar& wire) { return Calendar::make(wire, Zone::find("Asia/Shanghai").value()).error().message; }

TEST(MakeCalendar, NamesTheFaultOfTheSchoolsDays) {
  wire::Calendar tuesday = school();
  tuesday.mutable_terms(0)->set_first_monday("2026-09-08");
  EXPECT_THAT(error_of(tuesday), testing::AllOf(testing::HasSubstr("2026-autumn"), testing::HasSubstr("no Monday")));
  wire::Calendar endless = school();
  endless.mutable_terms(0)->set_weeks(61);
  EXPECT_THAT(error_of(endless), testing::HasSubstr("61 weeks"));
  wire::Calendar backwards = school();
  backwards.mutable_breaks(0)->set_to("2026-01-25");
  EXPECT_THAT(error_of(backwards), testing::AllOf(testing::HasSubstr("寒假"), testing::HasSubstr("ends before it begins")));
  wire::Calendar hours = school();
  hours.set_reminder_from_min(18 * 60);
  hours.set_reminder_to_min(9 * 60);
  EXPECT_THAT(error_of(hours), testing::HasSubstr("reminder_from_min"));
}

}  // namespace
}  // namespace fenghuo
