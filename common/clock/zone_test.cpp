#include "common/clock/zone.hpp"

#include <rapidcheck/gtest.h>

#include <limits>

namespace fenghuo {
namespace {

Zone zone(std::string_view name) { return Zone::find(name).value(); }
Instant utc(std::string_view text) { return parse_rfc3339(text).value(); }

TEST(Zone, AnUnknownNameIsAnErrorThatNamesIt) {
  for (const auto* name : {"Asia/Peking2", "", "../../etc/passwd", "/etc/localtime", "Asia"}) {
    const auto found = Zone::find(name);
    ASSERT_FALSE(found.has_value()) << name;
    EXPECT_THAT(found.error().message, testing::HasSubstr(std::string("\"") + name + "\""));
    EXPECT_THAT(found.error().message, testing::HasSubstr("Asia/Shanghai"));
  }
  EXPECT_FALSE(Zone::find(std::string(5000, 'A')).has_value());
  EXPECT_EQ(zone("Asia/Shanghai").name(), "Asia/Shanghai");
}

TEST(Zone, LocalTimeInShanghai) {
  const LocalTime at = zone("Asia/Shanghai").local(utc("2027-07-08T18:24:31.999Z"));
  EXPECT_EQ(at.year, 2027);
  EXPECT_EQ(at.month, 7U);
  EXPECT_EQ(at.day, 9U);
  EXPECT_EQ(at.weekday, 5U) << "a Friday";
  EXPECT_EQ(at.minute_of_day, 2 * 60 + 24);
  EXPECT_EQ(at.second, 31);
}

TEST(Zone, SundayIsZero) { EXPECT_EQ(zone("UTC").local(utc("2026-10-25T12:00:00Z")).weekday, 0U); }

TEST(Zone, OfALocalTimeThatDoesNotExistTheFirstInstantAfter) {
  EXPECT_EQ(zone("Europe/Berlin").at(2026, 3, 29, 2 * 60 + 30), utc("2026-03-29T01:00:00Z"));
  EXPECT_EQ(zone("America/New_York").at(2026, 3, 8, 2 * 60), utc("2026-03-08T07:00:00Z"));
  EXPECT_EQ(zone("America/New_York").at(2026, 3, 8, 2 * 60 + 59), utc("2026-03-08T07:00:00Z"));
}

TEST(Zone, OfALocalTimeThatComesTwiceTheEarlier) {
  EXPECT_EQ(zone("Europe/Berlin").at(2026, 10, 25, 2 * 60 + 30), utc("2026-10-25T00:30:00Z"));
  EXPECT_EQ(zone("America/New_York").at(2026, 11, 1, 60), utc("2026-11-01T05:00:00Z"));
}

TEST(Zone, BothSidesOfAChange) {
  const Zone berlin = zone("Europe/Berlin");
  EXPECT_EQ(berlin.local(utc("2026-03-29T00:59:59Z")).minute_of_day, 119);
  EXPECT_EQ(berlin.local(utc("2026-03-29T01:00:00Z")).minute_of_day, 180);
  EXPECT_EQ(berlin.local(utc("2026-10-25T00:59:59Z")).minute_of_day, 179);
  EXPECT_EQ(berlin.local(utc("2026-10-25T01:00:00Z")).minute_of_day, 120);
}

TEST(Zone, MinutesBeyondTheDayAreTheNextDays) {
  EXPECT_EQ(zone("Asia/Shanghai").at(2026, 12, 31, 24 * 60), utc("2027-01-01T00:00:00+08:00"));
}

TEST(Zone, TakesAnyInstant) {
  for (const auto ms : {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()}) {
    const LocalTime at = zone("Asia/Shanghai").local(instant(ms));
    EXPECT_GE(at.year, 0);
    EXPECT_LE(at.year, 9999);
  }
}

RC_GTEST_PROP(Zone, LocalAndAtAreInverse, ()) {
  const auto minute = *rc::gen::inRange<std::int64_t>(11'700'000, 60'000'000);  // 1992 to 2084: no change of Shanghai's clock
  const Zone shanghai = zone("Asia/Shanghai");
  const Instant t = instant(minute * 60'000);
  const LocalTime at = shanghai.local(t);
  RC_ASSERT(shanghai.at(at.year, at.month, at.day, at.minute_of_day) == t);
}

TEST(Rfc3339, WritesUtcAndLocalTime) {
  const Instant t = instant(1814767200042);
  EXPECT_EQ(rfc3339(t), "2027-07-05T06:00:00.042Z");
  EXPECT_EQ(rfc3339(t, zone("Asia/Shanghai")), "2027-07-05T14:00:00+08:00");
  EXPECT_EQ(rfc3339(t, zone("America/New_York")), "2027-07-05T02:00:00-04:00");
  EXPECT_EQ(rfc3339(t, zone("Asia/Kathmandu")), "2027-07-05T11:45:00+05:45");
  EXPECT_EQ(rfc3339(Instant{}), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(rfc3339(instant(-1)), "1969-12-31T23:59:59.999Z");
}

TEST(Rfc3339, AnOffsetWithSecondsIsCutButNamesTheSameInstant) {
  const std::string text = rfc3339(utc("1900-01-01T00:00:00Z"), zone("Asia/Shanghai"));
  EXPECT_EQ(text, "1900-01-01T08:05:00+08:05");
  EXPECT_EQ(utc(text), utc("1900-01-01T00:00:00Z"));
}

TEST(Rfc3339, ReadsTheFormsOfTheStandard) {
  EXPECT_EQ(utc("1985-04-12T23:20:50.52Z"), instant(482196050520));
  EXPECT_EQ(utc("1996-12-19T16:39:57-08:00"), instant(851042397000));
  EXPECT_EQ(utc("1990-12-31T23:59:60Z"), utc("1991-01-01T00:00:00Z")) << "a leap second";
  EXPECT_EQ(utc("1937-01-01T12:00:27.87+00:20"), utc("1937-01-01T11:40:27.870Z"));
  EXPECT_EQ(utc("2027-07-08t06:00:00.1239999z"), utc("2027-07-08T06:00:00.123Z")) << "cut, not rounded";
  EXPECT_EQ(utc("2024-02-29T00:00:00-00:00"), utc("2024-02-29T00:00:00Z"));
}

TEST(Rfc3339, RefusesTheRest) {
  for (const auto* text : {"",
                           "2027-07-08",
                           "2027-07-08T06:00:00",
                           "2027-07-08 06:00:00Z",
                           "2027-02-29T06:00:00Z",
                           "2027-13-01T06:00:00Z",
                           "2027-00-01T06:00:00Z",
                           "2027-07-00T06:00:00Z",
                           "2027-07-08T24:00:00Z",
                           "2027-07-08T06:60:00Z",
                           "2027-07-08T06:00:61Z",
                           "2027-07-08T06:00:00.Z",
                           "2027-07-08T06:00:00+0800",
                           "2027-07-08T06:00:00+08",
                           "2027-07-08T06:00:00+24:00",
                           "2027-07-08T06:00:00+08:60",
                           "2027-7-8T06:00:00Z",
                           "+027-07-08T06:00:00Z",
                           "2027-07-08T06:00:00Zx",
                           "2027-07-08T06:00Z",
                           "  2027-07-08T06:00:00Z",
                           "27-07-08T06:00:00Z"}) {
    EXPECT_FALSE(parse_rfc3339(text).has_value()) << text;
  }
  EXPECT_FALSE(parse_rfc3339("2027-07-08T06:00:00." + std::string(1000, '1') + "Z").has_value());
}

TEST(Rfc3339, TheErrorNamesTheValueAndTheWayOut) {
  EXPECT_THAT(parse_rfc3339("2027-07-08T06:00:00").error().message,
              testing::AllOf(testing::HasSubstr("\"2027-07-08T06:00:00\""), testing::HasSubstr("write Z or one like +08:00")));
  EXPECT_THAT(parse_rfc3339("a\nb").error().message, testing::HasSubstr("\"a?b\""));
}

RC_GTEST_PROP(Rfc3339, ReadsBackWhatItWrites, ()) {
  const Instant t = instant(*rc::gen::inRange<std::int64_t>(-30'000'000'000'000, 200'000'000'000'000));
  RC_ASSERT(parse_rfc3339(rfc3339(t)).value() == t);
  RC_ASSERT(parse_rfc3339(rfc3339(t, zone("Europe/Berlin"))).value() == std::chrono::floor<std::chrono::seconds>(t));
}

TEST(ChineseClock, NamesTheDayOnlyWhenItIsAnother) {
  const Zone shanghai = zone("Asia/Shanghai");
  const Instant t = utc("2027-07-09T02:24:00+08:00");
  EXPECT_EQ(chinese_clock(t, utc("2027-07-09T23:59:59+08:00"), shanghai), "02:24");
  EXPECT_EQ(chinese_clock(t, utc("2027-07-08T23:59:59+08:00"), shanghai), "7月9日02:24");
  EXPECT_EQ(chinese_clock(t, utc("2026-07-09T02:24:00+08:00"), shanghai), "7月9日02:24");
}

}  // namespace
}  // namespace fenghuo
