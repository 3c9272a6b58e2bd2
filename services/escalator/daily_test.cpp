// The daily digest: who is told on which working day, in which words; nothing when there is nothing, but to the clerk.
#include "services/escalator/test_reports.hpp"

namespace fenghuo::escalator::testing {
namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr const char* unit = "unit:hq";

void evidence(wire::Action& a) { a.set_evidence("校党〔2026〕12号"); }

School late() {
  auto s = with_reports("2026-07-01 09:00");
  s.open(report_due()).act(wire::ACK, unit);
  s.until("2026-07-16 07:00");
  s.take();
  return s;
}

TEST(Daily, EveryWorkingDayWhileSomethingIsDueSoonOrLate) {
  auto s = with_reports("2026-07-01 09:00");
  s.open(report_due()).act(wire::ACK, unit);
  s.until("2026-07-20 12:00");
  EXPECT_THAT(digests_of(s, unit),
              ElementsAre("07-07 〔每日摘要〕7月7日：待您处理1件", "07-08 〔每日摘要〕7月8日：待您处理1件",
                          "07-09 〔每日摘要〕7月9日：待您处理1件", "07-10 〔每日摘要〕7月10日：待您处理1件",
                          "07-13 〔每日摘要〕7月13日：待您处理1件", "07-14 〔每日摘要〕7月14日：待您处理1件",
                          "07-15 〔每日摘要〕7月15日：待您处理1件", "07-16 〔每日摘要〕7月16日：待您处理1件，逾期1件",
                          "07-17 〔每日摘要〕7月17日：待您处理1件，逾期1件", "07-20 〔每日摘要〕7月20日：待您处理1件，逾期1件"));
  EXPECT_EQ(s.broken, "");
}

TEST(Daily, SaysWhatToDoFirstAndHowMuchThereIs) {
  auto s = with_reports("2026-07-01 09:00");
  auto other = report_due("2026-07-10 17:30");
  other.set_duty("plan");
  other.mutable_obligation()->set_title("责任清单");
  s.open(report_due()).act(wire::ACK, unit);
  s.open(other).act(wire::ACK, unit);
  s.until("2026-07-10 09:00");
  const auto today = of_kind(s, "daily/", unit).back();
  EXPECT_EQ(today.subject, "〔每日摘要〕7月10日：待您处理2件");
  EXPECT_THAT(today.text, HasSubstr("请先办：责任清单，今日17:30前。临期2。"));
  EXPECT_THAT(today.text, HasSubstr("系统自动提醒，不代表对单位或个人的评价。"));
  ASSERT_EQ(today.model.entries_size(), 2);
  EXPECT_EQ(today.model.entries(1).why(), "临期");
  s.until("2026-07-13 12:00");
  const auto later = of_kind(s, "daily/", unit).back();
  EXPECT_EQ(later.subject, "〔每日摘要〕7月13日：待您处理2件，逾期1件");
  EXPECT_THAT(later.text, AllOf(HasSubstr("责任清单，逾期1个工作日。逾期1　临期1。")));
}

TEST(Daily, OfManyThatAreDueTheSameDayItNamesSomeAndCountsAll) {
  auto s = with_reports("2026-07-01 09:00");
  for (int i = 0; i < 60; ++i) {
    auto occurrence = report_due("2026-07-10 17:30");
    occurrence.set_duty("plan-" + std::to_string(i));
    s.open(occurrence).act(wire::ACK, unit);
  }
  s.until("2026-07-10 09:00");
  const auto today = of_kind(s, "daily/", unit).back();
  EXPECT_EQ(today.subject, "〔每日摘要〕7月10日：待您处理60件");
  const auto listed = today.model.entries_size();
  EXPECT_GT(listed, 0);
  EXPECT_THAT(today.text, HasSubstr("以下列出" + std::to_string(listed) + "件，另有" + std::to_string(60 - listed) + "件。"));
}

TEST(Daily, NamesAllThatItCanWithoutAWordOfARest) {
  auto s = late();
  s.until("2026-07-16 09:00");
  EXPECT_THAT(of_kind(s, "daily/", unit).back().text, AllOf(Not(HasSubstr("另有")), Not(HasSubstr("余下"))));
}

TEST(Daily, OfMoreThanAFactGivesItCountsAll) {
  auto s = with_reports("2026-07-01 09:00");
  for (int i = 0; i < 3; ++i) {
    auto occurrence = report_due("2026-07-1" + std::to_string(i) + " 17:30");
    occurrence.set_duty("plan-" + std::to_string(i));
    s.open(occurrence).act(wire::ACK, unit);
  }
  s.most_parts = 1;
  s.until("2026-07-10 09:00");
  const auto today = of_kind(s, "daily/", unit).back();
  EXPECT_EQ(today.subject, "〔每日摘要〕7月10日：待您处理3件");
  EXPECT_THAT(today.text, HasSubstr("余下2件未分类。"));
}

TEST(Daily, LeavesAtEightSevenOrAFewMinutesLater) {
  auto s = late();
  s.until("2026-07-20 12:00");
  const auto sent = of_kind(s, "daily/", unit);
  ASSERT_EQ(sent.size(), 3U);
  for (const auto& one : sent) {
    EXPECT_GE(clock_text(one.at).substr(11), "08:07");
    EXPECT_LT(clock_text(one.at).substr(11), "08:21");
  }
}

TEST(Daily, EndsWhenItIsHandedInAndThenWaitsForTheVerifier) {
  auto s = late();
  s.act(wire::SUBMIT_DONE, unit, evidence);
  s.until("2026-07-17 12:00");
  const auto all = of_kind(s, "daily/");
  std::vector<std::string> told;
  for (const auto& one : all) told.push_back(one.party + " " + one.subject.substr(one.subject.find("：") + 3));
  EXPECT_THAT(told, ::testing::Contains("role:office 待您处理1件"));
  EXPECT_THAT(told, Each(Not(HasSubstr(unit))));
  s.act(wire::VERIFY, "role:office");
  s.until("2026-07-21 12:00");
  EXPECT_THAT(of_kind(s, "daily/", "role:office"), IsEmpty());
  EXPECT_EQ(s.broken, "");
}

TEST(Daily, NothingOnADayOff) {
  auto s = with_reports("2026-09-01 09:00");
  auto occurrence = report_due("2026-09-30 17:30");
  occurrence.set_window_from(at("2026-09-01 00:00"));
  s.open(occurrence).act(wire::ACK, unit);
  s.until("2026-10-12 12:00");
  const auto days = digests_of(s, unit);
  ASSERT_FALSE(days.empty());
  for (const auto& day : days) EXPECT_FALSE(day >= "10-01" && day < "10-08") << day;
  EXPECT_THAT(days, ::testing::IsSupersetOf({"09-30 〔每日摘要〕9月30日：待您处理1件", "10-08 〔每日摘要〕10月8日：待您处理1件，逾期1件",
                                             "10-10 〔每日摘要〕10月10日：待您处理1件，逾期1件"}))
      << "Saturday 10 October is worked";
}

TEST(Daily, WhatWaitsOnlyToBeTakenIsSaidOnce) {
  auto s = with_reports("2026-05-20 09:00");
  s.open(report_due());
  s.until("2026-06-30 12:00");
  const auto days = digests_of(s, unit);
  ASSERT_EQ(days.size(), 1U) << ::testing::PrintToString(days);
  EXPECT_THAT(days[0], HasSubstr("待您处理1件"));
}

TEST(Daily, LeadersHaveTheirBriefInstead) {
  auto s = with_reports("2026-07-01 09:00");
  auto occurrence = report_due();
  occurrence.set_party("role:vice");
  s.open(occurrence);
  s.until("2026-07-20 12:00");
  EXPECT_THAT(of_kind(s, "daily/", "role:vice"), IsEmpty());
}

TEST(Daily, AfterAnOutageTheNextOneCarriesIt) {
  auto s = late();
  s.down();
  s.jump("2026-07-16 18:00").back();
  EXPECT_THAT(digests_of(s, unit), IsEmpty()) << "not at six in the evening";
  s.until("2026-07-17 12:00");
  EXPECT_THAT(digests_of(s, unit), ElementsAre("07-17 〔每日摘要〕7月17日：待您处理1件，逾期1件"));
}

TEST(Daily, CountsWhatWasDoneSince) {
  auto s = late();
  auto other = report_due("2026-07-17 17:30");
  other.set_duty("plan");
  s.open(other).act(wire::ACK, unit);
  s.use("duty/report/2026").act(wire::SUBMIT_DONE, unit, evidence).act(wire::VERIFY, "role:office");
  s.until("2026-07-16 12:00");
  const auto sent = of_kind(s, "daily/", unit);
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_THAT(sent[0].text, HasSubstr("临期1　昨日办结1。"));
}

TEST(Daily, TheClerkHearsThatAllIsWellEveryWorkingDay) {
  auto s = with_reports("2026-04-27 09:00");
  s.put("report/weekly/2026-W18", report_due_item("weekly", "2026-W18", "2026-04-27 00:00", "2026-05-04 00:00", "2026-05-06 08:10"));
  s.until("2026-05-07 12:00");
  const auto sent = of_kind(s, "daily/", clerk);
  std::vector<std::string> days;
  for (const auto& one : sent) days.push_back(clock_text(one.at).substr(5, 5));
  EXPECT_THAT(days, ElementsAre("04-28", "04-29", "04-30", "05-06", "05-07")) << "1 to 5 May are off";
  EXPECT_EQ(sent[0].subject, "〔每日摘要〕4月28日：今日无待办，系统运行正常");
  EXPECT_EQ(s.broken, "");
}

TEST(Daily, TheClerkWithSomethingToDoHearsThat) {
  auto s = with_reports("2026-07-01 09:00");
  auto occurrence = report_due();
  occurrence.set_party(clerk);
  occurrence.set_unit("dxb");
  s.open(occurrence).act(wire::ACK, clerk);
  s.put("report/weekly/2026-W27", report_due_item("weekly", "2026-W27", "2026-06-29 00:00", "2026-07-06 00:00", "2026-07-06 08:10"));
  s.until("2026-07-10 12:00");
  const auto days = digests_of(s, clerk);
  EXPECT_THAT(days, ::testing::Contains("07-02 〔每日摘要〕7月2日：今日无待办，系统运行正常"));
  EXPECT_THAT(days, ::testing::Contains("07-10 〔每日摘要〕7月10日：待您处理1件"));
  EXPECT_EQ(days.size(), 7U) << ::testing::PrintToString(days);
}

TEST(Daily, AMeetingWithoutADateIsTheOfficesToDo) {
  auto s = with_reports("2026-06-02 09:00");
  s.put("report/weekly/2026-W23", report_due_item("weekly", "2026-W23", "2026-06-01 00:00", "2026-06-08 00:00", "2026-06-08 08:10"));
  s.open(meeting_due());
  s.until("2026-06-04 12:00");
  const auto sent = of_kind(s, "daily/", clerk);
  ASSERT_EQ(sent.size(), 2U);
  for (const auto& one : sent) EXPECT_THAT(one.subject, HasSubstr("：待您处理1件"));
  EXPECT_THAT(sent[0].text, HasSubstr("请先办：全面从严治党推进会议，待定会期。待定会期1。"));
  s.act(wire::SCHEDULE, clerk, [](wire::Action& a) { a.set_at(at("2026-07-08 14:00")); });
  ASSERT_EQ(s.code(), wire::DONE);
  s.until("2026-06-05 12:00");
  EXPECT_THAT(digests_of(s, clerk), ElementsAre("06-05 〔每日摘要〕6月5日：今日无待办，系统运行正常"));
  EXPECT_EQ(s.broken, "");
}

TEST(Daily, AMeetingIsOneToDoOfThePartyThatAlsoOwnsIt) {
  auto s = with_reports("2026-07-13 09:00");
  auto occurrence = meeting_due();
  occurrence.set_party(clerk);
  s.open(occurrence).until("2026-07-14 12:00");
  const auto sent = of_kind(s, "daily/", clerk);
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_THAT(sent[0].subject, HasSubstr("：待您处理1件"));
  EXPECT_THAT(sent[0].text, AllOf(HasSubstr("临期1。"), Not(HasSubstr("待定会期"))));
}

TEST(Daily, WithoutAReaderAMeetingsDateIsSaidOnce) {
  auto s = with_reports("2026-06-02 09:00", duty_rules());
  s.open(meeting_due()).until("2026-06-24 12:00");
  EXPECT_THAT(digests_of(s, clerk), ElementsAre("06-03 〔每日摘要〕6月3日：待您处理1件"));
}

TEST(Daily, ADraftThatWaitsToBeSignedIsItsReadersToDo) {
  auto s = with_reports("2026-07-01 09:00");
  const char* july = "report/monthly/2026-07";
  s.put(july, report_due_item("monthly", "2026-07", "2026-07-01 00:00", "2026-08-01 00:00", "2026-08-03 08:15"));
  s.until("2026-08-03 12:00");
  s.take();
  s.until("2026-08-05 12:00");
  const auto sent = of_kind(s, "daily/", clerk);
  ASSERT_EQ(sent.size(), 2U);
  for (const auto& one : sent) EXPECT_THAT(one.subject, HasSubstr("：待您处理1件"));
  EXPECT_THAT(sent[0].text, HasSubstr("请先办：7月督查通报，待签发。待签发1。"));
  s.use(july).act(wire::ISSUE, clerk);
  s.until("2026-08-06 12:00");
  EXPECT_THAT(digests_of(s, clerk), ElementsAre("08-06 〔每日摘要〕8月6日：今日无待办，系统运行正常"));
  EXPECT_EQ(s.broken, "");
}

TEST(Daily, TheClerkHearsFromTheDayOfTheSwitchThoughTheWeekUnderWayIsNotReported) {
  auto s = with_reports("2026-04-22 09:00");
  s.put("report/weekly/2026-W18", report_due_item("weekly", "2026-W18", "2026-04-27 00:00", "2026-05-04 00:00", "2026-05-06 08:10"));
  s.until("2026-04-24 12:00");
  EXPECT_THAT(digests_of(s, clerk),
              ElementsAre("04-23 〔每日摘要〕4月23日：今日无待办，系统运行正常", "04-24 〔每日摘要〕4月24日：今日无待办，系统运行正常"));
}

TEST(Daily, ItsNameMustBeADigestsAndItsItemsToo) {
  auto s = with_reports("2026-07-01 09:00");
  wire::InboxBody body;
  body.mutable_tally()->set_unit("hq");
  s.put("daily/unit:hq/2026-07-02", body);
  EXPECT_EQ(s.code(), wire::REFUSED_RULE);
  EXPECT_EQ(s.at_key("daily/unit:hq/2026-07-02").matter.work(), wire::CANCELLED);
}

}  // namespace
}  // namespace fenghuo::escalator::testing
