// Runs a sister program to its end and reads what it prints. Thread: main. Failure: Error with the cause; its exit code is the caller's to
// judge.
#pragma once

#include <string>
#include <vector>

#include "common/base/result.hpp"

namespace fenghuo::cli {

struct Ended {
  int code = 0;     // 128 + n: by signal n
  std::string out;  // at most 1 MB of its stdout; stderr is ours
};

Result<Ended> run_sister(const std::string& program, std::vector<std::string> arguments);

}  // namespace fenghuo::cli
