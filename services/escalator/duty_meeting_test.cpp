// A meeting: its date is asked for, then fixed, moved, called off; the leaders hear of it in their one mail a day.
#include "services/escalator/test_school.hpp"

namespace fenghuo::escalator::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::function<void(wire::Action&)> on(const std::string& when, const std::string& place = "第一会议室") {
  return [=](wire::Action& a) {
    a.set_at(at(when));
    a.set_place(place);
    a.set_minutes(90);
    a.set_materials("本领域情况");
    a.set_materials_by(at(when) - 48 * hour);
  };
}

School asked() {
  School s(at("2026-05-20 09:00"));
  s.open(meeting_due()).until("2026-06-01 12:00");
  return s;
}

TEST(DutyMeeting, TheOfficeIsAskedForTheDateUntilItIsFixed) {
  auto s = asked();
  s.until("2026-06-26 12:00");
  EXPECT_THAT(s.days(), ElementsAre("06-01 unit:dxb 请定会期", "06-02 unit:dxb 请定会期", "06-25 unit:dxb 请定会期"));
}

TEST(DutyMeeting, OpenedInMidWindowTheOfficeIsAskedAtOnceAndOnce) {
  School s(at("2026-06-03 10:00"));
  s.open(meeting_due()).until("2026-06-24 12:00");
  EXPECT_THAT(s.said(), ElementsAre(HasSubstr("2026-06-03 10:00 unit:dxb 〔请定会期〕"))) << "T-14 is on 25 June";
  s.poke();
  EXPECT_THAT(s.take(), IsEmpty());
  EXPECT_EQ(s.broken, "");
}

TEST(DutyMeeting, OpenedWhenNoReminderIsLeftTheOfficeIsAskedInTheMorning) {
  School s(at("2026-07-14 20:00"));
  s.open(meeting_due());
  EXPECT_THAT(s.take(), IsEmpty()) << "not in the evening";
  s.until("2026-07-15 12:00");
  EXPECT_THAT(s.days(), ElementsAre("07-15 unit:dxb 请定会期"));
  EXPECT_EQ(s.broken, "");
}

TEST(DutyMeeting, OfAnEventInTheAfternoonTheOfficeIsAskedThen) {
  School s(at("2026-06-03 15:00"));
  auto occurrence = meeting_due();
  occurrence.set_event_at(at("2026-06-03 14:50"));
  occurrence.set_window_from(at("2026-06-03 14:50"));
  s.open(occurrence).until("2026-06-24 12:00");
  EXPECT_THAT(s.said(), ElementsAre(HasSubstr("2026-06-03 15:00 unit:dxb 〔请定会期〕")));
}

TEST(DutyMeeting, AWindowMovedIntoTheDayIsAskedForWhenItOpens) {
  School s(at("2026-05-20 09:00"));
  auto occurrence = meeting_due();
  s.open(occurrence);
  occurrence.set_window_from(at("2026-05-25 14:00"));
  occurrence.set_version("moved");
  s.open(occurrence).until("2026-05-26 12:00");
  EXPECT_THAT(s.said(), ElementsAre(HasSubstr("2026-05-25 14:00 unit:dxb 〔请定会期〕")));
}

std::function<void(wire::Action&)> anew(const std::string& when) {
  return [=](wire::Action& a) {
    on(when)(a);
    a.set_reason("台风停课，会议未召开");
  };
}

TEST(DutyMeeting, OnceItsPapersWereHandedInItIsNotMoved) {
  auto s = asked();
  s.act(wire::SCHEDULE, "unit:dxb", on("2026-07-08 14:00")).until("2026-07-08 15:30");
  s.act(wire::SUBMIT_DONE, "role:office", [](wire::Action& a) { a.set_evidence("校党〔2026〕12号"); });
  s.act(wire::RETURN_BACK, "unit:dxb", [](wire::Action& a) { a.set_reason("缺少签到表"), a.set_by("乙"); });
  ASSERT_EQ(s.work(), wire::RETURNED) << s.outcome().detail();
  s.take();
  const auto sequence = s.slot().matter.duty().sequence();
  s.act(wire::SCHEDULE, "unit:dxb", anew("2026-07-10 09:00"));
  EXPECT_EQ(s.code(), wire::REFUSED_RULE);
  EXPECT_EQ(s.outcome().detail(), "会议已开过，材料已报送过，不能改期。");
  EXPECT_THAT(s.take(), IsEmpty()) << "nobody gets an update of a meeting that is over";
  EXPECT_EQ(s.slot().matter.duty().sequence(), sequence);
  EXPECT_EQ(clock_text(s.slot().matter.duty().scheduled_at()), "2026-07-08 14:00");
}

