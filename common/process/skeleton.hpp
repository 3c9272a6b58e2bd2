// The skeleton of every main: settings → run → drain, with signals, readiness and logs handled once.
//
//   int main(int argc, char** argv) { return fenghuo::run_process("webhook", argc, argv, webhook::run); }
//
// Every service takes: --config DIR --data DIR [--set KEY=VALUE]... [--instance NAME] [--log-level L].
// Exit codes: 0 drained, 1 failed (also: an exception left run), 2 bad usage or settings (the faults stand on stderr).
#pragma once

#include <functional>
#include <string>

#include "common/bus/bus.hpp"
#include "common/config/settings.hpp"

namespace fenghuo {

class Process {
 public:
  Process(std::string name, std::string instance, Settings settings, int stop_fd);
  const std::string& name() const { return name_; }
  const std::string& instance() const { return instance_; }  // unique per process: name-pid-random
  const Settings& settings() const { return settings_; }
  bus::Context& context() { return context_; }
  // Readable once SIGTERM or SIGINT came: poll it beside the sockets.
  int stop_fd() const { return stop_fd_; }
  bool stopping() const;
  // Says "ready" to the supervisor once: a line on the descriptor FENGHUO_READY_FD, closed afterwards; harmless when there is none.
  void ready();

 private:
  std::string name_, instance_;
  Settings settings_;
  int stop_fd_;
  bool said_ready_ = false;
  bus::Context context_;
};

int run_process(const char* name, int argc, char** argv, const std::function<int(Process&)>& run);

}  // namespace fenghuo
