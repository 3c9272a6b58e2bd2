// Which message leaves next. Per-destination concurrency, rate, breaker, pause and round-robin, by opaque destination id: any number of
// senders share one limit, and a slow or dead destination delays only itself: part of the senders' room is kept for destinations that have
// nothing under way and no failures, and those that fail share at most half of it. Each channel has a ring of its own, since each has its
// own kind of worker; mailboxes behind one mail host also share that host's slots, so that a slow host leaves senders to the others. Urgent
// messages of a destination leave first, in their order. In memory (ids only); rebuilt at start-up. Not thread-safe. Pure.
#pragma once

#include <cstdint>
#include <deque>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "common/base/ids.hpp"
#include "common/clock/clock.hpp"
#include "common/messages/frame.hpp"
#include "services/ledger/workers.hpp"

namespace fenghuo::ledger {

struct Limits {
  std::uint32_t concurrency = 8;      // messages in flight at once
  std::uint32_t rate_per_minute = 0;  // 0 = no limit; a sliding window, so that never more than this leave in any 60 s
};

struct Candidate {
  MessageId id;
  std::string destination;
  bool retry = false, urgent = false;
};

class Dispatcher {
 public:
  void clear();  // all but limits, pauses and what the last minute saw leave
  void configure(const wire::Bundle& bundle);
  void disable(const std::string& destination, bool disabled);
  void pause(const std::set<std::string>& scopes);  // "all", "channel:mail", "destination:<id>"

  void add(MessageId id, const std::string& destination, Instant due, bool urgent, bool retry);
  // Takes the next message of a channel that may leave now, a slot of its destination and, where there is a rate, one of its minute.
  // Exactly one of unused(), give_back() and finished() returns the slot.
  std::optional<Candidate> next(Instant now, const std::string& channel, Room room = {no_limit, no_limit});
  std::vector<std::string> channels() const;                    // that have destinations
  void finished(const std::string& destination, bool success);  // an answer came
  void give_back(const std::string& destination);               // no answer came (worker died): it may have left
  void unused(const std::string& destination);                  // nothing left (withdrawn, expired): the minute is given back too
  void adopt(const std::string& destination);                   // a lease that survived a restart

  // Destinations with a rate, and messages to them that left before a restart, oldest first.
  std::vector<std::string> rated() const;
  void left_before(const std::string& destination, Instant at);

  bool sendable(Instant now);                     // next() would find something
  std::optional<Instant> next_wake(Instant now);  // when something may become sendable without an answer
  std::size_t waiting() const { return waiting_; }
  bool disabled(const std::string& destination) const;

  static constexpr std::uint32_t breaker_after = 5;    // failures in a row; then one probe at a time
  static constexpr std::uint32_t mail_host_slots = 8;  // unless mail.concurrency says otherwise
  static constexpr std::uint32_t no_limit = std::numeric_limits<std::uint32_t>::max();

 private:
  struct Entry {
    MessageId id;
    bool retry = false, urgent = false;
  };
  struct Host {
    std::uint32_t slots = mail_host_slots, in_flight = 0;
  };
  struct Destination {
    Limits limits;
    std::string channel = "webhook";
    Host* host = nullptr;  // mail alone
    std::deque<Entry> urgent, fresh, retries;
    bool empty() const { return urgent.empty() && fresh.empty() && retries.empty(); }
    std::uint32_t in_flight = 0, failures = 0;
    bool disabled = false, paused = false, in_ring = false, retry_turn = false;
    std::deque<Instant> sent;  // within the last minute, when there is a rate
  };
  struct Later {
    MessageId id;
    std::string destination;
    bool urgent = false, retry = false;
  };

  Destination& at(const std::string& id) { return destinations_[id]; }
  void enqueue(const std::string& id, Entry entry);
  void ripen(Instant now);
  void into_ring(const std::string& id, Destination& d);
  static Entry take(Destination& d);
  void hold_slot(Destination& d);
  void free_slot(Destination& d);
  static bool has_slot(const Destination& d);
  bool fits(const Destination& d, Room room) const;
  static std::optional<Instant> rate_wake(Destination& d, Instant now);
  bool paused_by_scope(const std::string& id, const std::string& channel) const;

  std::unordered_map<std::string, Destination> destinations_;
  std::map<std::string, Host> hosts_;                     // by the address of the mail host; never erased, destinations point here
  std::map<std::string, std::deque<std::string>> rings_;  // by channel: destinations with something due, in turn
  std::multimap<Instant, Later> later_;
  std::set<std::string> pauses_;
  std::size_t waiting_ = 0;
  std::map<std::string, std::uint32_t> failing_in_flight_;  // by channel: of destinations whose last answer was a failure
};

}  // namespace fenghuo::ledger
