#include <thread>
#include <zmq.hpp>

#include "common/bus/context.hpp"
#include "common/bus/curve_gate.hpp"
#include "common/bus/test_folder.hpp"

namespace fenghuo::bus {
namespace {

using testing::HasSubstr;

class CurveBus : public testing::TestWithParam<const char*> {
 protected:
  std::string endpoint() const { return std::string{"ipc"} == GetParam() ? folder_.ipc("a.sock") : "tcp://127.0.0.1:*"; }
  Curve server_with(std::vector<std::string> allowed) const { return {server_.public_key, server_.secret_key, {}, std::move(allowed)}; }
  Curve client_with(const KeyPair& keys) const { return {keys.public_key, keys.secret_key, server_.public_key, {}}; }
  // Does the server turn such a client away? Waits for the verdict itself, so that "nothing came" is never mistaken for it. The watch
  // begins before the connection: libzmq's client does not try again after a refusal.
  bool turned_away(const std::string& server, const Curve& keys, int verdict) {
    zmq::socket_t client(*context_.impl().zmq, zmq::socket_type::dealer);
    client.set(zmq::sockopt::linger, 0);
    client.set(zmq::sockopt::immediate, 1);
    if (keys.enabled()) {
      EXPECT_TRUE(guard_client(client, keys));
    }
    const std::string name = context_.impl().inproc_name("verdict");
    EXPECT_EQ(zmq_socket_monitor(client.handle(), name.c_str(), ZMQ_EVENT_ALL), 0);
    zmq::socket_t monitor(*context_.impl().zmq, zmq::socket_type::pair);
    monitor.set(zmq::sockopt::linger, 0);
    monitor.connect(name);
    client.connect(server);
    bool refused = false, entered = false;
    eventually([&] {
      zmq::message_t part;
      while (zmq_msg_recv(part.handle(), monitor.handle(), ZMQ_DONTWAIT) >= 0) {
        std::uint16_t kind = 0;
        if (part.more()) std::memcpy(&kind, part.data(), sizeof kind);
        refused = refused || (kind & verdict) != 0;
        entered = entered || kind == ZMQ_EVENT_HANDSHAKE_SUCCEEDED;
      }
      return refused || entered;
    });
    zmq_socket_monitor(client.handle(), nullptr, 0);
    return refused && !entered && zmq_send(client.handle(), "let me in", 9, ZMQ_DONTWAIT) < 0;
  }
  static constexpr int unknown_key = ZMQ_EVENT_HANDSHAKE_FAILED_AUTH;
  static constexpr int no_key = ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL | ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL | ZMQ_EVENT_DISCONNECTED;

