// A restored database meets no log but its own, whatever lies in the folder and wherever the power was cut.
#include <gmock/gmock.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "common/storage/restore.hpp"
#include "common/storage/store.hpp"
#include "services/ledger/restore.hpp"
#include "services/ledger/restore_files.hpp"

namespace fenghuo::ledger {
namespace {

namespace files = std::filesystem;
using ::testing::HasSubstr;

const Instant start = instant(1'804'000'000'000);

// A ledger that gave number 1 before its backup and 2 and 3 after it, the last of them in its log alone.
struct RestoreFilesTest : testing::Test {
  std::string folder, database, backup, log;
  std::unique_ptr<storage::Store> store;

  void SetUp() override {
    std::string pattern = files::temp_directory_path() / "fenghuo-restore-XXXXXX";
    folder = ::mkdtemp(pattern.data());
    database = folder + "/ledger.db";
    backup = folder + "/backup.db";
    log = folder + "/stale.log";
    store = open();
    write(1);
    auto copy = store->begin_backup(backup);
    ASSERT_TRUE(copy.has_value());
    while ((*copy)->step()) {
    }
    write(2);
    store.reset();  // its log goes into the file
    store = open();
    write(3);
    const std::string whole = folder + "/whole.db";
    for (const char* suffix : {"", "-wal"}) files::copy_file(database + suffix, whole + suffix);  // as a cut of power leaves them
    store.reset();
    for (const char* suffix : {"", "-wal"}) {
      files::remove(database + suffix);
      files::rename(whole + suffix, database + suffix);
    }
    ASSERT_GT(files::file_size(database + "-wal"), 0U);
  }
  void TearDown() override {
    store.reset();
    files::remove_all(folder);
  }
  std::unique_ptr<storage::Store> open() {
    auto opened = storage::Store::open({database, 4, ""});
    EXPECT_TRUE(opened.has_value()) << opened.error().message;
    return opened ? std::move(*opened) : nullptr;
  }
  void write(std::uint64_t matter) {
    store->begin();
    store->insert_matter(MatterId{matter}, "topic/p/" + std::to_string(matter), false, {}, start);
    wire::EventView e;
    e.set_matter_id(matter);
    e.set_kind("opened");
    store->append(e, start);
    store->take_serial("舆", 2027);
    store->set_meta("epoch", std::to_string(matter));
    store->commit();
  }
  std::string restore() {
    const auto done = put_back(database, {backup, false});
    return done ? std::string() : done.error().message;
  }
  std::vector<std::string> set_aside_files() const {
    std::vector<std::string> names;
    for (const auto& entry : files::directory_iterator(folder)) {
      if (const auto name = entry.path().filename().string(); name.find(".replaced-") != std::string::npos) names.push_back(name);
    }
    return names;
  }
  // The backup's database, with nothing of the log of another.
  void expect_the_backup(std::uint32_t next_number) {
    EXPECT_EQ(unfinished_restore(database), "");
    EXPECT_FALSE(files::exists(database + "-wal")) << "SQLite would recover it into the restored one";
    EXPECT_FALSE(files::exists(staged(database)));
    EXPECT_FALSE(files::exists(database + ".exchange"));
    const auto found = storage::examine(database);
    ASSERT_TRUE(found.has_value()) << found.error().message;
    EXPECT_EQ(found->last_seq, 1U);
    store = open();
    EXPECT_FALSE(store->meta("restored").empty());
    EXPECT_EQ(store->take_serial("舆", 2027), next_number);
  }
};

TEST_F(RestoreFilesTest, TheLogGoesWithItsDatabase) {
  EXPECT_EQ(restore(), "");
  expect_the_backup(4);
  EXPECT_EQ(store->meta("epoch"), "1003") << "also what stood in the log alone";
}

TEST_F(RestoreFilesTest, AStaleLogBesideNoDatabaseIsMovedAway) {
  files::rename(database, folder + "/ledger.db.bad");
  const auto done = put_back(database, {backup, false});
  ASSERT_TRUE(done.has_value()) << done.error().message;
  EXPECT_EQ(field(done->info(), "replaced"), "");
  const std::string stray(field(done->info(), "stray_log"));
  EXPECT_THAT(stray, HasSubstr(".replaced-"));
  EXPECT_TRUE(files::exists(stray)) << "it is kept";
  EXPECT_EQ(field(done->info(), "replaced_seq"), "") << "nobody knows its numbers";
  expect_the_backup(2);
}

// Every state that a cut of power can leave: nothing is started on it, and the second run knows the numbers.
struct CutOff : RestoreFilesTest {
  std::string aside, copy;

