#include "services/fenghuo/leftovers.hpp"

#include <poll.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "common/clock/clock.hpp"
#include "common/log/log.hpp"
#include "services/fenghuo/process_table.hpp"

namespace fenghuo::supervise {

namespace {

// A descriptor that becomes readable when the process ends; it also keeps the pid from being another process between look and kill.
int open_process(pid_t pid) { return static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)); }

bool ends_within(int process, std::chrono::milliseconds patience) {
  pollfd fd{process, POLLIN, 0};
  return ::poll(&fd, 1, static_cast<int>(std::max<std::int64_t>(0, patience.count()))) > 0;
}

}  // namespace

Result<void> end_leftovers(const std::string& table_path, std::chrono::milliseconds patience) {
  const auto table = load_process_table(table_path);
  if (!table) return fail(table.error().message + "; remove the file once no process of this data folder runs any more");
  if (!*table) return {};
  const auto end = steady_now() + patience;
  for (const auto& row : (*table)->processes) {
    if (row.pid <= 0) continue;
    const int process = open_process(row.pid);
    if (process < 0) continue;
    if (still_runs(row.pid, row.start_ticks)) {
      log::info("waiting_for_leftover", {{"name", row.name}, {"pid", row.pid}});
      ::kill(row.pid, SIGTERM);
      if (!ends_within(process, std::chrono::duration_cast<std::chrono::milliseconds>(end - steady_now()))) {
        log::warn("leftover_killed", {{"name", row.name}, {"pid", row.pid}});
        ::kill(row.pid, SIGKILL);
        ends_within(process, std::chrono::seconds{5});
      }
    }
    ::close(process);
    if (still_runs(row.pid, row.start_ticks))
      return fail(row.name + " (pid " + std::to_string(row.pid) + ") of an earlier start does not end");
  }
  return {};
}

}  // namespace fenghuo::supervise