TEST(DutyMeeting, OneThatWasNotHeldGetsAnotherDateWithAReason) {
  auto s = asked();
  s.act(wire::SCHEDULE, "unit:dxb", on("2026-07-08 14:00")).until("2026-07-09 09:00").take();
  s.events({});
  s.act(wire::SCHEDULE, "unit:dxb", on("2026-07-14 14:00"));
  EXPECT_EQ(s.outcome().detail(), "原定会期已过（7月8日14:00）。如未召开，请写明原因后重定会期；如已召开，请报送。");
  EXPECT_EQ(clock_text(s.duty().scheduled_at()), "2026-07-08 14:00");
  s.act(wire::SCHEDULE, "unit:dxb", anew("2026-07-14 14:00"));
  EXPECT_EQ(s.code(), wire::DONE);
  EXPECT_THAT(s.events({"meeting_lapsed", "scheduled", "rescheduled"}),
              ElementsAre("2026-07-09 09:00 meeting_lapsed", "2026-07-09 09:00 scheduled"));
  EXPECT_EQ(clock_text(s.duty().scheduled_at()), "2026-07-14 14:00");
  s.until("2026-07-10 18:00");
  std::set<std::string> heard;
  for (const auto& one : s.take()) {
    heard.insert(one.party);
    EXPECT_EQ(School::head_of(one.subject), "会议") << "no update of a meeting that lies behind";
    ASSERT_EQ(one.model.invitations_size(), 1);
    EXPECT_EQ(one.model.invitations(0).method(), "REQUEST");
    EXPECT_EQ(one.model.invitations(0).sequence(), 1U);
  }
  EXPECT_THAT(heard, ElementsAre("role:secretary", "role:vice", "unit:bw"));
  s.until("2026-07-14 18:00");
  EXPECT_EQ(s.broken, "");
}

TEST(DutyMeeting, ADateThatWasTypedWrongAndWentByIsNoTrap) {
  auto s = asked();
  s.until("2026-07-06 10:00").act(wire::SCHEDULE, "unit:dxb", on("2026-07-06 10:01")).until("2026-07-06 10:05").take();
  s.act(wire::SCHEDULE, "unit:dxb", anew("2026-07-13 14:00"));
  EXPECT_EQ(s.code(), wire::DONE) << s.outcome().detail();
}

TEST(DutyMeeting, AsksInTheWordsOfThePage) {
  School s(at("2026-05-20 09:00"));
  auto rules = duty_rules();
  add_step(*rules.mutable_plans(0), "t-12", -12, "reminder", {"owner"});
  s.activate(rules);
  s.open(meeting_due()).until("2026-06-29 12:00");
  const auto last = s.take().back();
  EXPECT_EQ(last.subject, "〔请定会期〕全面从严治党推进会议尚未确定时间（7月15日止）");
  EXPECT_THAT(last.text, HasSubstr("距截止还有12个工作日。定期后系统再发领导邀请。"));
  EXPECT_THAT(last.text, HasSubstr("依据：《实施办法》四（一）1。"));
}

TEST(DutyMeeting, OnceFixedTheAttendeesHearAtSevenAndOneWorkingDaysBefore) {
  auto s = asked();
  s.take();
  s.act(wire::SCHEDULE, "unit:dxb", on("2026-07-08 14:00"));
  EXPECT_EQ(s.code(), wire::DONE);
  EXPECT_THAT(s.take(), IsEmpty()) << "nobody is invited before T-7";
  s.until("2026-07-09 18:00");
  EXPECT_THAT(s.days(), ElementsAre("06-29 role:secretary 会议", "06-29 role:vice 会议", "06-29 unit:bw 会议", "07-07 role:secretary 会议",
                                    "07-07 role:vice 会议", "07-07 unit:bw 会议提醒", "07-09 role:office 催办单"))
      << "after the meeting, its papers: 15% of the working time is left on 07-09";
  EXPECT_EQ(s.broken, "");
}

