#include "common/bus/bus.hpp"

#include <bit>
#include <zmq.hpp>

#include "common/base/bytes.hpp"
#include "common/bus/context.hpp"
#include "common/bus/curve_gate.hpp"
#include "common/bus/endpoint.hpp"
#include "common/bus/ipc_listener.hpp"
#include "common/clock/clock.hpp"
#include "common/log/log.hpp"

namespace fenghuo::bus {
namespace {

constexpr int high_water_mark = 10'000;                   // messages a peer; credits are far below
constexpr std::chrono::milliseconds goodbye_linger{200};  // a client's last words; servers repeat nothing that matters
constexpr std::chrono::milliseconds reconnect_first{20}, reconnect_longest{500};
constexpr std::chrono::milliseconds connect_anew{3000};  // after so long without a way to send
constexpr std::chrono::milliseconds heartbeat{2000}, heartbeat_timeout{6000};

int ms(std::chrono::milliseconds d) { return static_cast<int>(d.count()); }

void set_common(zmq::socket_t& socket, const Endpoint& endpoint, std::chrono::milliseconds linger) {
  socket.set(zmq::sockopt::linger, ms(linger));
  socket.set(zmq::sockopt::maxmsgsize, static_cast<std::int64_t>(max_message_bytes));
  socket.set(zmq::sockopt::sndhwm, high_water_mark);
  socket.set(zmq::sockopt::rcvhwm, high_water_mark);
  if (endpoint.ipv6()) socket.set(zmq::sockopt::ipv6, 1);
  if (endpoint.transport == Endpoint::Transport::tcp) {  // on one host the kernel itself says that a peer is gone
    socket.set(zmq::sockopt::heartbeat_ivl, ms(heartbeat));
    socket.set(zmq::sockopt::heartbeat_timeout, ms(heartbeat_timeout));
    socket.set(zmq::sockopt::heartbeat_ttl, ms(heartbeat_timeout));
  }
}

Result<Endpoint> checked(const std::string& text, const Curve& curve) {
  auto endpoint = parse_endpoint(text);
  if (!endpoint) return endpoint;
  if (!endpoint->local() && !curve.enabled())
    return fail("endpoint " + printable(text) +
                " is open to other hosts and has no CURVE keys; set curve keys, or use ipc:// or tcp://127.0.0.1");
  return endpoint;
}

// One part; false with errno EAGAIN when it can't go now, EHOSTUNREACH when nobody has that identity. Other failures can't happen.
bool send_part(void* socket, std::string_view bytes, int more) {
  for (;;) {
    if (zmq_send(socket, bytes.data(), bytes.size(), ZMQ_DONTWAIT | more) >= 0) return true;
    const int error = zmq_errno();
    if (error == EINTR) continue;
    if (error == EAGAIN || error == EHOSTUNREACH || error == ETERM) return false;
    throw std::runtime_error(std::string{"bus: send: "} + zmq_strerror(error));
  }
}

// One part into part; false when nothing is there.
bool receive_part(void* socket, zmq::message_t& part) {
  for (;;) {
    if (zmq_msg_recv(part.handle(), socket, ZMQ_DONTWAIT) >= 0) return true;
    const int error = zmq_errno();
    if (error == EINTR) continue;
    if (error == EAGAIN || error == ETERM) return false;
    throw std::runtime_error(std::string{"bus: receive: "} + zmq_strerror(error));
  }
}

// The three parts. When a peer vanishes between two parts libzmq fails one of them and swallows the rest of the message: the rest is sent
// all the same, or the next message would be taken for it.
Sent send_message(void* socket, wire::Type type, std::string_view payload) {
  const std::array<char, 2> head{static_cast<char>(protocol_version), static_cast<char>(type)};
  if (!send_part(socket, {head.data(), 1}, ZMQ_SNDMORE)) return Sent::would_block;
  const bool middle = send_part(socket, {head.data() + 1, 1}, ZMQ_SNDMORE);
  const bool last = send_part(socket, payload, 0);
  return middle && last ? Sent::yes : Sent::would_block;
}

}  // namespace

struct SocketImpl {
  SocketImpl(Context::Impl& c, zmq::socket_type type) : context(c), router(type == zmq::socket_type::router), socket(*c.zmq, type) {}
  ~SocketImpl() {
    if (monitor) zmq_socket_monitor(socket.handle(), nullptr, 0);  // first: libzmq's thread would block on a monitor nobody reads
  }
  SocketImpl(const SocketImpl&) = delete;
  SocketImpl& operator=(const SocketImpl&) = delete;

  Result<void> bind(const Endpoint& endpoint, const Curve& curve, bool publisher);
  Result<void> connect(const Endpoint& endpoint, const Curve& curve);
  bool too_large(wire::Type type, std::string_view payload) const;
  void note(Sent sent);
  void count_malformed();

