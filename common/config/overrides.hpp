// --set KEY=VALUE laid over a file's tree. Pure.
#pragma once

#include <string>

#include "common/config/node.hpp"

namespace fenghuo::config {

// "ledger.clock=manual": makes or replaces the value under the dotted key. A value that begins with [ or { is read as YAML, any other is
// plain text. What it sets has the place "--set KEY=…" (file only), so that faults found later name it.
void apply_override(Node& root, const std::string& override_text, FaultList& faults);

}  // namespace fenghuo::config
