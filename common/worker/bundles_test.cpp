// Bundles are kept, and a failure is not repeated at once.
#include "common/worker/bundles.hpp"

namespace fenghuo {
namespace {

using namespace std::chrono_literals;

TEST(Bundles, AreFetchedOnceAndAFailureIsNotRepeatedAtOnce) {
  int fetches = 0;
  bool there = false;
  Bundles bundles{[&](const std::string& hash) -> Result<Bundles::Bundle> {
                    ++fetches;
                    if (!there) return fail("no answer");
                    auto bundle = std::make_shared<wire::Bundle>();
                    bundle->set_label(hash);
                    return Bundles::Bundle{bundle};
                  },
                  2};
  const std::chrono::steady_clock::time_point now{};
  EXPECT_FALSE(bundles.get("a", now));
  EXPECT_FALSE(bundles.get("a", now));
  EXPECT_EQ(fetches, 1);
  there = true;
  EXPECT_EQ((*bundles.get("a", now + 2s))->label(), "a");
  EXPECT_EQ((*bundles.get("a", now + 2s))->label(), "a");
  EXPECT_EQ(fetches, 2);
  for (const char* hash : {"b", "a", "c", "a"}) EXPECT_TRUE(bundles.get(hash, now)) << hash;
  EXPECT_EQ(fetches, 4) << "a stayed, since it was used last";
}

}  // namespace
}  // namespace fenghuo
