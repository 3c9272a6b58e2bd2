// A duty that is taken out of the catalogue and put back when its deadline has passed: before, after, or in between.
#include "services/escalator/test_edits.hpp"

namespace fenghuo::escalator::testing {
namespace {

using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

const std::string unit = "unit:hq";

TEST(DutyEdit, WhatNobodyWasAskedForStaysClosedWhenItIsPast) {
  auto e = report("2026-05-20 09:00");
  auto& s = e.school;
  e.remove();
  s.until("2026-07-15 17:30").take();
  e.restore();
  EXPECT_EQ(s.code(), wire::REFUSED_CLOSED);
  EXPECT_EQ(s.outcome().detail(), "截止时间已过，不再立项。");
  EXPECT_EQ(s.work(), wire::CANCELLED);
  e.edit([](wire::Duty& duty) { duty.mutable_when()->set_to_day(731); });
  EXPECT_EQ(s.work(), wire::AWAITING) << "a later date is no longer past";
}

// Editing the file is no way out of being overdue.
TEST(DutyEdit, AnOverdueDutyKeepsItsLatenessAndItsOrder) {
  auto e = report();
  auto& s = e.school;
  s.until("2026-07-16 19:00").act(wire::ISSUE, "role:office", [](wire::Action& a) { a.set_slip("order"); }).poke();
  ASSERT_EQ(s.duty().late(), "supervised");
  const auto before = s.duty();
  e.remove();
  s.until("2026-07-20 10:00").take();
  EXPECT_EQ(s.work(), wire::CANCELLED);
  e.restore();
  EXPECT_EQ(s.code(), wire::UPDATED);
  EXPECT_TRUE(s.slot().row.open());
  EXPECT_EQ(s.slot().row.late(), "supervised");
  EXPECT_EQ(s.duty().late_at(), before.late_at());
  ASSERT_EQ(s.duty().slips_size(), before.slips_size());
  for (int i = 0; i < before.slips_size(); ++i) {
    EXPECT_EQ(s.duty().slips(i).id(), before.slips(i).id());
    EXPECT_EQ(s.duty().slips(i).issued_at(), before.slips(i).issued_at());
    EXPECT_EQ(s.duty().slips(i).number(), before.slips(i).number());
  }
  EXPECT_THAT(s.events({"lateness_stopped", "lateness_resumed"}), IsEmpty());
  s.act(wire::EXPLAIN, unit, [](wire::Action& a) {
    a.set_slip("order");
    a.set_reason("材料正在汇总");
  });
  EXPECT_EQ(s.duty().late(), "rectifying");
  EXPECT_EQ(s.broken, "");
}

// Handed in a day before its deadline, taken out the day after.
TEST(DutyEdit, AResultThatWaitsIsVerifiedAfterItsDeadlineToo) {
  auto e = report();
  auto& s = e.school;
  s.until("2026-07-14 10:00").act(wire::SUBMIT_DONE, unit, [](wire::Action& a) { a.set_evidence("校党〔2026〕12号"); });
  e.remove();
  s.until("2026-07-17 10:00").take();
  e.restore();
  EXPECT_EQ(s.work(), wire::SUBMITTED);
  EXPECT_EQ(s.slot().matter.evidence(), "校党〔2026〕12号");
  EXPECT_EQ(s.slot().matter.submitted_by(), unit);
  EXPECT_EQ(s.duty().late(), "in_time");
  s.until("2026-07-17 12:00");
  EXPECT_THAT(heads(s), UnorderedElementsAre("role:office 请归档确认", "unit:hq 恢复办理")) << "the question was taken back with its end";
  s.act(wire::VERIFY, "role:office");
  EXPECT_EQ(s.work(), wire::CLOSED);
  EXPECT_EQ(s.broken, "");
}

TEST(DutyEdit, WhatFellDueWhileItWasOutIsNoLaterThanItWas) {
  auto e = report();
  auto& s = e.school;
  s.until("2026-07-14 10:00");
  e.remove();
  s.until("2026-07-16 10:00").take();
  e.restore();
  EXPECT_EQ(s.work(), wire::AWAITING);
  EXPECT_EQ(s.duty().late(), "in_time");
  EXPECT_EQ(s.duty().stopped_ms(), 48 * hour);
  s.until("2026-07-17 17:29");
  EXPECT_EQ(s.duty().late(), "in_time");
  s.until("2026-07-17 17:30");
  EXPECT_EQ(s.duty().late(), "overdue") << "two days after its date, for which nobody was asked";
  EXPECT_EQ(s.broken, "");
}

// Who handed it in and with what is not known any more: nobody could say that another verifies it.
TEST(DutyEdit, AResultWhoseTextsWereDeletedIsHandedInAnew) {
  auto bundle = duty_rules();
  bundle.set_retention_ms(30 * 24 * hour);
  EditedSchool e(entry_for(report_due(), 1215), "2026-05-28 09:00", bundle);
  auto& s = e.school;
  s.account = "api/one";
  s.until("2026-06-26 10:00").act(wire::SUBMIT_DONE, unit, [](wire::Action& a) { a.set_evidence("见附件说明"); });
  ASSERT_EQ(s.work(), wire::SUBMITTED);
  e.remove();
  s.until("2026-08-15 10:00").take();
  ASSERT_NE(s.slot().matter.erased_at(), 0);
  e.restore();
  EXPECT_EQ(s.work(), wire::IN_PROGRESS);
  EXPECT_EQ(s.slot().matter.erased_at(), 0);
  s.act(wire::VERIFY, "role:office");
  EXPECT_NE(s.code(), wire::DONE) << "there is nothing to verify";
  s.act(wire::SUBMIT_DONE, unit, [](wire::Action& a) { a.set_evidence("校党〔2026〕12号"); });
  EXPECT_EQ(s.work(), wire::SUBMITTED) << s.outcome().detail();
  EXPECT_EQ(s.broken, "");
}

}  // namespace
}  // namespace fenghuo::escalator::testing
