// HTTP/1.1 on Beast: connections, limits, time-outs, routing, one log line a request. What is answered is the handlers' (handlers.hpp).
//
// Thread: one loop. Limits: 16 KB of header, the route's body (refused before it is read when its length is known), 15 s for a header, 30 s
// for a body or an answer, 60 s between requests, max_connections. Out of descriptors, accepting pauses for 150 ms and goes on.
#pragma once

#include <boost/asio/io_context.hpp>
#include <memory>

#include "common/base/result.hpp"
#include "services/gateway/app.hpp"

namespace fenghuo::gateway {

struct ServerState;

class Server {
 public:
  Server(boost::asio::io_context& io, App& app);
  ~Server();
  // address: "127.0.0.1:8080" or "[::1]:0". An Error names the address.
  Result<void> listen(const std::string& address);
  unsigned short port() const;
  // No new connections; idle ones are closed; requests under way get their answer. done() is true when none is left.
  void drain();
  bool done() const;

 private:
  std::shared_ptr<ServerState> state_;
};

}  // namespace fenghuo::gateway