TEST(DutyMeeting, TheInvitationSaysWhatPageSaysAndTravelsAsAMeeting) {
  auto s = asked();
  s.act(wire::SCHEDULE, "unit:dxb", on("2026-07-08 14:00")).take();
  s.until("2026-06-29 18:00");
  const auto said = s.take();
  ASSERT_EQ(said.size(), 3U);
  std::set<std::string> uids;
  for (const auto& one : said) {
    EXPECT_EQ(one.subject, "〔会议〕7月8日（周三）14:00 全面从严治党推进会议");
    EXPECT_THAT(one.text, HasSubstr("第一会议室，约90分钟"));
    EXPECT_THAT(one.text, HasSubstr("请准备：本领域情况"));
    EXPECT_THAT(one.text, Not(HasSubstr("。。")));
    EXPECT_EQ(one.model.category_name(), "") << "neither a duty nor a brief has a warning's category";
    EXPECT_THAT(one.text, HasSubstr("《实施办法》四（一）1"));
    ASSERT_EQ(one.model.invitations_size(), 1);
    const auto& invitation = one.model.invitations(0);
    EXPECT_EQ(invitation.method(), "REQUEST");
    EXPECT_EQ(invitation.sequence(), 0U);
    EXPECT_EQ(clock_text(invitation.begins()), "2026-07-08 14:00");
    EXPECT_EQ(clock_text(invitation.ends()), "2026-07-08 15:30");
    uids.insert(invitation.uid());
  }
  EXPECT_EQ(uids.size(), 3U) << "one for each recipient";
}

TEST(DutyMeeting, FixedLateItIsAnnouncedAtOnce) {
  auto s = asked();
  s.until("2026-07-02 15:00").take();
  s.act(wire::SCHEDULE, "unit:dxb", on("2026-07-08 14:00"));
  EXPECT_THAT(s.days(), ElementsAre("07-02 unit:bw 会议"));
  s.until("2026-07-06 18:00");
  EXPECT_THAT(s.days(), ElementsAre("07-03 role:secretary 会议", "07-03 role:vice 会议"));
  EXPECT_EQ(s.broken, "");
}

TEST(DutyMeeting, MovedRaisesTheSequenceUnderTheSameUid) {
  auto s = asked();
  s.act(wire::SCHEDULE, "unit:dxb", on("2026-07-08 14:00")).until("2026-06-30 12:00");
  std::map<std::string, std::string> uid;
  for (const auto& one : s.take()) {
    if (one.model.invitations_size() > 0) uid[one.party] = one.model.invitations(0).uid();
  }
  s.act(wire::SCHEDULE, "unit:dxb", on("2026-07-08 14:00"));
  EXPECT_EQ(s.code(), wire::ALREADY);
  s.act(wire::SCHEDULE, "unit:dxb", on("2026-07-10 09:00", "报告厅")).until("2026-07-01 12:00");
  int moved = 0;
  for (const auto& one : s.take()) {
    ++moved;
    EXPECT_EQ(School::head_of(one.subject), "会议改期");
    EXPECT_EQ(one.model.invitations(0).uid(), uid.at(one.party));
    EXPECT_EQ(one.model.invitations(0).sequence(), 1U);
  }
  EXPECT_EQ(moved, 3);
  EXPECT_EQ(s.broken, "");
}

TEST(DutyMeeting, CalledOffIsACancelToThoseInvited) {
  auto s = asked();
  s.act(wire::SCHEDULE, "unit:dxb", on("2026-07-08 14:00")).until("2026-06-30 12:00").take();
  s.act(wire::CANCEL_MATTER, "role:office", [](wire::Action& a) { a.set_reason("并入年中会议"); }).until("2026-07-01 12:00");
  int cancels = 0;
  for (const auto& one : s.take()) {
    for (const auto& invitation : one.model.invitations()) {
      EXPECT_EQ(invitation.method(), "CANCEL");
      EXPECT_EQ(invitation.sequence(), 1U);
      ++cancels;
    }
  }
  EXPECT_EQ(cancels, 3);
  EXPECT_EQ(s.broken, "");
}

