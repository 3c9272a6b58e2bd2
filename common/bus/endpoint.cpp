#include "common/bus/endpoint.hpp"

#include <arpa/inet.h>
#include <sys/un.h>

#include "common/base/bytes.hpp"

namespace fenghuo::bus {
namespace {

constexpr std::size_t longest_path = sizeof(sockaddr_un::sun_path) - 1;

bool valid_port(const std::string& port) {
  if (port == "*") return true;
  if (port.empty() || port.size() > 5) return false;
  if (!std::all_of(port.begin(), port.end(), [](char c) { return c >= '0' && c <= '9'; })) return false;
  const int n = std::stoi(port);
  return n > 0 && n <= 65535;
}

Result<Endpoint> tcp(Endpoint e, const std::string& rest) {
  const auto bad = [&] { return fail("endpoint " + printable(e.text) + ": not tcp://HOST:PORT; write for example tcp://127.0.0.1:7701"); };
  const std::size_t colon = rest.rfind(':');
  if (colon == std::string::npos || colon == 0) return bad();
  e.transport = Endpoint::Transport::tcp;
  e.host = rest.substr(0, colon);
  e.port = rest.substr(colon + 1);
  const bool bracketed = e.host.size() > 2 && e.host.front() == '[' && e.host.back() == ']';
  if (bracketed) e.host = e.host.substr(1, e.host.size() - 2);
  // libzmq would read "source;target" here: the source is local, the target need not be.
  if (e.host.find(';') != std::string::npos || (!bracketed && e.ipv6()) || !valid_port(e.port)) return bad();
  return e;
}

Result<Endpoint> ipc(Endpoint e, std::string path) {
  e.transport = Endpoint::Transport::ipc;
  e.path = std::move(path);
  if (e.path.empty() || e.path.front() != '/')
    return fail("endpoint " + printable(e.text) + ": ipc:// needs an absolute path, for example ipc:///var/lib/fenghuo/run/intake.sock");
  if (e.path.size() > longest_path)
    return fail("endpoint " + printable(e.text, 200) + ": the path has " + std::to_string(e.path.size()) + " bytes, the system takes " +
                std::to_string(longest_path) + "; use a shorter data folder or set a shorter endpoint");
  return e;
}

}  // namespace

bool Endpoint::local() const {
  if (transport != Transport::tcp) return true;
  in_addr v4{};
  if (inet_pton(AF_INET, host.c_str(), &v4) == 1) return (ntohl(v4.s_addr) >> 24U) == 127;
  in6_addr v6{};
  if (inet_pton(AF_INET6, host.c_str(), &v6) == 1) return IN6_IS_ADDR_LOOPBACK(&v6);
  return host == "localhost";
}

Result<Endpoint> parse_endpoint(const std::string& text) {
  Endpoint e;
  e.text = text;
  const auto rest_after = [&](std::string_view scheme) -> std::optional<std::string> {
    if (!std::string_view{text}.starts_with(scheme)) return std::nullopt;
    return text.substr(scheme.size());
  };
  if (auto rest = rest_after("ipc://")) return ipc(std::move(e), std::move(*rest));
  if (auto rest = rest_after("tcp://")) return tcp(std::move(e), *rest);
  if (auto rest = rest_after("inproc://"); rest && !rest->empty()) {
    e.transport = Endpoint::Transport::inproc;
    e.path = std::move(*rest);
    return e;
  }
  return fail("endpoint " + printable(text) + ": unknown kind; use ipc:///PATH or tcp://HOST:PORT");
}

}  // namespace fenghuo::bus
