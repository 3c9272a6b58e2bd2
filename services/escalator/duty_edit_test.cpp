// A duty that is taken out of the catalogue and put back: by a mistake, for a while (past its deadline: duty_edit_late_test.cpp).
#include "services/escalator/duty_say.hpp"
#include "services/escalator/test_edits.hpp"
#include "services/escalator/test_reports.hpp"

namespace fenghuo::escalator::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

const std::string unit = "unit:hq", other = "unit:bw";

TEST(DutyEdit, TakenOutAndPutBackItGoesOnWhereItStood) {
  auto e = report();
  auto& s = e.school;
  s.until("2026-06-26 10:00").act(wire::ACK, unit).act(wire::PROGRESS, unit, [](wire::Action& a) { a.set_note("已起草"); });
  const auto id = s.slot().id;
  s.take();
  e.remove();
  s.until("2026-06-29 12:00");
  EXPECT_EQ(s.work(), wire::CANCELLED);
  EXPECT_EQ(s.duty().before_retraction(), wire::IN_PROGRESS);
  EXPECT_THAT(heads(s), ElementsAre("unit:hq 已终止"));
  e.restore();
  EXPECT_EQ(s.code(), wire::UPDATED);
  EXPECT_EQ(s.work(), wire::IN_PROGRESS);
  EXPECT_EQ(s.slot().id, id);
  EXPECT_TRUE(s.slot().row.open());
  EXPECT_FALSE(s.duty().retracted());
  EXPECT_EQ(s.slot().matter.closed_at(), 0);
  EXPECT_EQ(s.slot().matter.groups(0).taken_by(), unit) << "what was promised stands";
  EXPECT_EQ(s.slot().matter.reports(), 1U);
  s.until("2026-06-30 12:00");
  EXPECT_THAT(heads(s), ElementsAre("unit:hq 恢复办理")) << "once";
  s.until("2026-07-14 18:00");
  for (const auto& one : s.take()) EXPECT_FALSE(one.serial.ends_with(":t-30") || one.serial.ends_with(":t-14")) << one.serial;
  s.act(wire::SUBMIT_DONE, unit, [](wire::Action& a) { a.set_evidence("校党〔2026〕12号"); }).act(wire::VERIFY, "role:office");
  EXPECT_EQ(s.work(), wire::CLOSED);
  EXPECT_EQ(s.broken, "");
}

TEST(DutyEdit, AsOftenAsItIsTakenOutAndPutBack) {
  auto e = report();
  auto& s = e.school;
  s.until("2026-06-26 10:00").take();
  for (int round = 0; round < 3; ++round) {
    e.remove();
    s.until(s.now() + 24 * hour);
    EXPECT_EQ(s.work(), wire::CANCELLED);
    e.restore();
    s.until(s.now() + 24 * hour);
    EXPECT_EQ(s.work(), wire::AWAITING);
  }
  EXPECT_EQ(s.broken, "");
  const auto said = heads(s);
  EXPECT_EQ(std::count(said.begin(), said.end(), "unit:hq 恢复办理"), 3);
}

TEST(DutyEdit, WhatFellDueMeanwhileIsPastWithoutAMessage) {
  auto e = report();
  auto& s = e.school;
  s.until("2026-06-20 10:00");
  e.remove();
  s.until("2026-07-07 10:00").take();
  e.restore();
  s.until("2026-07-08 18:00");
  EXPECT_THAT(heads(s), ElementsAre("unit:hq 恢复办理"));
}

// A window that opened while the duty was out: nobody has heard of it, and its reminders are past.
TEST(DutyEdit, WhoeverNeverHeardOfItHearsOfItNow) {
  auto e = report("2026-05-20 09:00");
  auto& s = e.school;
  e.remove();
  EXPECT_THAT(s.until("2026-07-14 18:00").take(), IsEmpty());
  e.restore();
  EXPECT_EQ(s.work(), wire::AWAITING);
  s.until("2026-07-15 12:00");
  EXPECT_THAT(heads(s), ElementsAre("unit:hq 立项"));
  EXPECT_EQ(s.broken, "");
}

// Both were submitted before one decision: the catalogue has the duty all the time.
TEST(DutyEdit, ARetractionThatIsOutOfDateEndsNothing) {
  auto e = report();
  auto& s = e.school;
  s.until("2026-06-26 10:00").take();
  s.down();
  e.remove();
  e.restore();
  s.back();
  EXPECT_EQ(s.work(), wire::AWAITING);
  EXPECT_THAT(s.events({"retracted", "reopened", "closed"}), IsEmpty());
  EXPECT_THAT(s.take(), IsEmpty());
}

TEST(DutyEdit, AnAmendmentThatIsOutOfDateChangesNothing) {
  auto e = report();
  auto& s = e.school;
  const auto first = *e.given();
  s.down();
  e.edit([](wire::Duty& duty) { duty.mutable_obligation()->set_title("乙事"); });
  const auto second = *e.given();
  e.edit([](wire::Duty& duty) { duty.mutable_obligation()->set_title("丙事"); });
  s.back();
  s.open(second);
  EXPECT_EQ(s.slot().matter.title(), "丙事");
  s.open(first);
  EXPECT_EQ(s.slot().matter.title(), "丙事");
}

