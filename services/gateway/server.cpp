#include "services/gateway/server.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include "common/log/log.hpp"
#include "services/gateway/connection.hpp"

namespace fenghuo::gateway {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::chrono::milliseconds accept_pause{150};

bool out_of_descriptors(const error_code& ec) {
  return ec == boost::system::errc::too_many_files_open || ec == boost::system::errc::too_many_files_open_in_system ||
         ec == boost::system::errc::no_buffer_space || ec == boost::system::errc::not_enough_memory;
}

Task<void> accept_all(std::shared_ptr<ServerState> server) {
  while (!server->draining) {
    error_code ec;
    tcp::socket socket = co_await server->acceptor.async_accept(into(ec));
    if (server->draining) co_return;
    if (!ec) {
      asio::co_spawn(server->io, serve_connection(std::move(socket), server), asio::detached);
      continue;
    }
    if (out_of_descriptors(ec)) log::warn("accept_paused", {{"reason", ec.message()}});
    server->pause.expires_after(accept_pause);
    co_await server->pause.async_wait(into(ec));
  }
}

Result<tcp::endpoint> parse_address(const std::string& address) {
  const auto colon = address.rfind(':');
  const auto wrong = "gateway.listen \"" + address + "\": must be ADDRESS:PORT, e.g. 127.0.0.1:8080";
  if (colon == std::string::npos || colon + 1 == address.size() || address.size() - colon > 6) return fail(wrong);
  std::string host = address.substr(0, colon);
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
  if (host == "localhost") host = "127.0.0.1";
  error_code ec;
  const auto ip = asio::ip::make_address(host, ec);
  unsigned long port = 0;
  for (const char c : address.substr(colon + 1)) {
    if (c < '0' || c > '9') return fail(wrong);
    port = port * 10 + static_cast<unsigned long>(c - '0');
  }
  if (ec || port > 65535) return fail(wrong);
  return tcp::endpoint(ip, static_cast<unsigned short>(port));
}

}  // namespace

Server::Server(asio::io_context& io, App& app) : state_(std::make_shared<ServerState>(io, app)) {}
Server::~Server() {
  drain();
  state_->app_gone = true;
}

Result<void> Server::listen(const std::string& address) {
  const auto endpoint = parse_address(address);
  if (!endpoint) return tl::unexpected(endpoint.error());
  error_code ec;
  auto& acceptor = state_->acceptor;
  acceptor.open(endpoint->protocol(), ec);
  if (!ec) acceptor.set_option(asio::socket_base::reuse_address(true), ec);
  if (!ec) acceptor.bind(*endpoint, ec);
  if (!ec) acceptor.listen(1024, ec);
  if (ec) return fail("gateway.listen " + address + ": " + ec.message() + "; free the port or choose another");
  asio::co_spawn(state_->io, accept_all(state_), asio::detached);
  return {};
}

unsigned short Server::port() const {
  error_code ec;
  return state_->acceptor.local_endpoint(ec).port();
}

void Server::drain() {
  if (state_->draining) return;
  state_->draining = true;
  error_code ignored;
  state_->acceptor.close(ignored);
  state_->pause.cancel();
  close_idle_connections(*state_);
}

bool Server::done() const { return state_->connections.empty(); }

}  // namespace fenghuo::gateway
