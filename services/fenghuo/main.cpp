// fenghuo: supervisor of all processes (`up`) and the operator's command line.
#include <CLI/CLI.hpp>
#include <exception>

#include "services/fenghuo/command.hpp"

int main(int argc, char** argv) {
  namespace cli = fenghuo::cli;
  CLI::App app{"Fenghuo 烽火: warnings and duties that climb until somebody takes them", "fenghuo"};
  app.set_version_flag("--version", "fenghuo " FENGHUO_VERSION);
  app.require_subcommand(1);
  app.footer("Exit codes: 0 ok, 1 found problems, 2 usage. Every subcommand has --help and --json.");
  cli::Shared shared;
  cli::add_all(app, shared);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? cli::exit_ok : cli::exit_usage;
  }
  try {
    return shared.run ? shared.run() : cli::exit_usage;
  } catch (const std::exception& error) {
    return cli::complain(std::string("unexpected: ") + error.what());
  }
}
