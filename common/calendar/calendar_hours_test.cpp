// Office hours between two instants, and when reminders leave.
#include <rapidcheck/gtest.h>

#include <set>

#include "common/calendar/test_calendar.hpp"

namespace fenghuo {
namespace {

using namespace calendar_test;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::sys_days;

TEST(WorkingTime, IsOfficeHoursOnWorkingDays) {
  const Calendar c = calendar();  // 08:00 to 17:30
  EXPECT_EQ(c.working_time_between(at("2026-03-02T09:00"), at("2026-03-02T10:30")), minutes{90});
  EXPECT_EQ(c.working_time_between(at("2026-03-02T06:00"), at("2026-03-02T20:00")), hours{9} + minutes{30});
  EXPECT_EQ(c.working_time_between(at("2026-03-02T17:00"), at("2026-03-03T08:10")), minutes{40}) << "the night does not count";
  EXPECT_EQ(c.working_time_between(at("2026-09-30T16:30"), at("2026-10-08T09:00")), hours{2}) << "National Day does not count";
  EXPECT_EQ(c.working_time_between(at("2026-10-09T17:00"), at("2026-10-12T08:30")), hours{10} + minutes{30}) << "the swapped Saturday does";
  EXPECT_EQ(c.working_time_between(at("2026-10-03T10:00"), at("2026-10-04T10:00")), Millis{0});
  EXPECT_EQ(c.working_time_between(at("2026-03-02T10:30"), at("2026-03-02T09:00")), -minutes{90});
}

TEST(WorkingTime, CountsWhatReallyPasses) {
  wire::Calendar wire;
  wire.set_work_from_min(0);
  wire.set_work_to_min(24 * 60);
  for (const auto* sunday : {"2026-03-29", "2026-10-25"}) wire.add_swapped_workdays(sunday);
  const Calendar berlin = calendar(wire, "Europe/Berlin");
  EXPECT_EQ(berlin.working_time_between(at("2026-03-29T00:00:00+01:00"), at("2026-03-30T00:00:00+02:00")), hours{23});
  EXPECT_EQ(berlin.working_time_between(at("2026-10-25T00:00:00+02:00"), at("2026-10-26T00:00:00+01:00")), hours{25});
}

RC_GTEST_PROP(WorkingTime, AddsUp, ()) {
  const Calendar c = calendar(notice_of_2026(), *rc::gen::element("Asia/Shanghai", "Europe/Berlin", "America/New_York"));
  const auto any = rc::gen::inRange<std::int64_t>(1'767'200'000'000, 1'800'000'000'000);
  std::vector<std::int64_t> three{*any, *any, *any};
  std::sort(three.begin(), three.end());
  const auto between = [&](int a, int b) { return c.working_time_between(instant(three[a]), instant(three[b])); };
  RC_ASSERT(between(0, 1) + between(1, 2) == between(0, 2));
}

TEST(Reminders, LeaveOnWorkingDaysInTheirHours) {
  const Calendar c = calendar();  // 08:07 to 17:30
  EXPECT_FALSE(c.is_reminder_time(at("2026-03-02T08:06:59.999+08:00")));
  EXPECT_TRUE(c.is_reminder_time(at("2026-03-02T08:07")));
  EXPECT_TRUE(c.is_reminder_time(at("2026-03-02T17:29:59.999+08:00")));
  EXPECT_FALSE(c.is_reminder_time(at("2026-03-02T17:30")));
  EXPECT_FALSE(c.is_reminder_time(at("2026-10-05T10:00"))) << "National Day";
  EXPECT_TRUE(c.is_reminder_time(at("2026-10-10T10:00"))) << "the swapped Saturday";
}

TEST(Reminders, OfADayOffMoveToTheWorkingDayBefore) {
  const Calendar c = calendar();
  EXPECT_EQ(c.date_of(c.reminder_slot_on_or_before(day("2026-10-05"), 1)), day("2026-09-30"));
  EXPECT_EQ(c.date_of(c.reminder_slot_on_or_before(day("2026-02-20"), 1)), day("2026-02-14"));
  EXPECT_EQ(c.date_of(c.reminder_slot_on_or_before(day("2026-10-10"), 1)), day("2026-10-10"));
}

TEST(Reminders, AreSpreadOverTheFirstHourOffTheMarks) {
  const Calendar c = calendar();
  std::set<int> minutes_seen;
  for (std::uint64_t seed = 0; seed < 1000; ++seed) {
    const Instant slot = c.reminder_slot_on_or_before(day("2026-03-02"), seed);
    EXPECT_EQ(slot, c.reminder_slot_on_or_before(day("2026-03-02"), seed)) << "the same seed, the same moment";
    const int minute = c.zone().local(slot).minute_of_day;
    EXPECT_GE(minute, 8 * 60 + 7);
    EXPECT_LT(minute, 9 * 60 + 7);
    EXPECT_GE(minute % 30, 2);
    EXPECT_LE(minute % 30, 28);
    minutes_seen.insert(minute);
  }
  EXPECT_EQ(minutes_seen.size(), 54U) << "every minute but 08:29 to 08:31 and 08:59 to 09:01";
}

TEST(Reminders, WaitForTheNextAllowedMoment) {
  const Calendar c = calendar();
  EXPECT_EQ(c.next_reminder_time(at("2026-03-02T11:11"), 7), at("2026-03-02T11:11"));
  EXPECT_EQ(c.next_reminder_time(at("2026-03-02T06:00"), 7), c.reminder_slot_on_or_before(day("2026-03-02"), 7));
  EXPECT_EQ(c.next_reminder_time(at("2026-03-02T18:00"), 7), c.reminder_slot_on_or_before(day("2026-03-03"), 7));
  EXPECT_EQ(c.next_reminder_time(at("2026-09-30T17:30"), 7), c.reminder_slot_on_or_before(day("2026-10-08"), 7));
}

TEST(Reminders, AWindowBetweenTheMarksBeginsAtOnce) {
  wire::Calendar wire;
  wire.set_reminder_from_min(8 * 60 + 59);
  wire.set_reminder_to_min(9 * 60 + 2);
  const Calendar c = calendar(wire);
  EXPECT_EQ(c.reminder_slot_on_or_before(day("2026-03-02"), 5), at("2026-03-02T08:59"));
}

TEST(Reminders, OfADayWhoseHoursTheClockSkipsLeaveTheDayBefore) {
  wire::Calendar wire;
  wire.set_reminder_from_min(2 * 60);
  wire.set_reminder_to_min(3 * 60);
  wire.add_swapped_workdays("2026-03-29");
  const Calendar berlin = calendar(wire, "Europe/Berlin");
  EXPECT_EQ(berlin.date_of(berlin.reminder_slot_on_or_before(day("2026-03-29"), 5)), day("2026-03-27"));
  EXPECT_EQ(berlin.date_of(berlin.next_reminder_time(at("2026-03-28T12:00:00+01:00"), 5)), day("2026-03-30"));
}

RC_GTEST_PROP(Reminders, NeverLeaveOutsideTheirHours, ()) {
  wire::Calendar wire = notice_of_2026();
  const auto from = *rc::gen::inRange<std::uint32_t>(0, 1439);
  wire.set_reminder_from_min(from);
  wire.set_reminder_to_min(*rc::gen::inRange<std::uint32_t>(from + 1, 1441));
  const Calendar c = calendar(wire, *rc::gen::element("Asia/Shanghai", "Europe/Berlin", "America/New_York", "Pacific/Apia"));
  const auto seed = *rc::gen::arbitrary<std::uint64_t>();
  const Date wanted{sys_days{day("2026-01-01")} + days{*rc::gen::inRange(0, 400)}};
  const Instant slot = c.reminder_slot_on_or_before(wanted, seed);
  RC_ASSERT(c.is_reminder_time(slot));
  RC_ASSERT(c.date_of(slot) <= wanted);
  const Instant t = instant(*rc::gen::inRange<std::int64_t>(1'767'200'000'000, 1'800'000'000'000));
  const Instant next = c.next_reminder_time(t, seed);
  RC_ASSERT(next >= t);
  RC_ASSERT(c.is_reminder_time(next));
  RC_ASSERT(next == t || !c.is_reminder_time(t));
}

}  // namespace
}  // namespace fenghuo
