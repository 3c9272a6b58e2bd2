// Jobs that a worker could not do (CANNOT) and what they wait for: a while of real time, longer each time, then they are leased again. That
// says nothing of the job itself, so it counts neither as an attempt of the retry schedule nor as a failed decision. In memory: a restart
// leases them at once. Not thread-safe. Pure but for steady time passed in.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>

#include "services/ledger/workers.hpp"

namespace fenghuo::ledger {

struct Rest {
  bool decision = false;
  std::uint64_t target = 0;  // matter id or message id
  std::string destination;   // sends
  bool urgent = false;
};

class Resting {
 public:
  static constexpr std::chrono::milliseconds first{250}, longest{30000};

  // How often in a row this one was given back.
  std::uint32_t add(Rest rest, Steady now) {
    const std::uint32_t times = ++times_[rest.target];
    const auto wait = std::min<std::chrono::milliseconds>(first * (1U << std::min(times - 1, 16U)), longest);
    ++resting_[rest.target];
    waiting_.emplace(now + wait, std::move(rest));
    return times;
  }
  bool rests(std::uint64_t target) const { return resting_.contains(target); }
  std::optional<Rest> due(Steady now) {
    if (waiting_.empty() || waiting_.begin()->first > now) return std::nullopt;
    Rest rest = std::move(waiting_.begin()->second);
    waiting_.erase(waiting_.begin());
    const auto it = resting_.find(rest.target);
    if (--it->second == 0) resting_.erase(it);
    return rest;
  }
  void done(std::uint64_t target) {  // somebody could
    if (!times_.empty()) times_.erase(target);
  }
  std::size_t size() const { return waiting_.size(); }
  std::optional<Steady> next() const { return waiting_.empty() ? std::nullopt : std::optional(waiting_.begin()->first); }
  void clear() {
    waiting_.clear();
    resting_.clear();
    times_.clear();
  }

 private:
  std::multimap<Steady, Rest> waiting_;
  std::unordered_map<std::uint64_t, std::uint32_t> resting_;  // targets in waiting_
  std::unordered_map<std::uint64_t, std::uint32_t> times_;
};

}  // namespace fenghuo::ledger
