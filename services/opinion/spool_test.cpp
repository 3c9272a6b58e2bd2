#include "services/opinion/spool.hpp"

#include <fstream>

#include "common/base/bytes.hpp"
#include "common/base/crypto.hpp"

namespace fenghuo::opinion {
namespace {

namespace fs = std::filesystem;

class Spool : public testing::Test {
 protected:
  void SetUp() override { fs::create_directories(root_ / "provider_demo"); }
  void TearDown() override { fs::remove_all(root_); }
  void write(const std::string& name, const std::string& text) { std::ofstream(root_ / "provider_demo" / name) << text; }
  std::string read(const fs::path& path) { return *read_file(path, 1000); }

  fs::path root_ = fs::temp_directory_path() / ("spool_test_" + to_hex(crypto::random_bytes(8)));
};

TEST_F(Spool, ListsWholeFilesByName) {
  write("b.json", "{}");
  write("a.jsonl", "{}");
  write(".hidden.json", "{}");
  write("c.json.part", "{}");
  write("notes.txt", "");
  const auto files = waiting_files(root_, 10);
  ASSERT_TRUE(files);
  ASSERT_EQ(files->size(), 2U);
  EXPECT_EQ(files->at(0).path.filename(), "a.jsonl");
  EXPECT_TRUE(files->at(0).lines);
  EXPECT_EQ(files->at(1).provider, "provider_demo");
  EXPECT_FALSE(files->at(1).lines);
}

TEST_F(Spool, AMissingSpoolIsEmpty) { EXPECT_TRUE(waiting_files(root_ / "nowhere", 10)->empty()); }

TEST_F(Spool, PutsAwayWithTheReason) {
  write("a.json", "{}");
  const auto where = put_away(waiting_files(root_, 10)->at(0), "refused", "1: unknown field\n");
  ASSERT_TRUE(where);
  EXPECT_EQ(read(*where), "{}");
  EXPECT_EQ(read(where->string() + ".why"), "1: unknown field\n");
  EXPECT_TRUE(waiting_files(root_, 10)->empty());
}

TEST_F(Spool, KeepsAnOlderFileOfTheSameName) {
  for (const char* text : {"first", "second"}) {
    write("a.json", text);
    ASSERT_TRUE(put_away(waiting_files(root_, 10)->at(0), "done", ""));
  }
  EXPECT_EQ(read(root_ / "provider_demo" / "done" / "a.json"), "first");
  EXPECT_EQ(read(root_ / "provider_demo" / "done" / "a.1.json"), "second");
}

TEST_F(Spool, ReadsNoMoreThanItMay) {
  write("a.json", std::string(11, 'x'));
  EXPECT_TRUE(read_file(root_ / "provider_demo" / "a.json", 11));
  EXPECT_FALSE(read_file(root_ / "provider_demo" / "a.json", 10));
}

}  // namespace
}  // namespace fenghuo::opinion
