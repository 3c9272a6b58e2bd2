// For tests: the ledger's side of the work protocol, by hand. Nothing is answered unless the test says so. Thread: the test's. Failures are
// GoogleTest failures; a bind that fails throws.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "common/bus/bus.hpp"

namespace fenghuo {

class FakeLedger {
 public:
  FakeLedger(bus::Context& context, const std::string& endpoint) : router_(bus::Router::bind(context, endpoint).value()) {}

  void read() {
    while (auto in = router_.receive()) {
      peer = in->identity;
      heard.push_back(std::move(*in));
    }
  }
  std::size_t count(wire::Type type) const {
    return static_cast<std::size_t>(std::count_if(heard.begin(), heard.end(), [&](const bus::Incoming& in) { return in.type == type; }));
  }
  template <class Message>
  std::vector<Message> all(wire::Type type) const {
    std::vector<Message> found;
    for (const auto& in : heard)
      if (in.type == type) {
        EXPECT_TRUE(found.emplace_back().ParseFromString(in.payload));
      }
    return found;
  }
  void say(wire::Type type, const std::string& payload = {}) { EXPECT_EQ(router_.send(peer, type, payload), bus::Sent::yes); }
  void welcome(std::uint64_t epoch, std::int64_t ping_ms = 60'000, const std::string& bundle = "b1") {
    wire::Welcome message;
    message.set_epoch(epoch);
    message.set_ping_ms(ping_ms);
    message.set_lease_ms(60'000);
    message.set_active_bundle(bundle);
    say(wire::WELCOME, message.SerializeAsString());
  }
  void jobs(std::uint64_t first, std::uint64_t n, std::uint64_t epoch = 1, std::int64_t lease_ms = 0) {
    wire::Job message;
    for (std::uint64_t lease = first; lease < first + n; ++lease) {
      wire::JobItem* item = message.add_items();
      item->set_lease(lease);
      item->set_id(lease + 1000);
      item->set_lease_ms(lease_ms);
      item->mutable_fence()->set_epoch(epoch);
      item->mutable_fence()->set_counter(lease);
      item->mutable_send()->set_message_id(lease + 1000);
    }
    say(wire::JOB, message.SerializeAsString());
  }
  void confirm(const std::vector<std::uint64_t>& leases) {
    wire::ResultOk ok;
    for (const auto lease : leases) ok.add_leases(lease);
    say(wire::RESULT_OK, ok.SerializeAsString());
  }
  const bus::Router& socket() const { return router_; }

  std::vector<bus::Incoming> heard;
  std::string peer;

 private:
  bus::Router router_;
};

}  // namespace fenghuo
