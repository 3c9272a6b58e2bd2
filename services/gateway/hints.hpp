// The ledger's hints (PUB): how far its journal went, said at every commit and once a second. Lossy by design; whoever hears one asks.
//
// Thread: the loop's alone. The descriptor is released, never closed, because it is the socket's.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <functional>
#include <memory>

#include "common/bus/bus.hpp"

namespace fenghuo::gateway {

class Hints {
 public:
  using OnChanged = std::function<void(std::uint64_t seq)>;
  Hints(boost::asio::io_context& io, bus::Subscriber subscriber, OnChanged on_changed);
  ~Hints();
  Hints(const Hints&) = delete;
  Hints& operator=(const Hints&) = delete;

  // Reads what is there now and calls back once, with the newest; also called now and then, since ZMQ_FD is edge-triggered.
  void drain();
  void close();

 private:
  void watch();

  bus::Subscriber subscriber_;
  boost::asio::posix::stream_descriptor descriptor_;
  OnChanged on_changed_;
  bool watching_ = false, closed_ = false;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace fenghuo::gateway