TEST(DutyMeeting, CalledOffBeforeTheBriefLeftALeaderHearsNothing) {
  auto s = asked();
  s.until("2026-07-02 15:00").act(wire::SCHEDULE, "unit:dxb", on("2026-07-08 14:00"));
  s.act(wire::CANCEL_MATTER, "role:office", [](wire::Action& a) { a.set_reason("不开了"); }).take();
  s.until("2026-07-10 18:00");
  EXPECT_THAT(s.take(), IsEmpty());
}

TEST(DutyMeeting, TooLateForTheBriefTheOfficeTelephones) {
  auto s = asked();
  s.until("2026-07-07 15:00").take();
  s.act(wire::SCHEDULE, "unit:dxb", on("2026-07-07 17:00"));
  const auto said = s.take();
  ASSERT_EQ(said.size(), 2U);
  EXPECT_EQ(School::head_of(said[0].subject), "会议");
  EXPECT_EQ(School::head_of(said[1].subject), "请电话通知");
  EXPECT_THAT(said[1].text, HasSubstr("会期临近，在下一封每日呈阅之前，系统邀请赶不上。")) << "true on a day off too";
}

TEST(DutyMeeting, ImpossibleDatesAreRefusedWithTheRemedy) {
  auto s = asked();
  const auto refusal = [&](const std::string& when) {
    s.act(wire::SCHEDULE, "unit:dxb", on(when));
    return s.outcome().detail();
  };
  EXPECT_EQ(refusal("2026-05-01 09:00"), "会议时间须在现在之后。");
  EXPECT_EQ(refusal("2026-07-16 09:00"), "会议时间须在7月15日17:30之前；确需推迟请先申请延期。");
  s.act(wire::SCHEDULE, "unit:xx", on("2026-07-08 14:00"));
  EXPECT_EQ(s.outcome().detail(), "会期由督办部门或承办单位填写。");
  School report(at("2026-06-02 09:00"));
  report.open(report_due()).act(wire::SCHEDULE, "unit:dxb", on("2026-07-08 14:00"));
  EXPECT_EQ(report.outcome().detail(), "此事项不是会议，没有会期。");
}

TEST(DutyMeeting, AnswersAreRecordedAndALeaveIsReported) {
  auto s = asked();
  s.act(wire::SCHEDULE, "unit:dxb", on("2026-07-08 14:00")).until("2026-06-30 12:00").take();
  const auto answer = [](const char* level) { return [=](wire::Action& a) { a.set_level(level); }; };
  s.act(wire::ATTEND, "unit:xx", answer("yes"));
  EXPECT_EQ(s.outcome().detail(), "未邀请该方出席。");
  s.act(wire::ATTEND, "role:secretary", answer("by_liaison")).act(wire::ATTEND, "unit:bw", answer("no"));
  EXPECT_THAT(s.duty().attending(), ElementsAre("role:secretary=by_liaison", "role:vice=invited", "unit:bw=no"));
  EXPECT_THAT(s.days(), ElementsAre("06-30 unit:dxb 会议答复"));
}

TEST(DutyMeeting, AfterTheMeetingThePapersAreOwed) {
  auto s = asked();
  s.act(wire::SCHEDULE, "unit:dxb", on("2026-07-08 14:00")).until("2026-07-08 13:00").take();
  s.until("2026-07-14 18:00");
  EXPECT_THAT(s.days(), ElementsAre("07-09 role:office 催办单", "07-10 role:office 提醒", "07-14 role:office 提醒"));
}

// ---- the leaders' brief

wire::Occurrence book(const std::string& id, const std::string& title) {
  auto occurrence = report_due("2026-03-31 17:30");
  occurrence.set_duty(id);
  occurrence.set_party("role:vice");
  occurrence.clear_unit();
  occurrence.set_window_from(at("2026-01-01 00:00"));
  occurrence.mutable_obligation()->set_title(title);
  return occurrence;
}

