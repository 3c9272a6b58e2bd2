// fenghuo reload: takes a new configuration only if it is whole; else the old one stays in force.
#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <iostream>

#include "common/base/bytes.hpp"
#include "services/fenghuo/activation.hpp"
#include "services/fenghuo/secrets.hpp"
#include "services/fenghuo/views.hpp"

namespace fenghuo::cli {

namespace {

Result<int> reload(Access& access, const Common& common) {
  const auto bundle = load_printed(common.config);
  if (!bundle) return fail("the configuration " + common.config + " has errors; the old one stays in force");
  const auto made = supervise::make_missing_secrets(supervise::wanted_secrets(*bundle, access.settings()), access.settings().data_dir);
  if (!made) return fail(made.error().message + "; the old configuration stays in force");
  const auto activation = activate(access, *bundle);
  if (!activation) return fail(activation.error().message + "; the old configuration stays in force");
  if (common.json) {
    print_json(boost::json::object{
        {"changed", activation->changed()}, {"old", to_hex(activation->old_hash)}, {"new", to_hex(activation->new_hash)}});
  } else if (activation->changed()) {
    std::cout << "bundle " << hash_label(activation->old_hash) << " -> " << hash_label(activation->new_hash) << '\n';
  } else {
    std::cout << "bundle " << hash_label(activation->new_hash) << " is in force already; nothing changed\n";
  }
  return exit_ok;
}

}  // namespace

void add_reload(CLI::App& app, Shared& shared) {
  add_leaf(app, shared, "reload", "put the configuration in force if it is whole; else the old one stays, and it says why",
           [&shared] { return with_ledger(shared.common, [&](Access& access) { return reload(access, shared.common); }); });
}

}  // namespace fenghuo::cli
