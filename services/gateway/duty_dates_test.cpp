#include "services/gateway/duty_dates.hpp"

#include "services/gateway/test_duty_link.hpp"

namespace fenghuo::gateway {
namespace {

std::string day(std::string_view text) {
  const auto found = read_day(text);
  return found ? date_text(*found) : "none";
}

TEST(DutyDates, ADayAsPeopleWriteIt) {
  for (const char* text : {"2026-07-08", "2026/7/8", "2026.7.8", "2026年7月8日", "２０２６年７月８日", "2026－07－08", " 2026-07-08 "})
    EXPECT_EQ(day(text), "2026-07-08") << text;
}

TEST(DutyDates, NoDayThatDoesNotExist) {
  for (const char* text : {"", "2026-02-30", "2026-13-01", "2026-00-10", "1999-01-01", "2100-01-01", "26-07-08", "2026-07", "2026-07-08-09",
                           "99999999999-07-08", "明天", "-2026-07-08x0", "20260708"})
    EXPECT_EQ(day(text), "none") << text;
}

TEST(DutyDates, AClockTime) {
  EXPECT_EQ(read_clock("14:00"), 840);
  EXPECT_EQ(read_clock("14：05"), 845);
  EXPECT_EQ(read_clock("9点30分"), 570);
  EXPECT_EQ(read_clock("09:30:00"), 570);
  for (const char* text : {"", "24:00", "12:60", "14", "noon", "1:2:3:4"}) EXPECT_EQ(read_clock(text), std::nullopt) << text;
}

TEST(DutyDates, ANumber) {
  EXPECT_EQ(read_number("90"), 90);
  EXPECT_EQ(read_number("９０"), 90);
  for (const char* text : {"", "-5", "1.5", "100000", "90分钟", "9 0"}) EXPECT_EQ(read_number(text), std::nullopt) << text;
}

TEST(DutyDates, WordsNameTheWeekdayAndAnotherYear) {
  const Instant now = instant(test::at("2026-07-01 10:00"));
  const auto& zone = test::shanghai();
  EXPECT_EQ(moment_words(instant(test::at("2026-07-08 14:00")), now, zone), "7月8日（周三）14:00");
  EXPECT_EQ(day_words(instant(test::at("2027-01-04 14:00")), now, zone), "2027年1月4日（周一）");
  EXPECT_EQ(due_words(instant(test::at("2026-07-16 00:00")), now, zone), "7月15日（周三）24:00");
}

}  // namespace
}  // namespace fenghuo::gateway
