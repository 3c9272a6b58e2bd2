#include "services/fenghuo/process_table.hpp"

#include <unistd.h>

#include <filesystem>

#include "services/fenghuo/files.hpp"
#include "services/fenghuo/scratch_folder.hpp"

namespace fenghuo::supervise {

namespace {

ProcessTable example() {
  ProcessTable table;
  table.supervisor = 100;
  table.supervisor_ticks = 42;
  table.url = "http://127.0.0.1:8080";
  table.ready = true;
  table.processes = {{"ledger", 101, 43, "2027-03-04T02:14:00.000Z", true, 0, ""},
                     {"webhook-2", 0, 0, "2027-03-04T02:14:01.000Z", false, 3, "signal 9"}};
  return table;
}

}  // namespace

TEST(ProcessTable, ReadsWhatItWrote) {
  const auto parsed = parse_process_table(to_json(example()));
  ASSERT_TRUE(parsed) << parsed.error().message;
  EXPECT_EQ(to_json(*parsed), to_json(example()));
  ASSERT_EQ(parsed->processes.size(), 2U);
  EXPECT_EQ(parsed->processes[1].name, "webhook-2");
  EXPECT_EQ(parsed->processes[1].restarts, 3U);
  EXPECT_EQ(parsed->processes[1].last_exit, "signal 9");
}

TEST(ProcessTable, RefusesAnythingElse) {
  for (const char* text : {"", "[]", "{}", "{\"supervisor\": \"x\"}", "{\"supervisor\": 1"})
    EXPECT_FALSE(parse_process_table(text)) << text;
}

TEST(ProcessTable, SavesWholeAndLoads) {
  const ScratchFolder folder;
  const std::string path = folder / "processes.json";
  const auto none = load_process_table(path);
  ASSERT_TRUE(none);
  EXPECT_FALSE(*none);
  ASSERT_TRUE(save_process_table(example(), path));
  const auto loaded = load_process_table(path);
  ASSERT_TRUE(loaded && *loaded);
  EXPECT_EQ((*loaded)->url, "http://127.0.0.1:8080");
  EXPECT_FALSE(std::filesystem::exists(path + ".new"));
  ASSERT_TRUE(write_file(path, "{", 0644));
  const auto broken = load_process_table(path);
  ASSERT_FALSE(broken);
  EXPECT_THAT(broken.error().message, testing::HasSubstr(path));
}

TEST(ProcessTable, APidAloneNamesNoProcess) {
  const auto ticks = start_ticks_of(getpid());
  ASSERT_TRUE(ticks);
  EXPECT_TRUE(still_runs(getpid(), *ticks));
  EXPECT_FALSE(still_runs(getpid(), *ticks + 1));
  EXPECT_FALSE(start_ticks_of(0));
  EXPECT_FALSE(start_ticks_of(-1));
}

TEST(FileLock, IsHeldByOneAndNamesItsPid) {
  const ScratchFolder folder;
  const std::string path = folder / "supervisor.lock";
  {
    const auto first = FileLock::take(path);
    ASSERT_TRUE(first) << first.error().message;
    const auto second = FileLock::take(path);
    ASSERT_FALSE(second);
    EXPECT_THAT(second.error().message, testing::HasSubstr("pid " + std::to_string(getpid())));
  }
  EXPECT_TRUE(FileLock::take(path));
}

}  // namespace fenghuo::supervise
