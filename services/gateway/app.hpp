// All that the handlers share: the ledger, the rules in force, tokens, metrics. Thread: the loop's alone; lives as long as the loop.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>

#include "services/gateway/hints.hpp"
#include "services/gateway/ledger_link.hpp"
#include "services/gateway/metrics.hpp"
#include "services/gateway/rules.hpp"
#include "services/gateway/tokens.hpp"

namespace fenghuo::gateway {

class App {
 public:
  App(boost::asio::io_context& io, const Settings& settings, std::string link_key, std::unique_ptr<LedgerLink> ledger,
      bus::Subscriber hints);

  const Settings& settings() const { return settings_; }
  LedgerLink& ledger() { return *ledger_; }
  // The token behind an Authorization header: one of the settings, or of a provider.
  std::shared_ptr<const ApiToken> token(std::string_view authorization) const;
  Metrics& metrics() { return metrics_; }
  const std::string& link_key() const { return link_key_; }
  std::shared_ptr<const Rules> rules() const { return rules_; }  // nullptr: no bundle is active yet, or the ledger was never reached
  // The ledger answered within the last seconds and a bundle is active.
  bool ready() const;
  // The ledger's clock, which is the only one that lateness knows; an Error: the ledger did not answer.
  Task<Result<Instant>> ledger_now();
  // What lets a caller without a token look at its own item: a MAC of the item's id.
  std::string item_key(std::uint64_t item) const;

  // Follows the ledger's status and the active bundle until stop(): when a hint says that something changed, and now and then.
  Task<void> follow_ledger();
  void stop();

  // Where long work is done so that the loop goes on: one thread, made when it is first needed, joined before the loop is gone.
  boost::asio::thread_pool& drawing_thread();

 private:
  Task<void> fetch_rules();
  Task<void> rest(std::chrono::steady_clock::time_point asked);
  void hear(std::uint64_t seq);

  const Settings& settings_;
  std::unique_ptr<LedgerLink> ledger_;
  Tokens tokens_;
  Metrics metrics_;
  std::string link_key_;
  std::shared_ptr<const Rules> rules_;
  boost::asio::steady_timer timer_;
  std::optional<std::chrono::steady_clock::time_point> answered_at_;
  Hints hints_;
  std::uint64_t seen_seq_ = 0;
  bool heard_ = false;  // something newer than seen_seq_
  bool stopping_ = false;
  std::unique_ptr<boost::asio::thread_pool> drawing_;
};

}  // namespace fenghuo::gateway
