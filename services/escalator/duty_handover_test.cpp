// An open duty is given into other hands by an edit of the catalogue: owner, supporters, attendees.
#include "services/escalator/test_edits.hpp"

namespace fenghuo::escalator::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

const std::string unit = "unit:hq", other = "unit:bw";

TEST(DutyEdit, AnotherOwnerIsATransferAndNotASecondMatter) {
  auto e = report();
  auto& s = e.school;
  s.until("2026-06-26 10:00").act(wire::ACK, unit).act(wire::PROGRESS, unit, [](wire::Action& a) { a.set_note("已起草"); });
  s.take();
  e.edit([](wire::Duty& duty) { duty.set_owner(other); });
  EXPECT_EQ(s.slot().matter.units(0), "bw");
  s.until("2026-06-29 12:00");
  EXPECT_THAT(heads(s), UnorderedElementsAre("unit:hq 转办", "unit:bw 转办"));
  EXPECT_EQ(s.work(), wire::AWAITING);
  s.act(wire::ACK, unit);
  EXPECT_EQ(s.code(), wire::REFUSED_RULE);
  s.act(wire::ACK, other);
  EXPECT_EQ(s.code(), wire::DONE);
  s.until("2026-07-14 18:00");
  for (const auto& one : s.take()) {
    EXPECT_EQ(one.party, other) << one.subject;
    EXPECT_FALSE(one.serial.ends_with(":t-30") || one.serial.ends_with(":t-14")) << one.serial;
  }
  EXPECT_EQ(s.keys(), std::vector<std::string>{"duty/report/2026"});
  EXPECT_EQ(s.broken, "");
}

TEST(DutyEdit, AnOwnerByMistakeAndBackTakesNothingFromWhoeverHadTakenIt) {
  auto e = report();
  auto& s = e.school;
  const auto until = at("2026-07-10 12:00");
  s.until("2026-06-26 10:00").act(wire::ACK, unit, [&](wire::Action& a) { a.set_until(until); });
  e.edit([](wire::Duty& duty) { duty.set_owner(other); });
  EXPECT_EQ(s.work(), wire::AWAITING);
  EXPECT_THAT(s.slot().row.taken(), IsEmpty()) << "nobody holds it meanwhile";
  s.until("2026-06-29 12:00").take();
  e.edit([](wire::Duty& duty) { duty.set_owner(unit); });
  EXPECT_EQ(s.work(), wire::IN_PROGRESS);
  EXPECT_THAT(s.slot().row.taken(), ElementsAre(unit));
  EXPECT_EQ(s.slot().matter.groups(0).until(), until);
  EXPECT_FALSE(s.slot().matter.groups(0).dropped());
  s.until("2026-06-30 12:00");
  for (const auto& one : s.take()) {
    EXPECT_THAT(one.text, HasSubstr(one.party == unit ? "仍由你单位承办，原有签收、承诺和记录继续有效" : "您无需再办"));
  }
  s.act(wire::PROGRESS, unit, [](wire::Action& a) { a.set_note("已起草"); });
  EXPECT_EQ(s.code(), wire::DONE);
  s.act(wire::ACK, other);
  EXPECT_EQ(s.code(), wire::REFUSED_RULE);
  EXPECT_EQ(s.broken, "");
}

TEST(DutyEdit, ASupporterWhoLedByMistakeSupportsAgain) {
  auto e = report();
  auto& s = e.school;
  e.edit([](wire::Duty& duty) { duty.mutable_obligation()->add_support(other); });
  s.until("2026-06-26 10:00").act(wire::ACK, other).act(wire::ACK, unit);
  e.edit([](wire::Duty& duty) { duty.set_owner(other); });
  e.edit([](wire::Duty& duty) { duty.set_owner(unit); });
  EXPECT_EQ(s.work(), wire::IN_PROGRESS);
  EXPECT_THAT(s.slot().row.taken(), UnorderedElementsAre(unit, other));
  EXPECT_THAT(s.slot().matter.no_longer(), IsEmpty());
  s.until("2026-06-29 12:00");
  const auto said = heads(s);
  EXPECT_EQ(std::count(said.begin(), said.end(), "unit:bw 请配合"), 1);
  EXPECT_EQ(s.broken, "");
}

// What a person let go is not taken up again by an edit.
TEST(DutyEdit, WhoDeclinedHasPromisedNothing) {
  auto e = report();
  auto& s = e.school;
  s.until("2026-06-26 10:00").act(wire::ACK, unit).act(wire::DECLINE, unit, [](wire::Action& a) { a.set_reason("非本单位职责"); });
  e.edit([](wire::Duty& duty) { duty.set_owner(other); });
  e.edit([](wire::Duty& duty) { duty.set_owner(unit); });
  EXPECT_EQ(s.work(), wire::AWAITING);
  EXPECT_THAT(s.slot().row.taken(), IsEmpty());
}

TEST(DutyEdit, TheOldOwnersLinksEndAndItHearsWhoHasTheDuty) {
  auto e = report();
  auto& s = e.school;
  s.until("2026-06-26 10:00").take();
  e.edit([](wire::Duty& duty) { duty.set_owner(other); });
  EXPECT_EQ(s.event_field("transferred", "party"), unit);
  EXPECT_EQ(s.event_field("transferred", "to"), other);
  for (const auto& one : s.take()) {
    EXPECT_EQ(one.model.ask(), one.party == other);
    const auto words = one.party == other ? std::string("请你单位签收并承办") : "改由" + s.index().party_name(other) + "承办，您无需再办";
    EXPECT_THAT(one.text, HasSubstr(words));
  }
}

