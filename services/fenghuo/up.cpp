// fenghuo up: checks everything that can be wrong before the first process starts, then hands over to the supervisor.
#include <CLI/CLI.hpp>
#include <csignal>
#include <iostream>
#include <set>

#include "common/clock/clock.hpp"
#include "common/log/log.hpp"
#include "services/fenghuo/activation.hpp"
#include "services/fenghuo/files.hpp"
#include "services/fenghuo/leftovers.hpp"
#include "services/fenghuo/notify.hpp"
#include "services/fenghuo/process_table.hpp"
#include "services/fenghuo/secrets.hpp"
#include "services/fenghuo/supervisor.hpp"

namespace fenghuo::cli {

namespace {

struct UpOptions {
  std::vector<std::string> only;
  std::string clock;
};

supervise::Stage stage_of(const std::string& process) {
  if (process == "ledger") return supervise::Stage::ledger;
  return process == "gateway" ? supervise::Stage::gateway : supervise::Stage::worker;
}

std::vector<std::string> arguments_of(const Common& common) {
  std::vector<std::string> arguments{"--config", common.config, "--data", common.data};
  for (const auto& one : common.set) arguments.insert(arguments.end(), {"--set", one});
  return arguments;
}

// The services of the settings that --only names (all when it is empty).
Result<std::vector<supervise::Service>> services_of(const Settings& settings, const Common& common, const std::vector<std::string>& only) {
  const auto folder = supervise::own_folder();
  if (!folder) return tl::unexpected(folder.error());
  std::set<std::string> wanted(only.begin(), only.end());
  std::vector<supervise::Service> services;
  for (const auto& [process, count] : settings.supervisor.processes) {
    if (!only.empty() && wanted.erase(process) == 0) continue;
    for (std::uint32_t n = 1; n <= count; ++n) {
      const std::string name = n == 1 ? process : process + "-" + std::to_string(n);
      services.push_back({name, stage_of(process), {*folder + "/" + process, arguments_of(common)}});
    }
  }
  if (!wanted.empty())
    return fail("--only " + *wanted.begin() + ": no such process in supervisor.processes of " + common.config + "/fenghuo.yaml");
  if (services.empty()) return fail("supervisor.processes of " + common.config + "/fenghuo.yaml names no process");
  return services;
}

std::string url_of(const Settings& settings) {
  std::string listen = settings.gateway.listen;
  constexpr std::string_view everywhere = "0.0.0.0:";
  if (listen.starts_with(everywhere)) listen = "127.0.0.1:" + listen.substr(everywhere.size());
  return "http://" + listen;
}

Result<void> activate_and_say(const Settings& settings, const Common& common, const wire::Bundle& bundle) {
  Access access(settings, common.config);
  const auto activation = activate(access, bundle);
  if (!activation) return tl::unexpected(activation.error());
  log::info(activation->changed() ? "bundle_activated" : "bundle_in_force", {{"hash", hash_label(activation->new_hash)}});
  return {};
}

// SIGHUP: a version that is not whole changes nothing.
void reload_and_say(const Settings& settings, const Common& common) {
  const auto bundle = load_printed(common.config);
  if (!bundle) {
    log::error("reload_refused", {{"reason", "the configuration has errors; the old one stays in force"}});
    return;
  }
  if (auto made = supervise::make_missing_secrets(supervise::wanted_secrets(*bundle, settings), settings.data_dir); !made) {
    log::error("reload_refused", {{"reason", made.error().message}});
    return;
  }
  if (auto done = activate_and_say(settings, common, *bundle); !done) log::error("reload_refused", {{"reason", done.error().message}});
}

Result<supervise::FileLock> lock_data_folder(const Settings& settings) {
  if (auto made = supervise::make_folder(settings.data_dir + "/run", 0755); !made) return tl::unexpected(made.error());
  auto lock = supervise::FileLock::take(settings.data_dir + "/run/supervisor.lock");
  if (!lock) {
    return fail("another `fenghuo up` works on the data folder " + settings.data_dir + ": " + lock.error().message +
                "; stop it first, or choose another --data");
  }
  return lock;
}

Result<void> make_secrets(const wire::Bundle& bundle, const Settings& settings) {
  const auto made = supervise::make_missing_secrets(supervise::wanted_secrets(bundle, settings), settings.data_dir);
  if (!made) return tl::unexpected(made.error());
  for (const auto& reference : *made) log::info("secret_made", {{"reference", reference}});
  return {};
}

int up(Common common, const UpOptions& options) {
  if (!options.clock.empty()) common.set.push_back("ledger.clock=" + options.clock);
  const auto settings = settings_of(common);
  if (!settings) return exit_usage;
  const auto bundle = load_printed(common.config);
  if (!bundle) {
    complain("the configuration " + common.config + " has errors; nothing was started");
    return exit_usage;
  }
  auto services = services_of(*settings, common, options.only);
  if (!services) {
    complain(services.error());
    return exit_usage;
  }
  // Signals are blocked before the first thread of the bus exists, so that every thread has them blocked.
  supervise::block_signals();
  ::signal(SIGPIPE, SIG_IGN);
  log::start("fenghuo", settings->log_level);
  const auto lock = lock_data_folder(*settings);
  if (!lock) return complain(lock.error());
  const std::string table_path = supervise::process_table_path(settings->data_dir);
  if (auto clear = supervise::end_leftovers(table_path, settings->supervisor.drain); !clear) return complain(clear.error());
  if (auto made = make_secrets(*bundle, *settings); !made) return complain(made.error());

  const bool own_ledger = std::ranges::any_of(*services, [](const auto& service) { return service.stage == supervise::Stage::ledger; });
  const std::string url = url_of(*settings);
  const supervise::Plan plan{
      .services = std::move(*services),
      .table_path = table_path,
      .url = url,
      .drain = settings->supervisor.drain,
      .activate = [&]() -> Result<void> { return own_ledger ? activate_and_say(*settings, common, *bundle) : Result<void>{}; },
      .reload = [&] { reload_and_say(*settings, common); },
      .all_ready =
          [&] {
            std::cout << "ready " << url << std::endl;
            supervise::notify_systemd("READY=1");
          },
  };
  const int code = supervise::supervise(plan);
  supervise::notify_systemd("STOPPING=1");
  return code;
}

}  // namespace

void add_up(CLI::App& app, Shared& shared) {
  auto options = std::make_shared<UpOptions>();
  CLI::App* leaf = add_leaf(app, shared, "up",
                            "start and supervise all processes; prints \"ready URL\" when all are ready; SIGTERM drains, SIGHUP reloads",
                            [&shared, options] { return up(shared.common, *options); });
  leaf->add_option("--only", options->only, "start these processes alone, e.g. ledger,escalator")->delimiter(',')->type_name("A,B");
  leaf->add_option("--clock", options->clock,
                   "system | manual | manual:TIME (RFC 3339) | demo:RATE[:TIME] (time runs RATE times faster, and begins at TIME)")
      ->type_name("SPEC");
}

}  // namespace fenghuo::cli
