#include "common/bus/bus.hpp"

#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zmq.h>

#include "common/bus/test_folder.hpp"

namespace fenghuo::bus {
namespace {

using testing::HasSubstr;

class EveryTransport : public testing::TestWithParam<const char*> {
 protected:
  std::string endpoint() const { return std::string{"ipc"} == GetParam() ? folder_.ipc("a.sock") : "tcp://127.0.0.1:*"; }
  TestFolder folder_;
  Context context_;
};

TEST_P(EveryTransport, CarriesAQuestionAndItsAnswer) {
  auto router = Router::bind(context_, endpoint());
  ASSERT_TRUE(router) << router.error().message;
  auto dealer = Dealer::connect(context_, router->endpoint());
  ASSERT_TRUE(dealer) << dealer.error().message;
  const std::string body("a\0b", 3);
  ASSERT_TRUE(send_eventually(*dealer, wire::QUERY, body));
  const auto question = receive_eventually(*router);
  ASSERT_TRUE(question);
  EXPECT_EQ(question->version, protocol_version);
  EXPECT_EQ(question->type, wire::QUERY);
  EXPECT_EQ(question->payload, body);
  ASSERT_FALSE(question->identity.empty());
  EXPECT_EQ(router->send(question->identity, wire::ROWS, ""), Sent::yes);
  const auto answer = receive_eventually(*dealer);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->type, wire::ROWS);
  EXPECT_EQ(answer->payload, "");
  EXPECT_FALSE(dealer->receive());
}

TEST_P(EveryTransport, KeepsOrderOfManyMessages) {
  auto router = Router::bind(context_, endpoint());
  ASSERT_TRUE(router) << router.error().message;
  auto dealer = Dealer::connect(context_, router->endpoint());
  ASSERT_TRUE(dealer);
  for (int i = 0; i < 3000; ++i) ASSERT_TRUE(send_eventually(*dealer, wire::SUBMIT, std::to_string(i)));
  for (int i = 0; i < 3000; ++i) {
    const auto in = receive_eventually(*router);
    ASSERT_TRUE(in);
    ASSERT_EQ(in->payload, std::to_string(i));
  }
}

TEST_P(EveryTransport, DropsAndCountsWhatIsNoMessage) {
  auto router = Router::bind(context_, endpoint());
  ASSERT_TRUE(router);
  auto dealer = Dealer::connect(context_, router->endpoint());
  ASSERT_TRUE(dealer);
  ASSERT_TRUE(send_eventually(*dealer, wire::PING, "first"));
  const auto raw = [&](std::initializer_list<std::string_view> parts) {
    std::size_t i = 0;
    for (const auto part : parts) ASSERT_GE(zmq_send(dealer->handle(), part.data(), part.size(), ++i < parts.size() ? ZMQ_SNDMORE : 0), 0);
  };
  raw({"alone"});
  raw({"\x01", "\x10"});
  raw({"\x01\x01", "\x10", "version too long"});
  raw({"\x01", "", "no type"});
  raw({"\x01", "\x10", "payload", "and more"});
  raw({"\x07", "\x10", "another version"});
  const auto first = receive_eventually(*router);
  ASSERT_TRUE(first);
  EXPECT_EQ(first->payload, "first");
  const auto other = receive_eventually(*router);
  ASSERT_TRUE(other);
  EXPECT_EQ(other->version, 7);
  EXPECT_EQ(other->type, wire::PING - 1);
  EXPECT_EQ(other->payload, "another version");
  EXPECT_EQ(router->malformed(), 5U);
}

TEST_P(EveryTransport, RefusesAMessageThatIsTooLarge) {
  auto router = Router::bind(context_, endpoint());
  ASSERT_TRUE(router);
  auto dealer = Dealer::connect(context_, router->endpoint());
  ASSERT_TRUE(dealer);
  const std::string large(max_message_bytes + 1, 'x');
  EXPECT_EQ(dealer->send(wire::SUBMIT, large), Sent::too_large);
  ASSERT_TRUE(send_eventually(*dealer, wire::PING, ""));
  const auto ping = receive_eventually(*router);
  ASSERT_TRUE(ping);
  EXPECT_EQ(router->send(ping->identity, wire::JOB, large), Sent::too_large);
  // Past our own check: the connection is cut, and what comes over the next one arrives.
  ASSERT_GE(zmq_send(dealer->handle(), "\x01", 1, ZMQ_SNDMORE), 0);
  ASSERT_GE(zmq_send(dealer->handle(), "\x01", 1, ZMQ_SNDMORE), 0);
  ASSERT_GE(zmq_send(dealer->handle(), large.data(), large.size(), 0), 0);
  std::optional<Incoming> in;
  ASSERT_TRUE(eventually(
      [&] {
        dealer->send(wire::SUBMIT, "small");
        return (in = router->receive()).has_value();
      },
      {&*router}));
  EXPECT_EQ(in->payload, "small");
}

TEST_P(EveryTransport, TakesTheLargestMessage) {
  auto router = Router::bind(context_, endpoint());
  ASSERT_TRUE(router);
  auto dealer = Dealer::connect(context_, router->endpoint());
  ASSERT_TRUE(dealer);
  ASSERT_TRUE(send_eventually(*dealer, wire::SUBMIT, std::string(max_message_bytes, 'x')));
  const auto in = receive_eventually(*router);
  ASSERT_TRUE(in);
  EXPECT_EQ(in->payload.size(), max_message_bytes);
}

TEST_P(EveryTransport, NeverBlocksOnAPeerThatDoesNotRead) {
  auto router = Router::bind(context_, endpoint());
  ASSERT_TRUE(router);
  auto dealer = Dealer::connect(context_, router->endpoint());
  ASSERT_TRUE(dealer);
  ASSERT_TRUE(send_eventually(*dealer, wire::HELLO, ""));
  const auto hello = receive_eventually(*router);
  ASSERT_TRUE(hello);
  Sent last = Sent::yes;
  const std::string job(1000, 'j');
  for (int i = 0; i < 400'000 && last == Sent::yes; ++i) last = router->send(hello->identity, wire::JOB, job);
  EXPECT_EQ(last, Sent::would_block);
}

TEST_P(EveryTransport, PublishesToSubscribers) {
  auto publisher = Publisher::bind(context_, endpoint());
  ASSERT_TRUE(publisher) << publisher.error().message;
  auto subscriber = Subscriber::connect(context_, publisher->endpoint());
  ASSERT_TRUE(subscriber);
  std::optional<Incoming> in;
  ASSERT_TRUE(eventually(
      [&] {
        publisher->send(wire::CHANGED, "7");
        return (in = subscriber->receive()).has_value();
      },
      {&*subscriber}));
  EXPECT_EQ(in->type, wire::CHANGED);
  EXPECT_EQ(in->payload, "7");
}

INSTANTIATE_TEST_SUITE_P(Bus, EveryTransport, testing::Values("ipc", "tcp"), [](const auto& test) { return std::string{test.param}; });

class Bus : public testing::Test {
 protected:
  TestFolder folder_;
  Context context_;
};

TEST_F(Bus, SaysWhenNobodyIsThere) {
  auto dealer = Dealer::connect(context_, folder_.ipc("nobody.sock"));
  ASSERT_TRUE(dealer);
  EXPECT_EQ(dealer->send(wire::HELLO, ""), Sent::would_block);
  auto router = Router::bind(context_, folder_.ipc("a.sock"));
  ASSERT_TRUE(router);
  EXPECT_EQ(router->send("stranger", wire::JOB, ""), Sent::unknown_peer);
  EXPECT_FALSE(router->receive());
}

TEST_F(Bus, ARouterForgetsAPeerThatLeft) {
  auto router = Router::bind(context_, folder_.ipc("a.sock"));
  ASSERT_TRUE(router);
  std::string identity;
  {
    auto dealer = Dealer::connect(context_, router->endpoint());
    ASSERT_TRUE(dealer);
    ASSERT_TRUE(send_eventually(*dealer, wire::HELLO, ""));
    const auto hello = receive_eventually(*router);
    ASSERT_TRUE(hello);
    identity = hello->identity;
  }
  EXPECT_TRUE(eventually([&] { return router->send(identity, wire::JOB, "") == Sent::unknown_peer; }));
}

TEST_F(Bus, ASecondBindIsRefusedAndTheFirstGoesOn) {
  const std::string endpoint = folder_.ipc("work.sock");
  auto first = Router::bind(context_, endpoint);
  ASSERT_TRUE(first);
  Context other;
  const auto second = Router::bind(other, endpoint);
  ASSERT_FALSE(second);
  EXPECT_THAT(second.error().message, HasSubstr(endpoint));
  EXPECT_THAT(second.error().message, HasSubstr("work.sock.lock"));
  auto dealer = Dealer::connect(context_, endpoint);
  ASSERT_TRUE(dealer);
  ASSERT_TRUE(send_eventually(*dealer, wire::PING, "still here"));
  const auto in = receive_eventually(*first);
  ASSERT_TRUE(in);
  EXPECT_EQ(in->payload, "still here");
}

TEST_F(Bus, ATakenPortIsAnErrorThatNamesIt) {
  auto first = Router::bind(context_, "tcp://127.0.0.1:*");
  ASSERT_TRUE(first);
  const auto second = Router::bind(context_, first->endpoint());
  ASSERT_FALSE(second);
  EXPECT_THAT(second.error().message, HasSubstr(first->endpoint()));
}

TEST_F(Bus, ARestartedServerIsFoundAgain) {
  const std::string endpoint = folder_.ipc("work.sock");
  auto router = Router::bind(context_, endpoint);
  ASSERT_TRUE(router);
  auto dealer = Dealer::connect(context_, endpoint);
  ASSERT_TRUE(dealer);
  for (int restart = 0; restart < 5; ++restart) {
    ASSERT_TRUE(eventually([&] { return dealer->send(wire::PING, std::to_string(restart)) == Sent::yes && router->receive(); }));
    const auto seen = dealer->connections();
    std::optional<Router> gone(std::move(*router));
    gone.reset();
    EXPECT_FALSE(std::filesystem::exists(folder_.file("work.sock")));
    router = Router::bind(context_, endpoint);
    ASSERT_TRUE(router) << router.error().message;
    EXPECT_TRUE(eventually([&] { return dealer->connections() > seen; }));
  }
}

TEST_F(Bus, ItsFolderAndSocketAreClosedToOthers) {
  auto router = Router::bind(context_, folder_.ipc("deep/run/work.sock"));
  ASSERT_TRUE(router) << router.error().message;
  struct stat status {};
  ASSERT_EQ(::stat(folder_.file("deep/run").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0700U);
  ASSERT_EQ(::stat(folder_.file("deep/run/work.sock").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0077U, 0U);
}

TEST_F(Bus, AFolderOthersMayWriteIsRefused) {
  ASSERT_EQ(::mkdir(folder_.file("open").c_str(), 0700), 0);
  ASSERT_EQ(::chmod(folder_.file("open").c_str(), 0777), 0);
  const auto router = Router::bind(context_, folder_.ipc("open/work.sock"));
  ASSERT_FALSE(router);
  EXPECT_THAT(router.error().message, HasSubstr("chmod 700"));
}

TEST_F(Bus, ASocketLeftByAKilledProcessIsReplaced) {
  const std::string path = folder_.file("work.sock");
  ASSERT_EQ(::mknod(path.c_str(), S_IFSOCK | 0600, 0), 0);
  auto router = Router::bind(context_, "ipc://" + path);
  ASSERT_TRUE(router) << router.error().message;
  auto dealer = Dealer::connect(context_, router->endpoint());
  ASSERT_TRUE(dealer);
  ASSERT_TRUE(send_eventually(*dealer, wire::PING, ""));
  EXPECT_TRUE(receive_eventually(*router));
}

TEST_F(Bus, AFileInTheWayIsNeverRemoved) {
  const std::string path = folder_.file("notes.txt");
  std::FILE* file = std::fopen(path.c_str(), "w");
  ASSERT_NE(file, nullptr);
  std::fclose(file);
  EXPECT_FALSE(Router::bind(context_, "ipc://" + path));
  EXPECT_TRUE(std::filesystem::exists(path));
}

TEST_F(Bus, OtherHostsNeedCurve) {
  EXPECT_THAT(Router::bind(context_, "tcp://0.0.0.0:*").error().message, HasSubstr("CURVE"));
  EXPECT_THAT(Publisher::bind(context_, "tcp://*:*").error().message, HasSubstr("CURVE"));
  EXPECT_THAT(Dealer::connect(context_, "tcp://192.0.2.1:7701").error().message, HasSubstr("CURVE"));
  EXPECT_THAT(Subscriber::connect(context_, "tcp://ledger.example.org:7701").error().message, HasSubstr("CURVE"));
}

TEST_F(Bus, PollWakesForADescriptor) {
  const int fd = ::eventfd(1, EFD_CLOEXEC);
  ASSERT_GE(fd, 0);
  auto router = Router::bind(context_, folder_.ipc("a.sock"));
  ASSERT_TRUE(router);
  const Socket* const sockets[] = {&*router};
  const int fds[] = {fd};
  poll(sockets, fds, std::chrono::milliseconds{-1});  // returns at all: the descriptor is readable
  std::uint64_t value = 0;
  EXPECT_EQ(::read(fd, &value, sizeof value), static_cast<ssize_t>(sizeof value));
  EXPECT_EQ(value, 1U);
  ::close(fd);
}

}  // namespace
}  // namespace fenghuo::bus
