// One HTTP connection, from its first byte to its close: requests one after another, limits, time-outs, refusals that reach the peer.
// Thread: the loop's alone. A connection keeps its server's state alive and is listed there while it lasts.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <memory>
#include <set>

#include "services/gateway/app.hpp"

namespace fenghuo::gateway {

class Connection;

struct ServerState {
  ServerState(boost::asio::io_context& i, App& a) : io(i), app(a), acceptor(i), pause(i) {}
  boost::asio::io_context& io;
  App& app;
  boost::asio::ip::tcp::acceptor acceptor;
  boost::asio::steady_timer pause;
  std::set<Connection*> connections;
  bool draining = false;
  bool app_gone = false;  // what is left of cut-off requests is taken down with the loop, after the app

  void count() {
    if (!app_gone) app.metrics().connections(connections.size());
  }
};

// An operation that reports its error instead of throwing it.
inline auto into(boost::system::error_code& ec) { return boost::asio::redirect_error(boost::asio::use_awaitable, ec); }

Task<void> serve_connection(boost::asio::ip::tcp::socket socket, std::shared_ptr<ServerState> server);
void close_idle_connections(ServerState& server);

}  // namespace fenghuo::gateway
