// A leader's liaison hears what the leader hears, once a day, and what it does for the leader is on record as such.
#include "services/escalator/liaison.hpp"

#include "services/escalator/test_school.hpp"

namespace fenghuo::escalator::testing {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr const char *vice = "role:vice", *secretary = "role:secretary", *liaison = "role:minister";

wire::Bundle with_liaison() {
  auto rules = duty_rules();
  role_of(rules, "vice").set_liaison("minister");
  role_of(rules, "secretary").set_liaison("minister");
  return rules;
}

wire::Occurrence book(const std::string& id, const std::string& title, const char* owner) {
  auto occurrence = report_due("2026-03-31 17:30");
  occurrence.set_duty(id);
  occurrence.set_party(owner);
  occurrence.clear_unit();
  occurrence.set_window_from(at("2026-01-01 00:00"));
  occurrence.mutable_obligation()->set_title(title);
  return occurrence;
}

std::vector<Sent> to(const std::vector<Sent>& all, const std::string& party) {
  std::vector<Sent> out;
  for (const auto& one : all) {
    if (one.party == party) out.push_back(one);
  }
  return out;
}

const auto result = [](wire::Action& a) {
  a.set_evidence("校党〔2026〕12号");
  a.set_by("self-reported:role:minister");
  a.set_by_liaison(true);
};
const auto extend = [](wire::Action& a) {
  a.set_reason("材料未齐");
  a.set_until(at("2026-07-24 17:30"));
};

TEST(Liaison, HearsOfAllItsLeadersInOneMailADay) {
  School s(at("2026-01-01 00:00"), with_liaison());
  s.open(book("chengnuo", "廉政承诺书", vice)).open(book("jihua", "责任计划书", secretary)).until("2026-03-20 17:00");
  const auto sent = s.take();
  const auto own = to(sent, liaison);
  ASSERT_EQ(own.size(), 1U);
  EXPECT_EQ(own[0].kind, "brief");
  EXPECT_EQ(own[0].subject, "〔联络员代办〕3月20日：请办理2件");
  EXPECT_THAT(own[0].text, HasSubstr("【代角色vice办理】请办理：廉政承诺书"));
  EXPECT_THAT(own[0].text, HasSubstr("【代角色secretary办理】请办理：责任计划书"));
  EXPECT_THAT(own[0].text, HasSubstr("记为“由联络员代签”"));
  EXPECT_EQ(own[0].model.on_behalf(), "role:secretary,role:vice");
  ASSERT_EQ(own[0].model.entries_size(), 2);
  EXPECT_EQ(own[0].model.entries(0).owner(), secretary);
  for (const char* leader : {vice, secretary}) {
    ASSERT_EQ(to(sent, leader).size(), 1U) << leader;
    EXPECT_THAT(to(sent, leader)[0].text, Not(HasSubstr("代角色"))) << leader;
  }
  EXPECT_EQ(s.broken, "");
}

TEST(Liaison, ARoleWithoutOneChangesNothing) {
  School s(at("2026-01-01 00:00"));
  s.open(book("chengnuo", "廉政承诺书", vice)).until("2026-03-31 17:00");
  EXPECT_THAT(to(s.take(), liaison), IsEmpty());
  s.act(wire::SUBMIT_DONE, vice, result);
  EXPECT_EQ(s.outcome().detail(), "该角色没有联络员，请由本人办理。");
}

TEST(Liaison, AnInvitationOfSeveralLeadersIsAnEntryForEach) {
  School s(at("2026-06-02 09:00"), with_liaison());
  s.open(meeting_due()).act(wire::SCHEDULE, "unit:dxb", [](wire::Action& a) {
    a.set_at(at("2026-06-08 14:00"));
    a.set_place("行政楼301");
  });
  s.until("2026-06-03 12:00");
  const auto own = to(s.take(), liaison);
  ASSERT_EQ(own.size(), 1U);
  ASSERT_EQ(own[0].model.entries_size(), 2) << "one for each leader, of one matter";
  EXPECT_EQ(own[0].model.entries(0).matter_id(), own[0].model.entries(1).matter_id());
  EXPECT_EQ(own[0].model.invitations_size(), 0) << "a meeting stands in the leader's calendar alone";
  s.act(wire::ATTEND, vice, [](wire::Action& a) {
    a.set_level("yes");
    a.set_by_liaison(true);
  });
  EXPECT_THAT(s.duty().attending(), Contains("role:vice=yes"));
  EXPECT_EQ(s.event_field("attending", "by_liaison"), "1");
  s.act(wire::ATTEND, secretary, [](wire::Action& a) { a.set_level("yes"); });
  EXPECT_EQ(s.event_field("attending", "by_liaison"), "") << "the leader's own answer";
}

TEST(Liaison, AMeetingCalledOffBeforeItWasSaidIsInNeitherBrief) {
  School s(at("2026-06-02 09:00"), with_liaison());
  s.open(meeting_due()).act(wire::SCHEDULE, "unit:dxb", [](wire::Action& a) { a.set_at(at("2026-06-08 14:00")); });
  s.act(wire::CANCEL_MATTER, "unit:dxb", [](wire::Action& a) { a.set_reason("并入总结会议"); }).until("2026-06-03 12:00");
  EXPECT_THAT(to(s.take(), liaison), IsEmpty());
  EXPECT_EQ(s.broken, "");
}

TEST(Liaison, WhatItHandsInAndTakesOnIsOnRecord) {
  School s(at("2026-01-05 09:00"), with_liaison());
  s.open(book("jihua", "责任计划书", vice));
  s.act(wire::ACK, vice, [](wire::Action& a) { a.set_by_liaison(true); });
  EXPECT_EQ(s.slot().matter.groups(0).taken_by(), vice);
  EXPECT_TRUE(s.slot().matter.groups(0).by_liaison());
  EXPECT_EQ(s.event_field("acknowledged", "by_liaison"), "1");
  s.act(wire::SUBMIT_DONE, vice, result);
  EXPECT_EQ(s.work(), wire::SUBMITTED);
  EXPECT_EQ(s.event_field("submitted", "by_liaison"), "1");
  EXPECT_EQ(s.event_field("submitted", "party"), vice);
  s.act(wire::VERIFY, "role:office");
  EXPECT_EQ(s.work(), wire::CLOSED);
  EXPECT_EQ(s.event_field("verified", "by_liaison"), "") << "another's act";
}

TEST(Liaison, ActingInItsOwnNameItIsTheLiaisonAllTheSame) {
  School s(at("2026-01-05 09:00"), with_liaison());
  s.open(book("jihua", "责任计划书", vice)).act(wire::ACK, liaison);
  EXPECT_EQ(s.slot().matter.groups(0).taken_by(), liaison);
  EXPECT_TRUE(s.slot().matter.groups(0).by_liaison());
  EXPECT_EQ(s.event_field("acknowledged", "by_liaison"), "1");
}

TEST(Liaison, DoesNotApproveWhatItAskedForForAnother) {
  auto rules = with_liaison();
  rules.mutable_plans(0)->set_approver(secretary);
  School s(at("2026-06-02 09:00"), rules);
  auto occurrence = report_due();
  occurrence.set_party(vice);
  s.open(occurrence).act(wire::EXTEND, vice, [](wire::Action& a) {
    extend(a);
    a.set_by_liaison(true);
  });
  EXPECT_EQ(s.code(), wire::DONE);
  s.act(wire::APPROVE, secretary, [](wire::Action& a) {
    a.set_by("self-reported:书记");
    a.set_by_liaison(true);
  });
  EXPECT_EQ(s.outcome().detail(), "申请和批准不能由同一方或同一联络员经手，请由批准人本人办理。");
  s.act(wire::APPROVE, secretary, [](wire::Action& a) { a.set_by("self-reported:校党委书记"); });
  EXPECT_EQ(s.code(), wire::DONE);
  EXPECT_EQ(s.duty().due_at(), at("2026-07-24 17:30"));
}

// As in a school whose leaders' liaison sits in the office that has duties of its own.
TEST(Liaison, DoesNotDecideForTheLeaderWhatItsOwnOfficeAskedForOrHandedIn) {
  auto rules = with_liaison();
  role_of(rules, "minister").set_office("hq");
  School s(at("2026-06-02 09:00"), rules);
  auto occurrence = report_due();
  occurrence.mutable_obligation()->set_verifier("role:leader_in_charge");
  const auto for_leader = [](wire::Action& a) {
    a.set_by("self-reported:role:minister");
    a.set_by_liaison(true);
  };
  s.open(occurrence).act(wire::EXTEND, "unit:hq", extend).act(wire::APPROVE, vice, for_leader);
  EXPECT_EQ(s.outcome().detail(), "申请和批准不能由同一方或同一联络员经手，请由批准人本人办理。");
  s.act(wire::APPROVE, vice);
  EXPECT_EQ(s.code(), wire::DONE);
  s.act(wire::SUBMIT_DONE, "unit:hq", [](wire::Action& a) { a.set_evidence("校党〔2026〕12号"); }).act(wire::VERIFY, vice, for_leader);
  EXPECT_EQ(s.outcome().detail(), "报送和核验不能由同一方或同一联络员经手，请由核验人本人办理。");
  EXPECT_EQ(s.work(), wire::SUBMITTED);
  s.act(wire::VERIFY, vice);
  EXPECT_EQ(s.work(), wire::CLOSED) << "whose portfolio has the unit";
}

wire::Bundle with_a_leader_who_reads_no_mail() {
  auto rules = with_liaison();
  role_of(rules, "vice").clear_contacts();
  return rules;
}

TEST(Liaison, ALeaderWithoutAContactIsToldThroughIt) {
  School s(at("2026-01-01 00:00"), with_a_leader_who_reads_no_mail());
  s.open(book("jihua", "责任计划书", vice)).until("2026-03-20 17:00");
  const auto sent = s.take();
  EXPECT_THAT(to(sent, vice), IsEmpty());
  ASSERT_EQ(to(sent, liaison).size(), 1U);
  EXPECT_THAT(to(sent, liaison)[0].text, HasSubstr("【代角色vice办理】请办理：责任计划书"));
  EXPECT_THAT(s.events({"party_unreachable", "clock_stopped"}), IsEmpty());
  EXPECT_EQ(s.duty().clock_stopped_at(), 0);
  for (const auto& key : s.keys()) EXPECT_THAT(key, Not(HasSubstr("brief/vice/"))) << "it would reach nobody";
  EXPECT_EQ(s.broken, "");
}

TEST(Liaison, WhatDidNotReachItDidNotReachALeaderWithoutAContact) {
  School s(at("2026-01-01 00:00"), with_a_leader_who_reads_no_mail());
  s.open(book("jihua", "责任计划书", vice)).until("2026-03-20 10:00");
  const auto sent = to(s.take(), liaison);
  ASSERT_EQ(sent.size(), 1U);
  s.dies(sent[0]);
  EXPECT_NE(s.duty().clock_stopped_at(), 0) << "nobody is late for what never arrived";
  EXPECT_THAT(s.days(), Contains(HasSubstr("unit:dxb 送达")));
}

TEST(Liaison, OfNobodyWhoCanBeReachedThereIsNobody) {
  auto rules = with_a_leader_who_reads_no_mail();
  role_of(rules, "minister").clear_contacts();
  School s(at("2026-01-01 00:00"), rules);
  s.open(book("jihua", "责任计划书", vice)).until("2026-03-20 17:00");
  EXPECT_THAT(s.take(), Not(Contains(::testing::Field(&Sent::party, vice))));
  EXPECT_EQ(s.event_field("not_said", "why"), "nobody there");
}

TEST(Liaison, WhatWasAnsweredBeforeTheMorningIsInNeitherBrief) {
  School s(at("2026-06-02 09:00"), with_liaison());
  s.open(report_due()).act(wire::EXTEND, "unit:hq", extend).act(wire::REFUSE, vice).take();
  s.until("2026-06-03 12:00");
  EXPECT_THAT(to(s.take(), liaison), IsEmpty());
  EXPECT_EQ(s.broken, "");
}

}  // namespace
}  // namespace fenghuo::escalator::testing
