// Small files of the data folder, written whole or not at all: temporary file, fsync, rename. Failure: Error naming the file and the cause.
#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>

#include "common/base/result.hpp"

namespace fenghuo::supervise {

Result<void> write_file(const std::string& path, std::string_view content, mode_t mode);
Result<void> make_folder(const std::string& path, mode_t mode);

// Holds an exclusive lock on a file while it lives; the kernel lets go when the process dies, however it dies.
class FileLock {
 public:
  // Error: somebody else holds it (the text names its pid when the file does), or the file can't be made.
  static Result<FileLock> take(const std::string& path);
  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&&) = delete;
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;
  ~FileLock();

 private:
  explicit FileLock(int fd) : fd_(fd) {}
  int fd_;
};

}  // namespace fenghuo::supervise
