// The journal's key: made whole or not at all, never replaced when it may have signed something.
#include "services/ledger/journal_key.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

namespace fenghuo::ledger {
namespace {

struct JournalKey : testing::Test {
  std::string folder = [] {
    std::string pattern = std::filesystem::temp_directory_path() / "fenghuo-key-XXXXXX";
    return std::string(::mkdtemp(pattern.data()));
  }();
  std::string path = folder + "/secrets/journal.key";
  void TearDown() override { std::filesystem::remove_all(folder); }
  void put(const std::string& file, const std::string& text) {
    std::filesystem::create_directories(folder + "/secrets");
    std::ofstream(file) << text;
  }
};

TEST_F(JournalKey, IsMadeOnceForItsOwnerAlone) {
  const auto first = journal_key(folder), second = journal_key(folder);
  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->public_key, second->public_key);
  struct stat info {};
  ASSERT_EQ(::stat(path.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder + "/secrets"), {}), 1) << "no unfinished file is left";
}

TEST_F(JournalKey, AStartThatWasKilledWhileMakingItLeavesTheNextOneFree) {
  put(path, "");
  EXPECT_TRUE(journal_key(folder)) << "an older version's empty file";
  std::filesystem::remove(path);
  put(path + ".new", "half a k");
  EXPECT_TRUE(journal_key(folder)) << "ours, never renamed";
}

TEST_F(JournalKey, AnEmptyOneBesideADatabaseIsRefusedWithTheWayOut) {
  put(path, "");
  put(folder + "/ledger.db", "x");
  const auto key = journal_key(folder);
  ASSERT_FALSE(key);
  EXPECT_THAT(key.error().message, testing::AllOf(testing::HasSubstr("is empty"), testing::HasSubstr("backup")));
}

TEST_F(JournalKey, ADamagedOneIsRefused) {
  put(path, "not hex\n");
  const auto key = journal_key(folder);
  ASSERT_FALSE(key);
  EXPECT_THAT(key.error().message, testing::HasSubstr("64 hex digits"));
}

}  // namespace
}  // namespace fenghuo::ledger
