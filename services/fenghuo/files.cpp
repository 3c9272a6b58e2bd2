#include "services/fenghuo/files.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

namespace fenghuo::supervise {

namespace {

tl::unexpected<Error> failed(const std::string& path, const char* doing) {
  return fail(path + ": " + doing + ": " + std::strerror(errno));  // one thread: main
}

bool write_all(int fd, std::string_view content) {
  while (!content.empty()) {
    const ssize_t written = ::write(fd, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

Result<void> write_file(const std::string& path, std::string_view content, mode_t mode) {
  const std::string fresh = path + ".new";
  const int fd = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
  if (fd < 0) return failed(fresh, "open");
  const bool written = write_all(fd, content) && ::fchmod(fd, mode) == 0 && ::fsync(fd) == 0;
  if (!written) {
    auto error = failed(fresh, "write");
    ::close(fd);
    ::unlink(fresh.c_str());
    return error;
  }
  ::close(fd);
  if (::rename(fresh.c_str(), path.c_str()) != 0) return failed(path, "rename");
  return {};
}

Result<void> make_folder(const std::string& path, mode_t mode) {
  std::error_code error;
  const auto parent = std::filesystem::path(path).parent_path();
  if (!parent.empty()) std::filesystem::create_directories(parent, error);
  if (error) return fail(parent.string() + ": make folder: " + error.message());
  if (::mkdir(path.c_str(), mode) != 0 && errno != EEXIST) return failed(path, "make folder");
  return {};
}

Result<FileLock> FileLock::take(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (fd < 0) return failed(path, "open");
  FileLock lock(fd);
  if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return failed(path, "lock");
    std::array<char, 16> text{};
    const ssize_t got = ::read(fd, text.data(), text.size() - 1);
    const std::string pid = got > 0 ? std::string(text.data(), static_cast<std::size_t>(got)) : std::string();
    return fail(path + " is locked by another process" + (pid.empty() ? "" : " (pid " + pid + ")"));
  }
  const std::string pid = std::to_string(::getpid());
  if (::ftruncate(fd, 0) != 0 || !write_all(fd, pid)) return failed(path, "write");
  return lock;
}

FileLock::FileLock(FileLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

FileLock::~FileLock() {
  if (fd_ >= 0) ::close(fd_);
}

}  // namespace fenghuo::supervise
