// The listening end of an ipc:// endpoint. libzmq lets a second bind steal the first, and removes the file some time after close, when it
// may already be another's; so the socket is made here, under a lock on PATH.lock, and handed over to libzmq (ZMQ_USE_FD).
//
// Ownership: holds the lock, and removes the socket's file when destroyed. Thread: any, one at a time. The lock dies with the process, so a
// killed owner blocks nobody.
#pragma once

#include <string>

#include "common/base/result.hpp"

namespace fenghuo::bus {

class IpcListener {
 public:
  // Errors: another process listens there; the folder is open to others; something that is no socket stands in the way.
  static Result<IpcListener> open(const std::string& path);
  IpcListener(IpcListener&& other) noexcept;
  IpcListener& operator=(IpcListener&&) = delete;
  ~IpcListener();
  // The listening descriptor, given away: whoever takes it closes it.
  int release();

 private:
  IpcListener(std::string path, int lock, int fd) : path_(std::move(path)), lock_(lock), fd_(fd) {}
  std::string path_;
  int lock_;
  int fd_;
};

}  // namespace fenghuo::bus
