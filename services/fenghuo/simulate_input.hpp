// Reads what a simulation is fed with: warnings and acts, one JSON object a line, each checked against the bundle. A fault names
// file:line, the key, and the way out. Pure but for read_whole().
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.hpp"
#include "services/fenghuo/simulate_run.hpp"

namespace fenghuo::simulate {

template <class T>
struct Lines {
  std::vector<T> items;             // within [from, to), in the order of the file
  std::vector<std::string> faults;  // at most 50
  std::size_t outside = 0;          // items before or after the period
};

Result<std::string> read_whole(const std::string& path);  // "-" is stdin; at most 64 MB

// issued_at is a signal's time. JSONL, one object, an array, or {"signals": [...]}.
Lines<TimedSignal> read_signals(const std::string& path, std::string_view text, const wire::Bundle& bundle, Instant from, Instant to);

// {"at", "matter", "party", "kind", "by"?, "until"?, …}: the names of `fenghuo matters`' acts and of the HTTP API's fields.
Lines<WrittenAct> read_acts(const std::string& path, std::string_view text, const wire::Bundle& bundle, Instant from, Instant to);

}  // namespace fenghuo::simulate
