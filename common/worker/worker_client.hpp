// The worker's side of the work protocol (docs/protocol.md): HELLO, credit, jobs, results repeated until confirmed, leases renewed, pings
// answered.
//
// Thread: one thread owns a WorkerClient. Nothing blocks. Loop: poll {socket(), own descriptors} for at most wait(), then pump(), then
// next() … complete(). A result is kept and repeated until RESULT_OK; jobs the ledger has forgotten are dropped by it, not here.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/bus/bus.hpp"

namespace fenghuo {

class WorkerClient {
 public:
  struct Options {
    std::string endpoint;
    bus::Curve curve;
    std::string kind;  // decide | webhook
    std::string instance;
    std::uint32_t credit = 64;
  };
  static Result<std::unique_ptr<WorkerClient>> connect(bus::Context& context, Options options);
  ~WorkerClient();

  const bus::Socket& socket() const;
  // Longest time to sleep before the next pump(): pings, repeats, renewals.
  std::chrono::milliseconds wait() const;
  // Reads what is there and sends what is owed. Call after every wake-up and before sleeping.
  void pump();
  // The next job leased to us, oldest first.
  std::optional<wire::JobItem> next();
  // Answers a job. lease, fence and id are copied from it; many results travel in one message at the next pump().
  void complete(const wire::JobItem& job, wire::ResultItem result);
  void cannot(const wire::JobItem& job, const std::string& reason);
  bool welcomed() const;  // a ledger has answered HELLO
  const std::string& active_bundle() const;
  std::size_t unanswered() const;  // jobs held plus results not confirmed
  // Drain: no new jobs (GOODBYE); pump() on until unanswered() is 0 or the caller gives up.
  void goodbye();

 private:
  struct Impl;
  explicit WorkerClient(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace fenghuo
