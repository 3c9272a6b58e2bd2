#include "common/bus/ipc_listener.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "common/base/bytes.hpp"

namespace fenghuo::bus {
namespace {

std::string reason(int error) { return std::generic_category().message(error); }
std::string named(const std::string& path) { return "ipc://" + printable(path, 200); }

// A folder of our own is closed to everybody else; a folder others may write to can't protect a socket.
Result<void> prepare_folder(const std::filesystem::path& folder) {
  std::error_code error;
  if (!std::filesystem::exists(folder, error)) {
    if (folder.has_parent_path()) std::filesystem::create_directories(folder.parent_path(), error);
    if (error || (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST))
      return fail("can't make the folder " + printable(folder.string(), 200) + ": " + (error ? error.message() : reason(errno)));
  }
  struct stat status {};
  if (::stat(folder.c_str(), &status) != 0) return fail("can't read the folder " + printable(folder.string(), 200) + ": " + reason(errno));
  if ((status.st_mode & (S_IWGRP | S_IWOTH)) != 0)
    return fail("the folder " + printable(folder.string(), 200) + " may be written by others; use a folder of its own, or: chmod 700 " +
                printable(folder.string(), 200));
  return {};
}

Result<int> take_lock(const std::string& path) {
  const std::string file = path + ".lock";
  const int lock = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (lock < 0) return fail("can't open the lock " + printable(file, 200) + ": " + reason(errno));
  if (::flock(lock, LOCK_EX | LOCK_NB) == 0) return lock;
  const int error = errno;
  ::close(lock);
  if (error != EWOULDBLOCK) return fail("can't lock " + printable(file, 200) + ": " + reason(error));
  return fail(named(path) + " is taken: a running process holds " + printable(file, 200) +
              "; stop that process, or give this one another data folder or endpoint");
}

Result<void> remove_stale(const std::string& path) {
  struct stat status {};
  if (::lstat(path.c_str(), &status) != 0) {
    if (errno == ENOENT) return {};
    return fail("can't look at " + printable(path, 200) + ": " + reason(errno));
  }
  if (!S_ISSOCK(status.st_mode)) return fail(printable(path, 200) + " is in the way and is no socket; move it, or set another endpoint");
  if (::unlink(path.c_str()) != 0) return fail("can't remove the old socket " + printable(path, 200) + ": " + reason(errno));
  return {};
}

Result<int> listen_at(const std::string& path) {
  sockaddr_un address{};
  if (path.size() >= sizeof address.sun_path) return fail(named(path) + ": the path is too long for a socket");
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path.data(), path.size());
  const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return fail("can't make a socket for " + named(path) + ": " + reason(errno));
  // The mode before bind is the mode of the file that bind makes: it is never open to others, not even for a moment.
  if (::fchmod(fd, 0600) != 0 || ::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      ::listen(fd, SOMAXCONN) != 0) {
    const int error = errno;
    ::close(fd);
    return fail("can't listen on " + named(path) + ": " + reason(error));
  }
  return fd;
}

}  // namespace

Result<IpcListener> IpcListener::open(const std::string& path) {
  if (auto folder = prepare_folder(std::filesystem::path{path}.parent_path()); !folder) return tl::unexpected(folder.error());
  auto lock = take_lock(path);
  if (!lock) return tl::unexpected(lock.error());
  auto fd = remove_stale(path).and_then([&] { return listen_at(path); });
  if (!fd) {
    ::close(*lock);
    return tl::unexpected(fd.error());
  }
  return IpcListener(path, *lock, *fd);
}

IpcListener::IpcListener(IpcListener&& other) noexcept
    : path_(std::move(other.path_)), lock_(std::exchange(other.lock_, -1)), fd_(std::exchange(other.fd_, -1)) {}

IpcListener::~IpcListener() {
  if (fd_ >= 0) ::close(fd_);
  if (lock_ < 0) return;
  // The file goes while the lock is still ours; the lock file stays, since removing it would let two owners lock two different files.
  ::unlink(path_.c_str());
  ::close(lock_);
}

int IpcListener::release() { return std::exchange(fd_, -1); }

}  // namespace fenghuo::bus
