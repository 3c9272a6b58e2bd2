#include "services/gateway/channel.hpp"

#include <boost/asio/post.hpp>

namespace fenghuo::gateway {
namespace {
constexpr int budget = 256;
}

Channel::Channel(boost::asio::io_context& io, bus::Dealer dealer, OnMessage on_message)
    : io_(io), dealer_(std::move(dealer)), descriptor_(io, dealer_.fd()), on_message_(std::move(on_message)) {
  drain_soon();
}

Channel::~Channel() {
  close();
  *alive_ = false;
}

bool Channel::send(wire::Type type, std::string_view payload) {
  if (closed_) return false;
  const bool sent = dealer_.send(type, payload) == bus::Sent::yes;
  drain_soon();  // a send may swallow the edge that announced a message
  return sent;
}

void Channel::drain() {
  if (closed_) return;
  for (int n = 0; n < budget; ++n) {
    const auto message = dealer_.receive();
    if (!message) return watch();
    on_message_(*message);
    if (closed_) return;
  }
  drain_soon();
}

void Channel::drain_soon() {
  if (posted_ || closed_) return;
  posted_ = true;
  boost::asio::post(io_, [this, alive = alive_] {
    if (!*alive) return;
    posted_ = false;
    drain();
  });
}

void Channel::watch() {
  if (watching_ || closed_) return;
  watching_ = true;
  descriptor_.async_wait(boost::asio::posix::stream_descriptor::wait_read, [this, alive = alive_](const boost::system::error_code& ec) {
    if (!*alive) return;
    watching_ = false;
    if (!ec) drain();
  });
}

void Channel::close() {
  if (closed_) return;
  closed_ = true;
  descriptor_.release();
}

}  // namespace fenghuo::gateway
