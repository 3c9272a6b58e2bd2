// The bundles this process has fetched: the one in force and those recent messages were decided with.
//
// Thread: the loop's alone. fetch may block for as long as its own time-out; after a failure the same hash is not asked for again at once.
#pragma once

#include <chrono>
#include <functional>
#include <list>
#include <memory>
#include <string>

#include "common/base/result.hpp"
#include "common/messages/frame.hpp"

namespace fenghuo {

class Bundles {
 public:
  using Bundle = std::shared_ptr<const wire::Bundle>;
  using Fetch = std::function<Result<Bundle>(const std::string& hash)>;
  explicit Bundles(Fetch fetch, std::size_t keep = 8) : fetch_(std::move(fetch)), keep_(keep) {}

  Result<Bundle> get(const std::string& hash, std::chrono::steady_clock::time_point now);

 private:
  struct Held {
    std::string hash;
    Bundle bundle;
  };
  Fetch fetch_;
  std::size_t keep_;
  std::list<Held> held_;  // last used first
  std::string failed_hash_, failed_why_;
  std::chrono::steady_clock::time_point failed_until_{};
};

}  // namespace fenghuo
