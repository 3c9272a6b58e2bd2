// Starts a program as our child: own process group, SIGTERM when we die, /dev/null as input, its output on our error output, and a pipe on
// which it says "ready" (FENGHUO_READY_FD). Thread: main only (the death signal belongs to the thread that forks). Failure: Error with the
// cause.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "common/base/result.hpp"

namespace fenghuo::supervise {

struct Program {
  std::string path;
  std::vector<std::string> arguments;  // without the program's own name
};

struct Child {
  pid_t pid = 0;
  int ready_fd = -1;  // ours to close; readable when it says something or dies
};

Result<Child> start_child(const Program& program);

// The folder of the running program: its sisters live beside it.
Result<std::string> own_folder();

}  // namespace fenghuo::supervise
