// `ledger restore FILE`: puts a backup in the place of the database while no ledger runs. The doors are bound first, so that none can.
//
// The file is copied, examined (every page, schema, the journal's chain) and marked before anything is touched; what stood there is kept
// beside it under a name with the time, its log with it (restore_files.hpp). The next start holds (core_restore.cpp). Prints an Operated
// (protocol.proto) on stdout for the command line. Failure: exit code 1 with its reason; what stood there is where it was, or the exchange
// is unfinished, and nothing starts before it is run again.
#pragma once

#include <string>

#include "common/messages/frame.hpp"
#include "common/process/skeleton.hpp"

namespace fenghuo::ledger {

struct RestoreOptions {
  std::string file;
  bool only_check = false;
};

int restore(Process& process, const RestoreOptions& options);

// The same without the doors, to which somebody else holds the locks.
Result<wire::Operated> put_back(const std::string& database, const RestoreOptions& options);

// A restore that was cut off between its renames left no database, or one without its log: nothing may start on that. Empty, or what to do.
std::string unfinished_restore(const std::string& database);

}  // namespace fenghuo::ledger
