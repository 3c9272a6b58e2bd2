// A dead message of a duty: the next contact gets what died, in its own words; only what the lateness depends on stops the clock.
#include "services/escalator/test_school.hpp"

namespace fenghuo::escalator::testing {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr const char* unit = "unit:hq";

wire::Bundle with_two_contacts() {
  auto bundle = duty_rules();
  for (const char* id : {"hq", "bw", "dxb"}) {
    auto& destination = *bundle.add_destinations();
    destination.set_id(std::string("d-") + id + "-2");
    destination.set_channel("webhook");
    destination.set_on_campus(true);
    unit_of(bundle, id).add_contacts(destination.id());
  }
  return bundle;
}

School open_at(const std::string& when, const wire::Bundle& bundle = with_two_contacts()) {
  School s(at("2026-05-20 09:00"), bundle);
  s.open(report_due()).until(when).take();
  return s;
}

// What was said to the party last.
Sent last_to(School& s, const std::string& party) {
  const auto all = s.take();
  for (auto one = all.rbegin(); one != all.rend(); ++one) {
    if (one->party == party) return *one;
  }
  ADD_FAILURE() << "nothing to " << party;
  return {};
}

// It dies, and this goes over the second contact.
Sent next_after(School& s, const Sent& dead) {
  EXPECT_THAT(dead.destination, Not(HasSubstr("-2")));
  s.dies(dead);
  const auto next = last_to(s, dead.party);
  EXPECT_EQ(next.destination, dead.destination + "-2");
  EXPECT_EQ(s.broken, "");
  return next;
}

void by_name(wire::Action& a) {
  a.set_slip("order");
  a.set_by("党校办张主任");
}

TEST(DutyUndelivered, AnOrderGoesAgainAsAnOrderWithItsNumberAndSigner) {
  auto s = open_at("2026-07-16 10:00");
  s.act(wire::ISSUE, "unit:dxb", by_name);
  ASSERT_EQ(s.code(), wire::DONE) << s.outcome().detail();
  const auto first = last_to(s, unit);
  const auto next = next_after(s, first);
  EXPECT_EQ(next.subject, first.subject);
  EXPECT_THAT(next.subject, AllOf(HasSubstr("【督办】督〔2026〕"), HasSubstr("号")));
  EXPECT_THAT(next.text, HasSubstr("党校办张主任"));
  EXPECT_TRUE(next.model.ask());
}

TEST(DutyUndelivered, AReturnATransferAndADecidedExtensionGoAgainAsWhatTheyAre) {
  auto s = open_at("2026-06-15 10:00");
  s.act(wire::SUBMIT_DONE, unit, [](wire::Action& a) { a.set_evidence("校党〔2026〕12号"); });
  s.act(wire::RETURN_BACK, "role:office", [](wire::Action& a) { a.set_reason("缺附件"); });
  ASSERT_EQ(s.code(), wire::DONE) << s.outcome().detail();
  EXPECT_THAT(next_after(s, last_to(s, unit)).subject, HasSubstr("〔已退回〕"));

  auto t = open_at("2026-06-15 10:00");
  t.act(wire::TRANSFER, "role:office", [](wire::Action& a) { a.set_target_unit("bw"); });
  ASSERT_EQ(t.code(), wire::DONE) << t.outcome().detail();
  const auto assigned = next_after(t, last_to(t, "unit:bw"));
  EXPECT_THAT(assigned.subject, HasSubstr("〔转办〕"));
  EXPECT_TRUE(assigned.model.ask());

  auto e = open_at("2026-06-15 10:00");
  e.act(wire::EXTEND, unit, [](wire::Action& a) { a.set_until(at("2026-07-30 17:30")), a.set_reason("换届"); });
  e.act(wire::APPROVE, "role:vice", [](wire::Action& a) { a.set_by("副校长"); });
  ASSERT_EQ(e.code(), wire::DONE) << e.outcome().detail();
  const auto decided = next_after(e, last_to(e, unit));
  EXPECT_THAT(decided.subject, AllOf(HasSubstr("〔延期已批准〕"), HasSubstr("7月30日")));
}

TEST(DutyUndelivered, WhatEndedIsStillSaid) {
  auto s = open_at("2026-07-07 10:00");
  s.act(wire::CANCEL_MATTER, "unit:dxb", [](wire::Action& a) { a.set_reason("并入另一件"); });
  ASSERT_EQ(s.code(), wire::DONE) << s.outcome().detail();
  EXPECT_THAT(next_after(s, last_to(s, unit)).subject, HasSubstr("〔已终止〕"));
}

TEST(DutyUndelivered, AReminderGoesAgainAndThenStopsTheClock) {
  auto s = open_at("2026-07-06 07:00");
  s.until("2026-07-06 12:00");
  const auto first = last_to(s, unit);
  const auto next = next_after(s, first);
  EXPECT_EQ(next.subject, first.subject);
  EXPECT_EQ(s.duty().clock_stopped_at(), 0) << "the second contact may still have it";
  s.dies(next);
  EXPECT_NE(s.duty().clock_stopped_at(), 0);
  EXPECT_THAT(s.said(), Contains(HasSubstr("〔送达异常〕")));
  EXPECT_EQ(s.broken, "");
}

// The reminders came through; that an extension was decided did not.
TEST(DutyUndelivered, ANoticeThatMakesNobodyLateStopsNoClock) {
  auto s = open_at("2026-06-15 10:00", duty_rules());
  s.act(wire::EXTEND, unit, [](wire::Action& a) { a.set_until(at("2026-07-30 17:30")), a.set_reason("换届"); });
  s.act(wire::REFUSE, "role:vice", [](wire::Action& a) { a.set_by("副校长"); });
  ASSERT_EQ(s.code(), wire::DONE) << s.outcome().detail();
  s.dies(last_to(s, unit));
  EXPECT_EQ(s.duty().clock_stopped_at(), 0);
  EXPECT_THAT(s.said(), IsEmpty());
  s.until("2026-07-15 18:00");
  EXPECT_EQ(s.duty().late(), "overdue");
  EXPECT_EQ(s.broken, "");
}

TEST(DutyUndelivered, AnInvitationThatReachesNobodyIsTelephoned) {
  School s(at("2026-06-01 09:00"), with_two_contacts());
  s.open(meeting_due());
  s.act(wire::SCHEDULE, "unit:dxb", [](wire::Action& a) { a.set_at(at("2026-06-05 14:00")), a.set_place("礼堂"); });
  ASSERT_EQ(s.code(), wire::DONE) << s.outcome().detail();
  const auto first = last_to(s, "unit:bw");
  ASSERT_EQ(first.model.invitations_size(), 1);
  const auto next = next_after(s, first);
  EXPECT_EQ(next.subject, first.subject);
  ASSERT_EQ(next.model.invitations_size(), 1);
  EXPECT_EQ(next.model.invitations(0).uid(), first.model.invitations(0).uid());
  s.dies(next);
  EXPECT_THAT(s.said(), Contains(AllOf(HasSubstr("unit:dxb"), HasSubstr("〔请人工告知〕"))));
  EXPECT_EQ(s.broken, "");
}

TEST(DutyUndelivered, WhatTheSystemSaysOfItselfKeepsItsHoursAndLivesForWorkingDays) {
  School s(at("2026-05-20 09:00"), with_two_contacts());
  s.open(report_due("2026-10-12 17:30")).until("2026-09-30 12:00");
  for (const auto& one : s.take()) {
    EXPECT_TRUE(one.keeps_hours) << one.subject;
    if (one.kind == "brief") continue;
    EXPECT_GE(one.expires - one.at, 3 * 24 * hour) << one.subject;
  }
  s.until("2026-10-08 12:00");
  const auto reminder = last_to(s, unit);
  EXPECT_EQ(clock_text(reminder.expires).substr(0, 10), "2026-10-12") << "8, 9 and 10 October are worked, the 11th is not";
  s.act(wire::TRANSFER, "role:office", [](wire::Action& a) { a.set_target_unit("bw"); });
  EXPECT_FALSE(last_to(s, "unit:bw").keeps_hours) << "a person's act is answered at once";
  EXPECT_EQ(s.broken, "");
}

}  // namespace
}  // namespace fenghuo::escalator::testing
