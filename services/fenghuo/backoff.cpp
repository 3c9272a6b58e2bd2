#include "services/fenghuo/backoff.hpp"

#include <algorithm>

namespace fenghuo::supervise {

std::chrono::milliseconds RestartBackoff::died(bool was_ready, std::chrono::milliseconds lived) {
  if (was_ready && lived >= healthy) failures_ = 0;
  ++failures_;
  const unsigned doublings = std::min(failures_ - 1, 16U);
  return std::min(longest, first * (1U << doublings));
}

}  // namespace fenghuo::supervise
