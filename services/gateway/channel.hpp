// One DEALER to the ledger on an Asio loop: sends when the pipe takes it, reads until empty, calls back for every message.
//
// Thread: the loop's alone. ZMQ_FD is edge-triggered, so reading goes on until the socket is empty (256 at a time, then the loop's turn),
// and again after every send; the descriptor is released, never closed, because it is the socket's. Malformed frames are the bus's to drop.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <functional>

#include "common/bus/bus.hpp"

namespace fenghuo::gateway {

class Channel {
 public:
  using OnMessage = std::function<void(const bus::Incoming&)>;
  Channel(boost::asio::io_context& io, bus::Dealer dealer, OnMessage on_message);
  ~Channel();
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;

  // False: nobody there, or the window is full; the caller keeps the message and tries again.
  bool send(wire::Type type, std::string_view payload);
  // Reads what is there now; also called on every tick, so that no wake-up can be lost for long.
  void drain();
  void close();

 private:
  void watch();
  void drain_soon();

  boost::asio::io_context& io_;
  bus::Dealer dealer_;
  boost::asio::posix::stream_descriptor descriptor_;
  OnMessage on_message_;
  bool watching_ = false, posted_ = false, closed_ = false;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace fenghuo::gateway
