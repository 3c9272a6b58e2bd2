// The workers that said HELLO, and what each of them holds. In memory: a restart makes them say HELLO again. Not thread-safe. Pure but for
// steady time passed in.
//
// A worker whose peer is gone keeps its leases for a short while (it may only have reconnected under another address), then they are given
// up. One that has been silent for several pings, or that let a lease expire, gets nothing more until it speaks: a frozen process holds
// little and would otherwise look like the best one.
#pragma once

#include <chrono>
#include <cstdint>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "common/base/ids.hpp"
#include "common/messages/frame.hpp"

namespace fenghuo::ledger {

using Steady = std::chrono::steady_clock::time_point;

struct Lease {
  std::uint64_t id = 0;
  wire::Fence fence;
  std::string instance;  // the worker's
  bool decision = false;
  bool numbered = false;      // decisions: the matter has its number already
  bool background = false;    // decisions: of the expansion's class
  bool was_open = false;      // decisions: the matter was open when it was leased
  std::uint64_t target = 0;   // matter id or message id
  std::vector<ItemId> inbox;  // decisions: the items it was given
  std::string destination;    // sends
  bool alone = false;         // leased alone, after deaths
  Steady expires;
};

struct Worker {
  std::string instance, identity, kind;
  std::uint32_t credit = 0;
  std::set<std::uint64_t> held;  // lease ids
  Steady last_seen;
  bool gone = false, draining = false;
  bool suspended = false;  // a lease of its expired; until it speaks
  Steady gone_since;
};

// What workers of one kind may still take, and all they may hold.
struct Room {
  std::uint32_t free = 0, total = 0;
};

class Workers {
 public:
  void clear();
  Worker& hello(const std::string& identity, const wire::Hello& hello, Steady now);  // a reconnect keeps its leases
  Worker* by_identity(const std::string& identity);
  Worker* heard(const std::string& identity, Steady now);  // the same, and it is alive
  Worker* by_instance(const std::string& instance);
  void peer_gone(const std::string& identity, Steady now);
  void remove(const std::string& instance);

  Lease& add_lease(Lease lease);
  Lease* lease(std::uint64_t id);
  Lease* lease_of(bool decision, std::uint64_t target);
  void end_lease(std::uint64_t id);

  // A worker of this kind that may take one more; least loaded first. alone: only one that holds nothing.
  Worker* with_room(const std::string& kind, bool alone, Steady now);
  Room room(const std::string& kind, Steady now) const;
  std::vector<std::uint64_t> expired(Steady now) const;
  void suspend(const std::string& instance);
  std::vector<std::string> given_up(Steady now) const;  // instances gone for longer than the patience
  std::size_t leases() const { return leases_.size(); }
  std::vector<MatterId> leased_decisions() const;
  std::size_t background() const { return background_; }                        // decisions under way: of the expansion's class
  std::size_t foreground() const { return decision_of_.size() - background_; }  // … and all others
  std::unordered_map<std::string, Worker>& all() { return workers_; }

  static constexpr std::chrono::milliseconds patience{1500};
  static constexpr std::chrono::milliseconds ping{2000};
  static constexpr std::chrono::milliseconds longest_silence = 3 * ping;

 private:
  static bool in_service(const Worker& worker, const std::string& kind, Steady now);

  std::unordered_map<std::string, Worker> workers_;           // by instance
  std::unordered_map<std::string, std::string> instance_of_;  // identity → instance
  std::unordered_map<std::uint64_t, Lease> leases_;
  std::unordered_map<std::uint64_t, std::uint64_t> decision_of_, send_of_;  // target → lease id
  std::size_t background_ = 0;
};

}  // namespace fenghuo::ledger
