#include <zmq.hpp>

#include "common/bus/bus.hpp"

namespace fenghuo::bus {

void poll(std::span<const Socket* const> sockets, std::span<const int> fds, std::chrono::milliseconds timeout) {
  std::vector<zmq_pollitem_t> items;
  items.reserve(sockets.size() + fds.size());
  for (const Socket* s : sockets) items.push_back({s->handle(), 0, ZMQ_POLLIN, 0});
  for (const int fd : fds) items.push_back({nullptr, fd, ZMQ_POLLIN, 0});
  if (zmq_poll(items.data(), static_cast<int>(items.size()), timeout.count()) >= 0) return;
  const int error = zmq_errno();
  if (error != EINTR && error != ETERM) throw std::runtime_error(std::string{"bus: poll: "} + zmq_strerror(error));
}

}  // namespace fenghuo::bus
