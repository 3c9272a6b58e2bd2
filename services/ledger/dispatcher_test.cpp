// Which message leaves next: fairness, limits, breaker, pause.
#include "services/ledger/dispatcher.hpp"

namespace fenghuo::ledger {
namespace {

const Instant t0 = instant(1'804'000'000'000);

struct DispatcherTest : testing::Test {
  Dispatcher d;
  std::uint64_t last = 0;

  void limit(const std::string& id, std::uint32_t concurrency, std::uint32_t per_minute = 0) {
    wire::Bundle bundle;
    auto* destination = bundle.add_destinations();
    destination->set_id(id);
    destination->set_concurrency(concurrency);
    destination->set_rate_per_minute(per_minute);
    d.configure(bundle);
  }
  MessageId add(const std::string& destination, Instant due = Instant{}, bool urgent = false, bool retry = false) {
    d.add(MessageId{++last}, destination, due, urgent, retry);
    return MessageId{last};
  }
  std::vector<std::string> take(Instant now = t0, const std::string& channel = "webhook") {
    std::vector<std::string> taken;
    while (const auto c = d.next(now, channel)) taken.push_back(c->destination + std::to_string(c->id.value));
    return taken;
  }
};

TEST_F(DispatcherTest, DestinationsTakeTurns) {
  add("a");
  add("a");
  add("b");
  EXPECT_EQ(take(), (std::vector<std::string>{"a1", "b3", "a2"}));
}

TEST_F(DispatcherTest, ConcurrencyHoldsUntilAnAnswer) {
  limit("a", 1);
  add("a");
  add("a");
  EXPECT_EQ(take().size(), 1U);
  d.finished("a", true);
  EXPECT_EQ(take().size(), 1U);
}

TEST_F(DispatcherTest, NothingLeavesBeforeItsTime) {
  add("a", t0 + std::chrono::minutes{1});
  EXPECT_TRUE(take().empty());
  EXPECT_EQ(d.next_wake(t0), t0 + std::chrono::minutes{1});
  EXPECT_EQ(take(t0 + std::chrono::minutes{1}).size(), 1U);
}

TEST_F(DispatcherTest, UrgentGoesFirst) {
  add("a");
  const auto red = add("a", Instant{}, true);
  EXPECT_EQ(take().front(), "a" + std::to_string(red.value));
}

TEST_F(DispatcherTest, UrgentOnesLeaveInTheirOrder) {
  limit("a", 100);
  add("a");
  for (int i = 0; i < 3; ++i) add("a", Instant{}, true);
  EXPECT_EQ(take(), (std::vector<std::string>{"a2", "a3", "a4", "a1"}));
}

TEST_F(DispatcherTest, HungDestinationsLeaveRoomForOneThatHasNothingUnderWay) {
  constexpr std::uint32_t credit = 16;
  for (const char* hung : {"h1", "h2", "h3"}) {
    for (int i = 0; i < 8; ++i) add(hung);
  }
  std::uint32_t used = 0;
  const auto take_in_room = [&] {
    std::vector<std::string> taken;
    while (used < credit) {
      const auto c = d.next(t0, "webhook", {credit - used, credit});
      if (!c) break;
      ++used;
      taken.push_back(c->destination);
    }
    return taken;
  };
  EXPECT_EQ(take_in_room().size(), 12U);
  add("well");
  EXPECT_EQ(take_in_room(), std::vector<std::string>{"well"});
}

TEST_F(DispatcherTest, FailingDestinationsShareHalfOfTheRoomAtMost) {
  constexpr std::uint32_t credit = 8;
  std::vector<std::string> all;
  for (int i = 0; i < 20; ++i) add(all.emplace_back("f" + std::to_string(i)));
  ASSERT_EQ(take().size(), 20U);
  for (const auto& id : all) d.finished(id, false);
  for (const auto& id : all) add(id);
  std::uint32_t used = 0;
  while (d.next(t0, "webhook", {credit - used, credit})) ++used;
  EXPECT_EQ(used, 4U);
  add("well");
  EXPECT_EQ(d.next(t0, "webhook", {credit - used, credit})->destination, "well");
  d.finished("f0", true);
  ++used;
  EXPECT_TRUE(d.next(t0, "webhook", {credit - used, credit})) << "one of them has recovered";
}

TEST_F(DispatcherTest, WhatDidNotLeaveGivesItsMinuteBack) {
  limit("robot", 100, 1);
  add("robot");
  add("robot");
  ASSERT_TRUE(d.next(t0, "webhook"));
  EXPECT_FALSE(d.next(t0, "webhook"));
  d.unused("robot");
  EXPECT_TRUE(d.next(t0, "webhook"));
  d.give_back("robot");
  add("robot");
  EXPECT_FALSE(d.next(t0, "webhook")) << "that one may have left";
}

TEST_F(DispatcherTest, NeverMoreThanTheRateInAnyMinute) {
  limit("robot", 100, 20);
  for (int i = 0; i < 25; ++i) add("robot");
  EXPECT_EQ(take().size(), 20U);
  EXPECT_FALSE(d.sendable(t0 + std::chrono::seconds{59}));
  EXPECT_EQ(d.next_wake(t0), t0 + std::chrono::minutes{1});
  EXPECT_EQ(take(t0 + std::chrono::minutes{1}).size(), 5U);
}

TEST_F(DispatcherTest, AFailingDestinationIsProbedOneAtATimeAndRecovers) {
  limit("a", 8);
  for (std::uint32_t i = 0; i < Dispatcher::breaker_after; ++i) {
    add("a");
    ASSERT_TRUE(d.next(t0, "webhook"));
    d.finished("a", false);
  }
  for (int i = 0; i < 5; ++i) add("a");
  EXPECT_EQ(take().size(), 1U);
  d.finished("a", true);
  EXPECT_EQ(take().size(), 4U);
}

TEST_F(DispatcherTest, RetriesLeaveRoomForFreshWork) {
  limit("a", 2);
  for (int i = 0; i < 4; ++i) add("a", Instant{}, false, true);
  const auto fresh = add("a");
  const auto taken = take();
  ASSERT_EQ(taken.size(), 2U);
  EXPECT_THAT(taken, testing::Contains("a" + std::to_string(fresh.value)));
}

TEST_F(DispatcherTest, APauseHoldsItsScopeOnly) {
  add("a");
  add("b");
  d.pause({"destination:a"});
  EXPECT_EQ(take(), (std::vector<std::string>{"b2"}));
  EXPECT_FALSE(d.sendable(t0));
  d.pause({});
  EXPECT_EQ(take(), (std::vector<std::string>{"a1"}));
}

// Mailboxes a, b, c behind one host, d behind another; w is no mailbox.
wire::Bundle mailboxes(std::uint32_t slots) {
  wire::Bundle bundle;
  bundle.mutable_mail()->set_relay("smtp://one.example:25");
  bundle.mutable_mail()->set_concurrency(slots);
  for (const char* id : {"a", "b", "c", "d", "w"}) {
    auto* destination = bundle.add_destinations();
    destination->set_id(id);
    destination->set_channel(*id == 'w' ? "webhook" : "mail");
    if (*id == 'd') destination->set_url("smtp://two.example:25");
  }
  return bundle;
}

TEST_F(DispatcherTest, EachChannelIsTakenByItsOwnWorkers) {
  d.configure(mailboxes(8));
  add("a");
  add("w");
  add("unknown");
  EXPECT_EQ(take(t0, "mail"), (std::vector<std::string>{"a1"}));
  EXPECT_EQ(take(t0, "webhook"), (std::vector<std::string>{"w2", "unknown3"}));
  EXPECT_THAT(d.channels(), testing::UnorderedElementsAre("mail", "webhook"));
}

TEST_F(DispatcherTest, ASlowMailHostLeavesSendersToTheOthers) {
  d.configure(mailboxes(2));
  for (const char* id : {"a", "b", "c", "c", "d"}) add(id);
  EXPECT_EQ(take(t0, "mail"), (std::vector<std::string>{"a1", "b2", "d5"}));
  EXPECT_FALSE(d.sendable(t0));
  d.finished("a", true);
  EXPECT_EQ(take(t0, "mail"), (std::vector<std::string>{"c3"}));
  d.give_back("b");
  EXPECT_EQ(take(t0, "mail"), (std::vector<std::string>{"c4"}));
}

TEST_F(DispatcherTest, AHostKeepsItsCountWhenTheRulesChange) {
  d.configure(mailboxes(2));
  add("a");
  add("b");
  EXPECT_EQ(take(t0, "mail").size(), 2U);
  d.configure(mailboxes(3));
  add("c");
  add("c");
  EXPECT_EQ(take(t0, "mail"), (std::vector<std::string>{"c3"}));
}

TEST_F(DispatcherTest, WhatWaitsMovesWithItsDestinationToAnotherChannel) {
  add("a");
  d.configure(mailboxes(2));
  EXPECT_TRUE(take(t0, "webhook").empty());
  EXPECT_EQ(take(t0, "mail"), (std::vector<std::string>{"a1"}));
}

TEST_F(DispatcherTest, AChannelPausesAlone) {
  d.configure(mailboxes(2));
  add("a");
  add("w");
  d.pause({"channel:mail"});
  EXPECT_TRUE(take(t0, "mail").empty());
  EXPECT_EQ(take(t0, "webhook"), (std::vector<std::string>{"w2"}));
  d.configure(mailboxes(2));
  EXPECT_TRUE(take(t0, "mail").empty());
  d.pause({});
  EXPECT_EQ(take(t0, "mail"), (std::vector<std::string>{"a1"}));
}

}  // namespace
}  // namespace fenghuo::ledger