TEST(Brief, ThreeBooksOfTheYearsStartAreOneMail) {
  School s(at("2026-01-01 00:00"));
  s.open(book("chengnuo", "廉政承诺书")).open(book("jihua", "责任计划书")).open(book("xiangmu", "责任项目书"));
  s.until("2026-03-31 17:00");
  const auto said = s.take();
  ASSERT_FALSE(said.empty());
  EXPECT_EQ(clock_text(said[0].at).substr(0, 10), "2026-03-20");  // T-7: the leader hears nothing of T-30 and T-14
  EXPECT_EQ(said[0].subject, "〔每日呈阅〕3月20日：请办理3件");
  for (const char* title : {"廉政承诺书", "责任计划书", "责任项目书"}) EXPECT_THAT(said[0].text, HasSubstr(title));
  EXPECT_LE(said.size(), 4U);
  EXPECT_EQ(s.broken, "") << "two mails a day are a fault of the school";
}

TEST(Brief, ABriefOfAnOutageJoinsTheNextDay) {
  School s(at("2026-01-01 00:00"));
  s.open(book("chengnuo", "廉政承诺书")).until("2026-03-20 07:45").take();
  s.jump("2026-03-20 20:00").settle().until("2026-03-23 12:00");
  const auto said = s.take();
  ASSERT_EQ(said.size(), 1U);
  EXPECT_EQ(clock_text(said[0].at).substr(0, 10), "2026-03-23");
  EXPECT_EQ(s.broken, "");
}

TEST(Brief, ADecidedQuestionIsTakenOutBeforeItLeaves) {
  School s(at("2026-06-02 09:00"));
  s.open(report_due()).act(wire::EXTEND, "unit:hq", [](wire::Action& a) {
    a.set_reason("材料未齐");
    a.set_until(at("2026-07-24 17:30"));
  });
  s.act(wire::REFUSE, "role:vice").take();
  s.until("2026-06-03 12:00");
  EXPECT_THAT(s.take(), IsEmpty());
}

// ---- counts

wire::Occurrence three_meetings() {
  auto occurrence = report_due("2026-12-31 17:30");
  occurrence.set_duty("3n");
  occurrence.set_party("role:office");
  occurrence.mutable_obligation()->set_title("“3+N”专题会议次数");
  occurrence.mutable_obligation()->set_at_least(2);
  occurrence.mutable_obligation()->add_counts("report");
  return occurrence;
}

wire::Bundle counting_rules() {
  auto bundle = duty_rules();
  auto& entry = *bundle.add_duties();
  entry.set_id("3n");
  entry.set_owner("role:office");
  entry.mutable_when()->set_kind("count");
  entry.mutable_when()->add_counts("report");
  entry.mutable_obligation()->add_counts("report");
  return bundle;
}

void close_one(School& s, const std::string& period) {
  auto occurrence = report_due("2026-12-31 17:30");
  occurrence.set_period(period);
  s.open(occurrence).act(wire::SUBMIT_DONE, "unit:hq", [](wire::Action& a) { a.set_evidence("校党〔2026〕12号"); });
  s.act(wire::VERIFY, "role:office");
}

TEST(DutyCount, ClosesItselfWhenTheYearHasEnough) {
  School s(at("2026-06-02 10:00"), counting_rules());
  s.open(three_meetings());
  const auto counter = School::key_of(three_meetings());
  close_one(s, "2026-Q1");
  s.use(counter);
  EXPECT_EQ(s.duty().counted(), 1U);
  s.take();
  s.until("2026-12-25 18:00");
  const auto said = s.take();
  ASSERT_FALSE(said.empty());
  EXPECT_THAT(said.back().text, HasSubstr("要求至少2次，已办结1次，还差1次"));
  close_one(s, "2026-Q2");
  s.use(counter);
  EXPECT_EQ(s.work(), wire::CLOSED);
  EXPECT_EQ(s.slot().matter.close_reason(), "counted");
  EXPECT_EQ(s.broken, "");
}

TEST(DutyCount, ACountThatComesFirstWaitsForItsDuty) {
  School s(at("2026-06-02 10:00"), counting_rules());
  close_one(s, "2026-Q1");
  s.use(School::key_of(three_meetings()));
  EXPECT_TRUE(s.slot().open());
  s.act(wire::ACK, "role:office");
  EXPECT_EQ(s.code(), wire::NOT_FOUND);
  s.open(three_meetings());
  EXPECT_EQ(s.code(), wire::OPENED);
  EXPECT_EQ(s.duty().counted(), 1U);
  EXPECT_EQ(s.broken, "");
}

}  // namespace
}  // namespace fenghuo::escalator::testing
