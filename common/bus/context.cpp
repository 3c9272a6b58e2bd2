#include "common/bus/context.hpp"

#include <zmq.hpp>

namespace fenghuo::bus {

Context::Impl::Impl() : zmq(std::make_unique<zmq::context_t>(1)) {}

Context::Impl::~Impl() {
  zmq->shutdown();  // ends the key check's thread, which the member's destructor joins before the context itself goes
}

Result<ZapHandler*> Context::Impl::zap() {
  const std::lock_guard lock(mutex_);
  if (!zap_) {
    auto started = ZapHandler::start(*zmq);
    if (!started) return tl::unexpected(started.error());
    zap_ = std::move(*started);
  }
  return zap_.get();
}

std::string Context::Impl::inproc_name(const char* what) { return std::string{"inproc://fenghuo."} + what + std::to_string(++last_name_); }

Context::Context() : impl_(std::make_unique<Impl>()) {}
Context::~Context() = default;

}  // namespace fenghuo::bus
