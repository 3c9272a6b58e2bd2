// Puts a configuration's bundle in force: `up` and `reload` share it. Thread: main.
#pragma once

#include <string>

#include "services/fenghuo/access.hpp"

namespace fenghuo::cli {

struct Activation {
  std::string old_hash, new_hash;  // raw bytes; old is empty the first time
  bool changed() const { return old_hash != new_hash; }
};

// Loads the bundle of a folder and prints its faults on stderr; nullopt when there is an error among them.
std::optional<wire::Bundle> load_printed(const std::string& config_dir);

// Duties and plans whose confirmation the rules in force do not have, or by somebody else or on another day: for each the arguments
// confirmed ("duty:<id>" or "plan:<id>"), confirmed_by and confirmed_on of the activation, so that the journal says who and when.
std::vector<std::pair<std::string, std::string>> confirmations(const wire::Bundle& before, const wire::Bundle& after);

// Activates it unless it is the one in force.
Result<Activation> activate(Access& access, const wire::Bundle& bundle);

std::string hash_label(const std::string& hash);  // the first 12 hex digits, "none" when empty

}  // namespace fenghuo::cli
