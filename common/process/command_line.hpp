// The command line every service takes. Pure, thread-safe; a wrong one is an Error that names the argument.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "common/base/result.hpp"

namespace fenghuo {

struct CommandLine {
  std::string config_dir, data_dir;
  std::vector<std::string> overrides;  // KEY=VALUE, in order
  std::string instance, log_level;     // empty: not given
  bool help = false, version = false;
};

// arguments without the program's name. Options may be written "--data DIR" or "--data=DIR"; --config and --data are needed.
Result<CommandLine> parse_command_line(std::span<const char* const> arguments);

std::string usage(const std::string& program);

}  // namespace fenghuo
