#include "common/process/stop_signal.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <system_error>

namespace fenghuo {
namespace {

std::atomic<int> stop_event{-1};
static_assert(std::atomic<int>::is_always_lock_free, "read in a signal handler");

void on_stop(int) {
  const int saved = errno;
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = ::write(stop_event.load(), &one, sizeof one);
  errno = saved;
}

void handle(int signal, void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  if (::sigaction(signal, &action, nullptr) != 0) throw std::system_error(errno, std::generic_category(), "sigaction");
}

}  // namespace

int install_stop_signals() {
  if (stop_event.load() < 0) {
    const int fd = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (fd < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
    stop_event.store(fd);
  }
  handle(SIGTERM, on_stop);
  handle(SIGINT, on_stop);
  handle(SIGPIPE, SIG_IGN);
  return stop_event.load();
}

}  // namespace fenghuo
