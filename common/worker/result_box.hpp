// Results that the ledger has not confirmed yet: each is kept, sent in batches, and repeated until RESULT_OK. Pure: time and sending are
// the caller's. Thread: its owner's. Bounded by the worker's credit.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <string>
#include <unordered_map>

#include "common/worker/lease_book.hpp"

namespace fenghuo {

class ResultBox {
 public:
  static constexpr std::size_t batch_items = 512, batch_bytes = 4U << 20U;
  static constexpr std::chrono::milliseconds repeat_after{1000};

  // lease, fence and id must be set. A result no frame could carry becomes a Failure that says so.
  void put(wire::ResultItem result);
  void confirm(std::uint64_t lease) { kept_.erase(lease); }
  const wire::Fence* fence(std::uint64_t lease) const;
  std::size_t size() const { return kept_.size(); }

  // The payload of the next RESULT, empty when nothing is owed. Nothing counts as sent before sent().
  std::string next_batch();
  void sent(SteadyTime now);
  // Is something waiting to be sent for the first time or again? Looks at the clock for repeats.
  bool owed(SteadyTime now);
  void repeat(std::uint64_t lease);
  void repeat_all();
  // When the oldest unconfirmed result must be repeated; SteadyTime::max() when none waits.
  SteadyTime next_repeat() const { return waiting_.empty() ? SteadyTime::max() : waiting_.front().at + repeat_after; }

  void list(wire::Hello& hello) const;

 private:
  struct Kept {
    std::string bytes;  // a Result message of this one item: such messages may be put one behind the other
    wire::Fence fence;
    std::uint64_t id = 0;
    bool owed = true;
    SteadyTime sent_at;
  };
  struct Waiting {
    std::uint64_t lease;
    SteadyTime at;
  };
  void skip_confirmed();

  std::unordered_map<std::uint64_t, Kept> kept_;
  std::deque<std::uint64_t> owed_;  // to be sent, oldest first; confirmed ones are skipped when met
  std::deque<Waiting> waiting_;     // sent, oldest first; likewise
  std::size_t in_batch_ = 0;        // entries of owed_ that next_batch() looked at
};

}  // namespace fenghuo
