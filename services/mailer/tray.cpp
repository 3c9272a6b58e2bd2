#include "services/mailer/tray.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace fenghuo::mailer {

Tray::Tray() : fd_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (fd_ < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
}

Tray::~Tray() { ::close(fd_); }

void Tray::put(wire::JobItem job) {
  {
    const std::lock_guard lock{mutex_};
    jobs_.push_back(std::move(job));
  }
  more_.notify_one();
}

std::optional<wire::JobItem> Tray::take() {
  std::unique_lock lock{mutex_};
  more_.wait(lock, [this] { return closed_ || !jobs_.empty(); });
  if (jobs_.empty()) return std::nullopt;
  std::optional<wire::JobItem> job{std::move(jobs_.front())};
  jobs_.pop_front();
  return job;
}

// The descriptor changes under the lock, so that it is readable exactly while answers wait: the loop never wakes for nothing, nor sleeps.
void Tray::answer(wire::JobItem job, Result<wire::SendOutcome> outcome) {
  const std::lock_guard lock{mutex_};
  if (answers_.empty()) static_cast<void>(::eventfd_write(fd_, 1));
  answers_.push_back({std::move(job), std::move(outcome)});
}

std::vector<Tray::Answer> Tray::answers() {
  const std::lock_guard lock{mutex_};
  if (answers_.empty()) return {};
  eventfd_t count = 0;
  static_cast<void>(::eventfd_read(fd_, &count));
  return std::exchange(answers_, {});
}

void Tray::close() {
  {
    const std::lock_guard lock{mutex_};
    closed_ = true;
  }
  more_.notify_all();
}

}  // namespace fenghuo::mailer
