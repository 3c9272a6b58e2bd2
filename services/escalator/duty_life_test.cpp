// The life of a duty, in the order of process.md: opened, taken, handed in, verified or sent back; extended, passed on, handed back.
#include "services/escalator/test_school.hpp"

namespace fenghuo::escalator::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* unit = "unit:hq";

void evidence(wire::Action& a) { a.set_evidence("校党〔2026〕12号"); }
void reason(wire::Action& a) { a.set_reason("理由"); }

School opened(const std::string& start = "2026-05-20 09:00") {
  School s(at(start));
  s.open(report_due());
  return s;
}
School taken() {
  auto s = opened();
  s.until("2026-06-02 09:00").act(wire::ACK, unit);
  s.take();
  return s;
}
School handed_in() {
  auto s = taken();
  s.act(wire::SUBMIT_DONE, unit, evidence);
  return s;
}
std::string refusal(const School& s) {
  return s.code() == wire::REFUSED_RULE || s.code() == wire::REFUSED_CLOSED ? s.outcome().detail() : "not refused";
}

TEST(DutyLife, SleepsUntilItsWindowOpensThenWaitsToBeTaken) {
  auto s = opened();
  EXPECT_EQ(s.code(), wire::OPENED);
  EXPECT_EQ(s.work(), wire::PLANNED);
  EXPECT_EQ(clock_text(s.slot().row.next_at()), "2026-06-01 00:00");
  EXPECT_EQ(s.slot().row.facets_size(), 0);
  s.until("2026-06-01 00:00");
  EXPECT_EQ(s.work(), wire::AWAITING);
  EXPECT_THAT(s.take(), IsEmpty());
  EXPECT_EQ(s.broken, "");
}

TEST(DutyLife, IsTakenOnceAndSaysByWhomTheSecondTime) {
  auto s = opened();
  s.until("2026-06-02 09:00").act(wire::ACK, "unit:bw");
  EXPECT_EQ(refusal(s), "未请该方签收，也未告知该方。");
  s.act(wire::ACK, unit);
  EXPECT_EQ(s.code(), wire::DONE);
  EXPECT_EQ(s.work(), wire::IN_PROGRESS);
  s.act(wire::ACK, unit, [](wire::Action& a) { a.set_by("somebody else"); });
  EXPECT_EQ(s.code(), wire::ALREADY);
  EXPECT_EQ(s.outcome().detail(), "account of unit:hq");
}

TEST(DutyLife, AnExpiredLinkTakesNothing) {
  auto s = opened();
  s.until("2026-06-02 09:00").act(wire::ACK, unit, [](wire::Action& a) { a.set_token_expires(at("2026-06-01 09:00")); });
  EXPECT_EQ(s.code(), wire::EXPIRED);
  EXPECT_EQ(s.work(), wire::AWAITING);
}

TEST(DutyLife, CompletionNeedsEvidence) {
  auto s = taken();
  s.act(wire::SUBMIT_DONE, unit);
  EXPECT_EQ(refusal(s), "请填写文号、链接或说明之一。");
  EXPECT_EQ(s.work(), wire::IN_PROGRESS);
  s.act(wire::SUBMIT_DONE, unit, evidence);
  EXPECT_EQ(s.work(), wire::SUBMITTED);
  EXPECT_THAT(s.days(), ElementsAre("06-02 role:office 请归档确认"));
}

TEST(DutyLife, ANumberOnlyDutyTakesNoSentence) {
  School s(at("2026-06-02 09:00"));
  auto occurrence = report_due();
  occurrence.mutable_obligation()->set_number_only(true);
  s.open(occurrence);
  for (const char* text : {"当事人情况见附件", "https://oa.example.edu.cn/1", "13800000000"}) {
    s.act(wire::SUBMIT_DONE, unit, [&](wire::Action& a) { a.set_evidence(text); });
    EXPECT_EQ(refusal(s), "此事项只登记文号和日期，请勿填写内容或附链接。") << text;
  }
  s.act(wire::SUBMIT_DONE, unit, [](wire::Action& a) { a.set_evidence("校纪〔2026〕7号 2026-06-01"); });
  EXPECT_EQ(s.work(), wire::SUBMITTED);
}