  void begin() {
    aside = aside_name(database);
    copy = folder + "/copy.db";
    files::copy_file(backup, copy);
    ASSERT_TRUE(begin_exchange(database, copy, aside).has_value());
  }
  void second_run() {
    EXPECT_THAT(unfinished_restore(database), HasSubstr("run fenghuo ledger restore FILE again"));
    EXPECT_EQ(restore(), "");
    expect_the_backup(4);
    EXPECT_EQ(store->meta("epoch"), "1003");
    EXPECT_TRUE(files::exists(aside) && files::exists(aside + "-wal")) << "together, under the name of the first run";
  }
};

TEST_F(CutOff, BeforeTheRenames) {
  begin();
  second_run();
}

TEST_F(CutOff, BetweenTheLogAndItsDatabase) {
  begin();
  files::rename(database + "-wal", aside + "-wal");
  second_run();
}

TEST_F(CutOff, BetweenTheDatabaseAndTheCopy) {
  begin();
  ASSERT_TRUE(set_aside(database, aside).has_value());
  EXPECT_FALSE(files::exists(database));
  second_run();
}

TEST_F(CutOff, AFileThatIsNoGoodOrOnlyLookedAtLeavesItAsItIs) {
  begin();
  ASSERT_TRUE(set_aside(database, aside).has_value());
  EXPECT_FALSE(put_back(database, {folder + "/none.db", false}).has_value());
  std::ofstream(folder + "/torn.db") << "half of a file";
  EXPECT_FALSE(put_back(database, {folder + "/torn.db", false}).has_value());
  EXPECT_TRUE(put_back(database, {backup, true}).has_value());
  second_run();
}

TEST_F(CutOff, WhatSomebodyPutThereMeanwhileIsKeptToo) {
  begin();
  ASSERT_TRUE(set_aside(database, aside).has_value());
  files::copy_file(backup, database);
  EXPECT_NE(unfinished_restore(database), "");
  EXPECT_EQ(restore(), "");
  expect_the_backup(4);
  EXPECT_TRUE(files::exists(aside) && files::exists(aside + "-wal"));
}

TEST_F(CutOff, AfterTheLastRenameItIsDone) {
  begin();
  ASSERT_TRUE(set_aside(database, aside).has_value());
  files::rename(staged(database), database);  // the note is still there
  EXPECT_EQ(unfinished_restore(database), "");
  store = open();
  EXPECT_EQ(store->take_serial("舆", 2027), 2U);
  store->begin();
  store->set_meta("epoch", "50");
  store->commit();
  store.reset();
  EXPECT_EQ(restore(), "");
  store = open();
  EXPECT_EQ(store->meta("epoch"), "1050") << "of the one that stood here, not of the one before";
}

TEST_F(RestoreFilesTest, TwoOfOneSecondHaveTwoNames) {
  EXPECT_EQ(restore(), "");
  EXPECT_EQ(restore(), "");
  std::size_t databases = 0;
  for (const auto& name : set_aside_files()) databases += name.ends_with("-wal") || name.ends_with("-shm") ? 0 : 1;
  EXPECT_EQ(databases, 2U);
}

}  // namespace
}  // namespace fenghuo::ledger