TEST(DutyEdit, OfADutyThatSleepsNobodyHears) {
  auto e = report("2026-05-20 09:00");
  auto& s = e.school;
  e.edit([](wire::Duty& duty) { duty.set_owner(other); });
  EXPECT_THAT(s.take(), IsEmpty());
  s.until("2026-06-03 12:00");
  EXPECT_THAT(heads(s), ElementsAre("unit:bw 提醒"));
}

TEST(DutyEdit, AnEditedOwnerOpensNothingThatIsDone) {
  auto e = report();
  auto& s = e.school;
  s.act(wire::SUBMIT_DONE, unit, [](wire::Action& a) { a.set_evidence("校党〔2026〕12号"); }).act(wire::VERIFY, "role:office");
  s.take();
  e.edit([](wire::Duty& duty) { duty.set_owner(other); });
  EXPECT_EQ(s.code(), wire::REFUSED_CLOSED);
  EXPECT_EQ(s.work(), wire::CLOSED);
  EXPECT_THAT(s.until("2026-07-20 12:00").take(), IsEmpty());
}

TEST(DutyEdit, WhatWasHandedInWaitsForItsVerificationWhoeverOwnsItNow) {
  auto e = report();
  auto& s = e.school;
  s.act(wire::SUBMIT_DONE, unit, [](wire::Action& a) { a.set_evidence("校党〔2026〕12号"); });
  e.edit([](wire::Duty& duty) { duty.set_owner(other); });
  EXPECT_EQ(s.work(), wire::SUBMITTED);
  EXPECT_EQ(s.slot().matter.submitted_by(), unit);
  EXPECT_EQ(s.duty().evidence_size(), 1);
  s.act(wire::VERIFY, "role:office");
  EXPECT_EQ(s.work(), wire::CLOSED);
}

TEST(DutyEdit, WhatAPersonPassedOnStaysThere) {
  auto e = report();
  auto& s = e.school;
  s.until("2026-06-26 10:00").act(wire::TRANSFER, "role:office", [](wire::Action& a) { a.set_target_unit("xx"); });
  ASSERT_EQ(s.code(), wire::DONE);
  s.take();
  e.edit([](wire::Duty& duty) { duty.set_owner(other); });
  s.until("2026-07-14 18:00");
  for (const auto& one : s.take()) EXPECT_EQ(one.party, "unit:xx") << one.subject;
}

TEST(DutyEdit, OthersThatSupportAreAskedAndThoseOutLetGo) {
  auto e = report();
  auto& s = e.school;
  e.edit([](wire::Duty& duty) { duty.mutable_obligation()->add_support("unit:xx"); });
  s.until("2026-06-26 10:00").take();
  e.edit([](wire::Duty& duty) { duty.mutable_obligation()->set_support(0, other); });
  s.until("2026-06-29 12:00");
  EXPECT_THAT(heads(s), ElementsAre("unit:bw 请配合")) << "the one that is out had heard nothing yet";
  e.edit([](wire::Duty& duty) { duty.mutable_obligation()->clear_support(); });
  s.until("2026-06-30 12:00");
  EXPECT_THAT(heads(s), ElementsAre("unit:bw 转办"));
  e.edit([](wire::Duty& duty) { duty.mutable_obligation()->add_support(other); });
  s.until("2026-07-01 12:00");
  EXPECT_THAT(heads(s), ElementsAre("unit:bw 请配合"));
  EXPECT_EQ(s.broken, "");
}

TEST(DutyEdit, AnotherOwnerOfAMeetingDisturbsNoInvitation) {
  auto e = invited_meeting();
  auto& s = e.school;
  e.edit([](wire::Duty& duty) {
    duty.set_owner("unit:hq");
    duty.clear_lead();
  });
  s.until("2026-07-01 18:00");
  EXPECT_THAT(invitations(s), IsEmpty());
  EXPECT_EQ(clock_text(s.duty().scheduled_at()), "2026-07-08 14:00");
  EXPECT_EQ(s.duty().attending_size(), 3);
}

TEST(DutyEdit, WhoLeavesTheListGetsACancelWhoJoinsAnInvitationWhoStaysNothing) {
  auto e = invited_meeting();
  auto& s = e.school;
  e.edit([](wire::Duty& duty) { duty.mutable_obligation()->set_attendees(2, "unit:xx"); });
  s.until("2026-07-01 18:00");
  EXPECT_THAT(invitations(s), UnorderedElementsAre(Heard{other, "CANCEL", 1}, Heard{"unit:xx", "REQUEST", 1}));
  e.edit([](wire::Duty& duty) { duty.mutable_obligation()->add_attendees(other); });
  s.until("2026-07-02 18:00");
  EXPECT_THAT(invitations(s), ElementsAre(Heard{other, "REQUEST", 2}));
  s.until("2026-07-08 10:00");
  std::vector<std::string> reminded;
  for (const auto& one : s.take()) {
    if (one.model.invitations_size() > 0) reminded.push_back(one.party);
  }
  EXPECT_THAT(reminded, UnorderedElementsAre("role:secretary", "role:vice", other, "unit:xx")) << "each once, the day before";
  EXPECT_EQ(s.broken, "");
}

}  // namespace
}  // namespace fenghuo::escalator::testing
