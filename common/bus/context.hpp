// What stands behind bus::Context: libzmq's context, the key check when a socket with CURVE has asked for it, and names for internal
// sockets. Thread-safe. Destroy it after every socket made from it.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>

#include "common/bus/bus.hpp"
#include "common/bus/zap.hpp"

namespace fenghuo::bus {

struct Context::Impl {
  Impl();
  ~Impl();
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  std::unique_ptr<zmq::context_t> zmq;
  // Started by the first call.
  Result<ZapHandler*> zap();
  std::string inproc_name(const char* what);

 private:
  std::mutex mutex_;
  std::unique_ptr<ZapHandler> zap_;
  std::atomic<std::uint64_t> last_name_{0};
};

}  // namespace fenghuo::bus
