// The keys of fenghuo.yaml.
#include "common/config/shapes.hpp"

namespace fenghuo::config {
namespace {

constexpr auto may = Need::may;
constexpr auto must = Need::must;

Shape endpoints() {
  return map_of({
      {"intake", may, value(Form::endpoint), "Where signals and acts are handed in. Default: ipc://<data>/run/intake.sock"},
      {"work", may, value(Form::endpoint), "Where workers lease their jobs. Default: ipc://<data>/run/work.sock"},
      {"query", may, value(Form::endpoint), "Where readers ask. Default: ipc://<data>/run/query.sock"},
      {"hints", may, value(Form::endpoint), "Where the ledger says that something changed. Default: ipc://<data>/run/hints.sock"},
  });
}

Shape curve() {
  return map_of({
      {"secret_key", must, value(Form::secret), "Reference to this process's CURVE secret key"},
      {"public_key", must, value(Form::z85_key), "This process's CURVE public key"},
      {"server_key", may, value(Form::z85_key), "The ledger's public key; every process but the ledger needs it"},
      {"allowed", may, list_of(value(Form::z85_key), 500), "The ledger: public keys of those who may connect"},
  });
}

Shape ledger() {
  return map_of({
      {"clock", may, value(Form::clock), "The ledger's clock: system in operation; manual and demo are for trying things out"},
      {"lease", may, span(std::chrono::milliseconds{100}), "How long a worker may hold a job"},
      {"restart_grace", may, value(Form::span), "After a restart: how long workers have to name the leases they hold"},
      {"max_gap", may, value(Form::span), "A forward jump of the clock beyond this holds the ladders until a person confirms"},
      {"max_pending", may, whole(1, 100'000'000), "Undecided items beyond this are refused"},
      {"cache_mb", may, whole(1, 65'536), "Page cache of the store, in MiB"},
      {"fault", may, text(), "Tests only: an injected fault of the store"},
  });
}

Shape token() {
  return map_of({
      {"name", must, value(Form::id).named("token"), "What the journal calls who used it"},
      {"secret", must, value(Form::secret), "Reference to the token itself"},
      {"may", must, list_of(one_of({"signals", "read", "act", "operate"}), 4), "What it may do"},
      {"party", may, value(Form::party), "role:… or unit:… it acts for; absent = any"},
      {"provider", may, value(Form::id), "The one provider it may hand in signals for; absent = any"},
  });
}

Shape gateway() {
  return map_of({
      {"listen", may, value(Form::listen), "Address of the page and the API"},
      {"max_body", may, value(Form::bytes), "Longest request body"},
      {"max_connections", may, whole(1, 65'536), "Most connections at once"},
      {"decide_wait", may, value(Form::span), "How long a request waits for its decision before it is answered 202"},
      {"tokens", may, list_of(token(), 500), "Who may use the API"},
  });
}

Shape supervisor() {
  std::vector<Field> processes;
  for (const auto& [name, count] : default_processes()) {
    processes.push_back({name, may, whole(0, name == "ledger" ? 1 : 64), "How many processes of this kind; 0 = none here"});
  }
  return map_of({
      {"processes", may, map_of(std::move(processes)), "What `fenghuo up` starts"},
      {"drain", may, span(std::chrono::milliseconds{1}), "How long a process has to finish before it is killed"},
  });
}

}  // namespace

const std::vector<std::pair<std::string, std::uint32_t>>& default_processes() {
  static const std::vector<std::pair<std::string, std::uint32_t>> processes{
      {"ledger", 1}, {"escalator", 1}, {"webhook", 1}, {"mailer", 1}, {"gateway", 1}, {"opinion", 1}, {"deadlines", 1}};
  return processes;
}

const Shape& settings_shape() {
  static const Shape shape = map_of({
      {"log_level", may, one_of({"debug", "info", "warn", "error", "off"}), "How much the processes log"},
      {"endpoints", may, endpoints(), "Where the processes meet"},
      {"curve", may, curve(), "CURVE keys; needed once an endpoint leaves this machine"},
      {"ledger", may, ledger(), "The ledger"},
      {"gateway", may, gateway(), "HTTP: the page, the API, callbacks and links"},
      {"opinion", may, map_of({{"spool", may, text(4000), "Folder watched for *.json and *.jsonl with signals; absent = off"}}),
       "The feed of warnings"},
      {"deadlines", may,
       map_of({{"horizon", may, span(std::chrono::hours{24}), "How far ahead duties are opened"},
               {"batch", may, whole(1, 1000), "Occurrences it submits at once"},
               {"most_pending", may, whole(1, 1'000'000), "It waits while more than this waits to be decided"}}),
       "The process that expands the catalogue of duties"},
      {"escalator", may, map_of({{"credit", may, whole(1, 100'000), "Matters it holds at once"}}), "The process that decides"},
      {"webhook", may,
       map_of({{"credit", may, whole(1, 100'000), "Messages it holds at once"},
               {"connections", may, whole(1, 10'000), "Connections it keeps at once"},
               {"link_secret", may, value(Form::secret), "Reference to the key that signs acknowledgement links"}}),
       "The sender of webhooks"},
      {"mailer", may,
       map_of({{"threads", may, whole(1, 256), "Mails it sends at once; more than mail.yaml's concurrency leaves some to other mail hosts"},
               {"link_secret", may, value(Form::secret), "Reference to the key that signs acknowledgement links; default: the webhook's"},
               {"ca_file", may, text(4000),
                "Certificates (PEM) that vouch for mail servers, such as the campus's own; default: the system's"}}),
       "The sender of mail"},
      {"supervisor", may, supervisor(), "fenghuo up"},
  });
  return shape;
}

}  // namespace fenghuo::config
