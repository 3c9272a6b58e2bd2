// One occurrence by its key: what the whole expansion gives, and no other party's built.
#include "common/obligations/one_occurrence.hpp"

#include "common/obligations/test_catalogue.hpp"

namespace fenghuo::obligations {
namespace {

using namespace test;

const Instant from = at("2026-01-01T00:00"), to = at("2027-01-01T00:00");

wire::Duty for_each(wire::Duty duty, const std::string& each) {
  duty.clear_owner();
  duty.set_each(each);
  return duty;
}

// Ten thousand units: an edit is decided for each of them.
TEST(OneOccurrence, BuildsItsOwnAloneHoweverManyPartiesThereAre) {
  wire::Bundle bundle = directory();
  for (int i = 0; i < 10'000; ++i) {
    auto* unit = bundle.add_units();
    unit->set_id("college-" + std::to_string(i));
    unit->set_kind("college");
  }
  *bundle.add_duties() = for_each(yearly("d", 601, 715), "college");
  const Directory everybody(bundle);
  const auto days = calendar();
  wire::Occurrence like;
  like.set_window_from(to_ms(at("2026-06-01T00:00")));
  for (const int i : {0, 5'000, 9'999}) {
    like.set_party("unit:college-" + std::to_string(i));
    const auto one = one_occurrence(everybody, bundle.duties(0), days, "duty/d/" + like.party() + "/2026", like);
    EXPECT_EQ(one.built, 1U);
    ASSERT_TRUE(one.occurrence.has_value());
    EXPECT_EQ(one.occurrence->party(), like.party());
  }
  like.set_party("unit:nobody");
  EXPECT_EQ(one_occurrence(everybody, bundle.duties(0), days, "duty/d/unit:nobody/2026", like).built, 0U);
}

TEST(OneOccurrence, IsWhatTheWholeExpansionGives) {
  wire::Bundle bundle = directory();
  bundle.mutable_units(2)->set_valid_to(20260714);
  for (const char* each : {"unit", "college", "party_org", "member", "member_field"}) {
    *bundle.add_duties() = for_each(yearly(std::string("y-") + each, 601, 715), each);
    *bundle.add_duties() = for_each(by_rule(std::string("r-") + each, "FREQ=MONTHLY", "2026-01-01"), each);
  }
  *bundle.add_duties() = yearly("own", 601, 715);
  *bundle.add_duties() = by_week("week", 3, 0);
  const Directory everybody(bundle);
  const auto days = calendar();
  const auto found = expanded(bundle, days, from, to);
  ASSERT_GT(found.size(), 60U);
  for (const auto& [key, occurrence] : found) {
    for (const auto& duty : bundle.duties()) {
      const auto one = one_occurrence(everybody, duty, days, key, occurrence);
      ASSERT_EQ(one.occurrence.has_value(), duty.id() == occurrence.duty()) << key << " of " << duty.id();
      if (!one.occurrence) continue;
      EXPECT_EQ(canonical_bytes(*one.occurrence), canonical_bytes(occurrence)) << key;
    }
  }
}

// Whose it is may have changed: the key of a duty that is one party's does not name it.
TEST(OneOccurrence, AnotherOwnerIsTheSameKey) {
  wire::Bundle bundle = directory();
  *bundle.add_duties() = yearly("d", 601, 715);
  const auto before = expanded(bundle, calendar(), from, to).at("duty/d/2026");
  bundle.mutable_duties(0)->set_owner("role:president");
  const Directory everybody(bundle);
  const auto one = one_occurrence(everybody, bundle.duties(0), calendar(), "duty/d/2026", before);
  ASSERT_TRUE(one.occurrence.has_value());
  EXPECT_EQ(one.occurrence->party(), "role:president");
  EXPECT_NE(one.occurrence->version(), before.version());
}

TEST(OneOccurrence, NothingOfADraftOfBeforeItsForceOrOfWhoEnded) {
  wire::Bundle bundle = directory();
  *bundle.add_duties() = for_each(yearly("d", 601, 715), "college");
  auto& duty = *bundle.mutable_duties(0);
  const auto like = expanded(bundle, calendar(), from, to).at("duty/d/unit:college_1/2026");
  const auto given = [&] {
    const Directory everybody(bundle);
    return one_occurrence(everybody, duty, calendar(), "duty/d/unit:college_1/2026", like).occurrence.has_value();
  };
  EXPECT_TRUE(given());
  duty.mutable_obligation()->set_draft(true);
  EXPECT_FALSE(given());
  duty.mutable_obligation()->set_draft(false);
  duty.set_in_force_from("2026-07-16");
  EXPECT_FALSE(given());
  duty.clear_in_force_from();
  bundle.mutable_units(2)->set_valid_to(20260714);
  EXPECT_FALSE(given());
}

TEST(OneOccurrence, ADutyThatCantBeExpandedSaysSo) {
  wire::Bundle bundle = directory();
  *bundle.add_duties() = by_rule("d", "every Monday", "2026-01-01");
  wire::Occurrence like;
  like.set_window_from(to_ms(from));
  const Directory everybody(bundle);
  const auto one = one_occurrence(everybody, bundle.duties(0), calendar(), "duty/d/2026-01", like);
  EXPECT_FALSE(one.occurrence.has_value());
  EXPECT_THAT(one.fault, testing::HasSubstr("every Monday"));
}

}  // namespace
}  // namespace fenghuo::obligations
