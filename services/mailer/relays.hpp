// The mail servers of the bundle in force, and each destination's: addresses, networks, login resolved.
//
// Thread: its owner's alone. Secrets are read again every few seconds, so that a new file counts without a restart; a reference that can't
// be resolved is a retry that names the reference, never what is behind it.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>

#include "common/base/result.hpp"
#include "common/messages/send_outcome.hpp"
#include "services/mailer/smtp_client.hpp"

namespace fenghuo::mailer {

struct Mailbox {
  const Relay* relay = nullptr;
  std::string address;
};

class Relays {
 public:
  using Resolve = std::function<Result<std::string>(const std::string& reference)>;
  Relays(std::shared_ptr<const wire::Bundle> bundle, Resolve resolve);

  // The outcome of a job that can't be sent is the error: an unknown destination is a reject, a login that is not there a retry.
  tl::expected<Mailbox, wire::SendOutcome> find(const std::string& destination, std::chrono::steady_clock::time_point now);

 private:
  Relay prepared(const std::string& url) const;
  Result<void> read_login(std::chrono::steady_clock::time_point now);

  std::shared_ptr<const wire::Bundle> bundle_;
  Resolve resolve_;
  std::unordered_map<std::string, const wire::Destination*> destinations_;
  std::map<std::string, Relay> relays_;  // by url
  std::string user_, password_, login_fault_;
  std::chrono::steady_clock::time_point look_again_{};
};

}  // namespace fenghuo::mailer
