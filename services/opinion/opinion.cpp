#include "services/opinion/opinion.hpp"

#include <set>

#include "common/base/bytes.hpp"
#include "common/log/log.hpp"
#include "common/worker/ledger_client.hpp"
#include "services/opinion/intake.hpp"
#include "services/opinion/spool.hpp"

namespace fenghuo::opinion {
namespace {

constexpr std::chrono::milliseconds scan_every{500};
constexpr std::chrono::milliseconds ledger_timeout{3000};  // short: SIGTERM is looked at between calls
constexpr std::chrono::milliseconds after_trouble{2000};
constexpr std::size_t files_a_scan = 64;
constexpr std::size_t max_file_bytes = 16U << 20U;

class Watcher {
 public:
  explicit Watcher(Process& process) : process_(process), ledger_(process.context(), process.settings(), ledger_timeout) {}

  // How long to wait before the next look.
  std::chrono::milliseconds scan() {
    const auto files = waiting_files(process_.settings().opinion.spool, files_a_scan);
    if (!files) return trouble("spool_unreadable", files.error());
    if (files->empty()) return scan_every;
    const auto bundle = ledger_.bundle("");
    if (!bundle) return trouble("no_rules", bundle.error());
    bool taken_any = false;
    for (const auto& file : *files) {
      if (process_.stopping()) return scan_every;
      if (!known(**bundle, file.provider)) continue;
      const auto done = take(file, **bundle);
      if (!done) return trouble("file_waits", done.error());
      taken_any = true;
    }
    return taken_any ? std::chrono::milliseconds{0} : scan_every;
  }

 private:
  // A folder of nobody we know is left as it is: the provider may only be missing in providers.yaml.
  bool known(const wire::Bundle& bundle, const std::string& provider) {
    const auto& providers = bundle.providers();
    if (std::any_of(providers.begin(), providers.end(), [&](const wire::Provider& p) { return p.id() == provider; })) return true;
    if (complained_.insert(provider).second) {
      log::warn("unknown_provider_folder", {{"folder", printable(provider)}, {"remedy", "add it to providers.yaml, or remove the folder"}});
    }
    return false;
  }

  Result<void> take(const SpoolFile& file, const wire::Bundle& bundle) {
    const auto text = read_file(file.path, max_file_bytes);
    if (!text) return put(file, {0, 0, 1, "the whole file: " + text.error().message + "\n", {{"unreadable", 1}}});
    const auto taken =
        take_text(*text, file.lines, bundle, file.provider, [this](wire::Submit submit) { return ledger_.submit(std::move(submit)); });
    if (!taken) return tl::unexpected(taken.error());
    return put(file, *taken);
  }

  static Result<void> put(const SpoolFile& file, const Taken& taken) {
    const auto where = put_away(file, taken.refused == 0 ? "done" : "refused", taken.why);
    if (!where) return tl::unexpected(where.error());
    for (const auto& [reason, signals] : taken.reasons)
      log::warn("signal_refused", {{"provider", file.provider}, {"reason", reason}, {"signals", signals}});
    log::info("file_taken",
              {{"provider", file.provider}, {"accepted", taken.accepted}, {"duplicate", taken.duplicate}, {"refused", taken.refused}});
    return {};
  }

  static std::chrono::milliseconds trouble(std::string_view what, const Error& error) {
    log::warn(what, {{"reason", error.message}});
    return after_trouble;
  }

  Process& process_;
  LedgerClient ledger_;
  std::set<std::string> complained_;
};

}  // namespace

int run(Process& process) {
  process.ready();
  const int stop_fd = process.stop_fd();
  const std::span<const int> stop(&stop_fd, 1);
  if (process.settings().opinion.spool.empty()) {
    log::info("spool_off", {{"remedy", "set opinion.spool to take files"}});
    while (!process.stopping()) bus::poll({}, stop, std::chrono::milliseconds{-1});
    return 0;
  }
  Watcher watcher(process);
  while (!process.stopping()) bus::poll({}, stop, watcher.scan());
  return 0;
}

}  // namespace fenghuo::opinion
