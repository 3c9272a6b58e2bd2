// `ledger restore FILE`: puts a backup in the place of the database while no ledger runs. The doors are bound first, so that none can.
//
// The file is copied, examined (every page, schema, the journal's chain) and marked before anything is touched; what stood there is kept
// beside it under a name with the time. The next start holds (core_restore.cpp). Prints an Operated (protocol.proto) on stdout for the
// command line. Failure: exit code 1 with its reason, and the old database is where it was.
#pragma once

#include <string>

#include "common/process/skeleton.hpp"

namespace fenghuo::ledger {

struct RestoreOptions {
  std::string file;
  bool only_check = false;
};

int restore(Process& process, const RestoreOptions& options);

// A restore that was cut off between its two renames left no database: starting now would begin an empty one. Empty, or what to do.
std::string unfinished_restore(const std::string& database);

}  // namespace fenghuo::ledger
