#include "common/bus/endpoint.hpp"

namespace fenghuo::bus {
namespace {

TEST(Endpoint, ReadsEveryKind) {
  const auto ipc = parse_endpoint("ipc:///run/fenghuo/work.sock");
  ASSERT_TRUE(ipc);
  EXPECT_EQ(ipc->transport, Endpoint::Transport::ipc);
  EXPECT_EQ(ipc->path, "/run/fenghuo/work.sock");
  const auto tcp = parse_endpoint("tcp://[::1]:7701");
  ASSERT_TRUE(tcp);
  EXPECT_EQ(tcp->host, "::1");
  EXPECT_EQ(tcp->port, "7701");
  EXPECT_TRUE(tcp->ipv6());
  EXPECT_TRUE(parse_endpoint("tcp://127.0.0.1:*"));
  EXPECT_TRUE(parse_endpoint("inproc://hints"));
}

TEST(Endpoint, KnowsWhatOnlyThisHostReaches) {
  for (const char* local : {"tcp://127.0.0.1:1", "tcp://127.9.9.9:1", "tcp://localhost:1", "tcp://[::1]:1", "ipc:///a", "inproc://a"})
    EXPECT_TRUE(parse_endpoint(local)->local()) << local;
  for (const char* open :
       {"tcp://0.0.0.0:1", "tcp://*:1", "tcp://10.0.0.1:1", "tcp://127.0.0.1.example.org:1", "tcp://[::]:1", "tcp://eth0:1"})
    EXPECT_FALSE(parse_endpoint(open)->local()) << open;
}

TEST(Endpoint, RefusesWhatItCantRead) {
  for (const std::string bad :
       {"", "tcp://", "tcp://127.0.0.1", "tcp://:1", "tcp://127.0.0.1:0", "tcp://127.0.0.1:65536", "tcp://127.0.0.1:x",
        "tcp://127.0.0.1:1;10.0.0.1:1", "tcp://::1:1", "ipc://", "ipc://relative", "ipc://@abstract", "http://a:1", "inproc://"})
    EXPECT_FALSE(parse_endpoint(bad)) << bad;
}

TEST(Endpoint, NamesAPathThatIsTooLong) {
  const auto endpoint = parse_endpoint("ipc:///" + std::string(200, 'x'));
  ASSERT_FALSE(endpoint);
  EXPECT_THAT(endpoint.error().message, testing::HasSubstr("201 bytes"));
}

TEST(Endpoint, NeverEchoesControlCharacters) {
  const auto endpoint = parse_endpoint("tcp://\x1b[2J\n");
  ASSERT_FALSE(endpoint);
  EXPECT_EQ(endpoint.error().message.find_first_of("\x1b\n"), std::string::npos);
}

}  // namespace
}  // namespace fenghuo::bus
