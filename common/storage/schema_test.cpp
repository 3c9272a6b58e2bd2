// A database of an older program is brought forward: what it held is kept, and what it had closed gets its day of deletion.
#include "common/storage/schema.hpp"

#include <stdlib.h>

#include <filesystem>

#include "common/storage/store.hpp"

namespace fenghuo::storage {
namespace {

constexpr std::int64_t day = 86'400'000, closed_at = 1'804'000'000'000;
const Instant half_a_year_later = instant(closed_at + 180 * day);

struct SchemaTest : testing::Test {
  std::string folder, path;

  void SetUp() override {
    std::string pattern = std::filesystem::temp_directory_path() / "fenghuo-schema-XXXXXX";
    folder = ::mkdtemp(pattern.data());
    path = folder + "/ledger.db";
  }
  void TearDown() override { std::filesystem::remove_all(folder); }

  // A matter as schema 1 left it: what was closed had no next step.
  static void old_matter(Database& db, std::uint64_t id, std::string_view key, bool open, std::int64_t next_at, bool quarantined = false) {
    Statement insert(db,
                     "INSERT INTO matter(id,key,version,open,unique_forever,quarantined,next_at,updated_at,row,body) "
                     "VALUES(?1,?2,1,?3,0,?4,?5,?6,x'',x'')");
    insert.bind(id, key, open, quarantined, next_at, closed_at).run();
  }
  void make_old(const std::function<void(Database&)>& fill) {
    Database db(path, Database::Mode::writer, "", 4);
    ASSERT_TRUE(migrate_to(db, 1).has_value());
    fill(db);
  }
  std::unique_ptr<Store> open() {
    auto store = Store::open({path, 4, ""});
    EXPECT_TRUE(store.has_value()) << store.error().message;
    return store ? std::move(*store) : nullptr;
  }
};

TEST_F(SchemaTest, WhatAnOlderProgramClosedFallsDueAfterHalfAYear) {
  make_old([](Database& db) {
    old_matter(db, 1, "topic/p/closed", false, 0);
    old_matter(db, 2, "topic/p/open", true, closed_at + 5);
    old_matter(db, 3, "system/alerts", false, 0);
    old_matter(db, 4, "topic/p/stuck", false, 0, true);
  });
  const auto store = open();
  ASSERT_NE(store, nullptr);
  EXPECT_EQ(store->matter(MatterId{1})->next_at, to_ms(half_a_year_later));
  EXPECT_EQ(store->matter(MatterId{2})->next_at, closed_at + 5);
  EXPECT_EQ(store->matter(MatterId{3})->next_at, 0) << "the ledger's own matter has no end";
  EXPECT_EQ(store->matter(MatterId{4})->next_at, 0) << "a person has it";
  EXPECT_EQ(store->due_matters(half_a_year_later, 10), (std::vector<MatterId>{MatterId{2}, MatterId{1}}));
}

TEST_F(SchemaTest, TheAnswersOfOlderItemsAreFoundWhenTheirMattersTextsGo) {
  wire::ItemOutcome outcome;
  outcome.set_code(wire::ALREADY);
  outcome.set_detail("somebody");
  const auto bytes = outcome.SerializeAsString();
  make_old([&](Database& db) {
    old_matter(db, 1, "topic/p/closed", false, 0);
    Statement item(db,
                   "INSERT INTO item(id,scope,key,digest,matter_id,class,state,received_at,message_id,body,outcome) "
                   "VALUES(7,?1,?1,?1,1,1,1,0,0,?1,?2)");
    item.bind(std::string_view("p"), bytes).run();
  });
  const auto store = open();
  ASSERT_NE(store, nullptr);
  EXPECT_EQ(store->find_item(ItemId{7})->outcome, bytes);
  store->begin();
  store->erase_texts(MatterId{1});
  store->commit();
  ASSERT_TRUE(outcome.ParseFromString(store->find_item(ItemId{7})->outcome));
  EXPECT_EQ(outcome.code(), wire::ALREADY);
  EXPECT_EQ(outcome.detail(), "");
}

TEST_F(SchemaTest, ANewerDatabaseIsRefused) {
  make_old([](Database& db) { db.run("PRAGMA user_version=99"); });
  const auto store = Store::open({path, 4, ""});
  ASSERT_FALSE(store.has_value());
  EXPECT_NE(store.error().message.find("schema 99"), std::string::npos);
}

}  // namespace
}  // namespace fenghuo::storage
