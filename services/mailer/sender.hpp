// A job in, an outcome out: what a thread of the mailer does with each message between its lease and its result.
//
// Thread: one a sender; send() blocks. The shelf of bundles is shared by all of them.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <string>

#include "common/worker/bundles.hpp"
#include "services/mailer/relays.hpp"

namespace fenghuo::mailer {

// Bundles for several threads: who needs one that is being fetched waits for it.
class Shelf {
 public:
  explicit Shelf(Bundles::Fetch fetch) : bundles_(std::move(fetch)) {}
  Result<Bundles::Bundle> get(const std::string& hash);

 private:
  std::mutex mutex_;
  Bundles bundles_;
};

class Sender {
 public:
  // ca_file: PEM; who vouches for mail servers, empty = the system's.
  Sender(Shelf& shelf, Relays::Resolve resolve, std::string link_key, const std::atomic<bool>& stop, std::string ca_file = {})
      : shelf_(shelf), resolve_(std::move(resolve)), link_key_(std::move(link_key)), ca_file_(std::move(ca_file)), client_(stop) {}

  // The error is a reason why this worker can't: the job goes back unsent.
  Result<wire::SendOutcome> send(const wire::JobItem& item);

 private:
  Result<Relays*> relays_of(const std::string& hash);

  Shelf& shelf_;
  Relays::Resolve resolve_;
  std::string link_key_, ca_file_;
  std::string active_hash_;  // of relays_
  std::unique_ptr<Relays> relays_;
  SmtpClient client_;
};

// The longest time an attempt may take, so that it ends before its lease does.
Millis within_lease(Millis timeout, Millis lease);

}  // namespace fenghuo::mailer
