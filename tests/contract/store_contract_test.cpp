// What every store must keep, said through the interface alone; a second store (PostgreSQL) joins by one line in `stores`.
#include <stdlib.h>

#include <filesystem>

#include "common/storage/store.hpp"

namespace fenghuo::storage {
namespace {

const Instant start = instant(1'804'000'000'000);

struct Maker {
  const char* name;
  std::unique_ptr<Store> (*open)(const std::string& folder);
};

const Maker stores[] = {{"sqlite", [](const std::string& folder) {
                           auto opened = Store::open({folder + "/ledger.db", 4, ""});
                           return opened ? std::move(*opened) : nullptr;
                         }}};

class StoreContract : public testing::TestWithParam<Maker> {
 protected:
  void SetUp() override {
    std::string pattern = std::filesystem::temp_directory_path() / "fenghuo-contract-XXXXXX";
    folder_ = ::mkdtemp(pattern.data());
    reopen();
  }
  void TearDown() override {
    store_.reset();
    std::filesystem::remove_all(folder_);
  }
  // What is read after this comes from the disk.
  void reopen() {
    store_.reset();
    store_ = GetParam().open(folder_);
    ASSERT_NE(store_, nullptr);
  }
  void in_commit(const std::function<void()>& work) {
    store_->begin();
    work();
    store_->commit();
  }
  void add_matter(std::uint64_t id, const std::string& key, bool for_ever = false) {
    store_->insert_matter(MatterId{id}, key, for_ever, {}, start);
  }
  bool update(std::uint64_t id, std::uint64_t version, std::int64_t next_at, bool open = true) {
    wire::MatterRow row;
    row.set_open(open);
    row.set_next_at(next_at);
    return store_->update_matter(MatterId{id}, version, row, row.SerializeAsString(), "body", start);
  }
  void add_item(std::uint64_t id, const std::string& scope, const std::string& key, std::uint64_t matter) {
    NewItem item;
    item.id = ItemId{id};
    item.scope = scope;
    item.key = key;
    item.digest = "digest";
    item.matter = MatterId{matter};
    item.received = start;
    store_->insert_item(item);
  }
  bool queue(std::uint64_t id, std::uint64_t matter, const std::string& dedup, const std::string& party = "role:a", bool ask = true) {
    wire::OutMessage out;
    out.set_party(party);
    out.set_destination("d");
    out.set_kind("notice");
    out.set_dedup(dedup);
    out.mutable_model()->set_ask(ask);
    return store_->insert_message({MessageId{id}, MatterId{matter}, &out, start});
  }

