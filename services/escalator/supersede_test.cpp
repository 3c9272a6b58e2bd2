// A newer call to a party takes its unsent older ones back; and how long a message stays worth sending.
#include "services/escalator/test_world.hpp"

namespace fenghuo::escalator::testing {
namespace {

using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

// Whose unsent messages the last decision takes back because it says something newer.
std::vector<std::string> superseded(const World& w) {
  std::vector<std::string> parties;
  for (const auto& withdraw : w.last.withdraw()) {
    if (withdraw.reason() == "superseded") parties.push_back(withdraw.party());
  }
  return parties;
}

TEST(Supersede, TheFirstTellingTakesNothingBack) {
  World w;
  w.alert("red");
  EXPECT_THAT(superseded(w), IsEmpty());
}

TEST(Supersede, AReminderTakesBackWhatItsPartyHasNotGotYetAskedOrInformed) {
  World w;
  w.alert("red").at(10 * minute);
  EXPECT_THAT(superseded(w), UnorderedElementsAre("role:duty", "role:minister", "unit:hq", "role:office", "role:secretary"));
  for (const auto& withdraw : w.last.withdraw()) EXPECT_FALSE(withdraw.asks_only());
}

TEST(Supersede, OnlyOfPartiesThatAreToldNow) {
  World w;
  w.alert("red").at(20 * minute);
  EXPECT_THAT(superseded(w), UnorderedElementsAre("role:secretary"));
}

TEST(Supersede, APartyThatNothingReachedHasNothingToTakeBack) {
  World w;
  w.alert("red");
  w.fail("role:office").at(10 * minute);
  EXPECT_THAT(superseded(w), Not(IsSupersetOf({"role:office"})));
}

TEST(Supersede, AQuestionThatOnlyThisPartyCanAnswerStays) {
  auto rules = small_rules();
  for (auto& ladder : *rules.mutable_ladders()) {
    if (ladder.level() == "red") ladder.set_lower_by("duty");
  }
  World w(rules);
  w.alert("red");
  w.at(5 * minute).signal("orange");  // may it be lowered? the duty officer says
  w.at(10 * minute);
  EXPECT_THAT(superseded(w), UnorderedElementsAre("role:minister", "unit:hq", "role:office", "role:secretary"));
}

TEST(Expiry, AMessageIsWorthSendingAsLongAsTheScheduleTriesIt) {
  auto rules = small_rules();
  rules.mutable_retry()->set_max_age_ms(48 * hour);
  World w(rules);
  w.alert("red");
  for (const auto& message : w.last.queue()) EXPECT_EQ(message.expires_at(), w.now() + 48 * hour);
  rules.mutable_retry()->set_max_age_ms(10 * minute);
  w = World(rules);
  w.alert("red");
  for (const auto& message : w.last.queue()) EXPECT_EQ(message.expires_at(), w.now() + 24 * hour) << "a day at least";
}

}  // namespace
}  // namespace fenghuo::escalator::testing
