#include "common/calendar/leaving.hpp"

#include <rapidcheck/gtest.h>

#include "common/calendar/test_calendar.hpp"

namespace fenghuo {
namespace {

using calendar_test::at;
using What = Leave::What;

const Calendar& days() {
  static const Calendar calendar = calendar_test::calendar();
  return calendar;
}

wire::ValidWhile keeps_hours() {
  wire::ValidWhile valid;
  valid.set_reminder_hours(true);
  return valid;
}

Leave leave(const wire::ValidWhile& valid, const char* now, const char* expires = nullptr, std::uint64_t seed = 7) {
  return may_leave(valid, {wire::AWAITING, 1, false}, expires == nullptr ? 0 : to_ms(at(expires)), &days(), seed, at(now));
}

TEST(Leaving, WhatKeepsNoHoursLeavesAtAnyTime) {
  EXPECT_EQ(leave({}, "2026-06-27T03:00").what, What::now);  // a Saturday's night
}

TEST(Leaving, KeepsToTheHoursOfAWorkingDay) {
  EXPECT_EQ(leave(keeps_hours(), "2026-06-26T08:07").what, What::now);
  EXPECT_EQ(leave(keeps_hours(), "2026-06-26T17:29").what, What::now);
  for (const auto* late : {"2026-06-26T17:30", "2026-06-27T10:00", "2026-06-28T23:59", "2026-06-29T08:06"}) {
    const auto found = leave(keeps_hours(), late);
    EXPECT_EQ(found.what, What::later) << late;
    EXPECT_EQ(days().date_of(found.at), calendar_test::day("2026-06-29")) << late;
    EXPECT_LT(found.at, at("2026-06-29T09:07")) << "in the first hour";
  }
}

TEST(Leaving, WaitsOverAHolidayAndLeavesOnASwappedSaturday) {
  EXPECT_EQ(days().date_of(leave(keeps_hours(), "2026-09-30T18:00").at), calendar_test::day("2026-10-08"));
  EXPECT_EQ(days().date_of(leave(keeps_hours(), "2026-10-09T18:00").at), calendar_test::day("2026-10-10"));
}

TEST(Leaving, ThatWaitForOneMorningAreSpread) {
  std::set<Instant> slots;
  for (std::uint64_t seed = 0; seed < 40; ++seed) slots.insert(leave(keeps_hours(), "2026-06-27T10:00", nullptr, seed).at);
  EXPECT_GT(slots.size(), 20U);
}

TEST(Leaving, WhatExpiresBeforeTheNextHoursDoesNotWaitForThem) {
  EXPECT_EQ(leave(keeps_hours(), "2026-06-26T18:00", "2026-06-29T00:00").what, What::expired);
  EXPECT_EQ(leave(keeps_hours(), "2026-06-26T18:00", "2026-06-29T17:30").what, What::later);
  EXPECT_EQ(leave(keeps_hours(), "2026-06-26T12:00", "2026-06-26T12:00").what, What::expired);
  EXPECT_EQ(leave({}, "2026-06-26T18:00", "2026-06-26T18:01").what, What::now);
}

TEST(Leaving, WhatIsNoLongerTrueIsWithdrawnBeforeAnythingElse) {
  auto valid = keeps_hours();
  valid.add_work(wire::SUBMITTED);
  EXPECT_EQ(leave(valid, "2026-06-27T10:00", "2026-06-01T00:00").why, "the matter has moved on");
  valid.clear_work();
  valid.set_generation(2);
  EXPECT_EQ(leave(valid, "2026-06-27T10:00").why, "the level has changed");
  valid.set_untaken_party("role:x");
  EXPECT_EQ(may_leave(valid, {wire::AWAITING, 2, true}, 0, &days(), 7, at("2026-06-26T10:00")).why, "already taken");
  EXPECT_EQ(may_leave(valid, {wire::AWAITING, 2, false}, 0, &days(), 7, at("2026-06-26T10:00")).what, What::now);
}

RC_GTEST_PROP(Leaving, NothingThatKeepsHoursIsToldToLeaveOutsideThem, ()) {
  const auto now = at("2026-01-01T00:00") + std::chrono::minutes{*rc::gen::inRange(0, 365 * 24 * 60)};
  const auto found = may_leave(keeps_hours(), {wire::AWAITING, 1, false}, 0, &days(), *rc::gen::arbitrary<std::uint64_t>(), now);
  RC_ASSERT(found.what == What::now || found.what == What::later);
  RC_ASSERT(days().is_reminder_time(found.what == What::now ? now : found.at));
  RC_ASSERT(found.what == What::now || found.at > now);
}

}  // namespace
}  // namespace fenghuo
