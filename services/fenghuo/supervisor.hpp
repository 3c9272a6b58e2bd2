// The supervisor's loop: starts the processes in order, waits for each to say "ready", restarts the dead with a growing pause, drains on
// SIGTERM.
//
// Order: the ledger first; once it is ready, activate() (the bundle must be in force before anybody works by it); then the others.
// Drain: workers, then the gateway, then the ledger, so that results and last requests still find it; what is late is killed: the ledger
// repeats it. Thread: main only; SIGTERM, SIGINT, SIGHUP and SIGCHLD are blocked before any other thread exists (block_signals).
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "common/base/result.hpp"
#include "services/fenghuo/child.hpp"

namespace fenghuo::supervise {

enum class Stage { ledger, gateway, worker };

struct Service {
  std::string name;  // unique: webhook, webhook-2
  Stage stage = Stage::worker;
  Program program;
};

struct Plan {
  std::vector<Service> services;  // in the order of their start
  std::string table_path;
  std::string url;
  std::chrono::milliseconds drain{10000};
  std::function<Result<void>()> activate;  // called once, when the ledger (if it is in the plan) is ready
  std::function<void()> reload;            // SIGHUP
  std::function<void()> all_ready;         // called once
};

void block_signals();

// Returns when everything has stopped: 0 after a drain that was asked for, 1 when the start failed.
int supervise(const Plan& plan);

}  // namespace fenghuo::supervise
