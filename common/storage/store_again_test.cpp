// What the store knows of attempts that were lost, of messages that go again, and of what falls due next.
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>

#include "common/storage/store.hpp"

namespace fenghuo::storage {
namespace {

const Instant t0 = instant(1'804'000'000'000);
const MessageId id{7};

struct StoreAgain : testing::Test {
  std::string folder = [] {
    std::string pattern = std::filesystem::temp_directory_path() / "fenghuo-again-XXXXXX";
    return std::string(::mkdtemp(pattern.data()));
  }();
  std::unique_ptr<Store> store = std::move(*Store::open({folder + "/ledger.db", 4, ""}));

  void SetUp() override {
    store->begin();
    for (std::uint64_t n = 1; n <= 3; ++n) store->insert_matter(MatterId{n}, "m" + std::to_string(n), false, {}, t0);
    wire::OutMessage out;
    out.set_destination("a");
    out.set_expires_at(to_ms(t0) + 1000);
    store->insert_message({id, MatterId{1}, &out, t0});
  }
  void TearDown() override {
    store->rollback();
    store.reset();
    std::filesystem::remove_all(folder);
  }
  void attempt(std::uint32_t n, std::int64_t after, const char* outcome) {
    store->start_attempt({id, n, 1, n, to_ms(t0) + after, "w"});
    if (outcome != nullptr) store->end_attempt(id, n, t0 + Millis{after}, outcome, "", 0);
  }
};

TEST_F(StoreAgain, TheNextOneDueIsKnownAlsoWhileOthersAreOverdue) {
  store->set_next(MatterId{1}, to_ms(t0) - 1000);
  store->set_next(MatterId{2}, to_ms(t0) + 5000);
  store->set_next(MatterId{3}, to_ms(t0) + 9000);
  EXPECT_EQ(store->earliest_next(), to_ms(t0) - 1000);
  EXPECT_EQ(store->earliest_next_after(t0), to_ms(t0) + 5000);
  EXPECT_EQ(store->earliest_next_after(t0 + Millis{9000}), 0);
}

TEST_F(StoreAgain, OnlyTheLatestAttemptCanBeTheLostOne) {
  attempt(1, 0, "lost");
  ASSERT_TRUE(store->lost_attempt(id).has_value());
  EXPECT_EQ(store->lost_attempt(id)->n, 1U);
  attempt(2, 10, nullptr);
  EXPECT_FALSE(store->lost_attempt(id).has_value()) << "a newer one is under way";
  store->end_attempt(id, 2, t0, "retry", "", 500);
  EXPECT_FALSE(store->lost_attempt(id).has_value());
}

TEST_F(StoreAgain, OnlyRetryAndAmbiguousAreFailuresAndOnlySinceThen) {
  std::uint32_t n = 0;
  for (const char* outcome : {"retry", "lost", "given_back", "ambiguous", "retry"}) {
    attempt(n + 1, std::int64_t{10} * n, outcome);
    ++n;
  }
  EXPECT_EQ(store->failed_attempts(id, to_ms(t0)), 3U);
  EXPECT_EQ(store->failed_attempts(id, to_ms(t0) + 30), 2U);
  EXPECT_EQ(store->last_attempt_at(id), to_ms(t0) + 40);
}

TEST_F(StoreAgain, QueuedAgainItIsNewButForItsIdAndAttempts) {
  attempt(1, 0, "retry");
  store->set_message(id, MessageState::dead, 0, 1, "tried once");
  store->queue_again(id, to_ms(t0) + 500, to_ms(t0) + 1500);
  const auto message = store->message(id);
  EXPECT_EQ(message->state, MessageState::queued);
  EXPECT_EQ(message->queued_at, to_ms(t0) + 500);
  EXPECT_EQ(message->expires_at, to_ms(t0) + 1500);
  EXPECT_EQ(message->attempts, 1U);
}

TEST_F(StoreAgain, WhatStartedLatelyIsKnownByDestination) {
  attempt(1, 0, "retry");
  attempt(2, 100, "delivered");
  attempt(3, 200, nullptr);
  const auto lately = store->attempts_since(t0);
  ASSERT_EQ(lately.size(), 2U);
  EXPECT_EQ(lately[0], (std::pair<std::string, std::int64_t>{"a", to_ms(t0) + 100}));
  EXPECT_EQ(lately[1].second, to_ms(t0) + 200);
}

}  // namespace
}  // namespace fenghuo::storage
