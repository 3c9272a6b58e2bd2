// Answers QUERY on a thread and a read-only connection of its own, so that a list never delays an acceptance.
//
// Start with run() on a new thread; stop() ends it within a poll. The writer publishes its StatusView here before it answers anybody.
#pragma once

#include <atomic>
#include <mutex>
#include <string>

#include "common/base/crypto.hpp"
#include "common/bus/bus.hpp"
#include "common/messages/frame.hpp"
#include "common/storage/reader.hpp"

namespace fenghuo::ledger {

// The writer's latest snapshot. Thread-safe.
class StatusBoard {
 public:
  void publish(wire::StatusView status);
  wire::StatusView read() const;
  std::uint64_t seq() const { return seq_.load(std::memory_order_acquire); }

 private:
  mutable std::mutex mutex_;
  wire::StatusView status_;
  std::atomic<std::uint64_t> seq_{0};
};

class Queries {
 public:
  Queries(bus::Router router, storage::Reader& reader, const StatusBoard& board, crypto::SigningKey key);
  void run();
  void stop() { stopping_ = true; }

 private:
  void answer(const std::string& identity, const wire::Query& query);
  wire::Rows rows(const wire::Query& query);
  bus::Router router_;
  storage::Reader& reader_;
  const StatusBoard& board_;
  crypto::SigningKey key_;
  std::atomic<bool> stopping_{false};
};

}  // namespace fenghuo::ledger
