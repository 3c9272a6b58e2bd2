#include "services/gateway/hints.hpp"

namespace fenghuo::gateway {

Hints::Hints(boost::asio::io_context& io, bus::Subscriber subscriber, OnChanged on_changed)
    : subscriber_(std::move(subscriber)), descriptor_(io, subscriber_.fd()), on_changed_(std::move(on_changed)) {
  watch();
}

Hints::~Hints() {
  close();
  *alive_ = false;
}

void Hints::drain() {
  if (closed_) return;
  std::uint64_t newest = 0;
  while (const auto message = subscriber_.receive()) {
    wire::Changed changed;
    if (message->version == protocol_version && message->type == wire::CHANGED && changed.ParseFromString(message->payload))
      newest = std::max(newest, changed.seq());
  }
  watch();
  if (newest > 0) on_changed_(newest);
}

void Hints::watch() {
  if (watching_ || closed_) return;
  watching_ = true;
  descriptor_.async_wait(boost::asio::posix::stream_descriptor::wait_read, [this, alive = alive_](const boost::system::error_code& ec) {
    if (!*alive) return;
    watching_ = false;
    if (!ec) drain();
  });
}

void Hints::close() {
  if (closed_) return;
  closed_ = true;
  descriptor_.release();
}

}  // namespace fenghuo::gateway
