// ZeroMQ, wrapped once, by the measured rules of docs/protocol.md ("The bus"): LINGER set on every socket, ROUTER_MANDATORY, never a
// blocking send, MAXMSGSIZE, EINTR handled, a file lock before an ipc:// bind, CURVE that fails closed. cppzmq stays in the .cpp files of
// this folder.
//
// Thread: a socket belongs to the thread that made it. Context may be shared, and outlives its sockets. Bad endpoints, keys and bind
// failures come back as Error; tcp:// to or from other hosts without CURVE is one of them.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.hpp"
#include "common/messages/frame.hpp"

namespace fenghuo::bus {

// CURVE keys in Z85 (40 characters). Empty server_key / secret = no CURVE (allowed for ipc:// and loopback only).
struct Curve {
  std::string public_key, secret_key;  // our own
  std::string server_key;              // dealers and subscribers: the server's public key
  std::vector<std::string> allowed;    // servers: public keys of clients that may enter
  bool enabled() const { return !secret_key.empty(); }
};

class Context {
 public:
  Context();
  ~Context();
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
  struct Impl;
  Impl& impl() { return *impl_; }

 private:
  std::unique_ptr<Impl> impl_;
};

// too_large: more than max_message_bytes; it must never leave, since libzmq's client gives a peer up for good that sends such a message.
enum class Sent { yes, would_block, unknown_peer, too_large };

// A message of one peer: three parts [version, 1 byte][type, 1 byte][payload], checked for shape only: another version than ours and
// unknown types are delivered, so that a server can answer REFUSED. identity only at a Router.
struct Incoming {
  std::string identity;
  std::uint8_t version = 0;
  wire::Type type = wire::TYPE_UNSET;
  std::string payload;
};

struct SocketImpl;

class Socket {
 public:
  Socket(Socket&&) noexcept;
  Socket& operator=(Socket&&) noexcept;
  ~Socket();
  // Never blocks. nullopt: nothing there. Malformed messages are dropped and counted in malformed().
  std::optional<Incoming> receive();
  int fd() const;  // ZMQ_FD: edge-triggered; drain until receive() is empty, and look again after every send
  std::uint64_t malformed() const;
  void* handle() const;  // for poll() below

 protected:
  explicit Socket(std::unique_ptr<SocketImpl> impl);
  std::unique_ptr<SocketImpl> impl_;
};

class Router : public Socket {
 public:
  static Result<Router> bind(Context&, const std::string& endpoint, const Curve& = {});
  Sent send(std::string_view identity, wire::Type type, std::string_view payload);
  std::string endpoint() const;  // with the port the system chose for tcp://127.0.0.1:*

 private:
  using Socket::Socket;
};

class Dealer : public Socket {
 public:
  static Result<Dealer> connect(Context&, const std::string& endpoint, const Curve& = {});
  // would_block: nobody there (IMMEDIATE=1) or the peer's window is full. Who goes on trying is connected anew every few seconds: libzmq's
  // client never comes back by itself after a refusal (a key not allowed yet, another program on that port).
  Sent send(wire::Type type, std::string_view payload);
  // How many connections were made so far: a new number means that a peer is there anew and knows nothing of us. Counted from the first
  // call on.
  std::uint64_t connections();

 private:
  using Socket::Socket;
};

class Publisher : public Socket {
 public:
  static Result<Publisher> bind(Context&, const std::string& endpoint, const Curve& = {});
  void send(wire::Type type, std::string_view payload);  // lossy by design: what a slow subscriber can't take is dropped
  std::string endpoint() const;

 private:
  using Socket::Socket;
};

class Subscriber : public Socket {
 public:
  static Result<Subscriber> connect(Context&, const std::string& endpoint, const Curve& = {});

 private:
  using Socket::Socket;
};

// Waits until one of the sockets or plain descriptors can be read, or the time-out passes (negative: for ever). EINTR returns early.
void poll(std::span<const Socket* const> sockets, std::span<const int> fds, std::chrono::milliseconds timeout);

struct KeyPair {
  std::string public_key, secret_key;
};
KeyPair make_curve_keys();

}  // namespace fenghuo::bus
