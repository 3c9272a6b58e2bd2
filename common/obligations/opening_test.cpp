#include "common/obligations/opening.hpp"

#include "common/obligations/test_catalogue.hpp"

namespace fenghuo::obligations {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

wire::Bundle catalogue() {
  auto bundle = test::directory();
  *bundle.add_duties() = test::on_event("forum", test::working_days(3), {});
  auto& followed = *bundle.add_duties() = test::on_event("follow-up", {}, test::working_days(5));
  followed.set_in_force_from("2026-02-01");
  *bundle.add_duties() = test::on_event("each-college", {}, test::working_days(5));
  bundle.mutable_duties(2)->set_each("college");
  *bundle.add_duties() = test::on_event("each-field", {}, test::working_days(5));
  bundle.mutable_duties(3)->set_each("member_field");
  *bundle.add_duties() = test::yearly("report", 101, 331);
  *bundle.add_duties() = test::on_event("sketch", {}, test::working_days(5));
  bundle.mutable_duties(5)->mutable_obligation()->set_draft(true);
  return bundle;
}

const Instant now = test::at("2026-04-01T10:00");

EventOpening event(std::string duty, std::string party = {}, const char* when = "2026-04-01T09:00") {
  return {std::move(duty), std::move(party), {}, {}, test::at(when)};
}

std::string fault(const EventOpening& wanted) {
  const auto opening = open_event(catalogue(), test::calendar(), wanted, now);
  return opening ? "opened " + opening->key : opening.error().message;
}

HandOpening by_hand() {
  HandOpening wanted;
  wanted.title = "迎评材料汇总";
  wanted.basis = "会议议定";
  wanted.lead = "unit:xcb";
  wanted.support = {"unit:college_1"};
  wanted.proof = {"纪要"};
  wanted.due_at = test::at("2026-04-20T17:30");
  return wanted;
}

std::string fault(const HandOpening& wanted) {
  const auto opening = open_by_hand(catalogue(), test::calendar(), wanted, "a1", now);
  return opening ? "opened " + opening->key : opening.error().message;
}

TEST(OpenEvent, MakesOneOccurrenceWhoseClockStartsThen) {
  const auto opening = open_event(catalogue(), test::calendar(), event("follow-up", "role:xcb_head"), now);
  ASSERT_TRUE(opening) << opening.error().message;
  EXPECT_EQ(opening->key, "duty/follow-up/2026-04-01T0900");
  EXPECT_EQ(opening->occurrence.window_from(), to_ms(test::at("2026-04-01T00:00")));
  EXPECT_EQ(opening->occurrence.due_at(), to_ms(test::at("2026-04-08T17:30")));
  EXPECT_EQ(opening->occurrence.event_at(), to_ms(test::at("2026-04-01T09:00")));
}

TEST(OpenEvent, AnEventWithItsOwnNumberIsThatEventWheneverItIs) {
  auto first = event("forum", "", "2026-04-20T14:00"), moved = event("forum", "", "2026-04-22T14:00");
  first.event = moved.event = "论坛-3";
  const auto a = open_event(catalogue(), test::calendar(), first, now), b = open_event(catalogue(), test::calendar(), moved, now);
  ASSERT_TRUE(a && b);
  EXPECT_EQ(a->key, "duty/forum/论坛-3");
  EXPECT_EQ(a->key, b->key);
  EXPECT_NE(a->occurrence.version(), b->occurrence.version()) << "a moved event amends its matter";
}

TEST(OpenEvent, ADutyOfManyIsOpenedForOne) {
  const auto opening = open_event(catalogue(), test::calendar(), event("each-college", "unit:college_2"), now);
  ASSERT_TRUE(opening) << opening.error().message;
  EXPECT_EQ(opening->occurrence.party(), "unit:college_2");
  EXPECT_THAT(fault(event("each-college")), HasSubstr("unit:college_1, unit:college_2"));
  EXPECT_THAT(fault(event("each-college", "unit:xcb")), HasSubstr("unit:college_1, unit:college_2"));
}

TEST(OpenEvent, AMemberWithSeveralFieldsSaysWhich) {
  auto wanted = event("each-field", "role:party_secretary");
  EXPECT_THAT(fault(wanted), HasSubstr("grassroots, integrity"));
  wanted.field = "integrity";
  EXPECT_EQ(fault(wanted), "opened duty/each-field/role:party_secretary/2026-04-01T0900/integrity");
}

TEST(OpenEvent, RefusesWhatIsNoEventAndSaysTheWayOut) {
  EXPECT_EQ(fault(event("nothing")), "duty: must be the id of a duty of the catalogue that waits for an event");
  EXPECT_THAT(fault(event("report")), HasSubstr("opens by itself"));
  EXPECT_THAT(fault(event("sketch")), HasSubstr("confirmed"));
  EXPECT_EQ(fault(event("forum", "unit:nowhere")), "party: must be role:<id> or unit:<id> of the directory");
  EXPECT_THAT(fault(EventOpening{"forum", {}, {}, {}, Instant{}}), StartsWith("event_at: "));
  for (const std::string& number : {std::string("a/b"), std::string("a b"), std::string(65, 'a')}) {
    auto wanted = event("follow-up");
    wanted.event = number;
    EXPECT_THAT(fault(wanted), AllOf(StartsWith("event: "), HasSubstr("64 characters"))) << number;
  }
}

TEST(OpenEvent, ADeadlineThatHasPassedIsNotOpened) {
  EXPECT_THAT(fault(event("follow-up", "", "2026-02-02T09:00")), AllOf(StartsWith("event_at: "), HasSubstr("opened by hand")));
  EXPECT_THAT(fault(event("forum", "", "2026-04-02T14:00")), StartsWith("event_at: the deadline"))
      << "three working days before lay in March";
  EXPECT_THAT(fault(event("follow-up", "", "2026-01-05T09:00")), HasSubstr("in force from 2026-02-01"));
}

TEST(OpenEvent, AnEventFarAheadIsAMistypedYear) {
  EXPECT_EQ(fault(event("forum", "", "2099-04-20T14:00")), "event_at: more than three years ahead; please check the year");
  EXPECT_THAT(fault(event("forum", "", "2028-11-20T14:00")), StartsWith("opened duty/forum/"));
}

TEST(OpenByHand, CarriesWhatWasWritten) {
  const auto opening = open_by_hand(catalogue(), test::calendar(), by_hand(), "a1", now);
  ASSERT_TRUE(opening) << opening.error().message;
  EXPECT_EQ(opening->key, "adhoc/a1");
  const auto& occurrence = opening->occurrence;
  EXPECT_EQ(occurrence.party(), "unit:xcb");
  EXPECT_EQ(occurrence.unit(), "xcb");
  EXPECT_EQ(occurrence.due_at(), to_ms(test::at("2026-04-20T17:30")));
  EXPECT_EQ(occurrence.window_from(), to_ms(test::at("2026-04-01T00:00")));
  EXPECT_TRUE(occurrence.duty().empty());
  EXPECT_EQ(occurrence.obligation().title(), "迎评材料汇总");
  EXPECT_EQ(occurrence.obligation().basis(), "会议议定");
  EXPECT_EQ(occurrence.obligation().support(0), "unit:college_1");
  EXPECT_EQ(occurrence.obligation().proof(0), "纪要");
}

TEST(OpenByHand, ARoleCountsUnderItsOfficeAndAPlanBringsItsGrace) {
  auto wanted = by_hand();
  wanted.lead = "role:xcb_head";
  wanted.plan = "unit";
  const auto opening = open_by_hand(catalogue(), test::calendar(), wanted, "a1", now);
  ASSERT_TRUE(opening) << opening.error().message;
  EXPECT_EQ(opening->occurrence.unit(), "xcb");
  EXPECT_EQ(opening->occurrence.grace_ms(), 3'600'000);
  wanted.lead = "role:president";
  EXPECT_EQ(open_by_hand(catalogue(), test::calendar(), wanted, "a1", now)->occurrence.unit(), "dxb");
  auto rules = catalogue();
  EXPECT_TRUE(open_by_hand(rules, test::calendar(), wanted, "a1", now)->occurrence.obligation().proposed()) << "its plan's days are ours";
  rules.mutable_plans(0)->set_confirmed(true);
  EXPECT_FALSE(open_by_hand(rules, test::calendar(), wanted, "a1", now)->occurrence.obligation().proposed());
}

TEST(OpenByHand, EveryFieldIsChecked) {
  struct Case {
    const char* begins;
    void (*spoil)(HandOpening&);
  };
  const Case cases[] = {{"title: 请写明", [](HandOpening& w) { w.title.clear(); }},
                        {"title: longer", [](HandOpening& w) { w.title = std::string(41, 'a'); }},
                        {"title: has control", [](HandOpening& w) { w.title = "a\nb"; }},
                        {"title: not readable", [](HandOpening& w) { w.title = "\xff"; }},
                        {"basis: 请写明立项依据", [](HandOpening& w) { w.basis.clear(); }},
                        {"basis: longer", [](HandOpening& w) { w.basis = std::string(41, 'a'); }},
                        {"lead: must be role:<id>", [](HandOpening& w) { w.lead = "xcb"; }},
                        {"lead: must be role:<id>", [](HandOpening& w) { w.lead.clear(); }},
                        {"support: \"unit:none\" must be", [](HandOpening& w) { w.support = {"unit:none"}; }},
                        {"support: the leading party", [](HandOpening& w) { w.support = {"unit:xcb"}; }},
                        {"support: at most 20", [](HandOpening& w) { w.support.assign(21, "unit:college_1"); }},
                        {"proof: must not be empty", [](HandOpening& w) { w.proof = {""}; }},
                        {"proof: longer", [](HandOpening& w) { w.proof = {std::string(61, 'a')}; }},
                        {"proof: at most 10", [](HandOpening& w) { w.proof.assign(11, "a"); }},
                        {"verifier: must be role:<id>", [](HandOpening& w) { w.verifier = "nobody"; }},
                        {"verifier: 不能核验自己", [](HandOpening& w) { w.verifier = w.lead; }},
                        {"plan: must be the id", [](HandOpening& w) { w.plan = "none"; }},
                        {"due_at: must lie after now, 2026-04-01T10:00:00+08:00", [](HandOpening& w) { w.due_at = now; }},
                        {"due_at: more than three years", [](HandOpening& w) { w.due_at = test::at("2062-04-20T17:30"); }}};
  EXPECT_EQ(fault(by_hand()), "opened adhoc/a1");
  for (const auto& one : cases) {
    auto wanted = by_hand();
    one.spoil(wanted);
    EXPECT_THAT(fault(wanted), StartsWith(one.begins));
  }
}

TEST(OpeningDigest, TellsRequestsApart) {
  auto a = by_hand(), b = by_hand();
  EXPECT_EQ(request_digest(a), request_digest(b));
  b.title = a.title + a.basis;
  b.basis.clear();
  EXPECT_NE(request_digest(a), request_digest(b));
  auto c = by_hand();
  c.proof = a.support;
  c.support = a.proof;
  EXPECT_NE(request_digest(a), request_digest(c));
  EXPECT_NE(request_digest(event("forum")), request_digest(event("forum", "unit:xcb")));
}

}  // namespace
}  // namespace fenghuo::obligations
