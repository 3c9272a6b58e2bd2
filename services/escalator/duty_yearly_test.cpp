// The committee's own duties: late without a night mail, archived rather than verified; outside bodies told by people; who approves; what
// a leader's brief no longer says.
#include "services/escalator/test_school.hpp"

namespace fenghuo::escalator::testing {
namespace {

using ::testing::Contains;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

void evidence(wire::Action& a) { a.set_evidence("校党〔2026〕12号"); }

// As the shipped plan "committee": reminders alone, nobody hears of lateness.
wire::Bundle committee_rules() {
  auto bundle = duty_rules();
  bundle.set_discipline_role("discipline");
  auto& plan = *bundle.add_plans();
  plan.set_id("committee");
  for (const int days : {-7, -1}) add_step(plan, "t" + std::to_string(days), days, "reminder", {"lead"});
  plan.set_approver("role:secretary");
  return bundle;
}

wire::Occurrence of_the_committee() {
  auto occurrence = report_due();
  occurrence.set_party("unit:dxb");
  occurrence.set_unit("dxb");
  occurrence.mutable_obligation()->set_plan("committee");
  return occurrence;
}

TEST(DutyYearly, TheCommitteesOwnLatenessIsALineInAYearlyList) {
  School s(at("2026-05-20 09:00"), committee_rules());
  s.open(of_the_committee()).until("2026-07-15 18:00");
  s.take();
  EXPECT_EQ(s.duty().late(), "overdue");
  s.until("2026-12-31 23:59");
  EXPECT_THAT(s.take(), IsEmpty()) << "no slip, no report upward, no monthly list";
  s.until("2027-01-31 12:00");
  const auto said = s.take();
  ASSERT_EQ(said.size(), 1U);
  EXPECT_EQ(said[0].party, "role:discipline");
  EXPECT_EQ(clock_text(said[0].at).substr(0, 10), "2027-01-01") << "the test's calendar knows no day off in 2027";
  EXPECT_THAT(said[0].text, HasSubstr("逾期，列入年度清单"));
  EXPECT_EQ(s.broken, "");
}

TEST(DutyYearly, DoneLateItIsStillOnTheList) {
  School s(at("2026-05-20 09:00"), committee_rules());
  s.open(of_the_committee()).until("2026-07-16 09:00").act(wire::SUBMIT_DONE, "unit:dxb", evidence).act(wire::VERIFY, "role:office");
  ASSERT_EQ(s.work(), wire::CLOSED);
  s.take();
  s.until("2027-01-31 12:00");
  ASSERT_EQ(s.take().size(), 1U);
}

TEST(DutyYearly, InTimeItIsOnNoList) {
  School s(at("2026-05-20 09:00"), committee_rules());
  s.open(of_the_committee()).until("2026-07-13 09:00").act(wire::SUBMIT_DONE, "unit:dxb", evidence).act(wire::VERIFY, "role:office");
  s.take();
  s.until("2027-01-31 12:00");
  EXPECT_THAT(s.take(), IsEmpty());
}

TEST(DutyYearly, TheOfficeArchivesItsDutiesRatherThanVerifiesThem) {
  School s(at("2026-06-02 09:00"), committee_rules());
  s.open(of_the_committee()).act(wire::SUBMIT_DONE, "unit:dxb", evidence);
  EXPECT_THAT(s.days(), Contains("06-02 role:office 请归档确认"));
  s.act(wire::VERIFY, "unit:dxb", [](wire::Action& a) { a.set_by("a colleague"); });
  EXPECT_EQ(s.code(), wire::REFUSED_RULE) << "never by the party that handed it in";
  s.act(wire::VERIFY, "role:office");
  EXPECT_EQ(s.work(), wire::CLOSED);
  EXPECT_EQ(s.event_field("verified", "archive"), "1");
}

// ---- outside bodies

TEST(ByHand, AnOutsideBodyIsAPersonsTask) {
  auto rules = duty_rules();
  auto& outside = *rules.add_roles();
  outside.set_id("city");
  outside.set_name("市教卫工作党委");
  outside.set_manual(true);
  outside.add_contacts("d-bw");  // whatever the file says
  rules.mutable_plans(0)->mutable_steps(4)->add_to("role:city");
  School s(at("2026-05-20 09:00"), rules);
  s.open(report_due()).until("2026-07-14 18:00");
  std::vector<std::string> parties;
  for (const auto& sent : s.take()) {
    if (sent.party == "unit:dxb") {
      EXPECT_THAT(sent.text, HasSubstr("请以电话或公文告知"));
    }
    for (const auto& destination : s.index().destinations(sent.party)) EXPECT_NE(destination->id(), "d-bw");
    parties.push_back(sent.party);
  }
  EXPECT_THAT(parties, Contains("unit:dxb"));
  EXPECT_THAT(parties, Not(Contains("role:city")));
  EXPECT_EQ(s.event_field("by_hand", "party"), "role:city");
  EXPECT_EQ(s.broken, "");
}

// ---- who approves an extension

TEST(Approver, IsARoleOrAUnitAsThePlanSays) {
  for (const char* approver : {"unit:bw", "role:minister", "minister"}) {
    auto rules = duty_rules();
    rules.mutable_plans(0)->set_approver(approver);
    School s(at("2026-06-02 09:00"), rules);
    s.open(report_due()).act(wire::EXTEND, "unit:hq", [](wire::Action& a) {
      a.set_reason("材料未齐");
      a.set_until(at("2026-07-24 17:30"));
    });
    const std::string party = approver == std::string("minister") ? "role:minister" : approver;
    EXPECT_THAT(s.days(), Contains("06-02 " + party + " 请审批延期")) << approver;
    s.act(wire::APPROVE, "role:vice");
    EXPECT_EQ(s.code(), wire::REFUSED_RULE);
    s.act(wire::APPROVE, party);
    EXPECT_EQ(s.code(), wire::DONE) << approver << ": " << s.outcome().detail();
    EXPECT_EQ(clock_text(s.duty().due_at()), "2026-07-24 17:30");
  }
}

// ---- the last half hour before a brief

TEST(Brief, WhatWasHandedInWithinTheLastHalfHourIsNotReported) {
  School s(at("2026-05-20 09:00"));
  s.open(report_due()).until("2026-07-16 07:45");  // the leader's entry is in the brief of the day
  s.take();
  ASSERT_EQ(s.duty().late(), "overdue");
  s.act(wire::SUBMIT_DONE, "unit:hq", evidence).until("2026-07-16 12:00");
  for (const auto& sent : s.take()) EXPECT_NE(sent.kind, "brief") << sent.text;

  School other(at("2026-05-20 09:00"));
  other.open(report_due()).until("2026-07-16 12:00");
  std::vector<std::string> kinds;
  for (const auto& sent : other.take()) {
    if (sent.at > at("2026-07-16 00:00")) kinds.push_back(sent.kind + " " + sent.party);
  }
  EXPECT_THAT(kinds, Contains("brief role:vice")) << "without it he would have read of it";
}

TEST(Brief, WhatEndedWithinTheLastHalfHourIsNotReported) {
  School s(at("2026-05-20 09:00"));
  s.open(report_due()).until("2026-07-16 07:45");
  s.take();
  s.act(wire::CANCEL_MATTER, "role:office", [](wire::Action& a) { a.set_reason("不再要求"); }).until("2026-07-16 12:00");
  for (const auto& sent : s.take()) EXPECT_THAT(sent.text, Not(HasSubstr("呈报："))) << sent.text;
  EXPECT_EQ(s.broken, "");
}

}  // namespace
}  // namespace fenghuo::escalator::testing
