// What an endpoint's text says, before libzmq sees it. Pure, thread-safe; bad text is an Error that names it.
#pragma once

#include <string>

#include "common/base/result.hpp"

namespace fenghuo::bus {

struct Endpoint {
  enum class Transport { ipc, tcp, inproc };
  Transport transport = Transport::ipc;
  std::string text;  // as given
  std::string path;  // ipc: the socket's file; inproc: the name
  std::string host;  // tcp, without brackets
  std::string port;  // tcp: digits or *

  // Can only this host reach it? Names other than "localhost" count as no: what they mean is not ours to decide.
  bool local() const;
  bool ipv6() const { return host.find(':') != std::string::npos; }
};

Result<Endpoint> parse_endpoint(const std::string& text);

}  // namespace fenghuo::bus
