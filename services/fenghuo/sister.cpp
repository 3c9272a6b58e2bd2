#include "services/fenghuo/sister.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "services/fenghuo/child.hpp"

namespace fenghuo::cli {
namespace {

constexpr std::size_t most_bytes = 1U << 20U;

std::string read_all(int fd) {
  std::string out;
  std::array<char, 4096> buffer{};
  for (;;) {
    const ssize_t got = ::read(fd, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return out;
    if (out.size() < most_bytes) out.append(buffer.data(), static_cast<std::size_t>(got));
  }
}

int wait_for(pid_t pid) {
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

Result<Ended> run_sister(const std::string& program, std::vector<std::string> arguments) {
  const auto folder = supervise::own_folder();
  if (!folder) return tl::unexpected(folder.error());
  std::string path = *folder + "/" + program;
  std::vector<char*> words{path.data()};
  words.reserve(arguments.size() + 2);
  for (auto& one : arguments) words.push_back(one.data());
  words.push_back(nullptr);
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return fail(path + ": pipe: " + std::strerror(errno));
  posix_spawn_file_actions_t actions{};
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  pid_t pid = 0;
  const int cause = ::posix_spawn(&pid, path.c_str(), &actions, nullptr, words.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  ::close(ends[1]);
  if (cause != 0) {
    ::close(ends[0]);
    return fail(path + ": can't be started: " + std::strerror(cause));
  }
  std::string out = read_all(ends[0]);
  ::close(ends[0]);
  return Ended{wait_for(pid), std::move(out)};
}

}  // namespace fenghuo::cli