TEST(DutyLife, NobodyVerifiesWhatHeSubmitted) {
  auto s = handed_in();
  const std::string own = "不能核验自己提交的材料，请另一人核验。";
  s.act(wire::VERIFY, "role:office", [](wire::Action& a) { a.set_by("account of unit:hq"); });
  EXPECT_EQ(refusal(s), own) << "the same account";
  s.act(wire::VERIFY, unit, [](wire::Action& a) { a.set_by("a colleague"); });
  EXPECT_EQ(refusal(s), own) << "the same party";
  s.act(wire::VERIFY, "unit:bw");
  EXPECT_EQ(refusal(s), "此事项由角色office核验。");
  EXPECT_EQ(s.work(), wire::SUBMITTED);
  s.take();
  s.act(wire::VERIFY, "role:office");
  EXPECT_EQ(s.work(), wire::CLOSED);
  EXPECT_FALSE(s.slot().open());
  EXPECT_THAT(s.days(), ElementsAre("06-02 unit:hq 已办结"));
}

TEST(DutyLife, ANamedVerifierReplacesTheArchive) {
  School s(at("2026-06-02 09:00"));
  auto occurrence = report_due();
  occurrence.mutable_obligation()->set_verifier("role:minister");
  s.open(occurrence).act(wire::SUBMIT_DONE, unit, evidence);
  s.act(wire::VERIFY, "role:office");
  EXPECT_EQ(refusal(s), "此事项由角色minister核验。");
  s.act(wire::VERIFY, "role:minister");
  EXPECT_EQ(s.work(), wire::CLOSED);
}

TEST(DutyLife, AUnitThatVerifiesTheOthersDoesNotVerifyItsOwn) {
  School s(at("2026-06-02 09:00"));
  auto occurrence = report_due();
  occurrence.mutable_obligation()->set_verifier(unit);
  s.open(occurrence).act(wire::SUBMIT_DONE, unit, evidence).act(wire::VERIFY, "role:office");
  EXPECT_EQ(s.work(), wire::CLOSED) << "the dispatching office does, or it would wait for ever";
}

TEST(DutyLife, ALeadersDutyIsAnsweredByTheUnitThatLeadsItAndByTheLiaison) {
  auto rules = duty_rules();
  auto& duty = *rules.add_duties();
  duty.set_id("report");
  duty.set_lead("bw");
  role_of(rules, "secretary").set_liaison("minister");
  School s(at("2026-06-02 09:00"), rules);
  auto occurrence = report_due();
  occurrence.set_party("role:secretary");
  s.open(occurrence).act(wire::ACK, unit);
  EXPECT_EQ(refusal(s), "未请该方签收，也未告知该方。");
  s.act(wire::ACK, "unit:bw");
  EXPECT_EQ(s.work(), wire::IN_PROGRESS);
  s.act(wire::SUBMIT_DONE, "role:minister", evidence);
  EXPECT_EQ(s.work(), wire::SUBMITTED);
  EXPECT_EQ(s.slot().matter.submitted_by(), "role:minister") << "the record says who did";
}

TEST(DutyLife, IsSentBackWithAReasonAndHandedInAgain) {
  auto s = handed_in();
  s.act(wire::RETURN_BACK, "role:office");
  EXPECT_EQ(refusal(s), "请写明退回原因。");
  s.take();
  s.act(wire::RETURN_BACK, "role:office", [](wire::Action& a) { a.set_reason("缺文号"); });
  EXPECT_EQ(s.work(), wire::RETURNED);
  const auto said = s.take();
  ASSERT_EQ(said.size(), 1U);
  EXPECT_THAT(said[0].text, HasSubstr("缺文号"));
  s.act(wire::ACK, unit);
  EXPECT_EQ(s.work(), wire::IN_PROGRESS);
  s.act(wire::SUBMIT_DONE, unit, evidence).act(wire::VERIFY, "role:office");
  EXPECT_EQ(s.work(), wire::CLOSED);
  EXPECT_EQ(s.duty().returns(), 1U);
}

TEST(DutyLife, EvidenceMayStandForSeveralMatters) {
  auto s = taken();
  s.act(wire::SUBMIT_DONE, unit, [](wire::Action& a) { a.set_evidence("会议纪要一并用于督〔2026〕12号、督〔2026〕13号"); });
  EXPECT_EQ(s.event_field("submitted", "matters"), "督〔2026〕12号,督〔2026〕13号");
}

TEST(DutyLife, WhatWaitsForVerificationIsAskedForEverySecondWorkingDay) {
  auto s = handed_in();
  s.take();
  s.until("2026-06-09 12:00");
  EXPECT_THAT(s.days(), ElementsAre("06-04 role:office 请归档确认", "06-08 role:office 请归档确认"));
  EXPECT_EQ(s.broken, "");
}

