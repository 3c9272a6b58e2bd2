// The directory as it is on a day: seats that change hands, deputies for empty ones, units that are no more, who is told by people alone.
#include "services/escalator/test_school.hpp"

namespace fenghuo::escalator::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Instant noon(const std::string& day) { return instant(at(day + " 12:00")); }

std::vector<std::string> reach(const Index& index, const std::string& party) {
  std::vector<std::string> out;
  for (const auto* destination : index.destinations(party)) out.push_back(destination->id());
  return out;
}

// The vice-president for hq leaves on 30 June; from 2 July on another has that portfolio.
wire::Bundle handed_over() {
  auto bundle = duty_rules();
  role_of(bundle, "vice").set_valid_to(20260630);
  auto& next = *bundle.add_roles();
  next = role_of(bundle, "vice");
  next.set_id("vice2");
  next.set_name("角色vice2");
  next.set_valid_from(20260702);
  next.set_valid_to(0);
  next.clear_contacts();
  next.add_contacts("d-minister");
  return bundle;
}

TEST(IndexDays, ADirectoryThatNeverChangesIsOneIndex) {
  const auto bundle = duty_rules();
  const Index index(bundle);
  EXPECT_EQ(&index.on(noon("2026-06-01")), &index);
}

TEST(IndexDays, EachStretchWithoutAChangeIsMadeOnce) {
  const auto bundle = handed_over();
  const Index index(bundle);
  EXPECT_EQ(&index.on(noon("2026-01-01")), &index.on(noon("2026-06-30")));
  EXPECT_NE(&index.on(noon("2026-06-30")), &index.on(noon("2026-07-01")));
  EXPECT_EQ(&index.on(noon("2026-07-02")), &index.on(noon("2030-01-01")));
}

TEST(IndexDays, ASeatChangesHandsOnItsDay) {
  const auto bundle = handed_over();
  const Index index(bundle);
  EXPECT_EQ(index.on(noon("2026-06-30")).leader_in_charge("hq"), "role:vice") << "both ends belong to it";
  EXPECT_EQ(index.on(noon("2026-07-01")).leader_in_charge("hq"), "") << "nobody sits there";
  EXPECT_EQ(index.on(noon("2026-07-02")).leader_in_charge("hq"), "role:vice2");
  EXPECT_THAT(reach(index.on(noon("2026-06-30")), "role:vice"), ElementsAre("d-vice"));
  EXPECT_THAT(reach(index.on(noon("2026-07-01")), "role:vice"), IsEmpty());
}

TEST(IndexDays, ADeputyAnswersForAnEmptySeatWhileHeHoldsHimself) {
  auto bundle = handed_over();
  role_of(bundle, "vice").set_deputy("secretary");
  role_of(bundle, "secretary").set_valid_to(20260701);
  const Index index(bundle);
  EXPECT_THAT(reach(index.on(noon("2026-06-30")), "role:vice"), ElementsAre("d-vice"));
  EXPECT_THAT(reach(index.on(noon("2026-07-01")), "role:vice"), ElementsAre("d-secretary"));
  EXPECT_EQ(index.on(noon("2026-07-01")).leader_in_charge("hq"), "role:vice") << "the empty seat, through its deputy";
  EXPECT_EQ(index.on(noon("2026-07-02")).leader_in_charge("hq"), "role:vice2") << "somebody sits there again";
  EXPECT_THAT(reach(index.on(noon("2026-07-02")), "role:vice"), IsEmpty());
}

TEST(IndexDays, AUnitThatIsNoMoreIsToldNothing) {
  auto bundle = duty_rules();
  unit_of(bundle, "hq").set_valid_to(20260630);
  const Index index(bundle);
  EXPECT_TRUE(index.on(noon("2026-06-30")).reachable("unit:hq"));
  EXPECT_FALSE(index.on(noon("2026-07-01")).reachable("unit:hq"));
}

TEST(IndexDays, AChangeOfSeatInTheMiddleOfADuty) {
  School s(at("2026-05-20 09:00"), handed_over());
  auto occurrence = report_due("2026-06-29 17:30");
  s.open(occurrence).until("2026-06-29 12:00").take();
  s.until("2026-07-10 12:00");
  std::vector<std::string> leaders;
  for (const auto& sent : s.take()) {
    if (sent.kind == "brief") leaders.push_back(clock_text(sent.at).substr(5, 5) + " " + sent.party);
  }
  ASSERT_FALSE(leaders.empty());
  EXPECT_EQ(leaders.front(), "06-30 role:vice") << "one working day after the deadline he still has the seat";
  EXPECT_EQ(s.broken, "");

  School later(at("2026-05-20 09:00"), handed_over());
  later.open(report_due("2026-07-03 17:30")).until("2026-07-20 12:00");
  std::vector<std::string> parties;
  for (const auto& sent : later.take()) {
    if (sent.kind == "brief" && sent.party != "role:secretary") parties.push_back(sent.party);
  }
  EXPECT_THAT(parties, ::testing::Contains("role:vice2"));
  EXPECT_THAT(parties, ::testing::Not(::testing::Contains("role:vice")));
  EXPECT_EQ(later.broken, "");
}

TEST(IndexDays, AnEmptySeatOfABodyIsLeftOut) {
  auto bundle = duty_rules();
  role_of(bundle, "c1").set_valid_to(20260630);
  School s(at("2026-07-06 09:00"), bundle);
  s.open(report_due()).act(wire::URGENT, "unit:hq", [](wire::Action& a) { a.set_reason("急"); });
  EXPECT_EQ(s.code(), wire::DONE);
  s.until("2026-07-07 12:00");
  std::vector<std::string> parties;
  for (const auto& sent : s.take()) {
    if (sent.model.reason() == "加急直报") parties.push_back(sent.party);
  }
  EXPECT_THAT(parties, ElementsAre("role:c2"));
}

TEST(IndexDays, WhoIsToldByPeopleHasNoAddressForTheMachine) {
  auto bundle = duty_rules();
  role_of(bundle, "minister").set_manual(true);
  const Index index(bundle);
  EXPECT_TRUE(index.told_by_hand("role:minister"));
  EXPECT_FALSE(index.told_by_hand("role:office"));
  EXPECT_FALSE(index.told_by_hand("unit:hq"));
  EXPECT_FALSE(index.reachable("role:minister"));
}

}  // namespace
}  // namespace fenghuo::escalator::testing