  // In the order of need: the lock and the key check's domain outlive the socket.
  Context::Impl& context;
  bool router;
  std::optional<IpcListener> listener;
  std::optional<ZapHandler::Pass> pass;
  zmq::socket_t socket;
  std::optional<zmq::socket_t> monitor;
  std::string endpoint;
  std::uint64_t malformed = 0, connections = 0;
  std::optional<std::chrono::steady_clock::time_point> blocked_since;
};

Result<void> SocketImpl::bind(const Endpoint& e, const Curve& curve, bool publisher) {
  if (curve.enabled()) {
    auto guarded = guard_server(socket, context, curve);
    if (!guarded) return fail(printable(e.text, 200) + ": " + guarded.error().message);
    pass.emplace(std::move(*guarded));
  }
  if (e.transport == Endpoint::Transport::ipc) {
    auto listening = IpcListener::open(e.path);
    if (!listening) return tl::unexpected(listening.error());
    listener.emplace(std::move(*listening));
    const int fd = listener->release();
    socket.set(zmq::sockopt::use_fd, fd);
  }
  socket.bind(e.text);
  endpoint = e.transport == Endpoint::Transport::tcp ? socket.get(zmq::sockopt::last_endpoint) : e.text;
  if (curve.enabled() && e.transport != Endpoint::Transport::inproc) return prove_guarded(context, endpoint, curve, publisher);
  return {};
}

Result<void> SocketImpl::connect(const Endpoint& e, const Curve& curve) {
  if (curve.enabled())
    if (auto guarded = guard_client(socket, curve); !guarded) return fail(printable(e.text, 200) + ": " + guarded.error().message);
  socket.set(zmq::sockopt::reconnect_ivl, ms(reconnect_first));
  socket.set(zmq::sockopt::reconnect_ivl_max, ms(reconnect_longest));
  endpoint = e.text;
  socket.connect(e.text);
  return {};
}

bool SocketImpl::too_large(wire::Type type, std::string_view payload) const {
  if (payload.size() <= max_message_bytes) return false;
  log::error("bus_too_large", {{"endpoint", endpoint}, {"type", static_cast<int>(type)}, {"bytes", payload.size()}});
  return true;
}

void SocketImpl::note(Sent sent) {
  if (sent == Sent::yes) return blocked_since.reset();
  const auto now = steady_now();
  if (!blocked_since) blocked_since = now;
  if (now - *blocked_since < connect_anew) return;
  blocked_since = now;
  zmq_disconnect(socket.handle(), endpoint.c_str());  // fails when libzmq has let go of it already
  if (zmq_connect(socket.handle(), endpoint.c_str()) != 0)
    log::warn("bus_connect", {{"endpoint", endpoint}, {"error", zmq_strerror(zmq_errno())}});
}

void SocketImpl::count_malformed() {
  // A line at 1, 2, 4, 8 …: a broken peer can't fill the disk with its mistakes.
  if (std::has_single_bit(++malformed)) log::warn("bus_malformed", {{"endpoint", endpoint}, {"count", malformed}});
}

namespace {

// Makes a socket, sets it up and opens it; whatever libzmq says against it becomes an Error that names the endpoint.
template <class Set, class Open>
Result<std::unique_ptr<SocketImpl>> make(Context& context, zmq::socket_type type, const std::string& text, const Curve& curve,
                                         std::chrono::milliseconds linger, Set set, Open open) {
  auto endpoint = checked(text, curve);
  if (!endpoint) return tl::unexpected(endpoint.error());
  try {
    auto impl = std::make_unique<SocketImpl>(context.impl(), type);
    set_common(impl->socket, *endpoint, linger);
    set(impl->socket);
    Result<void> opened = open(*impl, *endpoint);
    if (!opened) return tl::unexpected(opened.error());
    return impl;
  } catch (const zmq::error_t& e) {
    const bool taken = e.num() == EADDRINUSE;
    return fail("can't open " + printable(text, 200) + ": " + e.what() +
                (taken ? "; stop the process that uses it, or set another endpoint" : ""));
  }
}

template <class Open>
Result<std::unique_ptr<SocketImpl>> make(Context& context, zmq::socket_type type, const std::string& text, const Curve& curve,
                                         std::chrono::milliseconds linger, Open open) {
  return make(
      context, type, text, curve, linger, [](zmq::socket_t&) {}, open);
}

}  // namespace

Socket::Socket(std::unique_ptr<SocketImpl> impl) : impl_(std::move(impl)) {}
Socket::Socket(Socket&&) noexcept = default;
Socket& Socket::operator=(Socket&&) noexcept = default;
Socket::~Socket() = default;

int Socket::fd() const { return impl_->socket.get(zmq::sockopt::fd); }
std::uint64_t Socket::malformed() const { return impl_->malformed; }
void* Socket::handle() const { return impl_->socket.handle(); }

std::optional<Incoming> Socket::receive() {
  const std::size_t head = impl_->router ? 1 : 0;
  zmq::message_t part;
  for (;;) {
    Incoming in;
    bool good = true;
    std::size_t index = 0;
    do {
      if (!receive_part(impl_->socket.handle(), part)) return std::nullopt;
      const std::string_view bytes{part.data<char>(), part.size()};
      if (index < head) {
        in.identity = bytes;
      } else if (index == head) {
        good = bytes.size() == 1;
        if (good) in.version = static_cast<std::uint8_t>(bytes[0]);
      } else if (index == head + 1) {
        good = good && bytes.size() == 1;
        if (good) in.type = static_cast<wire::Type>(static_cast<std::uint8_t>(bytes[0]));
      } else if (index == head + 2 && good) {
        in.payload = bytes;
      }
      ++index;
    } while (part.more());
    if (good && index == head + 3) return in;
    impl_->count_malformed();
  }
}

Result<Router> Router::bind(Context& context, const std::string& endpoint, const Curve& curve) {
  const auto set = [](zmq::socket_t& s) {
    s.set(zmq::sockopt::router_mandatory, 1);
    s.set(zmq::sockopt::router_handover, 0);
  };
  auto impl = make(context, zmq::socket_type::router, endpoint, curve, {}, set,
                   [&](SocketImpl& s, const Endpoint& e) { return s.bind(e, curve, false); });
  if (!impl) return tl::unexpected(impl.error());
  return Router(std::move(*impl));
}

Sent Router::send(std::string_view identity, wire::Type type, std::string_view payload) {
  if (impl_->too_large(type, payload)) return Sent::too_large;
  if (!send_part(impl_->socket.handle(), identity, ZMQ_SNDMORE))
    return zmq_errno() == EHOSTUNREACH ? Sent::unknown_peer : Sent::would_block;
  return send_message(impl_->socket.handle(), type, payload);
}

std::string Router::endpoint() const { return impl_->endpoint; }

Result<Dealer> Dealer::connect(Context& context, const std::string& endpoint, const Curve& curve) {
  auto impl = make(
      context, zmq::socket_type::dealer, endpoint, curve, goodbye_linger, [](zmq::socket_t& s) { s.set(zmq::sockopt::immediate, 1); },
      [&](SocketImpl& s, const Endpoint& e) { return s.connect(e, curve); });
  if (!impl) return tl::unexpected(impl.error());
  return Dealer(std::move(*impl));
}

Sent Dealer::send(wire::Type type, std::string_view payload) {
  if (impl_->too_large(type, payload)) return Sent::too_large;
  const Sent sent = send_message(impl_->socket.handle(), type, payload);
  impl_->note(sent);
  return sent;
}

std::uint64_t Dealer::connections() {
  SocketImpl& s = *impl_;
  if (!s.monitor) {
    const std::string name = s.context.inproc_name("monitor");
    if (zmq_socket_monitor(s.socket.handle(), name.c_str(), ZMQ_EVENT_HANDSHAKE_SUCCEEDED) != 0)
      throw std::runtime_error(std::string{"bus: monitor: "} + zmq_strerror(zmq_errno()));
    s.monitor.emplace(*s.context.zmq, zmq::socket_type::pair);
    s.monitor->set(zmq::sockopt::linger, 0);
    s.monitor->connect(name);
  }
  zmq::message_t part;
  while (receive_part(s.monitor->handle(), part))
    if (!part.more()) ++s.connections;  // an event has two parts; the last is the address
  return s.connections;
}

Result<Publisher> Publisher::bind(Context& context, const std::string& endpoint, const Curve& curve) {
  auto impl =
      make(context, zmq::socket_type::pub, endpoint, curve, {}, [&](SocketImpl& s, const Endpoint& e) { return s.bind(e, curve, true); });
  if (!impl) return tl::unexpected(impl.error());
  return Publisher(std::move(*impl));
}

void Publisher::send(wire::Type type, std::string_view payload) {
  if (!impl_->too_large(type, payload)) send_message(impl_->socket.handle(), type, payload);
}

std::string Publisher::endpoint() const { return impl_->endpoint; }

Result<Subscriber> Subscriber::connect(Context& context, const std::string& endpoint, const Curve& curve) {
  auto impl = make(
      context, zmq::socket_type::sub, endpoint, curve, {}, [](zmq::socket_t& s) { s.set(zmq::sockopt::subscribe, ""); },
      [&](SocketImpl& s, const Endpoint& e) { return s.connect(e, curve); });
  if (!impl) return tl::unexpected(impl.error());
  return Subscriber(std::move(*impl));
}

}  // namespace fenghuo::bus
