#include "common/config/settings.hpp"

#include <gmock/gmock.h>

#include "common/config/test_folder.hpp"

namespace fenghuo {
namespace {

using config::report;
using config::TestFolder;
using testing::HasSubstr;
using testing::Not;

struct Loaded {
  Settings settings;
  std::string faults;
};

Loaded load(const std::string& text, const std::vector<std::string>& overrides = {}, const std::string& data = "data") {
  const TestFolder folder;
  folder.write("fenghuo.yaml", text);
  auto load = load_settings(folder.path(), data, overrides);
  return {std::move(load.settings), report(load.faults, folder.path())};
}

TEST(Settings, TheShippedFileGivesTheDefaults) {
  const auto shipped = load_settings(config::shipped_config, "data/");
  EXPECT_EQ(report(shipped.faults, config::shipped_config), "");
  const Settings& s = shipped.settings;
  const Settings plain;
  EXPECT_EQ(s.data_dir, "data");
  EXPECT_EQ(s.endpoints.intake, "ipc://data/run/intake.sock");
  EXPECT_EQ(s.endpoints.work, "ipc://data/run/work.sock");
  EXPECT_EQ(s.endpoints.query, "ipc://data/run/query.sock");
  EXPECT_EQ(s.endpoints.hints, "ipc://data/run/hints.sock");
  EXPECT_EQ(s.log_level, plain.log_level);
  EXPECT_EQ(s.ledger.clock, plain.ledger.clock);
  EXPECT_EQ(s.ledger.lease, plain.ledger.lease);
  EXPECT_EQ(s.ledger.restart_grace, plain.ledger.restart_grace);
  EXPECT_EQ(s.ledger.max_gap, plain.ledger.max_gap);
  EXPECT_EQ(s.ledger.max_pending, plain.ledger.max_pending);
  EXPECT_EQ(s.ledger.cache_mb, plain.ledger.cache_mb);
  EXPECT_EQ(s.gateway.listen, plain.gateway.listen);
  EXPECT_EQ(s.gateway.max_body, plain.gateway.max_body);
  EXPECT_EQ(s.gateway.max_connections, plain.gateway.max_connections);
  EXPECT_EQ(s.gateway.decide_wait, plain.gateway.decide_wait);
  EXPECT_EQ(s.deadlines.horizon, plain.deadlines.horizon);
  EXPECT_EQ(s.deadlines.batch, plain.deadlines.batch);
  EXPECT_EQ(s.deadlines.most_pending, plain.deadlines.most_pending);
  EXPECT_EQ(s.escalator.credit, plain.escalator.credit);
  EXPECT_EQ(s.webhook.credit, plain.webhook.credit);
  EXPECT_EQ(s.webhook.connections, plain.webhook.connections);
  EXPECT_EQ(s.webhook.link_secret, plain.webhook.link_secret);
  EXPECT_EQ(s.mailer.threads, plain.mailer.threads);
  EXPECT_EQ(s.mailer.link_secret, s.webhook.link_secret) << "the gateway reads one key only";
  EXPECT_EQ(s.supervisor.drain, plain.supervisor.drain);
  const std::vector<std::pair<std::string, std::uint32_t>> processes{{"ledger", 1},  {"escalator", 1}, {"webhook", 1},  {"mailer", 1},
                                                                     {"gateway", 1}, {"opinion", 1},   {"deadlines", 1}};
  EXPECT_EQ(s.supervisor.processes, processes);
  ASSERT_EQ(s.gateway.tokens.size(), 2U);
  EXPECT_EQ(s.gateway.tokens[0].name, "provider_demo");
  EXPECT_EQ(s.gateway.tokens[0].secret, "file:secrets/provider_demo.token");
  EXPECT_EQ(s.gateway.tokens[0].may, std::vector<std::string>{"signals"});
  EXPECT_EQ(s.gateway.tokens[0].provider, "provider_demo");
  EXPECT_EQ(s.gateway.tokens[1].may, (std::vector<std::string>{"read", "act", "operate"}));
}

TEST(Settings, EveryKeyIsRead) {
  const auto loaded = load(R"(
log_level: debug
endpoints: {intake: "tcp://127.0.0.1:1", work: "tcp://127.0.0.1:2", query: "tcp://127.0.0.1:3", hints: "tcp://127.0.0.1:4"}
curve: {secret_key: env:K, public_key: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, server_key: bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb, allowed: [cccccccccccccccccccccccccccccccccccccccc]}
ledger: {clock: "manual:2027-07-08T06:00:00Z", lease: 3s, restart_grace: 4s, max_gap: 5h, max_pending: 6, cache_mb: 7, fault: "commit:1"}
gateway: {listen: "127.0.0.1:0", max_body: 1KiB, max_connections: 8, decide_wait: 9s, tokens: [{name: t, secret: env:T, may: [act], party: role:xcb_duty, provider: p}]}
opinion: {spool: /spool}
deadlines: {horizon: 30d, batch: 15, most_pending: 16}
escalator: {credit: 10}
webhook: {credit: 11, connections: 12, link_secret: env:L}
mailer: {threads: 14, link_secret: env:M, ca_file: /etc/ssl/campus.pem}
supervisor: {processes: {escalator: 2, opinion: 0}, drain: 13s}
)");
  EXPECT_EQ(loaded.faults, "");
  const Settings& s = loaded.settings;
  EXPECT_EQ(s.log_level, "debug");
  EXPECT_EQ(s.endpoints.hints, "tcp://127.0.0.1:4");
  EXPECT_EQ(s.curve.secret_key, "env:K");
  EXPECT_EQ(s.curve.public_key, std::string(40, 'a'));
  EXPECT_EQ(s.curve.server_key, std::string(40, 'b'));
  EXPECT_EQ(s.curve.allowed, std::vector<std::string>{std::string(40, 'c')});
  EXPECT_EQ(s.ledger.clock, "manual:2027-07-08T06:00:00Z");
  EXPECT_EQ(s.ledger.lease, std::chrono::seconds{3});
  EXPECT_EQ(s.ledger.restart_grace, std::chrono::seconds{4});
  EXPECT_EQ(s.ledger.max_gap, std::chrono::hours{5});
  EXPECT_EQ(s.ledger.max_pending, 6U);
  EXPECT_EQ(s.ledger.cache_mb, 7U);
  EXPECT_EQ(s.ledger.fault, "commit:1");
  EXPECT_EQ(s.gateway.max_body, 1024U);
  EXPECT_EQ(s.gateway.max_connections, 8U);
  EXPECT_EQ(s.gateway.decide_wait, std::chrono::seconds{9});
  EXPECT_EQ(s.gateway.tokens.at(0).party, "role:xcb_duty");
  EXPECT_EQ(s.opinion.spool, "/spool");
  EXPECT_EQ(s.deadlines.horizon, std::chrono::hours{24 * 30});
  EXPECT_EQ(s.deadlines.batch, 15U);
  EXPECT_EQ(s.deadlines.most_pending, 16U);
  EXPECT_EQ(s.escalator.credit, 10U);
  EXPECT_EQ(s.webhook.credit, 11U);
  EXPECT_EQ(s.webhook.connections, 12U);
  EXPECT_EQ(s.webhook.link_secret, "env:L");
  EXPECT_EQ(s.mailer.threads, 14U);
  EXPECT_EQ(s.mailer.link_secret, "env:M");
  EXPECT_EQ(s.mailer.ca_file, "/etc/ssl/campus.pem");
  EXPECT_EQ(s.supervisor.drain, std::chrono::seconds{13});
  const std::vector<std::pair<std::string, std::uint32_t>> processes{{"ledger", 1}, {"escalator", 2}, {"webhook", 1},
                                                                     {"mailer", 1}, {"gateway", 1},   {"deadlines", 1}};
  EXPECT_EQ(s.supervisor.processes, processes);
}

TEST(Settings, AFolderWithoutTheFileIsAllDefaults) {
  const TestFolder folder;
  const auto load = load_settings(folder.path(), "data");
  EXPECT_TRUE(load.faults.empty());
  EXPECT_EQ(load.settings.supervisor.processes.size(), 7U);
  const auto nowhere = load_settings(folder.path("nowhere"), "data");
  EXPECT_EQ(report(nowhere.faults, folder.path()), "nowhere: there is no such configuration folder; name an existing one with --config\n");
}

struct Wrong {
  const char* name;
  std::string text;
  const char* fault;
};
class WrongSettings : public testing::TestWithParam<Wrong> {};

TEST_P(WrongSettings, IsOneFaultWithItsPlace) {
  EXPECT_EQ(load(GetParam().text).faults, std::string("fenghuo.yaml") + GetParam().fault + "\n");
}

INSTANTIATE_TEST_SUITE_P(
    Table, WrongSettings,
    testing::Values(
        Wrong{"unknown_key", "ledger:\n  clok: system\n", ":2:3: ledger: unknown key \"clok\"; did you mean \"clock\"?"},
        Wrong{"unknown_far", "zzzzzzzzzz: 1\n",
              ":1:1: unknown key \"zzzzzzzzzz\"; known keys: log_level, endpoints, curve, ledger, gateway, opinion, deadlines, escalator, "
              "webhook, mailer, supervisor"},
        Wrong{"wide_key", "log_level: info\nledger:\n  “clock”: system\n",
              ":3:3: ledger: unknown key \"“clock”\"; known keys: clock, lease, restart_grace, max_gap, max_pending, "
              "cache_mb, fault "
              "(第3行第3列用了全角引号““”，请改为“\"”)"},
        Wrong{"bare_duration", "ledger:\n  lease: 60\n",
              ":2:10: ledger.lease is \"60\"; write a duration with its unit, like 90s, 10m, 5h, 7d or 1h30m, from 100ms to 3650d"},
        Wrong{"list_for_text", "gateway:\n  listen: [a]\n", ":2:11: gateway.listen is a list; write host:port, like 127.0.0.1:8080"},
        Wrong{"nothing", "ledger:\n  clock:\n",
              ":2:3: ledger.clock is nothing; write system, manual, manual:<RFC 3339 time>, or demo:<rate above 0, at most 100000>, also "
              "with :<RFC 3339 time>"},
        Wrong{"clock", "ledger: {clock: demo:fast}\n",
              ":1:17: ledger.clock is \"demo:fast\"; write system, manual, manual:<RFC 3339 time>, or demo:<rate above 0, at most 100000>, "
              "also with :<RFC 3339 time>"},
        Wrong{"out_of_range", "ledger: {cache_mb: 0}\n", ":1:20: ledger.cache_mb is \"0\"; write a whole number from 1 to 65536"},
        Wrong{"two_ledgers", "supervisor: {processes: {ledger: 2}}\n",
              ":1:34: supervisor.processes.ledger is \"2\"; write a whole number from 0 to 1"},
        Wrong{"unknown_process", "supervisor: {processes: {escalater: 2}}\n",
              ":1:26: supervisor.processes: unknown key \"escalater\"; did you mean \"escalator\"?"},
        Wrong{"wide_value", "log_level: info，\n",
              ":1:12: log_level is \"info，\"; write debug | info | warn | error | off (第1行第16列用了全角逗号“，”，请改为“,”)"},
        Wrong{"token_may", "gateway: {tokens: [{name: a, secret: env:A, may: [sing]}]}\n",
              ":1:51: gateway.tokens[0].may[0] is \"sing\"; write signals | read | act | operate"},
        Wrong{"token_without_rights", "gateway: {tokens: [{name: a, secret: env:A, may: []}]}\n",
              ":1:50: the token may do nothing; list some of signals, read, act, operate"},
        Wrong{"token_twice",
              "gateway:\n  tokens:\n    - {name: a, secret: env:A, may: [read]}\n    - {name: a, secret: env:B, may: [read]}\n",
              ":4:14: gateway.tokens[1].name: token \"a\" is defined twice (first at line 3); rename or remove one"},
        Wrong{"token_for_a_body", "gateway: {tokens: [{name: a, secret: env:A, may: [act], party: body:x}]}\n",
              ":1:64: a token can't act for \"body:x\"; write role:<id> or unit:<id>"},
        Wrong{"missing_key", "gateway: {tokens: [{name: a, may: [read]}]}\n",
              ":1:20: gateway.tokens[0]: key \"secret\" is missing; add \"secret: \" with a reference, env:NAME or file:PATH (never the "
              "secret itself)"},
        Wrong{"plain_tcp", "endpoints: {work: \"tcp://10.0.0.1:5555\"}\n",
              ":1:19: endpoints.work leaves this machine without encryption: \"tcp://10.0.0.1:5555\"; set curve: (fenghuo keys curve), or "
              "listen on tcp://127.0.0.1:PORT"},
        Wrong{"same_endpoint", "endpoints: {work: ipc://a, query: ipc://a}\n",
              ":1:35: endpoints.query is the same address as endpoints.work; give each its own"},
        Wrong{"root_is_text", "hello\n", ":1:1: the file is \"hello\"; write keys with values"}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(Settings, FoundTogether) {
  const auto loaded = load("log_level: loud\nledger: {lease: 5, cache: 3}\n");
  EXPECT_THAT(loaded.faults, HasSubstr("fenghuo.yaml:1:12: log_level is \"loud\""));
  EXPECT_THAT(loaded.faults, HasSubstr("fenghuo.yaml:2:17: ledger.lease is \"5\""));
  EXPECT_THAT(loaded.faults, HasSubstr("fenghuo.yaml:2:20: ledger: unknown key \"cache\""));
}

TEST(Settings, ASecretInPlainIsRefusedAndNotShown) {
  const auto loaded = load("gateway: {tokens: [{name: a, secret: hunter2, may: [read]}]}\n", {"webhook.link_secret=hunter2"});
  EXPECT_THAT(loaded.faults, HasSubstr("fenghuo.yaml:1:38: gateway.tokens[0].secret is a text (not shown here)"));
  EXPECT_THAT(loaded.faults, HasSubstr("--set: webhook.link_secret is a text (not shown here)"));
  EXPECT_THAT(loaded.faults, Not(HasSubstr("hunter2")));
}

TEST(Settings, SocketPathsThatTheKernelRefusesAreNamedBeforehand) {
  const std::string fits(107 - std::string("/run/intake.sock").size(), 'd');
  EXPECT_EQ(load("", {}, fits).faults, "");
  const auto loaded = load("", {}, fits + "d");
  EXPECT_THAT(loaded.faults, HasSubstr("fenghuo.yaml: endpoints.intake: the socket's path has 108 bytes, and the kernel takes at most 107; "
                                       "use a data folder with a shorter path"));
  EXPECT_THAT(loaded.faults, Not(HasSubstr("endpoints.work"))) << "run/work.sock is two bytes shorter and still fits";
}

TEST(Overrides, ReplaceAndAdd) {
  const auto loaded = load("ledger: {clock: system, lease: 5s}\n",
                           {"ledger.clock=manual:2027-07-08T06:00:00Z", "gateway.listen=127.0.0.1:0", "supervisor.processes.escalator=3",
                            "supervisor.processes.opinion=0", "gateway.tokens=[{name: t, secret: env:T, may: [read]}]"});
  EXPECT_EQ(loaded.faults, "");
  EXPECT_EQ(loaded.settings.ledger.clock, "manual:2027-07-08T06:00:00Z");
  EXPECT_EQ(loaded.settings.ledger.lease, std::chrono::seconds{5});
  EXPECT_EQ(loaded.settings.gateway.listen, "127.0.0.1:0");
  EXPECT_EQ(loaded.settings.gateway.tokens.at(0).name, "t");
  const std::vector<std::pair<std::string, std::uint32_t>> processes{{"ledger", 1}, {"escalator", 3}, {"webhook", 1},
                                                                     {"mailer", 1}, {"gateway", 1},   {"deadlines", 1}};
  EXPECT_EQ(loaded.settings.supervisor.processes, processes);
}

TEST(Overrides, FaultsNameTheCommandLine) {
  EXPECT_EQ(load("", {"ledger.clok=manual"}).faults, "--set: ledger: unknown key \"clok\"; did you mean \"clock\"?\n");
  EXPECT_EQ(load("", {"ledger=manual"}).faults, "--set: ledger is \"manual\"; write keys with values\n");
  EXPECT_EQ(load("", {"ledger.clock"}).faults, "--set: an override has no KEY=VALUE; write it like --set ledger.clock=manual\n");
  EXPECT_THAT(load("", {"ledger.lease=soon"}).faults, HasSubstr("--set: ledger.lease is \"soon\"; write a duration"));
  EXPECT_THAT(load("", {"gateway.tokens=[{"}).faults, HasSubstr("--set gateway.tokens:"));
  EXPECT_THAT(load("", {"ledger..clock=manual"}).faults, HasSubstr("--set: ledger: unknown key \"\""));
}

}  // namespace
}  // namespace fenghuo
