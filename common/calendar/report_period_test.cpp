#include "common/calendar/report_period.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fenghuo {
namespace {

Calendar calendar() {
  wire::Calendar raw;
  for (const char* day : {"2026-10-01", "2026-10-02", "2026-10-05", "2026-10-06", "2026-10-07", "2027-01-01"}) raw.add_days_off(day);
  raw.set_reminder_from_min(8 * 60 + 7);
  raw.set_reminder_to_min(17 * 60 + 30);
  return Calendar::make(raw, Zone::find("Asia/Shanghai").value()).value();
}

Date day(const char* text) { return parse_date(text).value(); }
std::string day_of(Instant t) { return date_text(calendar().date_of(t)); }

TEST(ReportPeriod, AWeekIsNamedByItsThursday) {
  EXPECT_EQ(report_period_of(calendar(), weekly, day("2026-12-31")).period, "2026-W53");
  EXPECT_EQ(report_period_of(calendar(), weekly, day("2027-01-03")).period, "2026-W53");
  EXPECT_EQ(report_period_of(calendar(), weekly, day("2027-01-04")).period, "2027-W01");
  const auto week = report_period_of(calendar(), weekly, day("2026-11-25"));
  EXPECT_EQ(week.period, "2026-W48");
  EXPECT_EQ(date_text(week.first), "2026-11-23");
  EXPECT_EQ(week.to - week.from, std::chrono::hours{24 * 7});
}

TEST(ReportPeriod, IsDueOnTheFirstWorkingDayAfterItWithinTheHours) {
  EXPECT_EQ(day_of(report_period_of(calendar(), weekly, day("2026-11-25")).due), "2026-11-30");
  EXPECT_EQ(day_of(report_period_of(calendar(), monthly, day("2026-11-25")).due), "2026-12-01");
  EXPECT_EQ(day_of(report_period_of(calendar(), monthly, day("2026-09-01")).due), "2026-10-08") << "the holiday is waited for";
  EXPECT_EQ(day_of(report_period_of(calendar(), weekly, day("2026-10-03")).due), "2026-10-08");
  for (const auto kind : {weekly, monthly})
    EXPECT_TRUE(calendar().is_reminder_time(report_period_of(calendar(), kind, day("2026-11-25")).due)) << kind;
}

TEST(ReportPeriod, IsFoundByItsNameAndByNoOther) {
  EXPECT_EQ(date_text(find_report_period(calendar(), weekly, "2026-W53")->first), "2026-12-28");
  EXPECT_EQ(date_text(find_report_period(calendar(), monthly, "2026-02")->next), "2026-03-01");
  for (const char* text : {"", "2026", "2027-W53", "2026-W00", "2026-W1", "2026-11", "2026-W481", "20a6-W48"})
    EXPECT_FALSE(find_report_period(calendar(), weekly, text)) << text;
  for (const char* text : {"2026-13", "2026-00", "2026-1", "2026-W48", "2026-111"})
    EXPECT_FALSE(find_report_period(calendar(), monthly, text)) << text;
  EXPECT_FALSE(find_report_period(calendar(), "daily", "2026-11"));
}

TEST(ReportPeriod, EachIsDueOnceWhereverTheRangeIsCut) {
  const auto from = calendar().instant_at(day("2026-09-28"), 12 * 60), to = calendar().instant_at(day("2026-11-10"), 0);
  const auto cut = calendar().instant_at(day("2026-10-08"), 8 * 60 + 20);
  std::vector<std::string> whole, parts;
  for (const auto& one : reports_due(calendar(), from, to)) whole.push_back(report_key(one));
  for (const auto& one : reports_due(calendar(), from, cut)) parts.push_back(report_key(one));
  for (const auto& one : reports_due(calendar(), cut, to)) parts.push_back(report_key(one));
  EXPECT_THAT(whole, testing::UnorderedElementsAreArray(parts));
  EXPECT_THAT(whole, testing::IsSupersetOf(
                         {"report/weekly/2026-W40", "report/weekly/2026-W44", "report/monthly/2026-09", "report/monthly/2026-10"}));
  EXPECT_EQ(whole.size(), 8U) << testing::PrintToString(whole);
}

}  // namespace
}  // namespace fenghuo
