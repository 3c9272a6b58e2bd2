// Builds the bundle (policy, directory, destinations, calendar: one immutable version) from the YAML files of a configuration folder.
//
// Files: levels.yaml ladders.yaml categories.yaml directory.yaml destinations.yaml mail.yaml providers.yaml calendar.yaml policy.yaml
// plans.yaml obligations/*.yaml. A folder without plans.yaml and obligations/ has warnings and no duties.
// Every unknown key, wrong type, missing file and dangling reference is a Fault; lints of ladders (unreachable people, empty rungs, rungs
// nobody reaches, shadowed rules) and of duties are warnings. The bundle is only usable when there is no error. Pure but for reading files.
#pragma once

#include <string>
#include <vector>

#include "common/config/fault.hpp"
#include "common/messages/frame.hpp"

namespace fenghuo {

struct BundleLoad {
  wire::Bundle bundle;
  std::vector<Fault> faults;
};
BundleLoad load_bundle(const std::string& config_dir);

// SHA-256 of the bundle's canonical bytes: its name everywhere.
std::string bundle_hash(const wire::Bundle& bundle);

}  // namespace fenghuo
