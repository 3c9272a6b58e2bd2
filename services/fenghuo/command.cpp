#include "services/fenghuo/command.hpp"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>

namespace fenghuo::cli {

CLI::App* add_leaf(CLI::App& parent, Shared& shared, const std::string& name, const std::string& description, std::function<int()> run) {
  CLI::App* leaf = parent.add_subcommand(name, description);
  Common& common = shared.common;
  leaf->add_option("--config", common.config, "configuration folder")->capture_default_str();
  leaf->add_option("--data", common.data, "data folder")->capture_default_str();
  leaf->add_option("--set", common.set, "override one setting, e.g. gateway.listen=127.0.0.1:9090 (may be repeated)")
      ->type_name("KEY=VALUE")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  leaf->add_flag("--json", common.json, "one JSON object on stdout instead of text");
  leaf->callback([&shared, run = std::move(run)] {
    // The bus takes absolute paths only, and an error should name the folder whatever the reader's own folder is.
    shared.common.data = std::filesystem::absolute(shared.common.data).lexically_normal().string();
    shared.run = run;
  });
  return leaf;
}

CLI::App* add_group(CLI::App& parent, const std::string& name, const std::string& description) {
  CLI::App* group = parent.add_subcommand(name, description);
  group->require_subcommand(1);
  return group;
}

int complain(const std::string& message) {
  std::cerr << "fenghuo: " << message << '\n';
  return exit_problems;
}

int complain(const Error& error) { return complain(error.message); }

void add_all(CLI::App& app, Shared& shared) {
  add_up(app, shared);
  add_check(app, shared);
  add_reload(app, shared);
  add_simulate(app, shared);
  add_diff(app, shared);
  add_directory(app, shared);
  add_catalogue(app, shared);
  add_signal(app, shared);
  add_matters(app, shared);
  add_deliveries(app, shared);
  add_destinations(app, shared);
  add_links(app, shared);
  add_feed(app, shared);
  add_quarantine(app, shared);
  add_ledger(app, shared);
  add_status(app, shared);
  add_report(app, shared);
  add_pause(app, shared);
  add_clock(app, shared);
  add_sign(app, shared);
  add_keys(app, shared);
  add_completion(app, shared);
}

}  // namespace fenghuo::cli
