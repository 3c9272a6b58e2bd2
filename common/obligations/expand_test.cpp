#include "common/obligations/expand.hpp"

#include "common/obligations/test_catalogue.hpp"

namespace fenghuo::obligations {
namespace {

using namespace test;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> expand_one(const wire::Duty& duty, std::string_view from, std::string_view to) {
  wire::Bundle bundle = directory();
  *bundle.add_duties() = duty;
  const Calendar c = calendar();
  return lines(expanded(bundle, c, at(from), at(to)), c);
}

TEST(Yearly, OneWindowAYear) {
  EXPECT_THAT(expand_one(yearly("d", 101, 331), "2026-01-01T00:00", "2028-01-01T00:00"),
              ElementsAre("duty/d/2026 2026-01-01T00:00 2026-03-31T17:30", "duty/d/2027 2027-01-01T00:00 2027-03-31T17:30"));
}

TEST(Yearly, AWindowOverNewYearCountsForTheYearItOpensIn) {
  EXPECT_THAT(expand_one(yearly("d", 1115, 115), "2026-06-01T00:00", "2027-06-01T00:00"),
              ElementsAre("duty/d/2026 2026-11-15T00:00 2027-01-15T17:30"));
}

TEST(Yearly, AWindowOfTheNextYearCountsForTheYearBefore) {
  EXPECT_THAT(expand_one(yearly("d", 101, 331, 1), "2027-01-01T00:00", "2028-01-01T00:00"),
              ElementsAre("duty/d/2026 2027-01-01T00:00 2027-03-31T17:30"));
}

TEST(Yearly, ARangeHoldsTheMomentOfOpening) {
  EXPECT_THAT(expand_one(yearly("d", 101, 331), "2026-01-01T00:01", "2027-01-01T00:00"), IsEmpty());
  EXPECT_THAT(expand_one(yearly("d", 101, 331), "2026-01-01T00:00", "2026-01-01T00:01"), testing::SizeIs(1));
}

TEST(Yearly, ADeadlineMayHaveATimeOfItsOwn) {
  wire::Duty noon = yearly("d", 601, 715);
  noon.mutable_when()->set_due_minute(12 * 60);
  EXPECT_THAT(expand_one(noon, "2026-01-01T00:00", "2027-01-01T00:00"), ElementsAre("duty/d/2026 2026-06-01T00:00 2026-07-15T12:00"));
}

TEST(Count, OneAYearWithWhatCounts) {
  wire::Bundle bundle = directory();
  wire::Duty three = yearly("cyzd-3n", 101, 1231);
  three.mutable_when()->set_kind("count");
  three.mutable_obligation()->set_at_least(3);
  *bundle.add_duties() = three;
  const auto found = expanded(bundle, calendar(), at("2026-01-01T00:00"), at("2027-01-01T00:00"));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found.begin()->first, "duty/cyzd-3n/2026");
  EXPECT_EQ(found.begin()->second.obligation().at_least(), 3U);
}

TEST(Rule, APeriodEndsTheDayBeforeTheNext) {
  EXPECT_THAT(expand_one(by_rule("d", "FREQ=MONTHLY;INTERVAL=3", "2026-01-01"), "2026-01-01T00:00", "2026-08-01T00:00"),
              ElementsAre("duty/d/2026-Q1 2026-01-01T00:00 2026-03-31T17:30", "duty/d/2026-Q2 2026-04-01T00:00 2026-06-30T17:30",
                          "duty/d/2026-Q3 2026-07-01T00:00 2026-09-30T17:30"));
  EXPECT_THAT(expand_one(by_rule("d", "FREQ=WEEKLY", "2026-01-05"), "2026-12-20T00:00", "2027-01-08T00:00"),
              ElementsAre("duty/d/2026-W52 2026-12-21T00:00 2026-12-27T17:30", "duty/d/2026-W53 2026-12-28T00:00 2027-01-03T17:30",
                          "duty/d/2027-W01 2027-01-04T00:00 2027-01-10T17:30"));
  EXPECT_THAT(expand_one(by_rule("d", "FREQ=MONTHLY;INTERVAL=6", "2026-01-01"), "2026-01-01T00:00", "2026-12-31T00:00"),
              ElementsAre("duty/d/2026-01 2026-01-01T00:00 2026-06-30T17:30", "duty/d/2026-07 2026-07-01T00:00 2026-12-31T17:30"));
  EXPECT_THAT(expand_one(by_rule("d", "FREQ=YEARLY", "2026-01-01"), "2026-01-01T00:00", "2026-12-31T00:00"),
              ElementsAre("duty/d/2026 2026-01-01T00:00 2026-12-31T17:30"));
}

TEST(Rule, SeveralInAMonthAreNamedByTheirDays) {
  EXPECT_THAT(expand_one(by_rule("d", "FREQ=MONTHLY;BYMONTHDAY=1,15", "2026-01-01"), "2026-02-01T00:00", "2026-03-01T00:00"),
              ElementsAre("duty/d/2026-02-01 2026-02-01T00:00 2026-02-14T17:30", "duty/d/2026-02-15 2026-02-15T00:00 2026-02-28T17:30"));
}

TEST(Rule, ADayOfTheMonthWithoutAMonthComesTwelveTimesAYear) {
  EXPECT_THAT(expand_one(by_rule("d", "FREQ=YEARLY;BYMONTHDAY=31", "2026-01-01"), "2026-01-01T00:00", "2026-05-01T00:00"),
              ElementsAre("duty/d/2026-01-31 2026-01-31T00:00 2026-03-30T17:30", "duty/d/2026-03-31 2026-03-31T00:00 2026-05-30T17:30"));
}

TEST(Rule, NothingOfBeforeItsFirstDay) {
  EXPECT_THAT(expand_one(by_rule("d", "FREQ=MONTHLY", "2026-03-10"), "2025-01-01T00:00", "2026-04-01T00:00"),
              ElementsAre("duty/d/2026-03 2026-03-10T00:00 2026-04-09T17:30"));
}

TEST(Rule, DueAfterTheFirstDay) {
  wire::Duty five = by_rule("d", "FREQ=MONTHLY", "2026-01-01");
  *five.mutable_when()->mutable_due_after() = working_days(5);
  EXPECT_THAT(expand_one(five, "2026-10-01T00:00", "2026-11-01T00:00"), ElementsAre("duty/d/2026-10 2026-10-01T00:00 2026-10-14T17:30"))
      << "by hand: the count starts on the 8th; 9, 10 (swapped), 12, 13, 14";
  *five.mutable_when()->mutable_due_after() = span(std::chrono::days{10});
  EXPECT_THAT(expand_one(five, "2026-10-01T00:00", "2026-11-01T00:00"), ElementsAre("duty/d/2026-10 2026-10-01T00:00 2026-10-11T17:30"));
  wire::Duty last = by_rule("d", "FREQ=MONTHLY;COUNT=2", "2026-01-01");
  *last.mutable_when()->mutable_due_after() = span(std::chrono::hours{30});
  EXPECT_THAT(expand_one(last, "2026-01-01T00:00", "2027-01-01T00:00"),
              ElementsAre("duty/d/2026-01 2026-01-01T00:00 2026-01-02T06:00", "duty/d/2026-02 2026-02-01T00:00 2026-02-02T06:00"));
}

TEST(SchoolWeeks, OfEveryTermOrOfOne) {
  EXPECT_THAT(
      expand_one(by_week("d", 3, 0), "2026-01-01T00:00", "2027-01-01T00:00"),
      ElementsAre("duty/d/autumn-2026-W03 2026-09-21T00:00 2026-09-27T17:30", "duty/d/spring-2026-W03 2026-03-16T00:00 2026-03-22T17:30"));
  EXPECT_THAT(expand_one(by_week("d", 3, 5, "autumn-2026"), "2026-01-01T00:00", "2027-01-01T00:00"),
              ElementsAre("duty/d/autumn-2026-W03 2026-09-21T00:00 2026-10-11T17:30"));
}

TEST(Zones, MidnightAndOfficeHoursAreLocal) {
  wire::Bundle bundle = directory();
  *bundle.add_duties() = yearly("d", 329, 1025);  // both are days on which Berlin changes its clocks in 2026
  const Calendar berlin = calendar({}, "Europe/Berlin");
  const auto found = expanded(bundle, berlin, at("2026-01-01T00:00"), at("2027-01-01T00:00"));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(rfc3339(instant(found.begin()->second.window_from())), "2026-03-28T23:00:00.000Z");
  EXPECT_EQ(rfc3339(instant(found.begin()->second.due_at())), "2026-10-25T16:30:00.000Z");
}

std::vector<std::string> parties_of(wire::Duty duty, wire::Bundle bundle, std::string each) {
  duty.clear_owner();
  duty.set_each(std::move(each));
  *bundle.add_duties() = duty;
  std::vector<std::string> found;
  for (const auto& [key, o] : expanded(bundle, calendar(), at("2026-01-01T00:00"), at("2027-01-01T00:00")))
    found.push_back(key.substr(key.find('/', 5) + 1) + " " + o.unit());
  return found;
}

TEST(Parties, EachUnitCollegePartyOrganisationMemberAndField) {
  const wire::Duty duty = yearly("d", 601, 715);
  EXPECT_THAT(parties_of(duty, directory(), "unit"),
              ElementsAre("unit:college_1/2026 college_1", "unit:college_2/2026 college_2", "unit:dxb/2026 dxb", "unit:xcb/2026 xcb"));
  EXPECT_THAT(parties_of(duty, directory(), "college"), ElementsAre("unit:college_1/2026 college_1", "unit:college_2/2026 college_2"));
  EXPECT_THAT(parties_of(duty, directory(), "party_org"), ElementsAre("unit:college_1_party/2026 college_1_party"));
  EXPECT_THAT(parties_of(duty, directory(), "member"), ElementsAre("role:party_secretary/2026 dxb", "role:president/2026 dxb"));
  EXPECT_THAT(parties_of(duty, directory(), "member_field"),
              ElementsAre("role:party_secretary/2026/grassroots dxb", "role:party_secretary/2026/integrity dxb",
                          "role:president/2026/integrity dxb"));
}

TEST(Parties, ThoseThatHoldOnTheDeadline) {
  wire::Bundle bundle = directory();
  bundle.mutable_units(2)->set_valid_to(20260714);
  bundle.mutable_units(3)->set_valid_from(20260715);
  const wire::Duty duty = yearly("d", 601, 715);
  EXPECT_THAT(parties_of(duty, bundle, "college"), ElementsAre("unit:college_2/2026 college_2"));
  bundle.mutable_roles(0)->set_valid_to(20260601);
  EXPECT_THAT(parties_of(duty, bundle, "member"), ElementsAre("role:president/2026 dxb"));
}

TEST(Parties, TheUnitAnOwnersDutyCountsUnder) {
  wire::Bundle bundle = directory();
  const auto unit_of = [&](const char* owner, const char* lead) {
    wire::Bundle one = bundle;
    wire::Duty duty = yearly("d", 601, 715);
    duty.set_owner(owner);
    duty.set_lead(lead);
    *one.add_duties() = duty;
    return expanded(one, calendar(), at("2026-01-01T00:00"), at("2027-01-01T00:00")).begin()->second.unit();
  };
  EXPECT_EQ(unit_of("role:party_secretary", "xcb"), "xcb") << "the unit that leads";
  EXPECT_EQ(unit_of("unit:college_1", ""), "college_1") << "the unit itself";
  EXPECT_EQ(unit_of("role:xcb_head", ""), "xcb") << "the role's office";
  EXPECT_EQ(unit_of("role:party_secretary", ""), "dxb") << "the office that supervises";
}

TEST(Expand, NothingDueBeforeItIsInForce) {
  wire::Duty duty = by_rule("d", "FREQ=MONTHLY", "2026-01-01");
  duty.set_in_force_from("2026-11-30");
  EXPECT_THAT(expand_one(duty, "2026-01-01T00:00", "2026-12-31T00:00"),
              ElementsAre("duty/d/2026-11 2026-11-01T00:00 2026-11-30T17:30", "duty/d/2026-12 2026-12-01T00:00 2026-12-31T17:30"));
}

TEST(Expand, DraftsOnlyWhenAskedFor) {
  wire::Bundle bundle = directory();
  wire::Duty draft = yearly("d", 601, 715);
  draft.mutable_obligation()->set_draft(true);
  *bundle.add_duties() = draft;
  const Instant from = at("2026-01-01T00:00"), to = at("2027-01-01T00:00");
  EXPECT_THAT(expanded(bundle, calendar(), from, to), IsEmpty());
  EXPECT_THAT(expanded(bundle, calendar(), from, to, Drafts::include), testing::SizeIs(1));
}

TEST(Expand, CarriesTheObligationAndItsGrace) {
  wire::Bundle bundle = directory();
  *bundle.add_duties() = yearly("d", 601, 715);
  const auto found = expanded(bundle, calendar(), at("2026-01-01T00:00"), at("2027-01-01T00:00"));
  const wire::Occurrence& o = found.begin()->second;
  EXPECT_EQ(o.duty(), "d");
  EXPECT_EQ(o.period(), "2026");
  EXPECT_EQ(o.party(), "role:xcb_head");
  EXPECT_EQ(o.obligation().title(), "d");
  EXPECT_EQ(o.grace_ms(), 3'600'000);
  EXPECT_EQ(o.event_at(), 0);
  EXPECT_EQ(o.version().size(), 16U);
}

TEST(Expand, TheVersionChangesWithWhatAnAmendmentWouldChangeAndNothingElse) {
  const auto version = [](const wire::Bundle& bundle) {
    return expanded(bundle, calendar(), at("2026-01-01T00:00"), at("2027-01-01T00:00")).begin()->second.version();
  };
  wire::Bundle bundle = directory();
  *bundle.add_duties() = yearly("d", 601, 715);
  const std::string before = version(bundle);
  wire::Bundle same = bundle;
  same.mutable_duties(0)->set_place("obligations/fixed.yaml:99");
  same.mutable_duties(0)->set_version(7);
  same.set_label("another bundle");
  EXPECT_EQ(version(same), before);
  wire::Bundle title = bundle;
  title.mutable_duties(0)->mutable_obligation()->set_title("e");
  EXPECT_NE(version(title), before);
  wire::Bundle window = bundle;
  window.mutable_duties(0)->mutable_when()->set_to_day(714);
  EXPECT_NE(version(window), before);
  wire::Bundle grace = bundle;
  grace.mutable_plans(0)->set_grace_ms(0);
  EXPECT_NE(version(grace), before);
}

TEST(Expand, AnotherOwnerOrLeadIsTheSameOccurrenceInAnotherVersion) {
  wire::Bundle bundle = directory();
  *bundle.add_duties() = yearly("d", 601, 715);
  const auto only = [](const wire::Bundle& one) {
    return *expanded(one, calendar(), at("2026-01-01T00:00"), at("2027-01-01T00:00")).begin();
  };
  const auto [key, before] = only(bundle);
  EXPECT_EQ(key, "duty/d/2026");
  bundle.mutable_duties(0)->set_owner("role:president");
  const auto owner = only(bundle);
  EXPECT_EQ(owner.first, key);
  EXPECT_NE(owner.second.version(), before.version());
  bundle.mutable_duties(0)->set_lead("xcb");
  const auto lead = only(bundle);
  EXPECT_EQ(lead.first, key);
  EXPECT_NE(lead.second.version(), owner.second.version());
}

// 党委 without a member takes its duty on itself, with one the unit that leads does: the same matter.
TEST(Expand, ABodyThatLosesItsMembersKeepsItsKey) {
  wire::Bundle bundle = directory();
  wire::Duty duty = yearly("d", 601, 715);
  duty.set_owner("role:committee");
  duty.set_lead("dxb");
  *bundle.add_duties() = duty;
  auto* body = bundle.add_roles();
  body->set_id("committee");
  body->add_members("party_secretary");
  const auto with = expanded(bundle, calendar(), at("2026-01-01T00:00"), at("2027-01-01T00:00"));
  body->clear_members();
  const auto without = expanded(bundle, calendar(), at("2026-01-01T00:00"), at("2027-01-01T00:00"));
  EXPECT_EQ(with.at("duty/d/2026").party(), "unit:dxb");
  EXPECT_EQ(without.at("duty/d/2026").party(), "role:committee");
  EXPECT_NE(with.at("duty/d/2026").version(), without.at("duty/d/2026").version());
}

TEST(Expand, AVisitorMayEndIt) {
  wire::Bundle bundle = directory();
  *bundle.add_duties() = by_rule("d", "FREQ=DAILY", "2026-01-01");
  int seen = 0;
  const auto visit = [&](const std::string&, const wire::Occurrence&) { return ++seen < 3; };
  EXPECT_FALSE(expand(bundle, calendar(), at("2026-01-01T00:00"), at("2027-01-01T00:00"), visit).finished);
  EXPECT_EQ(seen, 3);
}

TEST(Expand, ADutyThatCantBeExpandedIsNamedAndTheOthersGoOn) {
  wire::Bundle bundle = directory();
  *bundle.add_duties() = by_rule("bad", "every Monday", "2026-01-01");
  *bundle.add_duties() = yearly("good", 601, 715);
  int seen = 0;
  const auto expansion =
      expand(bundle, calendar(), at("2026-01-01T00:00"), at("2027-01-01T00:00"), [&](const std::string&, const wire::Occurrence&) {
        ++seen;
        return true;
      });
  EXPECT_EQ(seen, 1);
  ASSERT_EQ(expansion.faults.size(), 1U);
  EXPECT_EQ(expansion.faults[0].duty, "bad");
  EXPECT_THAT(expansion.faults[0].message, testing::AllOf(HasSubstr("\"bad\""), HasSubstr("every Monday")));
}

TEST(Event, HasNoOccurrenceByItself) {
  EXPECT_THAT(expand_one(on_event("forum", working_days(3), {}), "2026-01-01T00:00", "2027-01-01T00:00"), IsEmpty());
}

}  // namespace
}  // namespace fenghuo::obligations