  std::string folder_;
  std::unique_ptr<Store> store_;
};

TEST_P(StoreContract, WhatWasCommittedIsThereAfterARestart) {
  in_commit([&] {
    add_matter(1, "topic/a");
    add_item(2, "provider/p", "s1", 1);
  });
  reopen();
  const auto head = store_->latest_matter("topic/a");
  ASSERT_TRUE(head);
  EXPECT_EQ(head->id, MatterId{1});
  EXPECT_TRUE(head->open);
  ASSERT_TRUE(store_->find_item("provider/p", "s1"));
  EXPECT_EQ(store_->highest_id(), 2U);
}

TEST_P(StoreContract, WhatWasRolledBackNeverWas) {
  store_->begin();
  add_matter(1, "topic/a");
  wire::EventView event;
  event.set_kind("accepted");
  store_->append(event, start);
  store_->rollback();
  EXPECT_FALSE(store_->latest_matter("topic/a"));
  EXPECT_EQ(store_->last_seq(), 0U);
  in_commit([&] { EXPECT_EQ(store_->append(event, start), 1U) << "no gap in the chain"; });
}

TEST_P(StoreContract, AKeyIsScopedByItsSubmitter) {
  in_commit([&] {
    add_matter(1, "topic/a");
    add_item(2, "provider/p", "s1", 1);
    add_item(3, "provider/q", "s1", 1);
  });
  EXPECT_EQ(store_->find_item("provider/p", "s1")->id, ItemId{2});
  EXPECT_EQ(store_->find_item("provider/q", "s1")->id, ItemId{3});
  EXPECT_FALSE(store_->find_item("provider/r", "s1"));
}

TEST_P(StoreContract, ADecisionCountsOnlyAgainstTheVersionItRead) {
  in_commit([&] { add_matter(1, "topic/a"); });
  in_commit([&] {
    EXPECT_TRUE(update(1, 0, 5));
    EXPECT_FALSE(update(1, 0, 6)) << "another version stands there by now";
    EXPECT_TRUE(update(1, 1, 7));
  });
  reopen();
  EXPECT_EQ(store_->matter(MatterId{1})->version, 2U);
  EXPECT_EQ(store_->matter(MatterId{1})->next_at, 7);
}

TEST_P(StoreContract, DueRowsComeInTheOrderOfTheirTimesAndClosedOnesOnlyWithATimeOfTheirOwn) {
  in_commit([&] {
    for (std::uint64_t id : {1U, 2U, 3U, 4U}) add_matter(id, "topic/" + std::to_string(id));
    update(1, 0, to_ms(start) + 30);
    update(2, 0, to_ms(start) + 10);
    update(3, 0, 0, false);  // its texts are kept for ever
    update(4, 0, to_ms(start) + 99);
  });
  EXPECT_EQ(store_->earliest_next(), to_ms(start) + 10);
  EXPECT_THAT(store_->due_matters(start + Millis{50}, 10), testing::ElementsAre(MatterId{2}, MatterId{1}));
  EXPECT_THAT(store_->due_matters(start + Millis{50}, 1), testing::ElementsAre(MatterId{2}));
}

TEST_P(StoreContract, PendingItemsAreThoseNobodyDecided) {
  in_commit([&] {
    add_matter(1, "topic/a");
    add_item(2, "s", "k2", 1);
    add_item(3, "s", "k3", 1);
    store_->decide_item(ItemId{2}, "outcome");
  });
  reopen();
  std::vector<std::uint64_t> pending;
  store_->each_pending_item([&](const PendingItem& item) { pending.push_back(item.id.value); });
  EXPECT_THAT(pending, testing::ElementsAre(3U));
  EXPECT_TRUE(store_->find_item("s", "k2")->decided);
  EXPECT_EQ(store_->find_item("s", "k2")->outcome, "outcome");
}

TEST_P(StoreContract, AMessageIsQueuedOnceForAMatter) {
  in_commit([&] {
    add_matter(1, "topic/a");
    add_matter(2, "topic/b");
    EXPECT_TRUE(queue(10, 1, "0/0/0/role:a"));
    EXPECT_FALSE(queue(11, 1, "0/0/0/role:a"));
    EXPECT_TRUE(queue(12, 2, "0/0/0/role:a")) << "another matter's";
  });
  EXPECT_EQ(store_->count_messages(MessageState::queued), 2U);
}

TEST_P(StoreContract, AnAttemptIsOpenUntilItsOutcomeAndKeepsItsFence) {
  in_commit([&] {
    add_matter(1, "topic/a");
    queue(10, 1, "x");
    store_->start_attempt({MessageId{10}, 1, 7, 3, to_ms(start), "webhook-1"});
  });
  reopen();
  const auto open = store_->open_attempt(MessageId{10});
  ASSERT_TRUE(open);
  EXPECT_EQ(open->n, 1U);
  EXPECT_EQ(open->epoch, 7U);
  EXPECT_EQ(open->counter, 3U);
  std::vector<bool> started;
  store_->each_waiting_message([&](const QueuedMessage&, bool is_started) { started.push_back(is_started); });
  EXPECT_THAT(started, testing::ElementsAre(true));
  in_commit([&] { store_->end_attempt(MessageId{10}, 1, start, "retry", "HTTP 500", 500); });
  EXPECT_FALSE(store_->open_attempt(MessageId{10}));
}

TEST_P(StoreContract, OnlyWhatIsNotSentCanBeTakenBack) {
  in_commit([&] {
    add_matter(1, "topic/a");
    queue(10, 1, "a", "role:a", true);
    queue(11, 1, "b", "role:b", false);
    queue(12, 1, "c", "role:a", true);
    store_->set_message(MessageId{12}, MessageState::delivered, 0, 1, "");
  });
  wire::Withdraw asks;
  asks.set_asks_only(true);
  EXPECT_THAT(store_->withdrawable(MatterId{1}, asks), testing::ElementsAre(MessageId{10}));
  wire::Withdraw all;
  EXPECT_THAT(store_->withdrawable(MatterId{1}, all), testing::ElementsAre(MessageId{10}, MessageId{11}));
  const std::string kind = store_->message(MessageId{10})->kind;
  for (const auto& except : {kind, "other," + kind, kind + ",other"}) {
    all.set_except_kind(except);
    EXPECT_THAT(store_->withdrawable(MatterId{1}, all), testing::IsEmpty()) << except;
  }
  all.set_except_kind("other," + kind + "s");
  EXPECT_EQ(store_->withdrawable(MatterId{1}, all).size(), 2U) << "whole words";
}

TEST_P(StoreContract, ASerialIsTakenWithoutGapsEvenWhenACommitFails) {
  store_->begin();
  EXPECT_EQ(store_->take_serial("舆", 2027), 1U);
  store_->commit();
  store_->begin();
  EXPECT_EQ(store_->take_serial("舆", 2027), 2U);
  store_->rollback();
  store_->begin();
  EXPECT_EQ(store_->take_serial("舆", 2027), 2U);
  EXPECT_EQ(store_->take_serial("舆", 2028), 1U);
  EXPECT_EQ(store_->take_serial("督", 2027), 1U);
  store_->commit();
}

TEST_P(StoreContract, RegistrationsAreReplacedAsAWhole) {
  in_commit([&] {
    add_matter(1, "topic/a");
    store_->replace_registrations(MatterId{1}, {"unit=a", "unit=b"});
    store_->replace_registrations(MatterId{1}, {"unit=b", "unit=c"});
  });
  reopen();
  std::set<std::string> facets;
  store_->each_registration([&](std::string_view facet, MatterId) { facets.emplace(facet); });
  EXPECT_THAT(facets, testing::ElementsAre("unit=b", "unit=c"));
}

TEST_P(StoreContract, ABundleIsStoredOnceAndForEver) {
  in_commit([&] {
    EXPECT_TRUE(store_->put_bundle("hash", "body", start));
    EXPECT_FALSE(store_->put_bundle("hash", "another", start));
  });
  reopen();
  EXPECT_EQ(store_->bundle_body("hash"), "body");
  EXPECT_EQ(store_->bundle_body("none"), "");
}

INSTANTIATE_TEST_SUITE_P(Stores, StoreContract, testing::ValuesIn(stores), [](const auto& store) { return std::string(store.param.name); });

}  // namespace
}  // namespace fenghuo::storage
