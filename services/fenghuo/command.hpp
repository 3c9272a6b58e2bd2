// What every subcommand shares: the common options, the exit codes, and how a leaf of the command tree is made.
// Thread: main only. CLI11 itself stays in the .cpp files.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "common/base/result.hpp"

namespace CLI {
class App;
}

namespace fenghuo::cli {

inline constexpr int exit_ok = 0;
inline constexpr int exit_problems = 1;  // the command worked and found problems, or could not do what was asked
inline constexpr int exit_usage = 2;     // wrong arguments or settings

struct Common {
  std::string config = "./config";
  std::string data = "./data";
  std::vector<std::string> set;  // KEY=VALUE
  bool json = false;
};

// The parsed command line: the leaf that was named puts its work into run.
struct Shared {
  Common common;
  std::function<int()> run;
};

// A subcommand with --config, --data, --set and --json, whose work is run. Arguments that run needs live in objects it owns (shared_ptr).
CLI::App* add_leaf(CLI::App& parent, Shared& shared, const std::string& name, const std::string& description, std::function<int()> run);
// A subcommand that only groups others ("fenghuo matters").
CLI::App* add_group(CLI::App& parent, const std::string& name, const std::string& description);

// "fenghuo: message" on stderr; returns exit_problems.
int complain(const std::string& message);
int complain(const Error& error);

// The whole tree.
void add_all(CLI::App& app, Shared& shared);

// One for each file of commands.
void add_up(CLI::App& app, Shared& shared);
void add_check(CLI::App& app, Shared& shared);
void add_reload(CLI::App& app, Shared& shared);
void add_simulate(CLI::App& app, Shared& shared);
void add_diff(CLI::App& app, Shared& shared);
void add_directory(CLI::App& app, Shared& shared);
void add_catalogue(CLI::App& app, Shared& shared);
void add_signal(CLI::App& app, Shared& shared);
void add_matters(CLI::App& app, Shared& shared);
void add_acts(CLI::App& matters, Shared& shared);
void add_open(CLI::App& matters, Shared& shared);
void add_urge(CLI::App& matters, Shared& shared);
void add_deliveries(CLI::App& app, Shared& shared);
void add_destinations(CLI::App& app, Shared& shared);
void add_links(CLI::App& app, Shared& shared);
void add_feed(CLI::App& app, Shared& shared);
void add_print(CLI::App& matters, Shared& shared);
void add_quarantine(CLI::App& app, Shared& shared);
void add_ledger(CLI::App& app, Shared& shared);
void add_status(CLI::App& app, Shared& shared);
void add_report(CLI::App& app, Shared& shared);
void add_pause(CLI::App& app, Shared& shared);
void add_clock(CLI::App& app, Shared& shared);
void add_sign(CLI::App& app, Shared& shared);
void add_keys(CLI::App& app, Shared& shared);
void add_completion(CLI::App& app, Shared& shared);

}  // namespace fenghuo::cli