// Scenario 15.
TEST(DutyLife, AnExtensionHoldsOnlyOnceItIsApproved) {
  auto s = taken();
  const auto until = [](wire::Action& a) {
    a.set_reason("材料未齐");
    a.set_until(at("2026-07-24 17:30"));
  };
  s.act(wire::EXTEND, unit, [](wire::Action& a) { a.set_until(at("2026-07-24 17:30")); });
  EXPECT_EQ(refusal(s), "请写明延期理由。");
  s.act(wire::EXTEND, unit, until);
  EXPECT_EQ(s.outcome().detail(), "延期须经角色vice批准，批准前原期限有效。");
  EXPECT_EQ(clock_text(s.duty().due_at()), "2026-07-15 17:30");
  s.act(wire::APPROVE, unit);
  EXPECT_EQ(refusal(s), "延期须经角色vice批准，批准前原期限有效。");
  s.act(wire::APPROVE, "role:office");
  EXPECT_EQ(refusal(s), "延期须经角色vice批准，批准前原期限有效。");
  s.act(wire::APPROVE, "role:vice");
  EXPECT_EQ(clock_text(s.duty().due_at()), "2026-07-24 17:30");
  EXPECT_EQ(clock_text(s.duty().first_due_at()), "2026-07-15 17:30");
  EXPECT_EQ(clock_text(s.duty().extensions(0).old_due_at()), "2026-07-15 17:30");
  s.take();
  s.until("2026-07-24 17:29");
  EXPECT_EQ(s.duty().late(), "in_time");
  EXPECT_THAT(s.days(), ElementsAre("06-11 unit:hq 提醒", "07-06 unit:hq 提醒", "07-15 unit:hq 提示单", "07-17 unit:hq 催办单",
                                    "07-21 unit:hq 提醒", "07-23 unit:hq 提醒"));
  s.until("2026-07-24 17:30");
  EXPECT_EQ(s.duty().late(), "overdue");
  EXPECT_EQ(s.broken, "");
}

TEST(DutyLife, WhoApprovesByALinkSaysWho) {
  auto s = taken();
  s.act(wire::EXTEND, unit, [](wire::Action& a) {
    a.set_reason("材料未齐");
    a.set_until(at("2026-07-24 17:30"));
  });
  s.act(wire::APPROVE, "role:vice", [](wire::Action& a) { a.set_by("self-reported:role:vice"); });
  EXPECT_EQ(refusal(s), "请写明批准人。");
  EXPECT_EQ(clock_text(s.duty().due_at()), "2026-07-15 17:30");
  s.act(wire::APPROVE, "role:vice", [](wire::Action& a) { a.set_by("self-reported:分管校领导秘书"); });
  EXPECT_EQ(clock_text(s.duty().due_at()), "2026-07-24 17:30");
}

TEST(DutyLife, ARefusedExtensionChangesNothing) {
  auto s = taken();
  s.act(wire::EXTEND, unit, [](wire::Action& a) {
    a.set_reason("材料未齐");
    a.set_until(at("2026-07-24 17:30"));
  });
  s.take();
  s.act(wire::REFUSE, "role:vice", reason);
  EXPECT_EQ(clock_text(s.duty().due_at()), "2026-07-15 17:30");
  EXPECT_THAT(s.days(), ElementsAre("06-02 unit:hq 延期未批准"));
  s.act(wire::APPROVE, "role:vice");
  EXPECT_EQ(refusal(s), "没有待批的延期申请。");
}

// Scenario 37.
TEST(DutyLife, NotOursGoesBackToTheDispatchingOfficeWithItsReason) {
  auto s = opened();
  s.until("2026-06-02 10:00").take();
  s.act(wire::DECLINE, unit);
  EXPECT_EQ(refusal(s), "请写明理由。");
  s.act(wire::DECLINE, unit, [](wire::Action& a) { a.set_reason("属基建处"); });
  EXPECT_EQ(s.work(), wire::AWAITING);
  auto said = s.take();
  ASSERT_EQ(said.size(), 1U);
  EXPECT_EQ(said[0].party, "role:office");
  EXPECT_THAT(said[0].text, HasSubstr("属基建处"));
  s.act(wire::TRANSFER, "role:office", [](wire::Action& a) { a.set_target_unit("bw"); });
  EXPECT_THAT(s.days(), ElementsAre("06-02 unit:bw 转办"));
  s.until("2026-07-14 17:00");
  for (const auto& one : s.take()) EXPECT_EQ(one.party, "unit:bw") << one.subject;
  s.act(wire::ACK, unit);
  EXPECT_EQ(refusal(s), "未请该方签收，也未告知该方。");
  s.act(wire::ACK, "unit:bw");
  EXPECT_EQ(s.work(), wire::IN_PROGRESS);
  EXPECT_EQ(s.slot().row.unit(), "bw");
  EXPECT_EQ(s.broken, "");
}

