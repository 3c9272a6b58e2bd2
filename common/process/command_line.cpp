#include "common/process/command_line.hpp"

#include "common/base/bytes.hpp"

namespace fenghuo {
namespace {

constexpr std::array<std::string_view, 5> levels{"debug", "info", "warn", "error", "off"};
constexpr std::size_t longest_instance = 40;

// The instance's name stands in logs and in the ledger's list of workers.
bool valid_instance(std::string_view name) {
  return !name.empty() && name.size() <= longest_instance && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
  });
}

Result<void> take(CommandLine& line, std::string_view option, std::string value) {
  if (option == "--config") {
    line.config_dir = std::move(value);
  } else if (option == "--data") {
    line.data_dir = std::move(value);
  } else if (option == "--set") {
    if (value.find('=') == std::string::npos || value.front() == '=')
      return fail("--set " + printable(value) + ": write KEY=VALUE, for example --set ledger.clock=manual");
    line.overrides.push_back(std::move(value));
  } else if (option == "--instance") {
    if (!valid_instance(value)) return fail("--instance " + printable(value) + ": at most 40 letters, digits, '-', '_' and '.'");
    line.instance = std::move(value);
  } else if (option == "--log-level") {
    if (std::find(levels.begin(), levels.end(), value) == levels.end())
      return fail("--log-level " + printable(value) + ": one of debug, info, warn, error, off");
    line.log_level = std::move(value);
  } else {
    return fail("unknown option " + printable(option) + "; see --help");
  }
  return {};
}

}  // namespace

Result<CommandLine> parse_command_line(std::span<const char* const> arguments) {
  CommandLine line;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    std::string_view option = arguments[i];
    if (option == "--help" || option == "-h") line.help = true;
    if (option == "--version") line.version = true;
    if (line.help || line.version) return line;
    if (!option.starts_with("--")) return fail("unexpected argument " + printable(option) + "; see --help");
    std::string value;
    if (const auto equals = option.find('='); equals != std::string_view::npos) {
      value = option.substr(equals + 1);
      option = option.substr(0, equals);
    } else if (i + 1 < arguments.size()) {
      value = arguments[++i];
    }
    if (value.empty()) return fail(printable(option) + " needs a value; see --help");
    if (auto taken = take(line, option, std::move(value)); !taken) return tl::unexpected(taken.error());
  }
  if (line.config_dir.empty()) return fail("--config DIR is missing: the folder with fenghuo.yaml");
  if (line.data_dir.empty()) return fail("--data DIR is missing: the folder for data, secrets and sockets");
  return line;
}

std::string usage(const std::string& program) {
  return "Usage: " + program +
         " --config DIR --data DIR [options]\n"
         "  --config DIR       the folder with fenghuo.yaml\n"
         "  --data DIR         the folder for data, secrets and sockets\n"
         "  --set KEY=VALUE    overrides a setting, for example ledger.clock=manual (may be repeated)\n"
         "  --instance NAME    begins this process's name in logs and in the ledger's list\n"
         "  --log-level L      debug, info, warn, error or off\n"
         "  --version, --help\n"
         "Exit codes: 0 drained, 1 failed, 2 bad usage or settings.\n";
}

}  // namespace fenghuo
