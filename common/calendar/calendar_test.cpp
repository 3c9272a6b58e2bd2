#include <rapidcheck/gtest.h>

#include <limits>

#include "common/calendar/test_calendar.hpp"

namespace fenghuo {
namespace {

using namespace calendar_test;
using std::chrono::hours;

TEST(WorkingDays, WeekdaysButTheDaysOffAndTheSwappedWeekends) {
  const Calendar c = calendar();
  EXPECT_TRUE(c.is_working_day(day("2026-02-13")));  // Friday
  EXPECT_TRUE(c.is_working_day(day("2026-02-14")));  // Saturday, swapped
  for (int d = 15; d <= 23; ++d) EXPECT_FALSE(c.is_working_day(day("2026-02-" + std::to_string(d)))) << d;
  EXPECT_TRUE(c.is_working_day(day("2026-02-24")));
  EXPECT_TRUE(c.is_working_day(day("2026-02-28")));   // Saturday, swapped
  EXPECT_FALSE(c.is_working_day(day("2026-03-01")));  // Sunday
  EXPECT_FALSE(c.is_working_day(day("2026-09-19")));  // Saturday
  EXPECT_TRUE(c.is_working_day(day("2026-09-20")));   // Sunday, swapped
  for (int d = 1; d <= 7; ++d) EXPECT_FALSE(c.is_working_day(day("2026-10-0" + std::to_string(d)))) << d;
  EXPECT_TRUE(c.is_working_day(day("2026-10-08")));
  EXPECT_TRUE(c.is_working_day(day("2026-10-10")));   // Saturday, swapped
  EXPECT_FALSE(c.is_working_day(day("2026-10-11")));  // Sunday
}

TEST(WorkingDays, TheDayIsTheLocalOne) {
  const Calendar c = calendar();
  EXPECT_FALSE(c.is_working_day(at("2026-10-07T23:59")));
  EXPECT_TRUE(c.is_working_day(at("2026-10-08T00:00"))) << "still the 7th in UTC";
}

TEST(WorkingDays, AYearWithoutItsNoticeIsProvisional) {
  const Calendar c = calendar();
  EXPECT_FALSE(c.is_provisional(2026));
  EXPECT_TRUE(c.is_provisional(2027));
  EXPECT_TRUE(c.is_provisional(2025));
  EXPECT_TRUE(c.is_working_day(day("2027-10-01"))) << "a bare Friday, never guessed";
}

TEST(AddWorkingDays, AcrossNationalDay) {
  const Calendar c = calendar();
  EXPECT_EQ(c.add_working_days(at("2026-09-30T16:30"), 1), at("2026-10-08T16:30"));
  EXPECT_EQ(c.add_working_days(at("2026-09-30T16:30"), 3), at("2026-10-10T16:30")) << "the swapped Saturday counts";
  EXPECT_EQ(c.add_working_days(at("2026-09-30T16:30"), 4), at("2026-10-12T16:30"));
  EXPECT_EQ(c.add_working_days(at("2026-09-18T09:00"), 1), at("2026-09-20T09:00")) << "from Friday to the swapped Sunday";
}

TEST(AddWorkingDays, AcrossSpringFestival) {
  const Calendar c = calendar();
  EXPECT_EQ(c.add_working_days(at("2026-02-13T10:00"), 1), at("2026-02-14T10:00"));
  EXPECT_EQ(c.add_working_days(at("2026-02-13T10:00"), 2), at("2026-02-24T10:00"));
  EXPECT_EQ(c.add_working_days(at("2026-02-27T10:00"), 2), at("2026-03-02T10:00"));
}

TEST(AddWorkingDays, AStartOnADayOffCountsFromTheNextWorkingDay) {
  const Calendar c = calendar();
  EXPECT_EQ(c.add_working_days(at("2026-10-03T23:15"), 0), at("2026-10-08T23:15"));
  EXPECT_EQ(c.add_working_days(at("2026-10-03T23:15"), 1), at("2026-10-09T23:15"));
  EXPECT_EQ(c.add_working_days(at("2026-10-08T23:15"), 0), at("2026-10-08T23:15"));
}

TEST(AddWorkingDays, KeepsTheLocalTimeToTheMillisecondAlsoOverAChangeOfTheClock) {
  const Calendar c = calendar();
  EXPECT_EQ(c.add_working_days(at("2026-09-30T16:30:07.123+08:00"), 1), at("2026-10-08T16:30:07.123+08:00"));
  const Calendar berlin = calendar({}, "Europe/Berlin");
  EXPECT_EQ(berlin.add_working_days(at("2026-03-27T10:00:00+01:00"), 1), at("2026-03-30T10:00:00+02:00"));
  const Calendar new_york = calendar({}, "America/New_York");
  EXPECT_EQ(new_york.add_working_days(at("2026-10-30T10:00:00-04:00"), 1), at("2026-11-02T10:00:00-05:00"));
}

TEST(AddWorkingDays, TakesAnyNumbers) {
  const Calendar c = calendar();
  EXPECT_EQ(c.add_working_days(at("2026-03-02T10:00"), 4'000'000'000U), c.add_working_days(at("2026-03-02T10:00"), 10'000));
  for (const auto ms : {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()}) {
    const int year = static_cast<int>(c.date_of(c.add_working_days(instant(ms), 1)).year());
    EXPECT_TRUE(year == 0 || year >= 9999) << year;
    EXPECT_NE(c.quiet_end(instant(ms)), instant(ms));
    EXPECT_NE(c.next_digest(instant(ms)), instant(ms));
  }
}

TEST(QuietHours, OverMidnight) {
  const Calendar c = calendar();
  EXPECT_FALSE(c.in_quiet_hours(at("2026-03-02T21:59:59.999+08:00")));
  EXPECT_TRUE(c.in_quiet_hours(at("2026-03-02T22:00")));
  EXPECT_TRUE(c.in_quiet_hours(at("2026-03-03T00:00")));
  EXPECT_TRUE(c.in_quiet_hours(at("2026-03-03T06:59:59.999+08:00")));
  EXPECT_FALSE(c.in_quiet_hours(at("2026-03-03T07:00")));
}

TEST(QuietHours, WithinADay) {
  wire::Calendar wire;
  wire.set_quiet_from_min(12 * 60);
  wire.set_quiet_to_min(14 * 60);
  const Calendar c = calendar(wire);
  EXPECT_FALSE(c.in_quiet_hours(at("2026-03-02T11:59")));
  EXPECT_TRUE(c.in_quiet_hours(at("2026-03-02T12:00")));
  EXPECT_FALSE(c.in_quiet_hours(at("2026-03-02T14:00")));
  EXPECT_EQ(c.quiet_end(at("2026-03-02T12:30")), at("2026-03-02T14:00"));
}

TEST(QuietHours, EqualEndsMeanNone) {
  const Calendar c = calendar({});
  EXPECT_FALSE(c.in_quiet_hours(at("2026-03-02T00:00")));
  EXPECT_EQ(c.quiet_end(at("2026-03-02T00:00")), at("2026-03-02T00:00"));
}

TEST(QuietHours, EndAtTheNextMorning) {
  const Calendar c = calendar();
  EXPECT_EQ(c.quiet_end(at("2026-03-02T22:00")), at("2026-03-03T07:00"));
  EXPECT_EQ(c.quiet_end(at("2026-03-03T02:24")), at("2026-03-03T07:00"));
  EXPECT_EQ(c.quiet_end(at("2026-03-03T07:00")), at("2026-03-04T07:00"));
  EXPECT_EQ(c.quiet_end(at("2026-10-03T03:00")), at("2026-10-03T07:00")) << "also on a day off";
}

TEST(QuietHours, OverAChangeOfTheClock) {
  const Calendar berlin = calendar(notice_of_2026(), "Europe/Berlin");
  EXPECT_EQ(berlin.quiet_end(at("2026-03-28T23:00:00+01:00")), at("2026-03-29T07:00:00+02:00")) << "an hour shorter";
  EXPECT_EQ(berlin.quiet_end(at("2026-10-24T23:00:00+02:00")), at("2026-10-25T07:00:00+01:00")) << "an hour longer";
}

TEST(QuietHours, AnEndInAnHourThatComesTwiceIsTheFirst) {
  wire::Calendar wire;
  wire.set_quiet_from_min(22 * 60);
  wire.set_quiet_to_min(2 * 60 + 30);
  const Calendar berlin = calendar(wire, "Europe/Berlin");
  EXPECT_EQ(berlin.quiet_end(at("2026-10-25T01:00:00+02:00")), at("2026-10-25T02:30:00+02:00"));
  EXPECT_FALSE(berlin.in_quiet_hours(at("2026-10-25T02:15:00+01:00")));
}

RC_GTEST_PROP(QuietHours, ArePastAtTheirEndAndLastUntilThen, ()) {
  const Calendar c = calendar(notice_of_2026(), *rc::gen::element("Asia/Shanghai", "Europe/Berlin", "America/New_York"));
  const Instant t = instant(*rc::gen::inRange<std::int64_t>(1'767'200'000'000, 1'830'000'000'000));
  const Instant end = c.quiet_end(t);
  RC_ASSERT(end > t);
  RC_ASSERT(end - t <= hours{25});
  RC_ASSERT(!c.in_quiet_hours(end));
  RC_ASSERT(c.in_quiet_hours(end - Millis{1}));
}

TEST(NextDigest, OnTheNextWorkingDayStrictlyAfter) {
  const Calendar c = calendar();
  EXPECT_EQ(c.next_digest(at("2026-09-29T08:06")), at("2026-09-29T08:07"));
  EXPECT_EQ(c.next_digest(at("2026-09-29T08:07")), at("2026-09-30T08:07"));
  EXPECT_EQ(c.next_digest(at("2026-09-30T08:07")), at("2026-10-08T08:07")) << "over National Day";
  EXPECT_EQ(c.next_digest(at("2026-10-09T12:00")), at("2026-10-10T08:07")) << "the swapped Saturday";
  EXPECT_EQ(c.next_digest(at("2026-02-14T12:00")), at("2026-02-24T08:07")) << "over Spring Festival";
}

TEST(ParseDate, TakesOnlyDaysThatExist) {
  EXPECT_EQ(parse_date("2024-02-29").value(), Date(std::chrono::year{2024} / 2 / 29));
  for (const auto* text : {"", "2026-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "2026/01/01", "2026-01-01 ", "-026-01-01",
                           "2026-+1-01", "2026--1-01", "20260101", "二〇二六年一月"}) {
    const auto date = parse_date(text);
    ASSERT_FALSE(date.has_value()) << text;
    EXPECT_THAT(date.error().message, testing::HasSubstr("YYYY-MM-DD"));
  }
}

std::string error_of(const wire::Calendar& wire) { return Calendar::make(wire, Zone::find("Asia/Shanghai").value()).error().message; }

TEST(MakeCalendar, NamesTheFault) {
  wire::Calendar bad_day = notice_of_2026();
  bad_day.add_days_off("2026-02-30");
  EXPECT_THAT(error_of(bad_day), testing::AllOf(testing::HasSubstr("days_off"), testing::HasSubstr("2026-02-30")));

  wire::Calendar bad_swap = notice_of_2026();
  bad_swap.add_swapped_workdays("soon");
  EXPECT_THAT(error_of(bad_swap), testing::AllOf(testing::HasSubstr("swapped_workdays"), testing::HasSubstr("soon")));

  wire::Calendar both = notice_of_2026();
  both.add_swapped_workdays("2026-10-04");
  EXPECT_THAT(error_of(both), testing::AllOf(testing::HasSubstr("2026-10-04"), testing::HasSubstr("both")));

  wire::Calendar late = notice_of_2026();
  late.set_quiet_to_min(1441);
  EXPECT_THAT(error_of(late), testing::AllOf(testing::HasSubstr("quiet_to_min"), testing::HasSubstr("1441")));
}

}  // namespace
}  // namespace fenghuo
