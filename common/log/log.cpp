#include "common/log/log.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <memory>

#include "common/log/line.hpp"

namespace fenghuo::log {
namespace {

struct State {
  std::string process;
  std::unique_ptr<spdlog::logger> logger;
};

// Never destroyed: a thread may still log while the program leaves main().
State& state() {
  static State* const instance = new State;
  return *instance;
}

spdlog::level::level_enum to_spdlog(Level level) {
  switch (level) {
    case Level::debug:
      return spdlog::level::debug;
    case Level::info:
      return spdlog::level::info;
    case Level::warn:
      return spdlog::level::warn;
    case Level::error:
      return spdlog::level::err;
  }
  return spdlog::level::info;
}

spdlog::level::level_enum threshold(std::string_view level) {
  if (level == "debug") return spdlog::level::debug;
  if (level == "warn") return spdlog::level::warn;
  if (level == "error") return spdlog::level::err;
  if (level == "off") return spdlog::level::off;
  return spdlog::level::info;
}

}  // namespace

void start(std::string_view process, std::string_view level) {
  auto logger = std::make_unique<spdlog::logger>(std::string(process), std::make_shared<spdlog::sinks::stderr_sink_mt>());
  logger->set_pattern("%v");
  logger->set_level(threshold(level));
  state().process = process;
  state().logger = std::move(logger);
}

void write(Level level, std::string_view event, Fields fields) {
  spdlog::logger* const logger = state().logger.get();
  if (logger == nullptr || !logger->should_log(to_spdlog(level))) return;
  logger->log(to_spdlog(level), spdlog::string_view_t(json_line(wall_now(), state().process, level, event, fields)));
}

}  // namespace fenghuo::log
