// The bundles this process has fetched, each with its look-ups made once.
//
// Thread: one. Bounded: the least recently used goes first. A fetch that failed is not repeated for a moment, so that a window full of jobs
// of one unknown bundle costs one time-out.
#pragma once

#include <chrono>
#include <functional>
#include <list>
#include <memory>
#include <string>

#include "common/base/result.hpp"
#include "services/escalator/index.hpp"

namespace fenghuo::escalator {

struct Prepared {
  explicit Prepared(std::shared_ptr<const wire::Bundle> b) : bundle(std::move(b)), index(*bundle) {}
  std::shared_ptr<const wire::Bundle> bundle;
  Index index;
};

class BundleCache {
 public:
  using Fetch = std::function<Result<std::shared_ptr<const wire::Bundle>>(const std::string& hash)>;
  using Clock = std::function<std::chrono::steady_clock::time_point()>;
  BundleCache(Fetch fetch, Clock clock, std::size_t keep = 16) : fetch_(std::move(fetch)), clock_(std::move(clock)), keep_(keep) {}

  Result<std::shared_ptr<const Prepared>> get(const std::string& hash);

 private:
  struct Entry {
    std::string hash;
    std::shared_ptr<const Prepared> prepared;  // null: the fetch failed at that time
    std::string error;
    std::chrono::steady_clock::time_point failed_at;
  };
  Result<std::shared_ptr<const Prepared>> fetch(const std::string& hash);

  Fetch fetch_;
  Clock clock_;
  std::size_t keep_;
  std::list<Entry> entries_;  // most recently used first
};

}  // namespace fenghuo::escalator
