#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "common/config/node.hpp"

namespace fenghuo::config {
namespace {

std::string reason(int error) { return std::generic_category().message(error); }

// Reads to the end or past the limit; false and errno set on failure.
bool read_all(int fd, std::size_t limit, std::string& text) {
  char block[16384];
  for (;;) {
    const ssize_t n = ::read(fd, block, sizeof block);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return false;
    if (n == 0) return true;
    text.append(block, static_cast<std::size_t>(n));
    if (text.size() > limit) return true;
  }
}

}  // namespace

std::optional<std::string> read_text(const std::string& path, FaultList& faults) {
  // Non-blocking, so that a pipe in the file's place can't stop a start-up for ever.
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) {
    const bool missing = errno == ENOENT;
    faults.error({path}, missing ? "the file is missing" : "can't be opened: " + reason(errno),
                 missing ? "copy it from the shipped config folder" : "let the account that runs fenghuo read it");
    return std::nullopt;
  }
  struct stat about {};
  const bool plain = ::fstat(fd, &about) == 0 && S_ISREG(about.st_mode);
  std::string text;
  const bool sound = plain && read_all(fd, max_file_bytes, text);
  const int error = errno;
  ::close(fd);
  if (!plain) {
    faults.error({path}, "is no plain file", "put a YAML file there");
    return std::nullopt;
  }
  if (!sound) {
    faults.error({path}, "can't be read: " + reason(error), "check the disk and the file's rights");
    return std::nullopt;
  }
  if (text.size() > max_file_bytes) {
    faults.error({path}, "larger than 1 MB", "split what is not configuration out of it");
    return std::nullopt;
  }
  return text;
}

}  // namespace fenghuo::config
