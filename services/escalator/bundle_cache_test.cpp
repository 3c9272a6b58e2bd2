#include "services/escalator/bundle_cache.hpp"

#include "services/escalator/test_rules.hpp"

namespace fenghuo::escalator::testing {
namespace {

struct Source {
  int asked = 0;
  bool there = true;
  std::chrono::steady_clock::time_point now{};
  BundleCache cache{[this](const std::string&) -> Result<std::shared_ptr<const wire::Bundle>> {
                      ++asked;
                      if (!there) return fail("the ledger knows no such bundle");
                      return std::make_shared<const wire::Bundle>(small_rules());
                    },
                    [this] { return now; }, 2};
};

TEST(BundleCache, FetchesOnceAndPrepares) {
  Source source;
  const auto first = source.cache.get("a");
  ASSERT_TRUE(first);
  EXPECT_TRUE((*first)->index.reachable("role:duty"));
  EXPECT_EQ(source.cache.get("a")->get(), first->get());
  EXPECT_EQ(source.asked, 1);
}

TEST(BundleCache, AFailureIsRememberedForAMoment) {
  Source source;
  source.there = false;
  EXPECT_EQ(source.cache.get("a").error().message, "the ledger knows no such bundle");
  EXPECT_FALSE(source.cache.get("a"));
  EXPECT_EQ(source.asked, 1) << "a window full of jobs costs one time-out";
  source.there = true;
  source.now += std::chrono::seconds{1};
  EXPECT_TRUE(source.cache.get("a"));
}

TEST(BundleCache, KeepsTheMostRecentlyUsed) {
  Source source;
  const auto a = source.cache.get("a");
  EXPECT_TRUE(source.cache.get("b") && source.cache.get("a") && source.cache.get("c"));
  EXPECT_EQ(source.asked, 3);
  EXPECT_TRUE(source.cache.get("a"));
  EXPECT_EQ(source.asked, 3);
  EXPECT_TRUE(source.cache.get("b"));
  EXPECT_EQ(source.asked, 4);
  EXPECT_TRUE((*a)->index.knows_level("red")) << "what is in use lives on";
}

}  // namespace
}  // namespace fenghuo::escalator::testing
