// Calendar feeds in the store, the upgrade that brought them, and the lists that serve them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>

#include "common/storage/reader.hpp"
#include "common/storage/store.hpp"

namespace fenghuo::storage {
namespace {

const Instant t0 = instant(1'804'000'000'000);
const std::string digest(32, 'd');

struct FeedsTest : testing::Test {
  std::string folder = [] {
    std::string pattern = std::filesystem::temp_directory_path() / "fenghuo-feeds-XXXXXX";
    return std::string(::mkdtemp(pattern.data()));
  }();
  std::string path = folder + "/ledger.db";
  std::unique_ptr<Store> store = std::move(*Store::open({path, 4, ""}));
  void TearDown() override { std::filesystem::remove_all(folder); }

  std::unique_ptr<Reader> reader() { return std::move(*Reader::open(path, 4)); }
  void write(const std::function<void()>& work) {
    store->begin();
    work();
    store->commit();
  }
  void matter(std::uint64_t id, const char* kind, const char* party, bool open = true) {
    wire::Matter body;
    body.add_groups()->add_parties(party);
    wire::MatterRow row;
    row.set_kind(kind);
    row.set_open(open);
    store->insert_matter(MatterId{id}, "m" + std::to_string(id), false, {}, t0);
    store->update_matter(MatterId{id}, 0, row, row.SerializeAsString(), body.SerializeAsString(), t0);
  }
};

TEST_F(FeedsTest, AreReadByTheDigestOfTheirToken) {
  write([&] { store->insert_feed({7, "unit:a", "cli:x", 5, 0}, digest); });
  const auto feed = reader()->feed(digest);
  ASSERT_TRUE(feed);
  EXPECT_EQ(feed->id, 7U);
  EXPECT_EQ(feed->party, "unit:a");
  EXPECT_FALSE(reader()->feed(std::string(32, 'e')));
  EXPECT_GE(store->highest_id(), 7U) << "no later id is one of a feed";
}

TEST_F(FeedsTest, ATokenBelongsToOneFeed) {
  write([&] { store->insert_feed({7, "unit:a", "cli:x", 5, 0}, digest); });
  store->begin();
  EXPECT_THROW(store->insert_feed({8, "unit:b", "cli:x", 5, 0}, digest), StorageError);
  store->rollback();
}

TEST_F(FeedsTest, ListsGoOnWhereAPageEnded) {
  write([&] {
    for (std::uint64_t i = 1; i <= 5; ++i) store->insert_feed({i, "unit:a", "x", 5, 0}, std::string(32, static_cast<char>('0' + i)));
    store->revoke_feed(2, t0);
  });
  EXPECT_EQ(store->count_live_feeds(), 4U);
  const auto first = reader()->feeds(0, 3), rest = reader()->feeds(first.next, 3);
  EXPECT_EQ(first.rows.size(), 3U);
  EXPECT_EQ(rest.rows.size(), 2U);
  EXPECT_EQ(rest.next, 0U);
  EXPECT_EQ(read_feed_row(first.rows[1])->revoked_at, to_ms(t0));
}

TEST_F(FeedsTest, ADatabaseOfBeforeIsUpgraded) {
  write([&] { matter(1, "duty", "unit:a"); });
  store.reset();
  {
    Database db(path, Database::Mode::writer, "", 4);
    db.run("DROP TABLE feed");
    db.run("DROP INDEX item_told");
    db.run("ALTER TABLE item DROP COLUMN told");
    db.run("PRAGMA user_version=1");
  }
  auto again = Store::open({path, 4, ""});
  ASSERT_TRUE(again) << again.error().message;
  store = std::move(*again);
  write([&] { store->insert_feed({7, "unit:a", "cli:x", 5, 0}, digest); });
  EXPECT_TRUE(reader()->feed(digest));
  EXPECT_TRUE(reader()->matter(MatterId{1})) << "what was there is there";
}

TEST_F(FeedsTest, ThePartysMattersAreSiftedByWhatTheirBodiesMention) {
  write([&] {
    matter(1, "duty", "unit:a");
    matter(2, "duty", "unit:b");
    matter(3, "warning", "unit:a");
    matter(4, "duty", "unit:a", false);
    matter(5, "duty", "body:group");
  });
  MatterFilter filter;
  filter.open_only = true;
  filter.kind = "duty";
  filter.mentions = {"unit:a", "body:group"};
  std::vector<std::uint64_t> ids;
  for (const auto& row : reader()->matters(filter, 0, 10).rows) {
    wire::MatterView view;
    ASSERT_TRUE(view.ParseFromString(row));
    ids.push_back(view.id());
  }
  EXPECT_THAT(ids, testing::ElementsAre(5, 1)) << "newest first";
}

}  // namespace
}  // namespace fenghuo::storage
