// Children of a supervisor that was killed are told to end by the kernel; a new one waits for them before it starts its own. Thread: main.
#pragma once

#include <chrono>
#include <string>

#include "common/base/result.hpp"

namespace fenghuo::supervise {

// Waits until none of the table's processes runs any more; after patience they are killed. Only a process that is still the one the table
// names (pid and start time) is touched. Error: the table can't be read, or something can't be killed.
Result<void> end_leftovers(const std::string& table_path, std::chrono::milliseconds patience);

}  // namespace fenghuo::supervise
