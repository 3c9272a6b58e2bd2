// Jobs in, outcomes out: what the loop (app.hpp) does with each message between its lease and its result.
//
// Thread: the loop's alone. Every job taken is answered once through Answer or Cannot, at once or from run()/cancel_all() of its CurlMulti.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <unordered_map>

#include "common/http/curl_multi.hpp"
#include "common/worker/bundles.hpp"
#include "services/webhook/destinations.hpp"

namespace fenghuo::webhook {

class Sender {
 public:
  struct Doors {
    Bundles::Fetch fetch;
    Destinations::Resolve resolve;
    std::function<void(const wire::JobItem&, wire::SendOutcome)> answer;
    std::function<void(const wire::JobItem&, const std::string& reason)> cannot;
  };
  Sender(Doors doors, std::string link_key, std::size_t keep_connections);

  void take(wire::JobItem item);
  CurlMulti& http() { return http_; }
  std::size_t under_way() const { return under_way_.size(); }

 private:
  Destinations* destinations_of(const std::string& hash, std::string& why);
  void finished(const HttpReply& reply);
  void answer(const wire::JobItem& item, wire::SendOutcome outcome);

  Doors doors_;
  std::string link_key_;
  Bundles bundles_;
  std::string active_hash_;  // of destinations_
  std::unique_ptr<Destinations> destinations_;
  std::unordered_map<std::uint64_t, wire::JobItem> under_way_;  // by HttpRequest::id
  std::uint64_t last_request_ = 0;
  CurlMulti http_;
};

}  // namespace fenghuo::webhook
