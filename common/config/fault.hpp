// A fault of a configuration file: where, what, and what would be right.
#pragma once

#include <string>
#include <vector>

namespace fenghuo {

struct Fault {
  enum class Severity { error, warning };
  std::string file;
  int line = 0, column = 0;  // 1-based; 0 = the whole file
  std::string what;          // names the key and the value
  std::string remedy;        // what would be right
  Severity severity = Severity::error;
};

std::string to_text(const Fault& fault);  // file:line:col: [warning: ]what; remedy
bool has_errors(const std::vector<Fault>& faults);

}  // namespace fenghuo
