#include "common/bus/curve_gate.hpp"

#include <zmq.hpp>

#include "common/base/bytes.hpp"
#include "common/clock/clock.hpp"

namespace fenghuo::bus {
namespace {

constexpr int zap_enforce_domain = 93;  // zmq.h shows the name to drafts only; the shipped library takes the number
constexpr std::size_t key_text = 40, key_bytes = 32;
constexpr std::chrono::seconds proof_limit{10};

std::optional<std::string> decoded(const std::string& z85) {
  if (z85.size() != key_text) return std::nullopt;
  std::string key(key_bytes, '\0');
  if (zmq_z85_decode(reinterpret_cast<std::uint8_t*>(key.data()), z85.c_str()) == nullptr) return std::nullopt;
  return key;
}

tl::unexpected<Error> bad_key(const std::string& role) {
  return fail("CURVE: the " + role + " is no key of 40 Z85 characters; make a new pair of CURVE keys");
}

Result<std::string> public_key_of(const Curve& curve) {
  if (!decoded(curve.secret_key)) return bad_key("own secret key");
  std::array<char, key_text + 1> derived{};
  if (zmq_curve_public(derived.data(), curve.secret_key.c_str()) != 0) return bad_key("own secret key");
  if (!curve.public_key.empty() && curve.public_key != derived.data())
    return fail("CURVE: public key " + printable(curve.public_key) + " does not belong to the own secret key; set both from one pair");
  return std::string{derived.data()};
}

// What a probing client met.
enum class Met { refused, entered, nothing };

Met wait_for_verdict(zmq::socket_t& monitor) {
  const auto until = steady_now() + proof_limit;
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - steady_now());
    if (left.count() <= 0) return Met::nothing;
    zmq_pollitem_t item{monitor.handle(), 0, ZMQ_POLLIN, 0};
    if (zmq_poll(&item, 1, left.count()) <= 0) continue;
    zmq::message_t event;
    if (zmq_msg_recv(event.handle(), monitor.handle(), ZMQ_DONTWAIT) < 0) continue;
    std::uint16_t kind = 0;
    std::uint32_t value = 0;
    if (event.size() == sizeof kind + sizeof value) {
      std::memcpy(&kind, event.data(), sizeof kind);
      std::memcpy(&value, event.data<char>() + sizeof kind, sizeof value);
    }
    if (kind == ZMQ_EVENT_HANDSHAKE_SUCCEEDED) return Met::entered;
    if (kind == ZMQ_EVENT_HANDSHAKE_FAILED_AUTH && value == 400) return Met::refused;
  }
}

std::string reachable(std::string endpoint) {
  for (const auto& [any, here] : {std::pair{"tcp://0.0.0.0:", "tcp://127.0.0.1:"}, std::pair{"tcp://[::]:", "tcp://[::1]:"}})
    if (endpoint.starts_with(any)) return here + endpoint.substr(std::string_view{any}.size());
  return endpoint;
}

}  // namespace

Result<ZapHandler::Pass> guard_server(zmq::socket_t& socket, Context::Impl& context, const Curve& curve) {
  if (auto own = public_key_of(curve); !own) return tl::unexpected(own.error());
  if (curve.allowed.empty())
    return fail("CURVE: no client's public key is allowed, so nobody could enter; list the clients' keys, or take the secret key away");
  std::set<std::string> keys;
  for (const auto& text : curve.allowed) {
    auto key = decoded(text);
    if (!key) return bad_key("allowed key " + printable(text));
    keys.insert(std::move(*key));
  }
  auto handler = context.zap();
  if (!handler) return tl::unexpected(handler.error());
  ZapHandler::Pass pass = (*handler)->admit(std::move(keys));
  const int on = 1;
  if (zmq_setsockopt(socket.handle(), zap_enforce_domain, &on, sizeof on) != 0)
    return fail(std::string{"CURVE: this libzmq does not take ZAP_ENFORCE_DOMAIN: "} + zmq_strerror(zmq_errno()) +
                "; use libzmq 4.3.1 or later");
  socket.set(zmq::sockopt::zap_domain, pass.domain());
  socket.set(zmq::sockopt::curve_server, 1);
  socket.set(zmq::sockopt::curve_secretkey, curve.secret_key);
  return pass;
}

Result<void> guard_client(zmq::socket_t& socket, const Curve& curve) {
  auto own = public_key_of(curve);
  if (!own) return tl::unexpected(own.error());
  if (!decoded(curve.server_key)) return bad_key("server's public key " + printable(curve.server_key));
  socket.set(zmq::sockopt::curve_serverkey, curve.server_key);
  socket.set(zmq::sockopt::curve_publickey, *own);
  socket.set(zmq::sockopt::curve_secretkey, curve.secret_key);
  return {};
}

Result<void> prove_guarded(Context::Impl& context, const std::string& endpoint, const Curve& curve, bool publisher) {
  auto server = public_key_of(curve);
  if (!server) return tl::unexpected(server.error());
  const KeyPair stranger = make_curve_keys();
  zmq::socket_t probe(*context.zmq, publisher ? zmq::socket_type::sub : zmq::socket_type::dealer);
  probe.set(zmq::sockopt::linger, 0);
  probe.set(zmq::sockopt::ipv6, 1);
  if (auto set = guard_client(probe, {stranger.public_key, stranger.secret_key, *server, {}}); !set) return set;
  const std::string name = context.inproc_name("proof");
  zmq_socket_monitor(probe.handle(), name.c_str(), ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH);
  zmq::socket_t monitor(*context.zmq, zmq::socket_type::pair);
  monitor.set(zmq::sockopt::linger, 0);
  monitor.connect(name);
  probe.connect(reachable(endpoint));
  const Met met = wait_for_verdict(monitor);
  zmq_socket_monitor(probe.handle(), nullptr, 0);  // first: libzmq's thread would block on a monitor nobody reads
  if (met == Met::refused) return {};
  return fail("CURVE self-test of " + printable(endpoint) + ": a key nobody knows " +
              (met == Met::entered ? "was let in" : "was not refused in time") + "; the endpoint stays closed");
}

KeyPair make_curve_keys() {
  std::array<char, key_text + 1> public_key{}, secret_key{};
  if (zmq_curve_keypair(public_key.data(), secret_key.data()) != 0)
    throw std::runtime_error(std::string{"libzmq can't make CURVE keys: "} + zmq_strerror(zmq_errno()));
  return {public_key.data(), secret_key.data()};
}

}  // namespace fenghuo::bus
