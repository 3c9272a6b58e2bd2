#include "services/ledger/facets.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fenghuo::ledger {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> parts(const wire::Fact& fact) {
  std::vector<std::string> out;
  for (const auto& part : fact.parts()) out.push_back(part.facet() + "=" + std::to_string(part.count()));
  return out;
}

TEST(Facets, APrefixIsTheSumOfItsPartsByName) {
  FacetIndex index;
  index.set(MatterId{1}, {"tally|unit=b|overdue", "other"});
  index.set(MatterId{2}, {"tally|unit=a|normal", "tally|unit=b|overdue"});
  index.set(MatterId{3}, {"tally|unit=ab|normal"});
  const auto fact = index.fact("tally|*");
  EXPECT_EQ(fact.facet(), "tally|*");
  EXPECT_EQ(fact.count(), 4U);
  EXPECT_EQ(fact.revision(), 0U) << "nobody decides again because a sum moved on";
  EXPECT_THAT(parts(fact), ElementsAre("tally|unit=ab|normal=1", "tally|unit=a|normal=1", "tally|unit=b|overdue=2"))
      << "by the bytes of the whole name: '|' comes after the letters";
  EXPECT_THAT(fact.parts(2).sample(), ElementsAre(1U, 2U));
  EXPECT_THAT(parts(index.fact("tally|unit=a|*")), ElementsAre("tally|unit=a|normal=1")) << "not unit ab";
  EXPECT_THAT(parts(index.fact("none|*")), IsEmpty());
}

TEST(Facets, OnlyWhatHasACountIsAPart) {
  FacetIndex index;
  index.set(MatterId{1}, {"tally|x"});
  index.set_registrations(MatterId{9}, {"tally|y"});
  EXPECT_THAT(parts(index.fact("tally|*")), ElementsAre("tally|x=1"));
  index.set(MatterId{1}, {});
  EXPECT_THAT(parts(index.fact("tally|*")), IsEmpty());
}

TEST(Facets, AtMostTwoThousandParts) {
  FacetIndex index;
  for (std::uint64_t i = 0; i < 2100; ++i) index.set(MatterId{i + 1}, {"todo|" + std::to_string(100'000 + i)});
  const auto fact = index.fact("todo|*");
  EXPECT_EQ(fact.parts_size(), 2000);
  EXPECT_TRUE(fact.cut());
  EXPECT_EQ(fact.count(), 2100U) << "the sum is that of all";
  EXPECT_EQ(fact.parts(0).facet(), "todo|100000");
}

TEST(Facets, WhatIsWholeIsNotCut) {
  FacetIndex index;
  for (std::uint64_t i = 0; i < 2000; ++i) index.set(MatterId{i + 1}, {"todo|" + std::to_string(100'000 + i)});
  EXPECT_FALSE(index.fact("todo|*").cut());
  EXPECT_EQ(index.fact("todo|*").count(), 2000U);
}

TEST(Facets, AFacetThatWasForgottenNeverComesBackWithAnOldRevision) {
  FacetIndex index;
  index.set(MatterId{1}, {"level=red"});
  const auto before = index.revision("level=red");
  index.set(MatterId{1}, {});
  EXPECT_NE(index.revision("level=red"), before);
  index.set(MatterId{2}, {"level=red"});
  EXPECT_GT(index.revision("level=red"), before);
  EXPECT_EQ(index.fact("level=red").count(), 1U);
}

TEST(Facets, WhoWaitsIsKeptWhileNobodyCounts) {
  FacetIndex index;
  index.set_registrations(MatterId{7}, {"level=red"});
  index.set(MatterId{1}, {"level=red"});
  index.set(MatterId{1}, {});
  EXPECT_THAT(index.registered_for("level=red"), ElementsAre(MatterId{7}));
  index.set_registrations(MatterId{7}, {});
  EXPECT_THAT(index.registered_for("level=red"), IsEmpty());
}

}  // namespace
}  // namespace fenghuo::ledger
