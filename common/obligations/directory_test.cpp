// Who is reached, who leads whom, who may answer for whom, who is away in the breaks.
#include "common/obligations/directory.hpp"

#include <gmock/gmock.h>

namespace fenghuo::obligations {
namespace {

using testing::ElementsAre;

wire::Role& add_role(wire::Bundle& bundle, const char* id, const char* office = "", bool leader = false) {
  auto& role = *bundle.add_roles();
  role.set_id(id);
  role.set_name(std::string("name of ") + id);
  role.set_office(office);
  role.set_leader(leader);
  role.add_contacts(id);
  bundle.add_destinations()->set_id(id);
  return role;
}

wire::Unit& add_unit(wire::Bundle& bundle, const char* id, const char* kind, std::initializer_list<const char*> party_orgs = {}) {
  auto& unit = *bundle.add_units();
  unit.set_id(id);
  unit.set_kind(kind);
  for (const auto* party_org : party_orgs) unit.add_party_orgs(party_org);
  return unit;
}

wire::Bundle school() {
  wire::Bundle bundle;
  add_unit(bundle, "jwc", "office", {"office_party"});
  add_unit(bundle, "hqbz", "office", {"office_party", "mixed_party"});
  add_unit(bundle, "college_1", "college", {"college_party", "mixed_party"});
  for (const auto* id : {"office_party", "college_party", "mixed_party", "lonely_party"}) add_unit(bundle, id, "party_org");
  add_role(bundle, "vice", "", true).add_portfolio("jwc");
  add_role(bundle, "dean", "college_1");
  add_role(bundle, "clerk", "jwc");
  add_role(bundle, "outside").set_manual(true);
  return bundle;
}

TEST(Directory, TheOfficeAnswersForItsRolesAndEitherIsTheSameSide) {
  const auto bundle = school();
  const Directory directory(bundle);
  EXPECT_TRUE(directory.stands_for("unit:jwc", "role:clerk"));
  EXPECT_FALSE(directory.stands_for("role:clerk", "unit:jwc"));
  EXPECT_TRUE(directory.same_side("role:clerk", "unit:jwc"));
  EXPECT_FALSE(directory.same_side("role:clerk", "unit:hqbz"));
  EXPECT_FALSE(directory.same_side("", "")) << "nobody is on nobody's side";
  const std::vector<std::string> parties = {"unit:jwc", "unit:hqbz", "role:clerk", "role:dean", "role:nobody", "jwc", ""};
  for (const auto& a : parties) {
    for (const auto& b : parties) EXPECT_EQ(stands_for(bundle, a, b), directory.stands_for(a, b)) << a << " for " << b;
  }
}

TEST(Directory, CollegesAreAwayInBreaksOfficesAndLeadersAreNot) {
  const auto bundle = school();
  const Directory directory(bundle);
  for (const auto* away : {"unit:college_1", "unit:college_party", "role:dean"}) EXPECT_TRUE(directory.away_in_breaks(away)) << away;
  for (const auto* on_duty : {"unit:jwc", "unit:office_party", "unit:mixed_party", "unit:lonely_party", "role:clerk", "role:vice",
                              "role:outside", "unit:unknown", "vice", ""})
    EXPECT_FALSE(directory.away_in_breaks(on_duty)) << on_duty;
}

TEST(Directory, TheLeaderInChargeIsThePortfoliosThenTheUnitsOwnThenTheOneSeat) {
  auto bundle = school();
  bundle.mutable_units(1)->set_leader("vice");
  {
    const Directory directory(bundle);
    EXPECT_EQ(directory.leader_in_charge("jwc"), "role:vice") << "by the portfolio";
    EXPECT_EQ(directory.leader_in_charge("hqbz"), "role:vice") << "as the unit says";
    EXPECT_EQ(directory.leader_in_charge("college_1"), "");
  }
  add_role(bundle, "leader_in_charge");
  EXPECT_EQ(Directory(bundle).leader_in_charge("college_1"), "role:leader_in_charge");
}

TEST(Directory, AnEmptySeatIsItsDeputys) {
  auto bundle = school();
  bundle.mutable_roles(0)->set_valid_to(2026'06'30);
  bundle.mutable_roles(0)->set_deputy("clerk");
  const Directory before(bundle, 2026'06'30), after(bundle, 2026'07'01);
  EXPECT_THAT(before.destinations("role:vice"), ElementsAre(testing::Property(&wire::Destination::id, "vice")));
  EXPECT_THAT(after.destinations("role:vice"), ElementsAre(testing::Property(&wire::Destination::id, "clerk")));
  EXPECT_EQ(after.leader_in_charge("jwc"), "role:vice") << "the deputy answers for the empty seat";
  bundle.mutable_roles(0)->clear_deputy();
  EXPECT_EQ(Directory(bundle, 2026'07'01).leader_in_charge("jwc"), "");
}

TEST(Directory, ALiaisonAnswersForALeaderWhileTheRoleHolds) {
  auto bundle = school();
  bundle.mutable_roles(0)->set_liaison("clerk");
  bundle.mutable_roles(1)->set_liaison("clerk");
  bundle.mutable_roles(2)->set_valid_to(2026'06'30);
  EXPECT_EQ(Directory(bundle, 2026'06'30).liaison_of("role:vice"), "role:clerk");
  EXPECT_EQ(Directory(bundle, 2026'06'30).liaison_of("role:dean"), "") << "no leader";
  EXPECT_EQ(Directory(bundle, 2026'07'01).liaison_of("role:vice"), "");
}

TEST(Directory, WhoIsToldByHandHasNoAddress) {
  const auto bundle = school();
  const Directory directory(bundle);
  EXPECT_TRUE(directory.told_by_hand("role:outside"));
  EXPECT_FALSE(directory.reachable("role:outside"));
  EXPECT_EQ(directory.party_name("role:clerk"), "name of clerk");
  EXPECT_EQ(directory.party_name("unit:jwc"), "jwc");
}

}  // namespace
}  // namespace fenghuo::obligations