TEST(DutyLife, CancelledAndMergedByAPersonWithAReason) {
  auto s = taken();
  s.act(wire::CANCEL_MATTER, "role:office");
  EXPECT_EQ(refusal(s), "请写明终止原因。");
  s.act(wire::CANCEL_MATTER, "role:office", reason);
  EXPECT_EQ(s.work(), wire::CANCELLED);
  auto other = taken();
  other.act(wire::MERGE, "role:office", [](wire::Action& a) { a.set_reason("并入督〔2026〕3号"); });
  EXPECT_EQ(other.work(), wire::MERGED);
  other.act(wire::ACK, unit);
  EXPECT_EQ(refusal(other), "事项已合并办理，请在合并后的事项上操作。");
}

// Scenario 34.
TEST(DutyLife, AClosedOneNeverOpensAgain) {
  auto s = handed_in();
  s.act(wire::VERIFY, "role:office");
  auto again = report_due();
  s.open(again);
  EXPECT_EQ(s.code(), wire::REFUSED_CLOSED);
  again.set_due_at(at("2026-12-31 17:30"));
  s.open(again);
  EXPECT_EQ(s.code(), wire::REFUSED_CLOSED);
  EXPECT_EQ(s.work(), wire::CLOSED);
  s.take();
  EXPECT_THAT(s.until("2026-12-31 23:00").take(), IsEmpty());
}

TEST(DutyLife, AnEditedOneIsAmendedAndResendsNothing) {
  auto s = opened();
  s.until("2026-06-26 17:00");
  EXPECT_THAT(s.days(), ElementsAre("06-02 unit:hq 提醒", "06-25 unit:hq 提醒"));
  auto edited = report_due();
  edited.mutable_obligation()->set_title("责任落实情况报告");
  s.open(edited);
  EXPECT_EQ(s.code(), wire::UPDATED);
  EXPECT_EQ(s.slot().matter.title(), "责任落实情况报告");
  EXPECT_THAT(s.take(), IsEmpty());
  edited.set_due_at(at("2026-07-31 17:30"));
  s.open(edited);
  EXPECT_THAT(s.days(), ElementsAre("06-26 unit:hq 期限调整"));
  s.until("2026-07-31 17:00");
  for (const auto& one : s.take()) EXPECT_FALSE(one.serial.ends_with(":t-30") || one.serial.ends_with(":t-14")) << one.serial;
  EXPECT_EQ(clock_text(s.duty().first_due_at()), "2026-07-15 17:30");
  EXPECT_EQ(s.broken, "");
}

TEST(DutyLife, ARemovedOneIsRetractedWithARecord) {
  auto s = taken();
  s.retract("目录第3版删去");
  EXPECT_EQ(s.work(), wire::CANCELLED);
  EXPECT_TRUE(s.duty().retracted());
  EXPECT_THAT(s.events({"retracted", "closed"}), ElementsAre("2026-06-02 09:00 retracted", "2026-06-02 09:00 closed"));
}

// Scenario 35: of a duty whose reminders lie behind, only what is still ahead is said.
TEST(DutyLife, SwitchedOnInMidWindowNothingOfThePastFires) {
  School s(at("2026-07-07 10:00"));
  s.open(report_due()).until("2026-07-09 07:00");
  EXPECT_THAT(s.take(), IsEmpty());
  s.until("2026-07-14 17:00");
  EXPECT_THAT(s.days(), ElementsAre("07-09 unit:hq 催办单", "07-10 unit:hq 提醒", "07-14 unit:hq 提醒"));
  School late(at("2026-07-16 10:00"));
  late.open(report_due());
  EXPECT_EQ(refusal(late), "截止时间已过，不再立项。");
  EXPECT_EQ(late.work(), wire::CANCELLED);
}

TEST(DutyLife, WhatAPersonOpensIsAnnouncedAtOnce) {
  School s(at("2026-07-07 18:30"));
  auto occurrence = report_due();
  occurrence.clear_duty();
  occurrence.set_window_from(0);
  occurrence.mutable_obligation()->set_basis("领导批示");
  occurrence.mutable_obligation()->clear_clause();
  wire::InboxBody body;
  *body.mutable_occurrence() = occurrence;
  s.use("adhoc/1").put("adhoc/1", body);
  EXPECT_EQ(s.work(), wire::AWAITING);
  s.until("2026-07-08 10:00");
  auto said = s.take();
  ASSERT_EQ(said.size(), 1U);
  EXPECT_THAT(said[0].subject, HasSubstr("〔立项〕责任落实报告"));
  EXPECT_THAT(said[0].text, HasSubstr("依据：领导批示。"));
  EXPECT_EQ(clock_text(said[0].at).substr(0, 10), "2026-07-08");
}

}  // namespace
}  // namespace fenghuo::escalator::testing
