// Between the loop that talks to the ledger and the threads that send: jobs go in, each is taken by one thread, answers come back.
//
// Thread: any; all is behind one lock. The loop polls fd(), which is readable while answers wait. Bounded by the worker's credit: the
// ledger leases no more jobs than there are threads, so a job that is put in finds one idle and waits behind no other mail.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <vector>

#include "common/base/result.hpp"
#include "common/messages/frame.hpp"

namespace fenghuo::mailer {

class Tray {
 public:
  struct Answer {
    wire::JobItem job;
    Result<wire::SendOutcome> outcome;  // the error: why this worker can't send it
  };

  Tray();  // throws std::system_error when the process has no descriptor left
  ~Tray();
  Tray(const Tray&) = delete;
  Tray& operator=(const Tray&) = delete;

  void put(wire::JobItem job);
  // Waits for a job; nullopt: closed, and none left.
  std::optional<wire::JobItem> take();
  void answer(wire::JobItem job, Result<wire::SendOutcome> outcome);
  // What came back since the last call, oldest first.
  std::vector<Answer> answers();
  void close();

  int fd() const { return fd_; }

 private:
  std::mutex mutex_;
  std::condition_variable more_;
  std::deque<wire::JobItem> jobs_;
  std::vector<Answer> answers_;
  bool closed_ = false;
  int fd_;
};

}  // namespace fenghuo::mailer
