// What is said after an outage: one mail about one duty, no words that are no longer true, nothing lost when it is handed on, and one
// alarm.
#include "services/escalator/test_reports.hpp"

namespace fenghuo::escalator::testing {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr const char* unit = "unit:hq";
constexpr const char* brief = "brief/vice/2026-07-07";

wire::Bundle with_two_contacts() {
  auto bundle = duty_rules();
  auto& second = *bundle.add_destinations();
  second.set_id("d-hq-2");
  second.set_channel("webhook");
  second.set_on_campus(true);
  unit_of(bundle, "hq").add_contacts(second.id());
  return bundle;
}

std::vector<Sent> of(std::vector<Sent> all, const std::string& party, const std::string& kind = {}) {
  std::erase_if(all, [&](const Sent& one) { return one.party != party || (!kind.empty() && one.kind != kind); });
  return all;
}

wire::InboxBody entry(std::uint64_t matter, const std::string& kind, const std::string& why = "逾期") {
  wire::InboxBody body;
  body.set_actor("escalator");
  body.set_occurred_at(at("2026-07-06 09:00"));
  auto& one = *body.mutable_digest_entry();
  one.set_matter_id(matter);
  one.set_kind(kind);
  one.set_why(why);
  one.set_title("事项" + std::to_string(matter));
  return body;
}

wire::InboxBody invitation(std::uint64_t matter) {
  auto body = entry(matter, "attend", "会议邀请");
  auto& meeting = *body.mutable_digest_entry()->mutable_invitation();
  meeting.set_method("REQUEST");
  meeting.set_uid("m@fenghuo");
  meeting.set_begins(at("2026-07-20 14:00"));
  meeting.set_ends(at("2026-07-20 15:00"));
  return body;
}

TEST(Outage, OfTheMailFromMondayToThursdayGivesAUnitOneMailAboutOneDuty) {
  School s(at("2026-05-20 09:00"));
  s.open(report_due("2026-07-17 17:30")).until("2026-07-12 12:00").take();
  s.until("2026-07-16 12:00");
  const auto all = of(s.take(), unit);
  ASSERT_GE(all.size(), 2U);
  for (std::size_t i = 0; i + 1 < all.size(); ++i) EXPECT_TRUE(all[i].withdrawn) << all[i].subject;
  EXPECT_FALSE(all.back().withdrawn) << all.back().subject;
  EXPECT_EQ(s.broken, "");
}

TEST(Outage, ANewerReminderLeavesAnOrderAndWhatPeopleDidAlone) {
  School s(at("2026-05-20 09:00"));
  s.open(report_due()).until("2026-07-06 07:00");
  s.act(wire::SUBMIT_DONE, unit, [](wire::Action& a) { a.set_evidence("校党〔2026〕12号"); }).take();
  s.act(wire::RETURN_BACK, "role:office", [](wire::Action& a) { a.set_reason("缺附件"); });
  ASSERT_EQ(s.code(), wire::DONE) << s.outcome().detail();
  s.until("2026-07-15 12:00");
  const auto all = of(s.take(), unit);
  ASSERT_GE(all.size(), 2U);
  EXPECT_THAT(all[0].subject, HasSubstr("已退回"));
  EXPECT_FALSE(all[0].withdrawn);
}

TEST(Outage, AReminderThatCouldNotLeaveBeforeTheDeadlineStopsTheClockAndIsNotSaidAfterwards) {
  School s(at("2026-05-20 09:00"), with_two_contacts());
  s.open(report_due()).until("2026-07-14 07:00").take();
  s.until("2026-07-15 17:00");
  const auto all = of(s.take(), unit);
  ASSERT_THAT(all, Not(IsEmpty()));
  for (const auto& one : all) EXPECT_EQ(clock_text(one.expires), "2026-07-15 17:25") << one.subject;
  s.until("2026-07-15 17:25").dies(all.back());
  EXPECT_EQ(s.duty().clock_stopped_at(), at("2026-07-15 17:25"));
  s.until("2026-07-21 18:00");
  EXPECT_EQ(s.duty().late(), "in_time");
  for (const auto& one : of(s.take(), unit)) EXPECT_THAT(one.text, Not(HasSubstr("距截止还有"))) << one.subject;
  EXPECT_EQ(s.broken, "");
}

TEST(Outage, AMeetingWhoseInvitationMayHaveArrivedIsCalledOffAloud) {
  School s(at("2026-06-01 09:00"));
  s.open(meeting_due());
  s.act(wire::SCHEDULE, "unit:dxb", [](wire::Action& a) { a.set_at(at("2026-06-05 14:00")), a.set_place("礼堂"); });
  ASSERT_EQ(s.code(), wire::DONE) << s.outcome().detail();
  s.until("2026-06-02 12:00");
  const auto invited = of(s.take(), "role:vice", "brief");
  ASSERT_THAT(invited, SizeIs(1));
  s.until("2026-06-02 18:00").dies(invited[0]);  // the connection broke after the last byte, each time
  s.act(wire::CANCEL_MATTER, "unit:dxb", [](wire::Action& a) { a.set_reason("并入总结会议"); });
  ASSERT_EQ(s.code(), wire::DONE) << s.outcome().detail();
  s.until("2026-06-03 12:00");
  const auto next = of(s.take(), "role:vice", "brief");
  ASSERT_THAT(next, SizeIs(1));
  EXPECT_THAT(next[0].subject, HasSubstr("会议取消"));
  ASSERT_EQ(next[0].model.invitations_size(), 1);
  EXPECT_EQ(next[0].model.invitations(0).method(), "CANCEL");
  EXPECT_EQ(s.broken, "");
}

TEST(Outage, AFullBriefListsWhatIsToBeDoneFirstAndHandsAllOfItOn) {
  School s(at("2026-07-06 10:00"));
  for (std::uint64_t n = 1; n <= 60; ++n) s.put(brief, entry(1000 + n, "read"));
  s.put(brief, entry(2001, "do")).put(brief, invitation(2002)).until("2026-07-07 12:00");
  const auto sent = of(s.take(), "role:vice", "brief");
  ASSERT_THAT(sent, SizeIs(1));
  EXPECT_EQ(sent[0].model.entries_size(), 50);
  EXPECT_EQ(sent[0].model.entries(0).matter_id(), 2002U);
  EXPECT_EQ(sent[0].model.entries(1).matter_id(), 2001U);
  ASSERT_EQ(sent[0].model.invitations_size(), 1);
  EXPECT_THAT(sent[0].text, HasSubstr("另有12件未列出"));
  s.until("2026-07-07 18:00").dies(sent[0]).until("2026-07-08 12:00");
  const auto& next = s.at_key("brief/vice/2026-07-08").matter;
  EXPECT_EQ(next.entries_size(), 62);
  EXPECT_EQ(next.entries_total(), 62U);
  EXPECT_EQ(s.broken, "");
}

TEST(Outage, InABriefThatHoldsNoMoreAnInvitationTakesThePlaceOfWhatIsOnlyToBeRead) {
  School s(at("2026-07-06 10:00"));
  for (std::uint64_t n = 1; n <= 310; ++n) s.put(brief, entry(1000 + n, "read"));
  s.put(brief, invitation(2002)).until("2026-07-07 12:00");
  const auto sent = of(s.take(), "role:vice", "brief");
  ASSERT_THAT(sent, SizeIs(1));
  EXPECT_EQ(sent[0].model.entries(0).matter_id(), 2002U);
  EXPECT_THAT(sent[0].subject, HasSubstr("共311件"));
  EXPECT_THAT(sent[0].text, HasSubstr("另有261件未列出"));
  EXPECT_EQ(s.broken, "");
}

TEST(Outage, ThatLastsIsAlarmedAboutOnceForEachMatter) {
  School s(at("2026-05-20 09:00"));
  auto occurrence = report_due();
  occurrence.set_party("role:vice");
  s.open(occurrence).until("2026-07-06 07:00").take();
  int alarms = 0, briefs = 0;
  for (const char* day : {"06", "07", "08", "09", "10"}) {
    s.until(std::string("2026-07-") + day + " 12:00");
    const auto sent = of(s.take(), "role:vice", "brief");
    ASSERT_THAT(sent, SizeIs(1)) << day;
    ++briefs;
    s.until(std::string("2026-07-") + day + " 18:00").dies(sent[0]);
    for (const auto& one : s.take()) alarms += one.subject.find("每日呈阅未送达") != std::string::npos ? 1 : 0;
  }
  EXPECT_EQ(briefs, 5);
  EXPECT_EQ(alarms, 1);
  EXPECT_NE(s.duty().clock_stopped_at(), 0);
  EXPECT_EQ(s.broken, "");
}

TEST(Outage, ADigestHandsOnBothReasonsOfOneMatter) {
  School s(at("2026-07-06 10:00"));
  s.put("digest/role:duty/2026-07-07", entry(5, "", "inhibited")).put("digest/role:duty/2026-07-07", entry(5, "", "first_rung"));
  s.down().jump("2026-07-07 18:00").back();
  EXPECT_EQ(s.at_key("digest/role:duty/2026-07-08").matter.entries_size(), 2);
  EXPECT_EQ(s.broken, "");
}

TEST(Outage, AnEveningsClosingsAreHandedOnAsOneNumber) {
  auto s = with_reports("2026-07-06 10:00");
  const std::string today = "daily/unit:hq/2026-07-07", next = "daily/unit:hq/2026-07-08";
  for (std::uint64_t n = 1; n <= 5; ++n) s.put(today, entry(n, "closed"));
  s.down().jump("2026-07-07 18:00").back();
  EXPECT_EQ(s.at_key(next).matter.reports(), 5U);
  EXPECT_LE(s.at_key(next).version, 2U) << "not an item for each";
  s.put(next, entry(6, "closed"));
  EXPECT_EQ(s.at_key(next).matter.reports(), 6U);
  EXPECT_EQ(s.broken, "");
}

}  // namespace
}  // namespace fenghuo::escalator::testing
