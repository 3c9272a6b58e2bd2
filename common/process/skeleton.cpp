#include "common/process/skeleton.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <exception>

#include "common/base/bytes.hpp"
#include "common/base/crypto.hpp"
#include "common/log/log.hpp"
#include "common/process/command_line.hpp"
#include "common/process/stop_signal.hpp"

namespace fenghuo {
namespace {

constexpr const char* ready_variable = "FENGHUO_READY_FD";
constexpr int exit_failed = 1, exit_usage = 2;

std::optional<int> ready_fd() {
  const char* text = std::getenv(ready_variable);
  if (text == nullptr) return std::nullopt;
  int fd = -1;
  const char* end = text + std::strlen(text);
  const auto [stop, error] = std::from_chars(text, end, fd);
  if (error != std::errc{} || stop != end || fd <= 2 || ::fcntl(fd, F_GETFD) < 0) return std::nullopt;
  return fd;
}

void print(std::FILE* to, const std::string& text) { std::fputs(text.c_str(), to); }

std::string unique_instance(const std::string& base) {
  return base + "-" + std::to_string(::getpid()) + "-" + to_hex(crypto::random_bytes(4));
}

int run_logged(Process& process, const std::function<int(Process&)>& run) {
  try {
    log::info("started", {{"instance", process.instance()}});
    const int code = run(process);
    log::info("ended", {{"instance", process.instance()}, {"code", code}});
    return code;
  } catch (const std::exception& e) {
    log::error("uncaught", {{"instance", process.instance()}, {"error", printable(e.what(), 400)}});
  } catch (...) {
    log::error("uncaught", {{"instance", process.instance()}, {"error", "unknown kind of exception"}});
  }
  return exit_failed;
}

int start(const char* name, const CommandLine& line, int stop_fd, const std::function<int(Process&)>& run) {
  SettingsLoad loaded = load_settings(line.config_dir, line.data_dir, line.overrides);
  for (const auto& fault : loaded.faults) print(stderr, to_text(fault) + "\n");
  if (has_errors(loaded.faults)) return exit_usage;
  if (!line.log_level.empty()) loaded.settings.log_level = line.log_level;
  log::start(name, loaded.settings.log_level);
  // The supervisor's pipe is ours alone: programs we start must not hold it open.
  if (const auto fd = ready_fd()) ::fcntl(*fd, F_SETFD, FD_CLOEXEC);
  Process process(name, unique_instance(line.instance.empty() ? name : line.instance), std::move(loaded.settings), stop_fd);
  return run_logged(process, run);
}

}  // namespace

Process::Process(std::string name, std::string instance, Settings settings, int stop_fd)
    : name_(std::move(name)), instance_(std::move(instance)), settings_(std::move(settings)), stop_fd_(stop_fd) {}

bool Process::stopping() const {
  pollfd item{stop_fd_, POLLIN, 0};
  return ::poll(&item, 1, 0) > 0;
}

void Process::ready() {
  if (std::exchange(said_ready_, true)) return;
  log::info("ready", {{"instance", instance_}});
  const auto fd = ready_fd();
  if (!fd) return;
  constexpr std::string_view word = "ready\n";
  if (::write(*fd, word.data(), word.size()) < 0) log::warn("ready_unheard", {{"error", std::strerror(errno)}});
  ::close(*fd);
  ::unsetenv(ready_variable);
}

int run_process(const char* name, int argc, char** argv, const std::function<int(Process&)>& run) {
  try {
    const int stop_fd = install_stop_signals();
    const std::span<const char* const> arguments(argv, static_cast<std::size_t>(argc));
    const auto line = parse_command_line(arguments.subspan(arguments.empty() ? 0 : 1));
    if (!line) {
      print(stderr, std::string{name} + ": " + line.error().message + "\n");
      return exit_usage;
    }
    if (line->help) return print(stdout, usage(name)), 0;
    if (line->version) return print(stdout, std::string{name} + " " FENGHUO_VERSION "\n"), 0;
    return start(name, *line, stop_fd, run);
  } catch (const std::exception& e) {
    print(stderr, std::string{name} + ": " + printable(e.what(), 400) + "\n");
    return exit_failed;
  }
}

}  // namespace fenghuo
