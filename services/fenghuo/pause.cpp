// fenghuo pause|resume: stops sending, keeps deciding; always visible in `fenghuo status`.
#include <CLI/CLI.hpp>

#include "services/fenghuo/operated.hpp"

namespace fenghuo::cli {

namespace {

struct Scope {
  std::string channel, destination;
  bool all = false;
};

std::string scope_text(const Scope& scope) {
  if (!scope.channel.empty()) return "channel:" + scope.channel;
  if (!scope.destination.empty()) return "destination:" + scope.destination;
  return "all";
}

void add(CLI::App& app, Shared& shared, const char* what, const char* description, const char* done) {
  auto scope = std::make_shared<Scope>();
  CLI::App* leaf = add_leaf(app, shared, what, description, [&shared, scope, what, done] {
    return with_ledger(shared.common, [&](Access& access) {
      const std::string text = scope_text(*scope);
      return say_operated(access.operate(what, {{"scope", text}}), done + (" " + text), shared.common.json);
    });
  });
  CLI::Option_group* which = leaf->add_option_group("what", "one of these; all when none is given");
  which->add_option("--channel", scope->channel, "one channel, e.g. webhook")->type_name("C");
  which->add_option("--destination", scope->destination, "one destination")->type_name("D");
  which->add_flag("--all", scope->all, "everything");
  which->require_option(0, 1);
}

}  // namespace

void add_pause(CLI::App& app, Shared& shared) {
  add(app, shared, "pause", "stop sending (everything, a channel or a destination); deciding goes on", "paused");
  add(app, shared, "resume", "send again what was paused", "resumed");
}

}  // namespace fenghuo::cli
