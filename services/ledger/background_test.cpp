// A horizon of occurrences that comes in stands neither in a warning's way nor still.
#include "services/ledger/test_ledger.hpp"

namespace fenghuo::ledger {
namespace {

struct BackgroundTest : testing::Test {
  TestLedger l;
  int submitted = 0;

  void SetUp() override {
    l.activate_bundle();
    l.worker("decide", "e", 1000);
  }
  void submit(int count, wire::IntakeClass intake_class) {
    std::vector<wire::SubmitItem> items;
    items.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
      const std::string name = std::to_string(++submitted);
      items.push_back(TestLedger::signal_item("s" + name, "t" + name, "blue"));
      items.back().set_item_class(intake_class);
    }
    l.submit(items);
  }
  std::vector<wire::JobItem> leased() {
    l.turn();
    return l.jobs();
  }
  void decide(const std::vector<wire::JobItem>& jobs) {
    std::vector<wire::ResultItem> results;
    results.reserve(jobs.size());
    for (const auto& job : jobs) results.push_back(l.decision(job));
    l.answer("e", results);
  }
};

TEST_F(BackgroundTest, FewOfAHorizonAreUnderWayAtOnceThoughTheWorkerHasRoom) {
  submit(200, wire::EXPANSION);
  const auto first = leased();
  EXPECT_EQ(first.size(), 8U);
  EXPECT_TRUE(leased().empty());
  decide(first);
  EXPECT_EQ(leased().size(), 8U);
}

TEST_F(BackgroundTest, AWarningIsLeasedThoughTheHorizonHasAllItMayHave) {
  submit(200, wire::EXPANSION);
  leased();
  submit(3, wire::WARNING);
  EXPECT_EQ(leased().size(), 3U);
}

TEST_F(BackgroundTest, BesideAnotherDecisionTheHorizonCrawlsButNeverStands) {
  submit(1, wire::HUMAN);
  submit(200, wire::EXPANSION);
  const auto first = leased();
  ASSERT_EQ(first.size(), 2U) << "the act, and one of the horizon";
  decide({first[1]});
  const auto more = leased();
  EXPECT_EQ(more.size(), 1U);
  decide({first[0]});
  decide(more);
  EXPECT_EQ(leased().size(), 8U);
}

TEST_F(BackgroundTest, AllOfAHorizonIsDecidedInTheEnd) {
  submit(200, wire::EXPANSION);
  std::size_t done = 0;
  for (int i = 0; i < 40; ++i) {
    const auto jobs = leased();
    done += jobs.size();
    decide(jobs);
  }
  EXPECT_EQ(done, 200U);
  EXPECT_EQ(l.core_->snapshot(l.steady_).pending_items(), 0U);
}

}  // namespace
}  // namespace fenghuo::ledger
