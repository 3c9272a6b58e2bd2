#include "common/config/forms.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fenghuo::config {
namespace {

using std::chrono::milliseconds;

TEST(Forms, Spans) {
  EXPECT_EQ(parse_span("90s"), milliseconds{90'000});
  EXPECT_EQ(parse_span("10m"), milliseconds{600'000});
  EXPECT_EQ(parse_span("5h"), milliseconds{18'000'000});
  EXPECT_EQ(parse_span("7d"), milliseconds{604'800'000});
  EXPECT_EQ(parse_span("500ms"), milliseconds{500});
  EXPECT_EQ(parse_span("1h30m"), milliseconds{5'400'000});
  EXPECT_EQ(parse_span("0s"), milliseconds{0});
  for (const char* bad : {"", "10", "m", "-5m", "1.5h", "10 m", "10min", "30m1h", "1h1h", "99999999999999999999s", "9223372036854775807d",
                          "4000d", "1wd", "10m "}) {
    EXPECT_FALSE(parse_span(bad)) << bad;
  }
}

TEST(Forms, WaitsMayCountWorkingDays) {
  ASSERT_TRUE(parse_wait("3wd"));
  EXPECT_EQ(parse_wait("3wd")->working_days, 3U);
  EXPECT_EQ(parse_wait("3wd")->natural.count(), 0);
  EXPECT_EQ(parse_wait("24h")->natural, std::chrono::hours{24});
  EXPECT_EQ(parse_wait("24h")->working_days, 0U);
  for (const char* bad : {"wd", "1.5wd", "400wd", "1wd2h", "2 wd"}) EXPECT_FALSE(parse_wait(bad)) << bad;
}

TEST(Forms, TimesDatesAndSizes) {
  EXPECT_EQ(parse_minute_of_day("22:00"), 1320);
  EXPECT_EQ(parse_minute_of_day("00:00"), 0);
  EXPECT_EQ(parse_minute_of_day("08:07"), 487);
  for (const char* bad : {"24:00", "7:00", "22:60", "22：00", "2200", "-1:00", "22:00:00"}) EXPECT_FALSE(parse_minute_of_day(bad)) << bad;
  EXPECT_EQ(parse_deadline_minute("00:01"), 1);
  EXPECT_EQ(parse_deadline_minute("17:30"), 1050);
  EXPECT_EQ(parse_deadline_minute("24:00"), 1440) << "the midnight that ends the day";
  for (const char* bad : {"00:00", "24:01", "7:00", "25:00", ""}) EXPECT_FALSE(parse_deadline_minute(bad)) << bad;
  EXPECT_TRUE(parse_date("2028-02-29"));
  for (const char* bad : {"2027-02-29", "2026-13-01", "2026-1-01", "26-01-01", "2026/01/01", "2026-00-10"})
    EXPECT_FALSE(parse_date(bad)) << bad;
  EXPECT_EQ(parse_bytes("65536"), 65'536U);
  EXPECT_EQ(parse_bytes("4MiB"), 4U << 20U);
  EXPECT_EQ(parse_bytes("1GiB"), 1U << 30U);
  for (const char* bad : {"", "4MB", "2GiB", "-1", "99999999999GiB", "4 MiB"}) EXPECT_FALSE(parse_bytes(bad)) << bad;
}

struct Words {
  const char* name;
  bool (*valid)(std::string_view);
  std::vector<std::string> good, bad;
};

class Grammar : public testing::TestWithParam<Words> {};

TEST_P(Grammar, TakesTheGoodAndRefusesTheBad) {
  for (const auto& text : GetParam().good) EXPECT_TRUE(GetParam().valid(text)) << text;
  for (const auto& text : GetParam().bad) EXPECT_FALSE(GetParam().valid(text)) << text;
}

INSTANTIATE_TEST_SUITE_P(
    Table, Grammar,
    testing::Values(
        Words{"id", valid_id, {"xcb", "cw_1", "a-b"}, {"", "Xcb", "1a", "宣传部", "a b", "a.b", std::string(49, 'a')}},
        Words{"secret",
              valid_secret_reference,
              {"env:TOKEN_1", "file:secrets/a.key", "file:/etc/fenghuo/a.key"},
              {"", "env:", "env:1A", "env:A B", "file:", "file:../a", "file:a/../../b", "whsec_abc", "FILE:a"}},
        Words{"url",
              valid_http_url,
              {"http://127.0.0.1:8099/hooks/xcb", "https://hook.example.edu.cn/a?b=c", "http://[::1]:80/"},
              {"", "ftp://a/b", "hook.example.edu.cn", "http://", "https://user:pw@a/b", "https://a/b#c", "http://a b/", "http://a:99999/",
               "javascript:x", "https://" + std::string(2100, 'a')}},
        Words{"cidr",
              valid_cidr,
              {"127.0.0.0/8", "0.0.0.0/0", "10.1.2.3/32", "fd00::/8", "::1/128"},
              {"127.0.0.1", "10.0.0.1/8", "10.0.0.0/33", "fd00::/129", "a/8", "10.0.0.0/", "/8", "10.0/8"}},
        Words{"host",
              valid_host_name,
              {"dossier.provider.invalid", "10.0.0.1", "a"},
              {"", "a b", "https://a", "a/b", "a:80", ".a", "a.", "a..b", "-a"}},
        Words{"listen",
              valid_listen,
              {"127.0.0.1:8080", "[::1]:8080", "0.0.0.0:0", "localhost:80"},
              {"8080", ":8080", "127.0.0.1", "127.0.0.1:", "a:65536", "[zz]:80", "::1:80"}},
        Words{"endpoint",
              valid_endpoint,
              {"ipc://run/a.sock", "tcp://127.0.0.1:5555", "tcp://[::1]:5555"},
              {"ipc://", "tcp://a", "tcp://a:0", "inproc://x", "udp://a:1", "/run/a.sock"}},
        Words{"clock",
              valid_clock,
              {"system", "manual", "manual:2027-07-08T06:00:00Z", "manual:2027-07-08T14:00:00+08:00", "demo:60", "demo:0.5",
               "demo:20:2026-06-01T08:00:00+08:00"},
              {"", "System", "manual:", "manual:2027-07-08", "manual:2027-07-08T06:00:00", "demo", "demo:", "demo:0", "demo:-1", "demo:1e9",
               "demo:nan", "demo:200000", "demo:20:", "demo:20:2026-06-01", "demo::2026-06-01T08:00:00Z"}},
        Words{"party",
              valid_party,
              {"unit", "role:xcb_duty", "unit:hqbz", "body:party_committee"},
              {"", "xcb_duty", "role:", "role:X", "person:zhang", "unit:", "role：xcb"}},
        Words{"z85", valid_z85_key, {std::string(40, 'a')}, {"", std::string(39, 'a'), std::string(41, 'a'), std::string(39, 'a') + "\""}},
        Words{"loopback",
              loopback,
              {"127.0.0.1:80", "127.1.2.3", "localhost:80", "tcp://127.0.0.1:5555", "[::1]:80", "tcp://localhost:1"},
              {"10.0.0.1:80", "0.0.0.0:80", "tcp://10.0.0.1:80", "127.0.0.1.example.org:80", "localhost.example.org"}}),
    [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace fenghuo::config
