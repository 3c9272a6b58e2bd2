// The destinations of one bundle, made ready to send: url, networks, secrets resolved.
//
// Thread: the loop's alone. Secrets are read again every few seconds, so that a new file counts without a restart; a reference that can't
// be resolved is a retry that names the reference, never what is behind it.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "common/base/result.hpp"
#include "common/clock/clock.hpp"
#include "common/http/address_guard.hpp"
#include "common/http/standard_webhooks.hpp"
#include "common/messages/frame.hpp"

namespace fenghuo::webhook {

struct Target {
  std::string url;
  std::vector<WebhookSecret> secrets;  // newest first; all of them sign
  std::shared_ptr<const std::vector<Cidr>> allow;
  Millis timeout{0};
};

class Destinations {
 public:
  using Resolve = std::function<Result<std::string>(const std::string& reference)>;
  Destinations(const std::shared_ptr<const wire::Bundle>& bundle, Resolve resolve);

  // The outcome of a job that can't be sent is the error: an unknown destination is a reject, a secret that is not there a retry.
  tl::expected<const Target*, wire::SendOutcome> find(const std::string& id, std::chrono::steady_clock::time_point now);

 private:
  struct Entry {
    Target target;
    std::string fault;          // of its configuration, for good
    std::string secrets_fault;  // as of the last look
    std::vector<std::string> references;
    std::chrono::steady_clock::time_point look_again{};
  };
  static Entry prepared(const wire::Destination& destination);
  void read_secrets(const std::string& id, Entry& entry);

  Resolve resolve_;
  std::unordered_map<std::string, Entry> entries_;
};

}  // namespace fenghuo::webhook
