// One group commit at a time around whatever the ledger's loop does, and what follows a failed one.
//
// Thread: the writer's. On any storage failure nothing leaves: the transaction is rolled back and the state in memory is read again, as
// after a restart. Until that has succeeded nothing is taken: half-loaded memory must decide nothing.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "common/clock/clock.hpp"
#include "common/storage/store.hpp"

namespace fenghuo::ledger {

class GroupCommit {
 public:
  // reload reads everything in memory again; it throws StorageError when the store cannot be read.
  GroupCommit(storage::Store& store, LedgerClock& clock, std::function<void()> reload)
      : store_(store), clock_(clock), reload_(std::move(reload)) {}

  // Runs the work in a transaction and commits it. False: nothing of it is on disk, error() says why. dirty: whether the work wrote
  // something that is no event.
  bool run(const std::function<void()>& work, const std::function<bool()>& dirty);

  bool must_reload() const { return must_reload_; }
  const std::string& error() const { return error_; }  // of the last run, empty when it succeeded
  std::uint64_t seq() const { return seq_; }           // of the newest event on disk
  std::uint64_t commits() const { return commits_; }

 private:
  bool reloaded();

  storage::Store& store_;
  LedgerClock& clock_;
  std::function<void()> reload_;
  std::string error_;
  std::uint64_t seq_ = 0, commits_ = 0;
  Instant stamped_{};
  bool must_reload_ = false;
};

}  // namespace fenghuo::ledger
