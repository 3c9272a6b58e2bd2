// fenghuo check: every fault of a configuration, without starting or changing anything.
#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <iostream>

#include "common/base/bytes.hpp"
#include "common/config/bundle_loader.hpp"
#include "services/fenghuo/views.hpp"

namespace fenghuo::cli {

namespace {

namespace json = boost::json;

json::object fault_json(const Fault& fault) {
  return {{"file", fault.file},     {"line", fault.line},
          {"column", fault.column}, {"severity", fault.severity == Fault::Severity::error ? "error" : "warning"},
          {"what", fault.what},     {"remedy", fault.remedy}};
}

int check(const Common& common) {
  const auto settings = load_settings(common.config, common.data, common.set);
  const auto bundle = load_bundle(common.config);
  std::vector<Fault> faults = settings.faults;
  faults.insert(faults.end(), bundle.faults.begin(), bundle.faults.end());
  const bool wrong = has_errors(faults);
  const std::string hash = wrong ? std::string() : to_hex(bundle_hash(bundle.bundle));
  if (common.json) {
    json::array rows;
    for (const auto& fault : faults) rows.push_back(fault_json(fault));
    print_json(json::object{{"ok", !wrong}, {"bundle", hash}, {"faults", std::move(rows)}});
  } else {
    for (const auto& fault : faults) std::cout << to_text(fault) << '\n';
    if (!wrong) std::cout << common.config << ": ok, bundle " << hash.substr(0, 12) << '\n';
  }
  return wrong ? exit_problems : exit_ok;
}

}  // namespace

void add_check(CLI::App& app, Shared& shared) {
  add_leaf(app, shared, "check", "every fault of a configuration as file:line:col: what is wrong; what would be right",
           [&shared] { return check(shared.common); });
}

}  // namespace fenghuo::cli
