#include "services/deadlines/deadlines.hpp"

#include <optional>

#include "common/base/bytes.hpp"
#include "common/log/log.hpp"
#include "common/worker/ledger_client.hpp"
#include "services/deadlines/horizon.hpp"

namespace fenghuo::deadlines {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds look_every{500};
constexpr milliseconds ledger_timeout{3000};  // short: SIGTERM is looked at between calls
constexpr milliseconds after_trouble{2000};
constexpr milliseconds while_busy{100};
constexpr milliseconds after_undecided{60000};

class Watcher {
 public:
  explicit Watcher(Process& process)
      : process_(process), ledger_(process.context(), process.settings(), ledger_timeout), horizon_(process.settings().deadlines.horizon) {}

  // How long to wait before the next look.
  milliseconds look() {
    const auto status = read_status();
    if (!status) return trouble("no_ledger", status.error());
    if (status->active_bundle().empty()) return look_every;
    if (auto loaded = load(status->active_bundle()); !loaded) return trouble("no_rules", loaded.error());
    const Instant now = instant(status->now());
    const auto pass = horizon_.due(hash_, calendar_->date_of(now), now);
    return pass ? expand(*pass) : look_every;
  }

 private:
  Result<wire::StatusView> read_status() {
    wire::Query ask;
    ask.set_what("status");
    const auto rows = ledger_.query(std::move(ask));
    if (!rows) return tl::unexpected(rows.error());
    wire::StatusView status;
    if (rows->rows_size() != 1 || !status.ParseFromString(rows->rows(0))) return fail("the ledger's status can't be read");
    return status;
  }

  Result<void> load(const std::string& hash) {
    if (bundle_ && hash == hash_) return {};
    auto bundle = ledger_.bundle(hash);
    if (!bundle) return tl::unexpected(bundle.error());
    auto zone = Zone::find((*bundle)->timezone());
    if (!zone) return tl::unexpected(zone.error());
    auto calendar = Calendar::make((*bundle)->calendar(), *zone);
    if (!calendar) return tl::unexpected(calendar.error());
    bundle_ = *bundle;
    calendar_.emplace(std::move(*calendar));
    hash_ = hash;
    return {};
  }

  milliseconds expand(const Horizon::Pass& pass) {
    const Catalogue catalogue{*bundle_, *calendar_, hash_};
    const auto counts = pass.whole ? whole_pass(catalogue, pass.range, doors()) : next_pass(catalogue, pass.range, doors());
    if (!counts) return trouble("expansion_waits", counts.error());
    if (!counts->finished) return milliseconds{0};  // another bundle is in force, or we are to stop
    if (pass.whole || counts->opened + counts->refused > 0) {
      log::info("catalogue_expanded", {{"bundle", to_hex(hash_).substr(0, 12)},
                                       {"until", date_text(calendar_->date_of(pass.range.to))},
                                       {"opened", counts->opened},
                                       {"known", counts->known},
                                       {"amended", counts->amended},
                                       {"retracted", counts->retracted},
                                       {"reopened", counts->reopened},
                                       {"past", counts->past},
                                       {"refused", counts->refused}});
    }
    return horizon_.done(pass, *counts) ? look_every : after_undecided;
  }

  Doors doors() {
    return {[this](wire::Submit submit) { return ledger_.submit(std::move(submit)); },
            [this](wire::Query query) { return ledger_.query(std::move(query)); }, [this] { return go_on(); },
            process_.settings().deadlines.batch};
  }

  // The catalogue is in no hurry: while much waits to be decided, more of it would only fill the store's queue.
  bool go_on() {
    const int stop_fd = process_.stop_fd();
    while (!process_.stopping()) {
      const auto status = read_status();
      if (!status || status->active_bundle() != hash_) return false;
      if (status->pending_items() < process_.settings().deadlines.most_pending) return true;
      bus::poll({}, std::span<const int>(&stop_fd, 1), while_busy);
    }
    return false;
  }

  static milliseconds trouble(std::string_view what, const Error& error) {
    log::warn(what, {{"reason", error.message}});
    return after_trouble;
  }

  Process& process_;
  LedgerClient ledger_;
  std::shared_ptr<const wire::Bundle> bundle_;
  std::optional<Calendar> calendar_;
  std::string hash_;
  Horizon horizon_;
};

}  // namespace

int run(Process& process) {
  process.ready();
  const int stop_fd = process.stop_fd();
  const std::span<const int> stop(&stop_fd, 1);
  Watcher watcher(process);
  while (!process.stopping()) bus::poll({}, stop, watcher.look());
  return 0;
}

}  // namespace fenghuo::deadlines
