// The store's own promises: the chain, migrations, and what the reader sees. The ledger's tests cover the rest through it.
#include <stdlib.h>

#include <filesystem>

#include "common/storage/journal_format.hpp"
#include "common/storage/reader.hpp"
#include "common/storage/schema.hpp"
#include "common/storage/store.hpp"

namespace fenghuo::storage {
namespace {

const Instant start = instant(1'804'000'000'000);

struct StoreTest : testing::Test {
  std::string folder, path;
  std::unique_ptr<Store> store;

  void SetUp() override {
    std::string pattern = std::filesystem::temp_directory_path() / "fenghuo-store-XXXXXX";
    folder = ::mkdtemp(pattern.data());
    path = folder + "/ledger.db";
    reopen();
  }
  void TearDown() override {
    store.reset();
    std::filesystem::remove_all(folder);
  }
  void reopen() {
    store.reset();
    auto opened = Store::open({path, 4, ""});
    ASSERT_TRUE(opened.has_value()) << opened.error().message;
    store = std::move(*opened);
  }
  void add(const std::string& kind, const std::string& text = {}) {
    wire::EventView e;
    e.set_matter_id(7);
    e.set_kind(kind);
    e.set_text(text);
    store->append(e, start);
  }
  void commit_events(const std::vector<std::string>& kinds, const std::string& text = {}) {
    store->begin();
    for (const auto& kind : kinds) add(kind, text);
    store->commit();
  }
  // Recomputes every seal as an outsider would; the first one that does not fit, or 0.
  std::uint64_t first_broken_seal() {
    auto reader = Reader::open(path, 4);
    EXPECT_TRUE(reader.has_value());
    std::map<std::uint64_t, wire::EventView> events;
    for (const auto& row : (*reader)->journal(0, 1000).rows) {
      wire::EventView e;
      EXPECT_TRUE(e.ParseFromString(row));
      if (!e.text().empty() && journal::text_digest(e.salt(), e.text()) != e.text_digest()) return e.seq();
      events[e.seq()] = e;
    }
    std::string previous = journal::genesis();
    for (const auto& row : (*reader)->seals(0, 1000).rows) {
      wire::SealView seal;
      EXPECT_TRUE(seal.ParseFromString(row));
      journal::Sealer sealer(previous, seal.first_seq(), seal.last_seq(), seal.at());
      for (auto seq = seal.first_seq(); seq <= seal.last_seq(); ++seq) sealer.add(journal::event_bytes(events[seq]));
      previous = sealer.finish();
      if (previous != seal.hash()) return seal.last_seq();
    }
    return 0;
  }
};

TEST_F(StoreTest, TheChainVerifiesAcrossCommitsAndRestarts) {
  commit_events({"a", "b"});
  reopen();
  commit_events({"c"}, "free text");
  EXPECT_EQ(store->last_seq(), 3U);
  EXPECT_EQ(first_broken_seal(), 0U);
}

TEST_F(StoreTest, AChangedEventBreaksItsSeal) {
  commit_events({"a"});
  commit_events({"b"});
  store.reset();
  {
    Database db(path, Database::Mode::writer, "", 4);
    wire::EventView forged;
    forged.set_seq(1);
    forged.set_matter_id(7);
    forged.set_kind("forged");
    const std::string body = journal::event_bytes(forged);
    Statement(db, "UPDATE event SET body=?1 WHERE seq=1").bind(body).run();
  }
  EXPECT_EQ(first_broken_seal(), 1U);
}

TEST_F(StoreTest, AnEventMovedToAnotherMatterBreaksItsSeal) {
  commit_events({"a"});
  store.reset();
  {
    Database db(path, Database::Mode::writer, "", 4);
    db.run("UPDATE event SET matter_id=8");
  }
  EXPECT_EQ(first_broken_seal(), 1U);
}

TEST_F(StoreTest, AChangedSealTimeBreaksTheSeal) {
  commit_events({"a"});
  store.reset();
  {
    Database db(path, Database::Mode::writer, "", 4);
    db.run("UPDATE seal SET at=at+1");
  }
  EXPECT_EQ(first_broken_seal(), 1U);
}

TEST_F(StoreTest, ADeletedTextLeavesTheChainWhole) {
  commit_events({"note"}, "text to be forgotten");
  store.reset();
  {
    Database db(path, Database::Mode::writer, "", 4);
    db.run("DELETE FROM event_body");
  }
  EXPECT_EQ(first_broken_seal(), 0U);
}

TEST_F(StoreTest, ARolledBackCommitLeavesNoTrace) {
  commit_events({"a"});
  store->begin();
  add("lost");
  store->rollback();
  EXPECT_EQ(store->last_seq(), 1U);
  commit_events({"b"});
  EXPECT_EQ(store->last_seq(), 2U);
  EXPECT_EQ(first_broken_seal(), 0U);
}

TEST_F(StoreTest, ACommitThatIsTakenBackGivesItsEventsAndItsSerialBack) {
  store->begin();
  add("failed");
  EXPECT_EQ(store->take_serial("舆", 2027), 1U);
  store->rollback();
  store->begin();
  add("b");
  EXPECT_EQ(store->take_serial("舆", 2027), 1U) << "no gap";
  store->commit();
  EXPECT_EQ(store->last_seq(), 1U);
  EXPECT_EQ(first_broken_seal(), 0U);
}

TEST_F(StoreTest, TheHeadIsSignedAndASignatureOfAnotherHeadDoesNotHold) {
  commit_events({"a"});
  const auto key = crypto::make_signing_key();
  auto reader = Reader::open(path, 4);
  ASSERT_TRUE(reader.has_value());
  auto head = (*reader)->head(key);
  EXPECT_EQ(head.seq(), 1U);
  EXPECT_TRUE(journal::head_signature_holds(head));
  head.set_seq(2);
  EXPECT_FALSE(journal::head_signature_holds(head));
}

TEST_F(StoreTest, ANewerDatabaseIsRefusedWithItsNumber) {
  store.reset();
  {
    Database db(path, Database::Mode::writer, "", 4);
    db.run("PRAGMA user_version=99");
  }
  const auto opened = Store::open({path, 4, ""});
  ASSERT_FALSE(opened.has_value());
  EXPECT_THAT(opened.error().message, testing::HasSubstr("99"));
  EXPECT_THAT(opened.error().message, testing::HasSubstr("newer program"));
}

TEST_F(StoreTest, AFileThatIsNoDatabaseIsRefusedWithTheWayOut) {
  store.reset();
  std::filesystem::remove_all(folder);
  std::filesystem::create_directory(folder);
  {
    std::unique_ptr<FILE, int (*)(FILE*)> f(std::fopen(path.c_str(), "w"), std::fclose);
    std::fputs(std::string(8192, 'x').c_str(), f.get());
  }
  const auto opened = Store::open({path, 4, ""});
  ASSERT_FALSE(opened.has_value());
  EXPECT_THAT(opened.error().message, testing::HasSubstr("backup"));
}

TEST_F(StoreTest, TheDedupOfAMessageHoldsPerMatter) {
  wire::OutMessage out;
  out.set_dedup("1/0/0/role:x/d");
  out.set_destination("d");
  store->begin();
  store->insert_matter(MatterId{1}, "k1", false, {}, start);
  store->insert_matter(MatterId{2}, "k2", false, {}, start);
  EXPECT_TRUE(store->insert_message({MessageId{10}, MatterId{1}, &out, start}));
  EXPECT_FALSE(store->insert_message({MessageId{11}, MatterId{1}, &out, start}));
  EXPECT_TRUE(store->insert_message({MessageId{12}, MatterId{2}, &out, start}));
  store->commit();
}

TEST_F(StoreTest, AnIdempotencyKeyBelongsToOneRequest) {
  bool repeated = false;
  store->begin();
  EXPECT_TRUE(store->remember_idempotency("k", "d1", start, repeated));
  EXPECT_FALSE(repeated);
  EXPECT_TRUE(store->remember_idempotency("k", "d1", start, repeated));
  EXPECT_TRUE(repeated);
  EXPECT_FALSE(store->remember_idempotency("k", "d2", start, repeated));
  store->commit();
}

}  // namespace
}  // namespace fenghuo::storage
