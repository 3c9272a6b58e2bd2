// Who is served first, and who still gets in when too much waits.
#include "services/ledger/inbox.hpp"

#include <gmock/gmock.h>

#include "services/ledger/test_ledger.hpp"

namespace fenghuo::ledger {
namespace {

TEST(InboxOrder, APersonsActMovesItsMatterPastTheWarningsThatWait) {
  Inbox inbox;
  for (std::uint64_t i = 1; i <= 5; ++i) inbox.add(MatterId{i}, ItemId{i}, wire::WARNING);
  inbox.add(MatterId{4}, ItemId{40}, wire::HUMAN);
  EXPECT_EQ(inbox.next(), MatterId{4});
  EXPECT_EQ(inbox.next(), MatterId{1});
  for (const std::uint64_t next : {2U, 3U, 5U}) EXPECT_EQ(inbox.next(), MatterId{next});
  EXPECT_EQ(inbox.next(), std::nullopt) << "its old place is void";
  EXPECT_FALSE(inbox.ready());
}

TEST(InboxOrder, ALowerClassDoesNotMoveItBack) {
  Inbox inbox;
  inbox.add(MatterId{1}, ItemId{1}, wire::HUMAN);
  inbox.add(MatterId{1}, ItemId{2}, wire::EXPANSION);
  inbox.add(MatterId{2}, ItemId{3}, wire::WARNING);
  EXPECT_EQ(inbox.next(), MatterId{1});
  EXPECT_EQ(inbox.next(), MatterId{2});
  EXPECT_FALSE(inbox.ready());
}

TEST(InboxOrder, KnowsWhetherNothingButExpansionIsReady) {
  Inbox inbox;
  EXPECT_FALSE(inbox.only_expansion()) << "nothing is";
  inbox.add(MatterId{1}, ItemId{1}, wire::EXPANSION);
  inbox.add(MatterId{2}, ItemId{2}, wire::EXPANSION);
  EXPECT_TRUE(inbox.only_expansion());
  inbox.wake(MatterId{2}, wire::WARNING);
  EXPECT_FALSE(inbox.only_expansion());
  EXPECT_EQ(inbox.next(), MatterId{2});
  EXPECT_TRUE(inbox.only_expansion());
  inbox.forget(MatterId{1});
  EXPECT_FALSE(inbox.only_expansion());
  EXPECT_FALSE(inbox.ready());
}

TEST(InboxOrder, KnowsWhatEachSubmitterHasWaiting) {
  Inbox inbox;
  inbox.add(MatterId{1}, ItemId{1}, wire::WARNING, "p");
  inbox.add(MatterId{1}, ItemId{2}, wire::WARNING, "q");
  inbox.add(MatterId{2}, ItemId{3}, wire::WARNING, "p");
  EXPECT_EQ(inbox.pending_items("p"), 2U);
  inbox.move(MatterId{2}, MatterId{3}, ItemId{3}, wire::HUMAN);
  EXPECT_EQ(inbox.pending_items("p"), 2U);
  inbox.remove(MatterId{3}, ItemId{3});
  EXPECT_EQ(inbox.pending_items("p"), 1U);
  inbox.forget(MatterId{1});
  EXPECT_EQ(inbox.pending_items("p"), 0U);
  EXPECT_EQ(inbox.pending_items("q"), 0U);
  EXPECT_EQ(inbox.pending_items(), 0U);
}

struct FullLedger : testing::Test {
  TestLedger l;
  int submitted = 0;
  void SetUp() override {
    l.settings_.ledger.max_pending = 16;
    l.activate_bundle();
  }
  std::string refusal(const std::string& scope, wire::IntakeClass intake_class) {
    auto item = TestLedger::signal_item("s" + std::to_string(submitted), "t" + std::to_string(submitted), "blue");
    ++submitted;
    item.set_item_class(intake_class);
    return l.submit({item}, scope).items(0).reason();
  }
  int accepted(const std::string& scope, wire::IntakeClass intake_class) {
    int n = 0;
    while (n < 100 && refusal(scope, intake_class).empty()) ++n;
    return n;
  }
};

TEST_F(FullLedger, OneProvidersFloodLeavesRoomForAnother) {
  EXPECT_EQ(accepted("provider/p", wire::WARNING), 8);
  EXPECT_THAT(refusal("provider/p", wire::WARNING), testing::StartsWith("full: too much from this submitter"));
  EXPECT_EQ(refusal("provider/q", wire::WARNING), "");
}

TEST_F(FullLedger, FloodsLeaveRoomForPeople) {
  EXPECT_EQ(accepted("provider/p", wire::WARNING) + accepted("provider/q", wire::WARNING), 16);
  EXPECT_THAT(refusal("provider/r", wire::WARNING), testing::StartsWith("full: too much waits"));
  EXPECT_EQ(accepted("callback/u", wire::HUMAN), 2);
}

TEST_F(FullLedger, TheQuotaIsKnownAfterARestart) {
  accepted("provider/p", wire::WARNING);
  l.restart();
  EXPECT_THAT(refusal("provider/p", wire::WARNING), testing::StartsWith("full: too much from this submitter"));
}

}  // namespace
}  // namespace fenghuo::ledger
