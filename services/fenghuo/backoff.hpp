// How long a dead child waits before it is started again: 100 ms, doubled at each failure, at most 5 s. Pure.
#pragma once

#include <chrono>

namespace fenghuo::supervise {

class RestartBackoff {
 public:
  static constexpr std::chrono::milliseconds first{100};
  static constexpr std::chrono::milliseconds longest{5000};
  static constexpr std::chrono::milliseconds healthy{2000};  // a child that was ready and lived this long has not failed

  // A child died: was it ready, and how long did it live? Answers the wait before the next start.
  std::chrono::milliseconds died(bool was_ready, std::chrono::milliseconds lived);
  unsigned failures() const { return failures_; }  // in a row, the last death included

 private:
  unsigned failures_ = 0;
};

}  // namespace fenghuo::supervise
