// What the gateway counts, as Prometheus text. Thread: the loop's alone. No label carries anything from a request but its route's pattern.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "common/messages/frame.hpp"

namespace fenghuo::gateway {

class Metrics {
 public:
  Metrics();
  ~Metrics();
  void request(std::string_view route, int status, std::chrono::microseconds took);
  void signals(std::string_view status, std::size_t n);  // accepted | duplicate | refused
  void connections(std::size_t open);
  void ledger(const wire::StatusView& status);
  void ledger_up(bool up);
  std::string text() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace fenghuo::gateway
