// The forms that duties are written with.
#include <gtest/gtest.h>

#include "common/config/forms.hpp"

namespace fenghuo::config {
namespace {

TEST(Forms, ADayOfTheYearIsOneThatEveryYearHas) {
  EXPECT_EQ(parse_month_day("01-01"), 101U);
  EXPECT_EQ(parse_month_day("12-31"), 1231U);
  EXPECT_EQ(parse_month_day("06-30"), 630U);
  for (const char* none : {"06-31", "02-29", "02-30", "13-01", "00-10", "04-00", "6-1", "0601", "06-1", "06_01", "", "06-011", "06:01"})
    EXPECT_EQ(parse_month_day(none), std::nullopt) << none;
}

TEST(Forms, AClauseHasFullWidthBrackets) {
  for (const char* clause : {"四（一）1", "四（二）", "五", "二", "文末", "三（二）、四（一）4、四（二）2", "四（二）4、文末", "六（三）"})
    EXPECT_TRUE(valid_clause(clause)) << clause;
  for (const char* none : {"", "四(一)1", "四（一）0", "四（一）12", "四（一", "（一）1", "七", "四（一）1,五", "四（一）1，五", "五、",
                           "、五", "4（1）1", "四 （一）1"})
    EXPECT_FALSE(valid_clause(none)) << none;
}

TEST(Forms, WhoAnswersForADutyIsOneSeat) {
  EXPECT_TRUE(valid_seat("role:party_committee"));
  EXPECT_TRUE(valid_seat("unit:dxb"));
  for (const char* none : {"unit", "body:party_committee", "dxb", "role:", "role:X", ""}) EXPECT_FALSE(valid_seat(none)) << none;
}

TEST(Forms, AStepGoesToAWordOrAParty) {
  for (const char* target : {"owner", "lead", "support", "supervision", "leader_in_charge", "attendees", "role:a", "unit:b", "body:c"})
    EXPECT_TRUE(valid_target(target)) << target;
  for (const char* none : {"unit", "owners", "", "everybody", "role:", "mail:a"}) EXPECT_FALSE(valid_target(none)) << none;
}

}  // namespace
}  // namespace fenghuo::config
