// Settings of the processes (config/fenghuo.yaml): endpoints, addresses, limits. Rules, people and destinations are the bundle's
// (bundle_loader.hpp). Values are immutable after load. Endpoint defaults are ipc:// sockets under the data folder.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "common/base/result.hpp"
#include "common/config/bus_keys.hpp"
#include "common/config/fault.hpp"

namespace fenghuo {

struct ApiToken {
  std::string name;
  std::string secret;            // reference: env:NAME or file:PATH (relative to the data folder)
  std::vector<std::string> may;  // signals | read | act | operate
  std::string party;             // role:… or unit:… this token acts for, empty = any
  std::string provider;          // provider this token may submit signals for, empty = any
};

struct Settings {
  std::string config_dir, data_dir;
  std::string log_level = "info";

  struct Endpoints {
    std::string intake, work, query, hints;
  } endpoints;
  BusKeys curve;  // references to CURVE keys, empty = none

  struct Ledger {
    std::string clock = "system";  // system | manual | manual:<RFC 3339> | demo:<rate> | demo:<rate>:<RFC 3339>
    std::chrono::milliseconds lease{60000};
    std::chrono::milliseconds restart_grace{2000};
    std::chrono::milliseconds max_gap{std::chrono::hours{24 * 7}};
    std::uint64_t max_pending = 500000;
    std::uint32_t cache_mb = 32;
    std::string fault;  // tests only: see common/storage/faults.hpp
  } ledger;

  struct Gateway {
    std::string listen = "127.0.0.1:8080";
    std::size_t max_body = 4U << 20U;
    std::uint32_t max_connections = 512;
    std::vector<ApiToken> tokens;
    std::chrono::milliseconds decide_wait{5000};
  } gateway;

  struct Opinion {
    std::string spool;  // folder watched for *.json / *.jsonl, empty = off
  } opinion;

  struct Deadlines {
    std::chrono::milliseconds horizon{std::chrono::hours{24 * 400}};  // how far ahead matters are opened
    std::uint32_t batch = 25;                                         // occurrences submitted at once
    std::uint32_t most_pending = 2000;                                // it waits while more than this waits to be decided
  } deadlines;

  struct Escalator {
    std::uint32_t credit = 512;
  } escalator;

  struct Webhook {
    std::uint32_t credit = 256;
    std::uint32_t connections = 64;
    std::string link_secret = "file:secrets/link.key";  // signs /a/{token}
  } webhook;

  struct Mailer {
    std::uint32_t threads = 16;  // each sends one mail at a time over a connection of its own
    std::string link_secret;     // as the webhook's, unless given
    std::string ca_file;         // PEM; who vouches for mail servers, empty = the system's
  } mailer;

  struct Supervisor {
    std::vector<std::pair<std::string, std::uint32_t>> processes;  // name, how many
    std::chrono::milliseconds drain{10000};
  } supervisor;
};

// Reads DIR/fenghuo.yaml. A missing file gives the defaults only when the folder exists. Faults name file:line:col, key, value and remedy.
struct SettingsLoad {
  Settings settings;
  std::vector<Fault> faults;
};
// overrides: "ledger.clock=manual", as from --set; an unknown key is a fault of the file "--set".
SettingsLoad load_settings(const std::string& config_dir, const std::string& data_dir, const std::vector<std::string>& overrides = {});

// The secret behind a reference: env:NAME, or file:PATH (relative paths under data_dir; trailing newline cut; a file readable by others is
// refused).
Result<std::string> resolve_secret(const std::string& reference, const std::string& data_dir);

}  // namespace fenghuo
