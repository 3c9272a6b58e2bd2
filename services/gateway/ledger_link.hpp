// Asynchronous calls to the ledger: SUBMIT → ACCEPTED (→ DECIDED), QUERY → ROWS, OPERATE → OPERATED.
//
// Thread: the loop's alone. Every call ends: with an answer, or with an Error after its time-out. A SUBMIT without an answer is sent again
// now and then (its items are idempotent by key), so a restarted ledger gets it; a QUERY likewise, an OPERATE goes out once. Nothing is
// claimed that the ledger did not say.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <unordered_map>

#include "common/config/settings.hpp"
#include "services/gateway/channel.hpp"

namespace fenghuo::gateway {

template <class T>
using Task = boost::asio::awaitable<T>;

class LedgerLink {
 public:
  struct Options {
    std::string intake, query;
    bus::Curve curve;
    std::chrono::milliseconds submit_timeout{8000}, query_timeout{5000}, resend{2500};
  };
  static Result<std::unique_ptr<LedgerLink>> open(boost::asio::io_context& io, bus::Context& context, const Options& options);
  LedgerLink(boost::asio::io_context& io, Options options, bus::Dealer intake, bus::Dealer query);
  ~LedgerLink();

  Task<Result<wire::Accepted>> submit(wire::Submit submit);
  // One item, and its decision if that comes within wait.
  struct Done {
    wire::AcceptedItem accepted;
    std::optional<wire::ItemOutcome> outcome;
  };
  Task<Result<Done>> submit_and_wait(std::string scope, wire::SubmitItem item, std::chrono::milliseconds wait);
  Task<Result<wire::Rows>> query(wire::Query query);
  Task<Result<wire::Operated>> operate(wire::Operate operate);
  void close();

 private:
  struct Waiting;
  using Waitings = std::unordered_map<std::uint64_t, std::shared_ptr<Waiting>>;

  void on_message(const bus::Incoming& message);
  void answer(Waitings& waitings, std::uint64_t request, const bus::Incoming& message);
  Task<Result<std::string>> call(Channel& channel, wire::Type type, std::uint64_t request, std::string payload,
                                 std::chrono::milliseconds timeout);
  Task<std::optional<wire::ItemOutcome>> decision(std::uint64_t request, wire::AcceptedItem accepted, std::uint64_t seq,
                                                  std::chrono::milliseconds wait);
  Task<std::optional<wire::ItemOutcome>> look_up(std::uint64_t item, std::uint64_t seq);
  void offer(Waiting& waiting);
  void tick();
  void tick_after(std::chrono::milliseconds delay);

  boost::asio::io_context& io_;
  Options options_;
  Channel intake_, query_;
  boost::asio::steady_timer timer_;
  Waitings calls_, decisions_;
  std::uint64_t last_request_ = 0;
  bool closed_ = false;
};

wire::Query make_query(std::string what, std::initializer_list<std::pair<std::string_view, std::string>> filter = {},
                       std::uint32_t limit = 1);

}  // namespace fenghuo::gateway
