// A backup is made while the ledger works, and a database is looked at before it takes another's place.
#include "common/storage/backup.hpp"

#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "common/storage/reader.hpp"
#include "common/storage/restore.hpp"
#include "common/storage/store.hpp"

namespace fenghuo::storage {
namespace {

using ::testing::HasSubstr;

const Instant start = instant(1'804'000'000'000);

struct BackupTest : testing::Test {
  std::string folder, path, copy;
  std::unique_ptr<Store> store;

  void SetUp() override {
    std::string pattern = std::filesystem::temp_directory_path() / "fenghuo-backup-XXXXXX";
    folder = ::mkdtemp(pattern.data());
    path = folder + "/ledger.db";
    copy = folder + "/copy.db";
    store = open(path);
  }
  void TearDown() override {
    store.reset();
    std::filesystem::remove_all(folder);
  }
  static std::unique_ptr<Store> open(const std::string& file) {
    auto opened = Store::open({file, 4, ""});
    EXPECT_TRUE(opened.has_value()) << opened.error().message;
    return opened ? std::move(*opened) : nullptr;
  }
  void write(const std::string& text, std::uint64_t matter) {
    store->begin();
    store->insert_matter(MatterId{matter}, "topic/p/" + std::to_string(matter), false, {}, start);
    wire::EventView e;
    e.set_matter_id(matter);
    e.set_kind("progress");
    e.set_text(text);
    store->append(e, start);
    store->set_meta("last_commit_at", std::to_string(to_ms(start)));
    store->commit();
  }
  void back_up() {
    auto backup = store->begin_backup(copy);
    ASSERT_TRUE(backup.has_value()) << backup.error().message;
    while ((*backup)->step()) {
    }
    EXPECT_EQ((*backup)->bytes(), std::filesystem::file_size(copy));
  }
  // By hand, as somebody would who wants the record to say something else.
  static void tamper(const std::string& file, const char* sql) {
    Database db(file, Database::Mode::writer, "", 4);
    db.run(sql);
    ASSERT_TRUE(db.truncate_log());
  }
  std::string why_not(const std::string& file) {
    const auto found = examine(file);
    return found ? "nothing is wrong" : found.error().message;
  }
};

TEST_F(BackupTest, TheCopyIsWhole) {
  for (std::uint64_t i = 1; i <= 20; ++i) write("text " + std::to_string(i), i);
  back_up();
  const auto found = examine(copy);
  ASSERT_TRUE(found.has_value()) << found.error().message;
  EXPECT_EQ(found->events, 20U);
  EXPECT_EQ(found->seals, 20U);
  EXPECT_EQ(found->last_seq, 20U);
  EXPECT_EQ(found->schema, schema_version);
  EXPECT_EQ(found->last_commit_at, to_ms(start));
  EXPECT_EQ(std::filesystem::status(copy).permissions(), std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  EXPECT_FALSE(std::filesystem::exists(copy + ".part"));
}

TEST_F(BackupTest, WhatIsWrittenMeanwhileIsInIt) {
  for (std::uint64_t i = 1; i <= 40; ++i) write(std::string(100'000, 'x'), i);
  auto backup = store->begin_backup(copy);
  ASSERT_TRUE(backup.has_value()) << backup.error().message;
  ASSERT_TRUE((*backup)->step()) << "it is too small to show anything";
  EXPECT_FALSE(std::filesystem::exists(copy)) << "it has its name when it is whole";
  write("meanwhile", 41);
  store->begin();
  store->set_next(MatterId{1}, 77);
  store->commit();
  while ((*backup)->step()) {
  }
  ASSERT_EQ(why_not(copy), "nothing is wrong");
  const auto other = open(copy);
  EXPECT_EQ(other->last_seq(), 41U);
  EXPECT_EQ(other->matter(MatterId{1})->next_at, 77);
}

TEST_F(BackupTest, SomebodyWhoReadsTheUnfinishedCopyIsWaitedForElsewhere) {
  write("text", 1);
  auto backup = store->begin_backup(copy);
  ASSERT_TRUE(backup.has_value()) << backup.error().message;
  EXPECT_FALSE((*backup)->waits());
  {
    Database other(copy + ".part", Database::Mode::reader, "", 2);
    Statement look(other, "SELECT count(*) FROM sqlite_master");
    ASSERT_TRUE(look.step());
    EXPECT_TRUE((*backup)->step());
    EXPECT_TRUE((*backup)->waits()) << "else its caller tries again at once, for ever";
  }
  while ((*backup)->step()) EXPECT_FALSE((*backup)->waits());
  EXPECT_FALSE((*backup)->waits());
  EXPECT_EQ(why_not(copy), "nothing is wrong");
}

TEST_F(BackupTest, AFileThatIsThereIsNotOverwritten) {
  std::ofstream(copy) << "something";
  const auto backup = store->begin_backup(copy);
  ASSERT_FALSE(backup.has_value());
  EXPECT_THAT(backup.error().message, HasSubstr("is there already"));
}

TEST_F(BackupTest, AFolderThatIsNotThereIsNamed) {
  const auto backup = store->begin_backup(folder + "/no/copy.db");
  ASSERT_FALSE(backup.has_value());
  EXPECT_THAT(backup.error().message, HasSubstr("/no/copy.db can't be written: No such file"));
}

TEST_F(BackupTest, OneThatIsGivenUpLeavesNothing) {
  for (std::uint64_t i = 1; i <= 40; ++i) write(std::string(100'000, 'x'), i);
  {
    auto backup = store->begin_backup(copy);
    ASSERT_TRUE((*backup)->step());
  }
  EXPECT_FALSE(std::filesystem::exists(copy));
  EXPECT_FALSE(std::filesystem::exists(copy + ".part"));
}

TEST_F(BackupTest, AJournalThatWasRewrittenIsFound) {
  for (std::uint64_t i = 1; i <= 5; ++i) write("text", i);
  back_up();
  for (const char* sql : {"DELETE FROM event WHERE seq=3", "UPDATE event SET body=(SELECT body FROM event WHERE seq=2) WHERE seq=3",
                          "UPDATE event_body SET text=CAST('other' AS BLOB) WHERE seq=3", "DELETE FROM seal WHERE last_seq=2",
                          "UPDATE seal SET hash=x'00' WHERE last_seq=5"}) {
    SCOPED_TRACE(sql);
    const std::string changed = folder + "/changed.db";
    std::filesystem::copy_file(copy, changed, std::filesystem::copy_options::overwrite_existing);
    tamper(changed, sql);
    EXPECT_THAT(why_not(changed), HasSubstr("the journal is not the one that was written"));
  }
  tamper(copy, "DELETE FROM event_body WHERE seq=3");
  EXPECT_EQ(why_not(copy), "nothing is wrong") << "a text that was deleted after its time leaves its digest";
}

TEST_F(BackupTest, WhatIsNoDatabaseOfALedgerIsRefused) {
  EXPECT_EQ(why_not(copy), "there is no such file");
  std::ofstream(copy) << "no database at all, but long enough to be taken for the beginning of one, were it not for its first bytes.......";
  EXPECT_THAT(why_not(copy), HasSubstr("it can't be read"));
  for (std::uint64_t i = 1; i <= 40; ++i) write(std::string(100'000, 'x'), i);
  std::filesystem::remove(copy);
  back_up();
  std::filesystem::resize_file(copy, std::filesystem::file_size(copy) / 2);
  EXPECT_NE(why_not(copy), "nothing is wrong");
  std::filesystem::remove(copy);
  back_up();
  tamper(copy, "PRAGMA user_version=99");
  EXPECT_THAT(why_not(copy), HasSubstr("schema 99"));
}

TEST_F(BackupTest, ARestoredOneGoesOnWhereTheReplacedOneStopped) {
  store->begin();
  store->take_serial("舆", 2027);
  store->set_meta("epoch", "4");
  store->commit();
  write("before", 1);
  back_up();
  write("after", 2);
  store->begin();
  for (int i = 0; i < 3; ++i) store->take_serial("舆", 2027);
  store->take_serial("督", 2027);
  store->set_meta("epoch", "9");
  store->commit();
  store.reset();
  const auto marked = mark_restored(copy, path, "told");
  ASSERT_TRUE(marked.has_value()) << marked.error().message;
  EXPECT_TRUE(marked->numbers_known);
  EXPECT_EQ(marked->replaced_seq, 2U);
  const auto restored = open(copy);
  EXPECT_EQ(restored->meta("restored"), "told");
  EXPECT_EQ(restored->meta("epoch"), "1009") << "no result of before fits a lease of after";
  EXPECT_EQ(restored->take_serial("舆", 2027), 5U) << "a number on a paper is never given twice";
  EXPECT_EQ(restored->take_serial("督", 2027), 2U);
}

TEST_F(BackupTest, AReplacedOneThatIsNoMoreIsSaidSo) {
  write("before", 1);
  back_up();
  for (const std::string replaced : {"", "/nowhere/ledger.db"}) {
    const auto marked = mark_restored(copy, replaced, "told");
    ASSERT_TRUE(marked.has_value()) << marked.error().message;
    EXPECT_FALSE(marked->numbers_known);
  }
}

}  // namespace
}  // namespace fenghuo::storage
