#include "services/fenghuo/child.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

namespace fenghuo::supervise {

namespace {

constexpr const char* ready_variable = "FENGHUO_READY_FD=";

struct Pipe {
  int read = -1, write = -1;
  bool open() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) return false;
    read = ends[0];
    write = ends[1];
    return true;
  }
  void close_both() const {
    if (read >= 0) ::close(read);
    if (write >= 0) ::close(write);
  }
};

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> out;
  out.reserve(words.size() + 1);
  for (auto& word : words) out.push_back(word.data());
  out.push_back(nullptr);
  return out;
}

std::vector<std::string> environment_with(int ready_fd) {
  std::vector<std::string> words;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view word(*entry);
    if (!word.starts_with(ready_variable) && !word.starts_with("NOTIFY_SOCKET=")) words.emplace_back(word);
  }
  words.push_back(ready_variable + std::to_string(ready_fd));
  return words;
}

// Between fork and exec: other threads of the parent are gone, so only async-signal-safe calls. Never returns.
[[noreturn]] void become(const char* path, char* const* arguments, char* const* environment, int ready_fd, int error_fd, pid_t parent) {
  ::setpgid(0, 0);  // Ctrl-C at the terminal reaches the supervisor alone, which drains in order
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (::getppid() != parent) ::_exit(1);  // it died before the line above
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::signal(SIGPIPE, SIG_DFL);
  const int null = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (null >= 0) ::dup2(null, STDIN_FILENO);
  ::dup2(STDERR_FILENO, STDOUT_FILENO);
  ::fcntl(ready_fd, F_SETFD, 0);
  ::execve(path, arguments, environment);
  const int cause = errno;
  const ssize_t told = ::write(error_fd, &cause, sizeof cause);
  ::_exit(told == sizeof cause ? 126 : 127);
}

}  // namespace

Result<Child> start_child(const Program& program) {
  Pipe ready, error;
  if (!ready.open() || !error.open()) {
    const int cause = errno;
    ready.close_both();
    return fail(program.path + ": pipe: " + std::strerror(cause));
  }
  std::vector<std::string> words{program.path};
  words.insert(words.end(), program.arguments.begin(), program.arguments.end());
  std::vector<std::string> variables = environment_with(ready.write);
  const std::vector<char*> arguments = pointers(words);
  const std::vector<char*> environment = pointers(variables);
  const pid_t parent = ::getpid();
  const pid_t pid = ::fork();
  if (pid == 0) become(program.path.c_str(), arguments.data(), environment.data(), ready.write, error.write, parent);
  const int fork_cause = errno;
  ::close(ready.write);
  ::close(error.write);
  if (pid < 0) {
    ::close(ready.read);
    ::close(error.read);
    return fail(program.path + ": fork: " + std::strerror(fork_cause));
  }
  int cause = 0;
  ssize_t got = 0;
  while ((got = ::read(error.read, &cause, sizeof cause)) < 0 && errno == EINTR) {
  }
  ::close(error.read);
  if (got == sizeof cause) {  // exec failed
    ::close(ready.read);
    ::waitpid(pid, nullptr, 0);
    return fail(program.path + ": can't be started: " + std::strerror(cause));
  }
  ::fcntl(ready.read, F_SETFL, O_NONBLOCK);
  return Child{pid, ready.read};
}

Result<std::string> own_folder() {
  std::error_code error;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
  if (error) return fail("/proc/self/exe: " + error.message());
  return self.parent_path().string();
}

}  // namespace fenghuo::supervise
