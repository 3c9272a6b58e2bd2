// Injects faults below SQLite (a shim over its file system layer), for tests of "accepted means on disk".
//
// A spec is KIND:PATH. The fault acts while the file PATH exists, so that a test switches it on and off:
//   full:PATH       every write to the database fails with "disk full"
//   sync:PATH       every fsync fails: a commit that must not be reported
//   torn:PATH       the next write stops half way and the process dies at once, as in a power cut
//   readonly:PATH   every write fails with "read-only"
// Thread-safe. Only the writer's connection uses it.
#pragma once

#include <string>

#include "common/base/result.hpp"

namespace fenghuo::storage {

// Registers the shim and returns the name of its VFS; an empty spec returns an empty name.
Result<std::string> install_faults(const std::string& spec);

}  // namespace fenghuo::storage
