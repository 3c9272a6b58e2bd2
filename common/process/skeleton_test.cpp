#include "common/process/skeleton.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

#include "common/bus/test_folder.hpp"

namespace fenghuo {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class Skeleton : public testing::Test {
 protected:
  int run(std::vector<std::string> more, const std::function<int(Process&)>& body) {
    std::vector<std::string> words{"webhook", "--config", folder_.path(), "--data", folder_.path(), "--log-level", "off"};
    words.insert(words.end(), more.begin(), more.end());
    std::vector<char*> arguments;
    arguments.reserve(words.size());
    for (auto& word : words) arguments.push_back(word.data());
    return run_process("webhook", static_cast<int>(arguments.size()), arguments.data(), body);
  }
  TestFolder folder_;
};

TEST_F(Skeleton, RunsWithSettingsAndPassesTheExitCodeOn) {
  std::string first, second, clock;
  EXPECT_EQ(run({"--set", "ledger.clock=manual"},
                [&](Process& p) {
                  first = p.instance();
                  clock = p.settings().ledger.clock;
                  EXPECT_EQ(p.name(), "webhook");
                  EXPECT_EQ(p.settings().log_level, "off");
                  return 7;
                }),
            7);
  EXPECT_EQ(clock, "manual");
  EXPECT_EQ(run({"--instance", "north"}, [&](Process& p) { return second = p.instance(), 0; }), 0);
  EXPECT_THAT(first, StartsWith("webhook-" + std::to_string(::getpid()) + "-"));
  EXPECT_THAT(second, StartsWith("north-" + std::to_string(::getpid()) + "-"));
}

TEST_F(Skeleton, BadUsageAndBadSettingsEndWithTwo) {
  const auto never = [](Process&) { return ADD_FAILURE() << "ran", 0; };
  testing::internal::CaptureStderr();
  EXPECT_EQ(run({"--nonsense", "1"}, never), 2);
  EXPECT_THAT(testing::internal::GetCapturedStderr(), HasSubstr("unknown option --nonsense"));
  testing::internal::CaptureStderr();
  EXPECT_EQ(run({"--set", "ledger.no_such_key=1"}, never), 2);
  EXPECT_THAT(testing::internal::GetCapturedStderr(), HasSubstr("no_such_key"));
  std::ofstream(folder_.file("fenghuo.yaml")) << "ledger:\n  clok: manual\n";
  testing::internal::CaptureStderr();
  EXPECT_EQ(run({}, never), 2);
  EXPECT_THAT(testing::internal::GetCapturedStderr(), HasSubstr("fenghuo.yaml:2"));
}

TEST_F(Skeleton, HelpAndVersionEndWithZero) {
  const auto never = [](Process&) { return ADD_FAILURE() << "ran", 1; };
  testing::internal::CaptureStdout();
  EXPECT_EQ(run({"--help"}, never), 0);
  EXPECT_THAT(testing::internal::GetCapturedStdout(), HasSubstr("Usage: webhook"));
  testing::internal::CaptureStdout();
  EXPECT_EQ(run({"--version"}, never), 0);
  EXPECT_THAT(testing::internal::GetCapturedStdout(), testing::MatchesRegex("webhook [0-9]+\\.[0-9]+\\.[0-9]+\n"));
}

TEST_F(Skeleton, AnUncaughtExceptionEndsWithOne) {
  EXPECT_EQ(run({}, [](Process&) -> int { throw std::runtime_error("broken"); }), 1);
  EXPECT_EQ(run({}, [](Process&) -> int { throw 42; }), 1);
}

TEST_F(Skeleton, SaysReadyOnceAndClosesThePipe) {
  int ends[2] = {-1, -1};
  ASSERT_EQ(::pipe(ends), 0);
  ASSERT_EQ(::setenv("FENGHUO_READY_FD", std::to_string(ends[1]).c_str(), 1), 0);
  EXPECT_EQ(run({},
                [&](Process& p) {
                  EXPECT_NE(::fcntl(ends[1], F_GETFD) & FD_CLOEXEC, 0);
                  p.ready();
                  p.ready();
                  return 0;
                }),
            0);
  char text[32] = {};
  EXPECT_EQ(::read(ends[0], text, sizeof text), 6);
  EXPECT_STREQ(text, "ready\n");
  EXPECT_EQ(::read(ends[0], text, sizeof text), 0);  // closed
  ::close(ends[0]);
}

TEST_F(Skeleton, ReadyIsHarmlessWithoutASupervisor) {
  for (const char* value : {"", "x", "1", "-1", "99999", "7x"}) {
    ASSERT_EQ(::setenv("FENGHUO_READY_FD", value, 1), 0);
    EXPECT_EQ(run({}, [](Process& p) { return p.ready(), 0; }), 0) << value;
  }
  ::unsetenv("FENGHUO_READY_FD");
}

// Last: the stop stays readable for the rest of the process, as it must.
TEST_F(Skeleton, ZStopSignalsReachEveryLoop) {
  EXPECT_EQ(run({},
                [](Process& p) {
                  EXPECT_FALSE(p.stopping());
                  std::raise(SIGPIPE);  // ignored
                  std::raise(SIGTERM);
                  const int fds[] = {p.stop_fd()};
                  for (int loop = 0; loop < 2; ++loop) bus::poll({}, fds, std::chrono::milliseconds{-1});
                  EXPECT_TRUE(p.stopping());
                  std::raise(SIGINT);
                  return p.stopping() ? 0 : 1;
                }),
            0);
}

}  // namespace
}  // namespace fenghuo
