// The leases a worker holds: from JOB until its answer, with the time at which each must be renewed. Pure: time comes from the caller.
// Thread: its owner's. Bounded by the worker's credit.
#pragma once

#include <chrono>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "common/messages/frame.hpp"

namespace fenghuo {

using SteadyTime = std::chrono::steady_clock::time_point;

inline bool same_fence(const wire::Fence& a, const wire::Fence& b) { return a.epoch() == b.epoch() && a.counter() == b.counter(); }

class LeaseBook {
 public:
  void add(const wire::JobItem& job, std::chrono::milliseconds lease_time, SteadyTime now);
  // The fence of a held lease, or nullptr.
  const wire::Fence* fence(std::uint64_t lease) const;
  void remove(std::uint64_t lease) { held_.erase(lease); }
  std::size_t size() const { return held_.size(); }

  // Leases of which a third has passed since they were given or renewed last.
  std::vector<std::uint64_t> due(SteadyTime now);
  void renewed(const std::vector<std::uint64_t>& leases, SteadyTime now);
  // No lease is due before this; SteadyTime::max() when none is held.
  SteadyTime next_due() const { return next_due_; }

  void list(wire::Hello& hello) const;

 private:
  struct Held {
    wire::Fence fence;
    std::uint64_t id = 0;
    std::chrono::milliseconds third{0};
    SteadyTime renew_at;
  };
  void find_next_due();

  std::unordered_map<std::uint64_t, Held> held_;
  SteadyTime next_due_ = SteadyTime::max();
};

}  // namespace fenghuo
