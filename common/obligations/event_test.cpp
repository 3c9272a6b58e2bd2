#include "common/obligations/event.hpp"

#include "common/obligations/test_catalogue.hpp"

namespace fenghuo::obligations {
namespace {

using namespace test;
using testing::AllOf;
using testing::HasSubstr;

wire::Bundle with(const wire::Duty& duty) {
  wire::Bundle bundle = directory();
  *bundle.add_duties() = duty;
  return bundle;
}

// "key window_from due", or why not.
std::string opened(const wire::Bundle& bundle, const Event& event, Drafts drafts = Drafts::leave_out) {
  const auto made = occurrence_of_event(bundle, calendar(), event, drafts);
  if (!made) return made.error().message;
  EXPECT_EQ(made->event_at(), to_ms(event.at));
  EXPECT_FALSE(made->version().empty());
  return lines({{duty_key(bundle.duties(bundle.duties_size() - 1), *made), *made}}, calendar()).front();
}

std::string opened(const wire::Duty& duty, std::string_view event_at, std::string_view reported) {
  return opened(with(duty), {duty.id(), "2026-7", at(event_at), at(reported), {}, {}});
}

Event of(const std::string& duty, const std::string& party = {}, const std::string& field = {}) {
  return {duty, "2026-1", at("2026-03-12T10:00"), at("2026-03-02T10:00"), party, field};
}

wire::Duty each(const std::string& each) {
  auto made = on_event("forum", working_days(3), {});
  made.clear_owner();
  made.set_each(each);
  return made;
}

TEST(Event, DueBeforeOrAfterIt) {
  EXPECT_EQ(opened(on_event("yihui-yibao", working_days(3), {}), "2026-10-12T14:00", "2026-09-15T10:00"),
            "duty/yihui-yibao/2026-7 2026-09-15T00:00 2026-10-08T17:30")
      << "by hand: 10 (swapped), 9, 8 October";
  EXPECT_EQ(opened(on_event("d", {}, working_days(5)), "2026-09-30T09:00", "2026-09-30T10:00"),
            "duty/d/2026-7 2026-09-30T00:00 2026-10-13T17:30")
      << "by hand: 8, 9, 10 (swapped), 12, 13 October";
  EXPECT_EQ(opened(on_event("d", {}, span(std::chrono::hours{24})), "2026-10-03T09:20", "2026-10-03T10:00"),
            "duty/d/2026-7 2026-10-03T00:00 2026-10-04T09:20")
      << "24 hours are 24 hours, also on National Day";
}

TEST(Event, ConcernsOnePartyAlone) {
  const auto bundle = with(each("college"));
  const auto made = occurrence_of_event(bundle, calendar(), of("forum", "unit:college_2"));
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(duty_key(bundle.duties(0), *made), "duty/forum/unit:college_2/2026-1");
  EXPECT_EQ(made->unit(), "college_2");
  EXPECT_EQ(made->obligation().title(), "forum");
}

TEST(Event, OfEachUnitMustSayWhich) {
  const auto bundle = with(each("college"));
  EXPECT_THAT(opened(bundle, of("forum")), AllOf(HasSubstr("each college"), HasSubstr("unit:college_1, unit:college_2")));
  EXPECT_THAT(opened(bundle, of("forum", "unit:xcb")), AllOf(HasSubstr("does not concern \"unit:xcb\""), HasSubstr("unit:college_1")));
  EXPECT_THAT(opened(bundle, of("forum", "unit:nowhere")), HasSubstr("does not concern"));
  EXPECT_THAT(opened(with(each("party_org")), of("forum")), HasSubstr("each party organisation"));
}

TEST(Event, OfAnOwnerNeedsNoParty) {
  const auto bundle = with(on_event("forum", working_days(3), {}));
  EXPECT_THAT(opened(bundle, of("forum")), HasSubstr("duty/forum/2026-1"));
  EXPECT_THAT(opened(bundle, of("forum", "role:xcb_head")), HasSubstr("duty/forum/2026-1"));
  EXPECT_THAT(opened(bundle, of("forum", "unit:college_1")), AllOf(HasSubstr("does not concern"), HasSubstr("role:xcb_head")));
}

TEST(Event, OfABodyIsTheLeadingUnits) {
  auto duty = on_event("meeting", {}, working_days(20));
  duty.set_owner("role:committee");
  duty.set_lead("dxb");
  auto bundle = with(duty);
  auto* body = bundle.add_roles();
  body->set_id("committee");
  body->add_members("party_secretary");
  EXPECT_THAT(opened(bundle, of("meeting")), HasSubstr("duty/meeting/2026-1"));
  EXPECT_THAT(opened(bundle, of("meeting", "role:committee")), HasSubstr("duty/meeting/2026-1"));
}

TEST(Event, OfAMemberAndFieldMustSayWhichWhereThereAreSeveral) {
  const auto bundle = with(each("member_field"));
  EXPECT_THAT(opened(bundle, of("forum", "role:president")), HasSubstr("duty/forum/role:president/2026-1/integrity"));
  EXPECT_THAT(opened(bundle, of("forum", "role:party_secretary")), AllOf(HasSubstr("each field"), HasSubstr("grassroots, integrity")));
  EXPECT_THAT(opened(bundle, of("forum", "role:party_secretary", "integrity")), HasSubstr("role:party_secretary/2026-1/integrity"));
  EXPECT_THAT(opened(bundle, of("forum", "role:president", "ideology")), HasSubstr("does not concern"));
}

TEST(Event, ConcernsNobodyWhoHasLeft) {
  auto bundle = with(each("college"));
  bundle.mutable_units(2)->set_valid_to(20260301);
  EXPECT_THAT(opened(bundle, of("forum", "unit:college_1")), AllOf(HasSubstr("does not concern"), HasSubstr("unit:college_2")));
}

TEST(Event, IsOpenedForItsDutyOnly) {
  wire::Bundle bundle = directory();
  *bundle.add_duties() = yearly("calendar", 601, 715);
  *bundle.add_duties() = on_event("forum", working_days(3), {});
  const auto numbered = [](Event event, const std::string& number) {
    event.number = number;
    return event;
  };
  EXPECT_THAT(opened(bundle, of("nothing")), HasSubstr("there is no duty \"nothing\""));
  EXPECT_THAT(opened(bundle, of("calendar")), HasSubstr("not on an event"));
  EXPECT_THAT(opened(bundle, numbered(of("forum"), "2026/1")), HasSubstr("can't be used"));
  EXPECT_THAT(opened(bundle, numbered(of("forum"), "")), HasSubstr("can't be used"));
  bundle.mutable_duties(1)->mutable_obligation()->set_draft(true);
  EXPECT_THAT(opened(bundle, of("forum")), HasSubstr("draft"));
  EXPECT_THAT(opened(bundle, of("forum"), Drafts::include), HasSubstr("duty/forum/"));
}

TEST(Event, OpensNothingOfBeforeItsDutyWasInForce) {
  auto duty = on_event("forum", working_days(3), {});
  duty.set_in_force_from("2026-09-01");
  EXPECT_THAT(opened(with(duty), of("forum")), AllOf(HasSubstr("in force from 2026-09-01"), HasSubstr("2026-03-09")));
}

}  // namespace
}  // namespace fenghuo::obligations
