// Which acts a page offers to whom, in which state of the matter.
#include "services/gateway/duty_acts.hpp"

#include "services/gateway/test_duty_link.hpp"

namespace fenghuo::gateway {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

std::vector<DutyAct> acts(const wire::LinkView& link) { return offered(Standing(link, *test::rules())); }

wire::LinkView taken(const std::string& party, wire::Work work = wire::IN_PROGRESS) {
  auto link = test::duty_link(party, work);
  auto& group = *link.mutable_matter()->mutable_body()->mutable_groups(0);
  group.set_taken_by("unit:logistics");
  group.set_taken_at(test::at("2026-06-03 09:00"));
  return link;
}

wire::LinkView handed_in(const std::string& party) {
  auto link = taken(party, wire::SUBMITTED);
  auto& matter = *link.mutable_matter()->mutable_body();
  matter.set_submitted_by("unit:logistics");
  matter.set_evidence("后勤〔2026〕3号");
  return link;
}

TEST(DutyActs, WhoDoesItTakesItThenHandsItIn) {
  EXPECT_THAT(acts(test::duty_link("unit:logistics")),
              ElementsAre(DutyAct::ack, DutyAct::submit, DutyAct::progress, DutyAct::extend, DutyAct::decline, DutyAct::fault));
  EXPECT_EQ(acts(taken("unit:logistics")).front(), DutyAct::submit);
  EXPECT_EQ(acts(test::duty_link("unit:logistics", wire::RETURNED)).front(), DutyAct::submit);
}

TEST(DutyActs, AnotherUnitIsOfferedNothing) { EXPECT_THAT(acts(test::duty_link("unit:security")), IsEmpty()); }

TEST(DutyActs, ASupporterReportsButDoesNotHandIn) {
  auto link = taken("unit:security");
  auto& group = *link.mutable_matter()->mutable_body()->add_groups();
  group.add_parties("unit:security");
  group.set_since_rung(1);
  EXPECT_THAT(acts(link), ElementsAre(DutyAct::ack, DutyAct::progress, DutyAct::decline));
  group.set_dropped(true);
  EXPECT_THAT(acts(link), IsEmpty());
}

TEST(DutyActs, WhoVerifiesIsTheNamedPartyOrTheOffice) {
  EXPECT_THAT(acts(handed_in("role:clerk")), ElementsAre(DutyAct::verify, DutyAct::send_back)) << "nobody named: 归档确认";
  EXPECT_THAT(acts(handed_in("unit:logistics")), IsEmpty());
  auto link = handed_in("role:checker");
  test::state(link).mutable_occurrence()->mutable_obligation()->set_verifier("role:checker");
  EXPECT_THAT(acts(link), ElementsAre(DutyAct::verify, DutyAct::send_back));
  link.mutable_message()->set_party("role:clerk");
  EXPECT_THAT(acts(link), IsEmpty());
}

TEST(DutyActs, AMeetingWithoutADateIsDatedByTheOffice) {
  auto link = test::meeting_link("unit:office");
  EXPECT_THAT(acts(link), ElementsAre(DutyAct::schedule, DutyAct::why));
  link.mutable_message()->set_party("unit:security");
  EXPECT_THAT(acts(link), IsEmpty());
}

TEST(DutyActs, AMeetingThatWasNotHeldGetsAnotherDateUntilItsPapersAreThere) {
  auto link = test::meeting_link("unit:office");
  auto& state = test::state(link);
  state.set_scheduled_at(test::at("2026-06-30 14:00"));
  EXPECT_THAT(acts(link), Contains(DutyAct::schedule));
  const Standing standing(link, *test::rules());
  const auto fields = fields_of(standing, DutyAct::schedule);
  EXPECT_EQ(fields.front().value, "") << "no day that is past";
  EXPECT_EQ(fields.back().name, "reason");
  EXPECT_TRUE(fields.back().required);
  state.add_evidence("校党〔2026〕12号");
  EXPECT_THAT(acts(link), Not(Contains(DutyAct::schedule)));
}

TEST(DutyActs, WhoIsInvitedAnswersUntilItBegins) {
  auto link = test::meeting_link("unit:security");
  auto& state = test::state(link);
  state.set_scheduled_at(test::at("2026-07-08 14:00"));
  state.add_attending("unit:security=invited");
  EXPECT_THAT(acts(link), ElementsAre(DutyAct::attend));
  link.set_now(test::at("2026-07-08 14:00"));
  EXPECT_THAT(acts(link), IsEmpty());
}

TEST(DutyActs, ADraftedOrderIsSignedByTheOffice) {
  auto link = taken("role:clerk");
  auto& slip = *test::state(link).add_slips();
  slip.set_id("order");
  slip.set_kind("order");
  EXPECT_THAT(acts(link), ElementsAre(DutyAct::issue));
  link.mutable_message()->set_party("unit:logistics");
  EXPECT_THAT(acts(link), Not(Contains(DutyAct::issue)));
  EXPECT_THAT(acts(link), Not(Contains(DutyAct::explain))) << "what was not issued is not answered";
  slip.set_issued_at(1);
  EXPECT_THAT(acts(link), Contains(DutyAct::explain));
  EXPECT_THAT(acts(link), Contains(DutyAct::fault));
  slip.set_answered_at(2);
  EXPECT_THAT(acts(link), Not(Contains(DutyAct::explain)));
}

TEST(DutyActs, AnExtensionIsDecidedByItsApprover) {
  auto link = taken("role:secretary");
  auto& asked = *test::state(link).add_extensions();
  asked.set_asked_by("unit:logistics");
  EXPECT_THAT(acts(link), ElementsAre(DutyAct::approve, DutyAct::refuse));
  link.mutable_message()->set_party("unit:logistics");
  EXPECT_THAT(acts(link), Not(Contains(DutyAct::approve)));
  EXPECT_THAT(acts(link), Not(Contains(DutyAct::extend))) << "one is asked for already";
  link.mutable_message()->set_party("role:clerk");
  EXPECT_THAT(acts(link), Not(Contains(DutyAct::approve)));
}

TEST(DutyActs, TheOfficeLooksIntoFaultsAndPassesOn) {
  auto link = test::duty_link("role:clerk");
  test::state(link).set_clock_stopped_at(1);
  EXPECT_THAT(acts(link), ElementsAre(DutyAct::checked));
  auto referred = test::duty_link("role:clerk");
  auto& matter = *referred.mutable_matter()->mutable_body();
  matter.set_dispatch_asked(true);
  matter.mutable_groups(0)->set_parties(0, "role:clerk");
  EXPECT_EQ(acts(referred).front(), DutyAct::pass_on);
  EXPECT_THAT(acts(referred), Contains(DutyAct::ack));
  EXPECT_THAT(acts(referred), Not(Contains(DutyAct::decline)));
}

TEST(DutyActs, NothingIsOfferedOnceItIsOver) {
  for (const auto work : {wire::CLOSED, wire::ARCHIVED, wire::MERGED, wire::CANCELLED})
    EXPECT_THAT(acts(test::duty_link("unit:logistics", work)), IsEmpty());
}

TEST(DutyActs, EveryActHasItsName) {
  for (int i = 0; i <= static_cast<int>(DutyAct::pass_on); ++i) {
    const auto act = static_cast<DutyAct>(i);
    EXPECT_EQ(act_named(words_of(act).id), act);
  }
  EXPECT_EQ(act_named("delete"), std::nullopt);
  EXPECT_EQ(act_named(""), std::nullopt);
}

TEST(DutyActs, AStampIsOfWhatTheActRestsOn) {
  auto link = handed_in("role:clerk");
  const auto stamp = [&](DutyAct act) { return stamp_of(Standing(link, *test::rules()), act); };
  const auto verify = stamp(DutyAct::verify), extend = stamp(DutyAct::extend);
  EXPECT_EQ(verify.size(), 16U);
  EXPECT_EQ(stamp(DutyAct::ack), "");
  link.mutable_matter()->mutable_body()->set_evidence("后勤〔2026〕4号");
  EXPECT_NE(stamp(DutyAct::verify), verify);
  EXPECT_EQ(stamp(DutyAct::extend), extend);
}

}  // namespace
}  // namespace fenghuo::gateway
