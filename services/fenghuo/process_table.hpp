// What runs under `fenghuo up`: <data>/run/processes.json, for `fenghuo status` and whoever needs a pid.
// Written whole or not at all (rename). Failure: Error naming the file.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.hpp"

namespace fenghuo::supervise {

struct ProcessRow {
  std::string name;               // webhook, webhook-2
  pid_t pid = 0;                  // 0 = not running just now
  std::uint64_t start_ticks = 0;  // with the pid it names one process for ever (field 22 of /proc/PID/stat)
  std::string started;            // RFC 3339
  bool ready = false;
  unsigned restarts = 0;
  std::string last_exit;  // "exit 1", "signal 9"; empty = never died
};

struct ProcessTable {
  pid_t supervisor = 0;
  std::uint64_t supervisor_ticks = 0;
  std::string url;
  bool ready = false;  // all of them were ready once
  std::vector<ProcessRow> processes;
};

std::string process_table_path(const std::string& data_dir);
std::string to_json(const ProcessTable& table);
Result<ProcessTable> parse_process_table(std::string_view json);
Result<void> save_process_table(const ProcessTable& table, const std::string& path);
// nullopt: no such file.
Result<std::optional<ProcessTable>> load_process_table(const std::string& path);

// nullopt: no such process, or it is a zombie.
std::optional<std::uint64_t> start_ticks_of(pid_t pid);
bool still_runs(pid_t pid, std::uint64_t start_ticks);

}  // namespace fenghuo::supervise
