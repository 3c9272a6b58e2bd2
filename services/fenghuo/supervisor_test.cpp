// The supervisor with real children: small scripts that tell what happens to them through a pipe. Nothing here waits for time to pass.
#include "services/fenghuo/supervisor.hpp"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "services/fenghuo/leftovers.hpp"
#include "services/fenghuo/process_table.hpp"
#include "services/fenghuo/scratch_folder.hpp"

namespace fenghuo::supervise {

namespace {

// Lines written by the supervisor and its children; every process holds the writing end.
class Story {
 public:
  Story() {
    if (::pipe(ends_.data()) != 0) throw std::runtime_error("pipe");
  }
  ~Story() { close_all(); }
  Story(const Story&) = delete;
  Story& operator=(const Story&) = delete;
  int fd() const { return ends_[1]; }
  void say(const std::string& line) const {
    const std::string text = line + "\n";
    ASSERT_EQ(::write(ends_[1], text.data(), text.size()), static_cast<ssize_t>(text.size()));
  }
  // Blocks until a line is there; the test's own time limit ends a wait in vain.
  std::string next() {
    std::string line;
    char c = 0;
    while (::read(ends_[0], &c, 1) == 1 && c != '\n') line += c;
    return line;
  }
  std::vector<std::string> next(std::size_t count) {
    std::vector<std::string> lines;
    while (count-- > 0) lines.push_back(next());
    return lines;
  }

 private:
  void close_all() {
    for (int end : ends_) ::close(end);
  }
  std::array<int, 2> ends_{};
};

class SupervisorTest : public testing::Test {
 protected:
  Story story_;
  ScratchFolder folder_;
  std::string table_path_ = folder_ / "processes.json";
  pid_t supervisor_ = 0;

  // Says "NAME up" and "ready"; says "NAME down" when told to end. One process without children of its own and without a moment in which
  // the signal could be missed.
  Service service(const std::string& name, Stage stage) const {
    const std::string fd = std::to_string(story_.fd());
    const std::string script = "import os, signal; term = [signal.SIGTERM]; signal.pthread_sigmask(signal.SIG_BLOCK, term); os.write(" +
                               fd + ", b'" + name +
                               " up\\n'); os.write(int(os.environ['FENGHUO_READY_FD']), b'ready'); signal.sigwait(term); os.write(" + fd +
                               ", b'" + name + " down\\n')";
    return {name, stage, {"/usr/bin/python3", {"-I", "-S", "-c", script}}};
  }
  // bash: a plain sh takes no descriptor above 9, and how many are open before ours is not for the test to say.
  static Service shell(const std::string& name, Stage stage, const std::string& script) {
    return {name, stage, {"/bin/bash", {"-c", script}}};
  }

  Plan plan(std::vector<Service> services) {
    Plan plan;
    plan.services = std::move(services);
    plan.table_path = table_path_;
    plan.url = "http://127.0.0.1:1";
    plan.activate = [this]() -> Result<void> {
      story_.say("activated");
      return {};
    };
    plan.reload = [this] { story_.say("reloaded"); };
    plan.all_ready = [this] { story_.say("all ready"); };
    return plan;
  }

