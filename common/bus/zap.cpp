#include "common/bus/zap.hpp"

#include <zmq.hpp>

#include "common/log/log.hpp"

namespace fenghuo::bus {
namespace {

constexpr const char* zap_address = "inproc://zeromq.zap.01";  // fixed by the specification
enum Frame : std::size_t { version, request, domain, address, identity, mechanism, key, frames };

// One request; empty when the context goes. EINTR is tried again.
std::vector<std::string> read_request(zmq::socket_t& socket) {
  std::vector<std::string> parts;
  for (;;) {
    zmq::message_t part;
    if (zmq_msg_recv(part.handle(), socket.handle(), 0) < 0) {
      if (zmq_errno() == EINTR) continue;
      return {};
    }
    parts.push_back(part.to_string());
    if (!part.more()) return parts;
  }
}

bool write_reply(zmq::socket_t& socket, const std::array<std::string_view, 6>& parts) {
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const int flags = i + 1 < parts.size() ? ZMQ_SNDMORE : 0;
    while (zmq_send(socket.handle(), parts[i].data(), parts[i].size(), flags) < 0)
      if (zmq_errno() != EINTR) return false;
  }
  return true;
}

}  // namespace

Result<std::unique_ptr<ZapHandler>> ZapHandler::start(zmq::context_t& context) {
  try {
    zmq::socket_t socket(context, zmq::socket_type::rep);
    socket.set(zmq::sockopt::linger, 0);
    socket.bind(zap_address);
    return std::unique_ptr<ZapHandler>(new ZapHandler(std::move(socket)));
  } catch (const zmq::error_t& e) {
    return fail(std::string{"can't start the key check of the bus (ZAP): "} + e.what());
  }
}

ZapHandler::ZapHandler(zmq::socket_t socket) {
  thread_ = std::thread([this, s = std::move(socket)]() mutable { serve(std::move(s)); });
}

ZapHandler::~ZapHandler() { thread_.join(); }

void ZapHandler::serve(zmq::socket_t socket) {
  for (;;) {
    const auto parts = read_request(socket);
    if (parts.empty()) return;
    const bool asked = parts.size() == frames && parts[version] == "1.0" && parts[mechanism] == "CURVE";
    const bool enters = asked && knows(parts[domain], parts[key]);
    if (!enters) log::debug("bus_key_refused", {{"domain", parts.size() > domain ? parts[domain] : std::string{}}});
    const std::string_view id = parts.size() > request ? std::string_view{parts[request]} : std::string_view{};
    if (!write_reply(socket, {"1.0", id, enters ? "200" : "400", enters ? "OK" : "unknown key", "", ""})) return;
  }
}

bool ZapHandler::knows(const std::string& domain, const std::string& key) {
  const std::lock_guard lock(mutex_);
  const auto found = domains_.find(domain);
  return found != domains_.end() && found->second.contains(key);
}

ZapHandler::Pass ZapHandler::admit(std::set<std::string> keys) {
  const std::lock_guard lock(mutex_);
  auto domain = "fenghuo." + std::to_string(++last_domain_);
  domains_.emplace(domain, std::move(keys));
  return Pass(*this, std::move(domain));
}

ZapHandler::Pass::~Pass() {
  if (handler_ == nullptr) return;
  const std::lock_guard lock(handler_->mutex_);
  handler_->domains_.erase(domain_);
}

}  // namespace fenghuo::bus
