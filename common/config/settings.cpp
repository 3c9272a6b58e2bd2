#include "common/config/settings.hpp"

#include <filesystem>

#include "common/base/bytes.hpp"
#include "common/config/overrides.hpp"
#include "common/config/shapes.hpp"
#include "common/config/values.hpp"

namespace fenghuo {
namespace {

using config::FaultList;
using config::map_at;
using config::Node;
using config::place_at;
using config::span_at;
using config::text_at;
using config::whole_at;

// A Unix socket's path has 108 bytes in the kernel, the last one zero.
constexpr std::size_t longest_socket_path = 107;

std::uint32_t small_at(const Node& map, std::string_view key, std::uint32_t fallback) {
  return static_cast<std::uint32_t>(whole_at(map, key, fallback));
}

void read_endpoints(const Node& root, Settings& s) {
  const Node& map = map_at(root, "endpoints");
  const std::string run = "ipc://" + s.data_dir + "/run/";
  s.endpoints.intake = text_at(map, "intake", run + "intake.sock");
  s.endpoints.work = text_at(map, "work", run + "work.sock");
  s.endpoints.query = text_at(map, "query", run + "query.sock");
  s.endpoints.hints = text_at(map, "hints", run + "hints.sock");
}

void read_ledger(const Node& map, Settings::Ledger& ledger) {
  ledger.clock = text_at(map, "clock", ledger.clock);
  ledger.lease = span_at(map, "lease", ledger.lease);
  ledger.restart_grace = span_at(map, "restart_grace", ledger.restart_grace);
  ledger.max_gap = span_at(map, "max_gap", ledger.max_gap);
  ledger.max_pending = whole_at(map, "max_pending", ledger.max_pending);
  ledger.cache_mb = small_at(map, "cache_mb", ledger.cache_mb);
  ledger.fault = text_at(map, "fault");
}

void read_gateway(const Node& map, Settings::Gateway& gateway) {
  gateway.listen = text_at(map, "listen", gateway.listen);
  gateway.max_body = config::bytes_at(map, "max_body", gateway.max_body);
  gateway.max_connections = small_at(map, "max_connections", gateway.max_connections);
  gateway.decide_wait = span_at(map, "decide_wait", gateway.decide_wait);
  for (const Node& item : config::items_at(map, "tokens")) {
    gateway.tokens.push_back(
        {text_at(item, "name"), text_at(item, "secret"), config::texts_at(item, "may"), text_at(item, "party"), text_at(item, "provider")});
  }
}

void read_supervisor(const Node& map, Settings::Supervisor& supervisor) {
  const Node& processes = map_at(map, "processes");
  for (const auto& [name, count] : config::default_processes()) {
    if (const std::uint32_t n = small_at(processes, name, count); n > 0) supervisor.processes.emplace_back(name, n);
  }
  supervisor.drain = span_at(map, "drain", supervisor.drain);
}

Settings read_settings(const Node& root, const std::string& config_dir, const std::string& data_dir) {
  Settings s;
  s.config_dir = config_dir;
  s.data_dir = data_dir;
  while (s.data_dir.size() > 1 && s.data_dir.ends_with('/')) s.data_dir.pop_back();
  s.log_level = text_at(root, "log_level", s.log_level);
  read_endpoints(root, s);
  const Node& curve = map_at(root, "curve");
  s.curve = {text_at(curve, "secret_key"), text_at(curve, "public_key"), text_at(curve, "server_key"), config::texts_at(curve, "allowed")};
  read_ledger(map_at(root, "ledger"), s.ledger);
  read_gateway(map_at(root, "gateway"), s.gateway);
  s.opinion.spool = text_at(map_at(root, "opinion"), "spool");
  const Node& deadlines = map_at(root, "deadlines");
  s.deadlines.horizon = span_at(deadlines, "horizon", s.deadlines.horizon);
  s.deadlines.batch = small_at(deadlines, "batch", s.deadlines.batch);
  s.deadlines.most_pending = small_at(deadlines, "most_pending", s.deadlines.most_pending);
  s.escalator.credit = small_at(map_at(root, "escalator"), "credit", s.escalator.credit);
  const Node& webhook = map_at(root, "webhook");
  s.webhook.credit = small_at(webhook, "credit", s.webhook.credit);
  s.webhook.connections = small_at(webhook, "connections", s.webhook.connections);
  s.webhook.link_secret = text_at(webhook, "link_secret", s.webhook.link_secret);
  const Node& mailer = map_at(root, "mailer");
  s.mailer.threads = small_at(mailer, "threads", s.mailer.threads);
  s.mailer.ca_file = text_at(mailer, "ca_file", s.mailer.ca_file);
  s.mailer.link_secret = text_at(mailer, "link_secret", s.webhook.link_secret);
  read_supervisor(map_at(root, "supervisor"), s.supervisor);
  return s;
}

void check_endpoints(const Node& root, const Settings& s, FaultList& faults) {
  const Node& map = map_at(root, "endpoints");
  std::map<std::string, std::string> seen;
  for (const auto& [key, endpoint] : {std::pair{"intake", &s.endpoints.intake},
                                      {"work", &s.endpoints.work},
                                      {"query", &s.endpoints.query},
                                      {"hints", &s.endpoints.hints}}) {
    const config::Place place = place_at(map, key).file.empty() ? config::Place{root.place.file} : place_at(map, key);
    const std::string path = std::string("endpoints.") + key;
    const auto [other, fresh] = seen.emplace(*endpoint, path);
    if (!fresh) faults.error(place, path + " is the same address as " + other->second, "give each its own");
    if (endpoint->starts_with("ipc://") && endpoint->size() - 6 > longest_socket_path) {
      faults.error(place,
                   path + ": the socket's path has " + std::to_string(endpoint->size() - 6) + " bytes, and the kernel takes at most " +
                       std::to_string(longest_socket_path),
                   "use a data folder with a shorter path (--data), or set endpoints." + std::string(key) +
                       " to a shorter ipc:// path or to tcp://127.0.0.1:PORT");
    }
    if (endpoint->starts_with("tcp://") && !config::loopback(*endpoint) && s.curve.secret_key.empty()) {
      faults.error(place, path + " leaves this machine without encryption: \"" + printable(*endpoint, 60) + "\"",
                   "set curve: (fenghuo keys curve), or listen on tcp://127.0.0.1:PORT");
    }
  }
}

void check_tokens(const Node& root, FaultList& faults) {
  for (const Node& item : config::items_at(map_at(root, "gateway"), "tokens")) {
    const std::string party = text_at(item, "party");
    if (party == "unit" || party.starts_with("body:"))
      faults.error(place_at(item, "party"), "a token can't act for \"" + printable(party) + "\"", "write role:<id> or unit:<id>");
    if (config::empty_list_at(item, "may"))
      faults.error(place_at(item, "may"), "the token may do nothing", "list some of signals, read, act, operate");
  }
}

// A folder without the file is allowed: all defaults. No folder at all is a mistyped path.
std::optional<Node> file_tree(const std::string& config_dir, FaultList& faults) {
  const std::string path = config_dir + "/fenghuo.yaml";
  std::error_code error;
  if (!std::filesystem::is_directory(config_dir, error)) {
    faults.error({config_dir}, "there is no such configuration folder", "name an existing one with --config");
    return std::nullopt;
  }
  if (std::filesystem::exists(path, error)) return config::parse_file(path, faults);
  Node empty;
  empty.place = {path};
  return empty;
}

}  // namespace

SettingsLoad load_settings(const std::string& config_dir, const std::string& data_dir, const std::vector<std::string>& overrides) {
  FaultList faults;
  SettingsLoad load;
  auto root = file_tree(config_dir, faults);
  if (!root) root.emplace();
  const bool sound_file = faults.errors() == 0;
  for (const std::string& text : overrides) config::apply_override(*root, text, faults);
  if (sound_file) {
    config::Names names;
    config::check_shape(*root, config::settings_shape(), "", faults, names);
  }
  load.settings = read_settings(*root, config_dir, data_dir);
  if (faults.errors() == 0) {
    check_endpoints(*root, load.settings, faults);
    check_tokens(*root, faults);
  }
  load.faults = faults.take();
  return load;
}

}  // namespace fenghuo