  // Runs the supervisor in a process of its own: it takes the signals of the whole process.
  void start(const Plan& plan) {
    supervisor_ = ::fork();
    if (supervisor_ == 0) {
      block_signals();
      ::_exit(supervise(plan));
    }
  }
  int wait() {
    int status = 0;
    EXPECT_EQ(::waitpid(supervisor_, &status, 0), supervisor_);
    supervisor_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }
  void tell(int signal) const { ::kill(supervisor_, signal); }
  ProcessTable table() const {
    auto loaded = load_process_table(table_path_);
    return loaded && *loaded ? **loaded : ProcessTable{};
  }
  void TearDown() override {
    if (supervisor_ > 0) {
      tell(SIGKILL);
      wait();
    }
  }
};

}  // namespace

TEST_F(SupervisorTest, StartsTheLedgerThenActivatesThenStartsTheRestAndDrainsBackwards) {
  start(plan({service("ledger", Stage::ledger), service("gateway", Stage::gateway), service("webhook", Stage::worker)}));
  EXPECT_EQ(story_.next(), "ledger up");
  EXPECT_EQ(story_.next(), "activated");
  EXPECT_THAT(story_.next(2), testing::UnorderedElementsAre("gateway up", "webhook up"));
  EXPECT_EQ(story_.next(), "all ready");
  EXPECT_TRUE(table().ready);
  for (const auto& row : table().processes) EXPECT_TRUE(row.ready && still_runs(row.pid, row.start_ticks)) << row.name;
  tell(SIGTERM);
  EXPECT_THAT(story_.next(3), testing::ElementsAre("webhook down", "gateway down", "ledger down"));
  EXPECT_EQ(wait(), 0);
  for (const auto& row : table().processes) EXPECT_EQ(row.pid, 0) << row.name;
}

TEST_F(SupervisorTest, RestartsADeadChildAndRecordsHowItDied) {
  start(plan({service("ledger", Stage::ledger), service("webhook", Stage::worker)}));
  EXPECT_THAT(story_.next(4), testing::ElementsAre("ledger up", "activated", "webhook up", "all ready"));
  const pid_t first = table().processes[1].pid;
  ::kill(first, SIGTERM);  // its own end, unasked by the supervisor
  EXPECT_EQ(story_.next(), "webhook down");
  EXPECT_EQ(story_.next(), "webhook up");
  tell(SIGTERM);
  EXPECT_THAT(story_.next(2), testing::ElementsAre("webhook down", "ledger down"));
  EXPECT_EQ(wait(), 0);
  const ProcessRow row = table().processes[1];
  EXPECT_EQ(row.restarts, 1U);
}

TEST_F(SupervisorTest, AnswersHangUpWithAReload) {
  start(plan({service("ledger", Stage::ledger)}));
  EXPECT_THAT(story_.next(3), testing::ElementsAre("ledger up", "activated", "all ready"));
  tell(SIGHUP);
  EXPECT_EQ(story_.next(), "reloaded");
}

TEST_F(SupervisorTest, GivesUpOnAProcessThatRefusesItsSettings) {
  start(plan({service("ledger", Stage::ledger), shell("gateway", Stage::gateway, "exit 2")}));
  EXPECT_THAT(story_.next(3), testing::ElementsAre("ledger up", "activated", "ledger down"));
  EXPECT_EQ(wait(), 1);
  EXPECT_EQ(table().processes[1].last_exit, "exit 2");
}

TEST_F(SupervisorTest, GivesUpOnAProcessThatNeverComesUp) {
  start(plan({shell("ledger", Stage::ledger, "exit 1")}));
  EXPECT_EQ(wait(), 1);
  EXPECT_EQ(table().processes[0].restarts, 4U);
}

TEST_F(SupervisorTest, GivesUpOnAProgramThatIsNotThere) {
  start(plan({{"ledger", Stage::ledger, {folder_ / "ledger", {}}}}));
  EXPECT_EQ(wait(), 1);
  EXPECT_EQ(table().processes[0].last_exit, "not started");
}

TEST_F(SupervisorTest, StopsWhenTheBundleIsRefused) {
  Plan refusing = plan({service("ledger", Stage::ledger), service("webhook", Stage::worker)});
  refusing.activate = []() -> Result<void> { return fail("refused"); };
  start(refusing);
  EXPECT_THAT(story_.next(2), testing::ElementsAre("ledger up", "ledger down"));
  EXPECT_EQ(wait(), 1);
}

TEST_F(SupervisorTest, KillsWhatDoesNotDrain) {
  const std::string deaf = "trap '' TERM; echo ready >&$FENGHUO_READY_FD; exec setpriv --pdeathsig KILL sleep 1000";
  Plan slow = plan({service("ledger", Stage::ledger), shell("webhook", Stage::worker, deaf)});
  slow.drain = std::chrono::milliseconds{50};
  start(slow);
  EXPECT_THAT(story_.next(3), testing::ElementsAre("ledger up", "activated", "all ready"));
  tell(SIGTERM);
  EXPECT_EQ(wait(), 0);
  EXPECT_EQ(table().processes[1].last_exit, "signal 9");
}

TEST_F(SupervisorTest, ASecondSignalHurries) {
  const std::string deaf = "trap '' TERM; echo ready >&$FENGHUO_READY_FD; exec setpriv --pdeathsig KILL sleep 1000";
  Plan patient = plan({service("ledger", Stage::ledger), service("gateway", Stage::gateway), shell("webhook", Stage::worker, deaf)});
  patient.drain = std::chrono::hours{1};
  start(patient);
  EXPECT_THAT(story_.next(4), testing::ElementsAre("ledger up", "activated", "gateway up", "all ready"));
  tell(SIGTERM);
  tell(SIGINT);
  EXPECT_EQ(wait(), 0);
  EXPECT_EQ(table().processes[2].last_exit, "signal 9");
}

TEST_F(SupervisorTest, LeavesNobodyBehindWhenItIsKilled) {
  start(plan({service("ledger", Stage::ledger), service("webhook", Stage::worker)}));
  EXPECT_THAT(story_.next(4), testing::ElementsAre("ledger up", "activated", "webhook up", "all ready"));
  tell(SIGKILL);
  EXPECT_EQ(wait(), -SIGKILL);
  EXPECT_THAT(story_.next(2), testing::UnorderedElementsAre("ledger down", "webhook down"));
  ASSERT_TRUE(end_leftovers(table_path_, std::chrono::minutes{1}));
  for (const auto& row : table().processes) EXPECT_FALSE(still_runs(row.pid, row.start_ticks)) << row.name;
}

}  // namespace fenghuo::supervise
