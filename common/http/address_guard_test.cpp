#include "common/http/address_guard.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/un.h>

namespace fenghuo {
namespace {

std::vector<Cidr> networks(std::initializer_list<const char*> texts) {
  std::vector<Cidr> out;
  for (const char* text : texts) out.push_back(parse_cidr(text).value());
  return out;
}

struct Row {
  const char* address;
  bool allowed;
  const char* why;
};

class WithoutNetworks : public testing::TestWithParam<Row> {};
TEST_P(WithoutNetworks, IsJudged) {
  const auto verdict = judge_address(GetParam().address, {});
  EXPECT_EQ(verdict.allowed, GetParam().allowed) << GetParam().address;
  EXPECT_STREQ(verdict.why, GetParam().why) << GetParam().address;
}
INSTANTIATE_TEST_SUITE_P(
    AddressGuard, WithoutNetworks,
    testing::Values(
        // IPv4
        Row{"1.1.1.1", true, "public"}, Row{"202.112.0.1", true, "public"}, Row{"223.255.255.254", true, "public"},
        Row{"0.0.0.0", false, "unspecified"}, Row{"0.1.2.3", false, "unspecified"}, Row{"10.0.0.1", false, "private"},
        Row{"9.255.255.255", true, "public"}, Row{"11.0.0.0", true, "public"}, Row{"100.63.255.255", true, "public"},
        Row{"100.64.0.0", false, "shared"}, Row{"100.127.255.255", false, "shared"}, Row{"100.128.0.0", true, "public"},
        Row{"127.0.0.1", false, "loopback"}, Row{"127.255.255.254", false, "loopback"}, Row{"128.0.0.1", true, "public"},
        Row{"169.254.1.1", false, "link-local"}, Row{"172.15.255.255", true, "public"}, Row{"172.16.0.1", false, "private"},
        Row{"172.31.255.255", false, "private"}, Row{"172.32.0.0", true, "public"}, Row{"192.168.1.1", false, "private"},
        Row{"192.0.0.8", false, "reserved"}, Row{"192.0.2.1", false, "documentation"}, Row{"192.88.99.1", false, "reserved"},
        Row{"198.18.0.1", false, "benchmarking"}, Row{"198.19.255.255", false, "benchmarking"}, Row{"198.20.0.0", true, "public"},
        Row{"198.51.100.7", false, "documentation"}, Row{"203.0.113.7", false, "documentation"}, Row{"224.0.0.1", false, "multicast"},
        Row{"239.255.255.255", false, "multicast"}, Row{"240.0.0.1", false, "reserved"}, Row{"255.255.255.255", false, "broadcast"},
        // IPv6
        Row{"2400:3200::1", true, "public"}, Row{"2606:4700:4700::1111", true, "public"}, Row{"::", false, "unspecified"},
        Row{"::1", false, "loopback"}, Row{"0:0:0:0:0:0:0:1", false, "loopback"}, Row{"fe80::1", false, "link-local"},
        Row{"fec0::1", false, "site-local"}, Row{"fd12:3456::1", false, "private"}, Row{"fc00::1", false, "private"},
        Row{"ff02::1", false, "multicast"}, Row{"2001:db8::1", false, "documentation"}, Row{"2001:1::1", false, "reserved"},
        Row{"3fff::1", false, "documentation"}, Row{"100::1", false, "discard"}, Row{"4000::1", false, "reserved"},
        Row{"64:ff9b:1::a00:1", false, "translation"},
        // IPv4 inside IPv6 is judged as itself
        Row{"::ffff:127.0.0.1", false, "loopback"}, Row{"::ffff:7f00:1", false, "loopback"}, Row{"::ffff:10.1.2.3", false, "private"},
        Row{"::ffff:1.1.1.1", true, "public"}, Row{"::127.0.0.1", false, "loopback"}, Row{"::ffff:0:192.168.0.1", false, "private"},
        Row{"64:ff9b::10.0.0.1", false, "private"}, Row{"64:ff9b::1.1.1.1", true, "public"}, Row{"2002:7f00:1::1", false, "loopback"},
        Row{"2002:c0a8:101::", false, "private"}, Row{"2002:101:101::1", true, "public"},
        Row{"2001:0:101:101::f5ff:fffe", false, "private"},  // Teredo: client 10.0.0.1
        Row{"2001:0:a00:1::fefe:fefe", false, "private"},    // Teredo: server 10.0.0.1
        Row{"2400:3200::5efe:a00:1", false, "private"},      // ISATAP
        // metadata
        Row{"169.254.169.254", false, "cloud metadata"}, Row{"100.100.100.200", false, "cloud metadata"},
        Row{"fd00:ec2::254", false, "cloud metadata"}, Row{"168.63.129.16", false, "cloud metadata"},
        Row{"::ffff:169.254.169.254", false, "cloud metadata"}, Row{"64:ff9b::a9fe:a9fe", false, "cloud metadata"},
        Row{"2002:a9fe:a9fe::1", false, "cloud metadata"},
        // spellings that are no address; resolvers turn them into one, and the socket address is judged then
        Row{"127.1", false, "not an address"}, Row{"0x7f000001", false, "not an address"}, Row{"2130706433", false, "not an address"},
        Row{"0177.0.0.1", false, "not an address"}, Row{"127.0.0.1 ", false, "not an address"}, Row{"", false, "not an address"},
        Row{"fe80::1%eth0", false, "not an address"}));

TEST(AddressGuard, OwnNetworksAllowWhatIsNotPublic) {
  const auto allow = networks({"10.20.0.0/16", "127.0.0.1/32", "fd00:1::/32"});
  EXPECT_TRUE(judge_address("10.20.255.1", allow).allowed);
  EXPECT_STREQ(judge_address("10.20.255.1", allow).why, "allowed network");
  EXPECT_FALSE(judge_address("10.21.0.1", allow).allowed);
  EXPECT_TRUE(judge_address("127.0.0.1", allow).allowed);
  EXPECT_FALSE(judge_address("127.0.0.2", allow).allowed);
  EXPECT_TRUE(judge_address("fd00:1::5", allow).allowed);
  EXPECT_FALSE(judge_address("fd00:2::5", allow).allowed);
  EXPECT_TRUE(judge_address("::ffff:10.20.0.1", allow).allowed);
  EXPECT_TRUE(judge_address("1.1.1.1", allow).allowed);
}

TEST(AddressGuard, MetadataIsRefusedWhateverIsAllowed) {
  const auto all = networks({"0.0.0.0/0", "::/0"});
  for (const char* text : {"169.254.169.254", "100.100.100.200", "fd00:ec2::254", "::ffff:169.254.169.254", "2002:a9fe:a9fe::1"})
    EXPECT_FALSE(judge_address(text, all).allowed) << text;
  EXPECT_TRUE(judge_address("169.254.1.1", all).allowed);
}

TEST(AddressGuard, JudgesSocketAddresses) {
  sockaddr_in v4{};
  v4.sin_family = AF_INET;
  v4.sin_addr.s_addr = htonl(0x7f000001);
  const auto& as_plain = reinterpret_cast<const sockaddr&>(v4);
  EXPECT_FALSE(judge_address(as_plain, sizeof v4, {}).allowed);
  EXPECT_EQ(judge_address(as_plain, sizeof v4, {}).address, "127.0.0.1");
  EXPECT_TRUE(judge_address(as_plain, sizeof v4, networks({"127.0.0.0/8"})).allowed);
  EXPECT_FALSE(judge_address(as_plain, 4, networks({"127.0.0.0/8"})).allowed) << "a cut address is none";

  sockaddr_in6 v6{};
  v6.sin6_family = AF_INET6;
  v6.sin6_addr = IN6ADDR_LOOPBACK_INIT;
  EXPECT_STREQ(judge_address(reinterpret_cast<const sockaddr&>(v6), sizeof v6, {}).why, "loopback");

  sockaddr_un local{};
  local.sun_family = AF_UNIX;
  EXPECT_STREQ(judge_address(reinterpret_cast<const sockaddr&>(local), sizeof local, {}).why, "not an internet address");
}

TEST(Cidr, ReadsNetworksAndSingleAddresses) {
  EXPECT_EQ(parse_cidr("10.0.0.0/8")->prefix, 8U);
  EXPECT_EQ(parse_cidr("10.1.2.3")->prefix, 32U);
  EXPECT_EQ(parse_cidr("0.0.0.0/0")->prefix, 0U);
  EXPECT_EQ(parse_cidr("::1")->prefix, 128U);
  EXPECT_TRUE(parse_cidr("fd00::/8")->v6);
}

TEST(Cidr, RefusesWhatIsNotExactlyANetwork) {
  for (const char* text :
       {"", "/", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/08", "10.0.0.0/-1", "10.0.0.0/8 ", " 10.0.0.0/8", "10.0.0/8", "10.0.0.256/32",
        "010.0.0.0/8", "fd00::/129", "fe80::1%lo/64", "::ffff:10.0.0.0/104", "localhost", "10.0.0.0/8/8", "10.0.0.0/255.0.0.0"})
    EXPECT_FALSE(parse_cidr(text)) << text;
}

TEST(Cidr, SaysWhatWouldBeRight) {
  EXPECT_THAT(parse_cidr("10.0.0.1/8").error().message, testing::HasSubstr("write 10.0.0.0/8"));
  EXPECT_THAT(parse_cidr("fd00::1/8").error().message, testing::HasSubstr("write fd00::/8"));
  EXPECT_THAT(parse_cidr("10.0.0.0/99").error().message, testing::HasSubstr("0 to 32"));
}

}  // namespace
}  // namespace fenghuo
