// Blocking calls to the ledger, for the CLI, for fetching bundles and for tests; the gateway's own client is asynchronous
// (services/gateway). Thread: one thread per client. Every call has a time-out; no answer is an Error that names the endpoint.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "common/bus/bus.hpp"
#include "common/config/settings.hpp"

namespace fenghuo {

class LedgerClient {
 public:
  LedgerClient(bus::Context& context, const Settings& settings, std::chrono::milliseconds timeout = std::chrono::seconds{10});
  ~LedgerClient();
  // Answer after the commit. Resent with the same content while there is no answer (items are idempotent by key).
  Result<wire::Accepted> submit(wire::Submit submit);
  // Submits one item and waits for its decision too; outcome is unset when the decision did not come within wait.
  struct Done {
    wire::AcceptedItem accepted;
    std::optional<wire::ItemOutcome> outcome;
  };
  Result<Done> submit_and_wait(std::string scope, wire::SubmitItem item, std::chrono::milliseconds wait);
  Result<wire::Operated> operate(wire::Operate operate);
  Result<wire::Rows> query(wire::Query query);
  // The bundle by its hash (empty = the active one), checked against the hash.
  Result<std::shared_ptr<const wire::Bundle>> bundle(const std::string& hash);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// bus::Curve from settings, secrets resolved.
Result<bus::Curve> curve_of(const Settings& settings);

}  // namespace fenghuo