TEST(DutyEdit, WhatAPersonEndedStaysClosed) {
  auto e = report();
  auto& s = e.school;
  s.act(wire::CANCEL_MATTER, "role:office", [](wire::Action& a) { a.set_reason("并入年度报告"); });
  e.remove();
  e.restore();
  EXPECT_EQ(s.code(), wire::REFUSED_CLOSED);
  EXPECT_EQ(s.work(), wire::CANCELLED);
  EXPECT_THAT(s.events({"reopened"}), IsEmpty());
}

TEST(DutyEdit, AMeetingThatWasCalledOffIsInvitedToAgain) {
  auto e = invited_meeting();
  auto& s = e.school;
  s.act(wire::ATTEND, other, [](wire::Action& a) { a.set_level("yes"); });
  e.remove();
  s.until("2026-07-01 18:00");
  EXPECT_THAT(invitations(s),
              UnorderedElementsAre(Heard{"role:secretary", "CANCEL", 1}, Heard{"role:vice", "CANCEL", 1}, Heard{other, "CANCEL", 1}));
  e.restore();
  s.until("2026-07-02 18:00");
  EXPECT_THAT(invitations(s),
              UnorderedElementsAre(Heard{"role:secretary", "REQUEST", 2}, Heard{"role:vice", "REQUEST", 2}, Heard{other, "REQUEST", 2}));
  EXPECT_EQ(clock_text(s.duty().scheduled_at()), "2026-07-08 14:00");
  EXPECT_EQ(s.duty().place(), "行政楼三层");
  const auto& answers = s.duty().attending();
  EXPECT_TRUE(std::find(answers.begin(), answers.end(), "unit:bw=yes") != answers.end());
  s.until("2026-07-08 10:00");
  const auto reminded = heads(s);
  EXPECT_EQ(std::count(reminded.begin(), reminded.end(), "unit:bw 会议提醒"), 1);
  EXPECT_EQ(s.broken, "");
}

// The calling off of before comes back undelivered: nobody is called off, or telephoned to, any more.
TEST(DutyEdit, ACallingOffThatWasNotDeliveredIsNotSaidAgain) {
  auto e = invited_meeting();
  auto& s = e.school;
  e.remove();
  s.until("2026-07-01 18:00");
  e.restore();
  s.until("2026-07-02 18:00").take();
  wire::InboxBody body;
  body.mutable_delivery_failed()->set_party(other);
  body.mutable_delivery_failed()->set_step(static_cast<std::uint32_t>(Said::called_off));
  body.mutable_delivery_failed()->set_destination("d-bw");
  s.put("duty/tuijin/2026", body);
  s.until("2026-07-03 18:00");
  EXPECT_THAT(s.take(), IsEmpty());
}

// A report's week tells both: that it was ended, and that it was done after all.
TEST(DutyEdit, AReportCountsItsEndAndItsCompletion) {
  EditedSchool e(entry_for(report_due()), "2026-06-22 09:00", report_rules());
  auto& s = e.school;
  s.digests = true;
  e.remove();
  e.restore();
  s.until("2026-06-22 10:00");
  s.act(wire::SUBMIT_DONE, unit, [](wire::Action& a) { a.set_evidence("校党〔2026〕12号"); }).act(wire::VERIFY, "role:office");
  EXPECT_EQ(s.work(), wire::CLOSED);
  for (const char* key : {"report/weekly/2026-W26", "report/monthly/2026-06"}) {
    const auto& total = s.at_key(key).matter.report().rows(0);
    EXPECT_EQ(total.by(), "total");
    EXPECT_EQ(total.cancelled(), 1U) << key;
    EXPECT_EQ(total.closed(), 1U) << key;
  }
}

TEST(DutyEdit, AMeetingWhoseDayWentByIsGivenANewDate) {
  auto e = invited_meeting();
  auto& s = e.school;
  e.remove();
  s.until("2026-07-09 08:00").take();
  e.restore();
  EXPECT_EQ(s.duty().scheduled_at(), 0);
  s.until("2026-07-09 18:00");
  const auto said = heads(s);
  EXPECT_EQ(std::count(said.begin(), said.end(), "unit:dxb 请定会期"), 1);
  s.act(wire::SCHEDULE, "unit:dxb", [](wire::Action& a) { a.set_at(at("2026-07-14 14:00")); });
  s.until("2026-07-10 18:00");
  for (const auto& one : invitations(s)) {
    EXPECT_EQ(one.method, "REQUEST");
    EXPECT_GT(one.sequence, 1U) << "above the calling off";
  }
  EXPECT_EQ(s.broken, "");
}

}  // namespace
}  // namespace fenghuo::escalator::testing