  KeyPair server_ = make_curve_keys();
  KeyPair known_ = make_curve_keys();
  TestFolder folder_;
  Context context_;
};

TEST_P(CurveBus, OnlyAKnownKeyEnters) {
  auto router = Router::bind(context_, endpoint(), server_with({known_.public_key}));
  ASSERT_TRUE(router) << router.error().message;
  EXPECT_TRUE(turned_away(router->endpoint(), client_with(make_curve_keys()), unknown_key));
  EXPECT_TRUE(turned_away(router->endpoint(), {}, no_key));
  auto friendly = Dealer::connect(context_, router->endpoint(), client_with(known_));
  ASSERT_TRUE(friendly) << friendly.error().message;
  ASSERT_TRUE(send_eventually(*friendly, wire::PING, "me"));
  const auto in = receive_eventually(*router);
  ASSERT_TRUE(in);
  EXPECT_EQ(in->payload, "me");
  EXPECT_EQ(router->send(in->identity, wire::PONG, "you"), Sent::yes);
  const auto answer = receive_eventually(*friendly);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->payload, "you");
}

TEST_P(CurveBus, AKeyOfOneSocketOpensNoOther) {
  const KeyPair second = make_curve_keys();
  auto one = Router::bind(context_, endpoint(), server_with({known_.public_key}));
  auto two = Router::bind(context_, std::string{"ipc"} == GetParam() ? folder_.ipc("b.sock") : "tcp://127.0.0.1:*",
                          server_with({second.public_key}));
  ASSERT_TRUE(one);
  ASSERT_TRUE(two) << two.error().message;
  EXPECT_TRUE(turned_away(two->endpoint(), client_with(known_), unknown_key));
}

TEST_P(CurveBus, AClientRefusedOnceEntersWhenItsKeyIsAllowed) {
  const std::string here = folder_.ipc("restart.sock");
  auto router = Router::bind(context_, here, server_with({server_.public_key}));
  ASSERT_TRUE(router) << router.error().message;
  auto client = Dealer::connect(context_, here, client_with(known_));
  ASSERT_TRUE(client);
  EXPECT_TRUE(turned_away(here, client_with(known_), unknown_key));
  EXPECT_EQ(client->send(wire::PING, ""), Sent::would_block);
  std::optional<Router> gone(std::move(*router));
  gone.reset();
  router = Router::bind(context_, here, server_with({known_.public_key}));
  ASSERT_TRUE(router) << router.error().message;
  EXPECT_TRUE(send_eventually(*client, wire::PING, ""));
}

TEST_P(CurveBus, APublisherProvesItselfToo) {
  auto publisher = Publisher::bind(context_, endpoint(), server_with({known_.public_key}));
  ASSERT_TRUE(publisher) << publisher.error().message;
  auto subscriber = Subscriber::connect(context_, publisher->endpoint(), client_with(known_));
  ASSERT_TRUE(subscriber);
  std::optional<Incoming> in;
  ASSERT_TRUE(eventually(
      [&] {
        publisher->send(wire::CHANGED, "1");
        return (in = subscriber->receive()).has_value();
      },
      {&*subscriber}));
  EXPECT_EQ(in->payload, "1");
}

INSTANTIATE_TEST_SUITE_P(Curve, CurveBus, testing::Values("ipc", "tcp"), [](const auto& test) { return std::string{test.param}; });

TEST(CurveGate, TheSelfTestSeesAnOpenDoor) {
  // libzmq's own behaviour with CURVE and no key check: it lets anybody in. This is what the self-test is for.
  Context context;
  const KeyPair keys = make_curve_keys();
  zmq::socket_t open(*context.impl().zmq, zmq::socket_type::router);
  open.set(zmq::sockopt::linger, 0);
  open.set(zmq::sockopt::curve_server, 1);
  open.set(zmq::sockopt::curve_secretkey, keys.secret_key);
  open.bind("tcp://127.0.0.1:*");
  const auto proof =
      prove_guarded(context.impl(), open.get(zmq::sockopt::last_endpoint), {keys.public_key, keys.secret_key, {}, {}}, false);
  ASSERT_FALSE(proof);
  EXPECT_THAT(proof.error().message, HasSubstr("was let in"));
}

TEST(CurveGate, BadKeysAreErrorsThatShowNoSecret) {
  Context context;
  const KeyPair keys = make_curve_keys(), other = make_curve_keys();
  const std::string here = "tcp://127.0.0.1:*";
  const std::string secret = "not-a-key";
  const auto bad_secret = Router::bind(context, here, {{}, secret, {}, {other.public_key}});
  ASSERT_FALSE(bad_secret);
  EXPECT_THAT(bad_secret.error().message, testing::Not(HasSubstr(secret)));
  EXPECT_THAT(Router::bind(context, here, {{}, keys.secret_key, {}, {}}).error().message, HasSubstr("nobody could enter"));
  EXPECT_THAT(Router::bind(context, here, {{}, keys.secret_key, {}, {"short"}}).error().message, HasSubstr("short"));
  EXPECT_THAT(Router::bind(context, here, {other.public_key, keys.secret_key, {}, {other.public_key}}).error().message,
              HasSubstr("does not belong"));
  EXPECT_THAT(Dealer::connect(context, "tcp://127.0.0.1:7701", {{}, keys.secret_key, {}, {}}).error().message,
              HasSubstr("server's public key"));
}

}  // namespace
}  // namespace fenghuo::bus
