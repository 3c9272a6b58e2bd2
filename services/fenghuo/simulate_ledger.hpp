// A ledger in memory for simulations: inboxes, versioned matters, what is due next, facets, serial numbers, messages that wait to leave.
// The rules are the live ledger's (services/ledger/core_decide.cpp, core_send.cpp): a matter's whole inbox before any tick; facts and
// registrations; one message for a dedup; withdrawals before what is queued; whether a message may leave asked again at every attempt
// (common/calendar/leaving.hpp). Every message arrives the moment it may leave, unless a carrier says otherwise: what it can't carry is
// tried again, what it refuses or what expires is dead, and its matter hears.
//
// Pure: no clock, no disk, no socket; the same input gives the same calls in the same order. One caller; when much is due, matters are
// decided ahead on threads that end within the call, and committed in their order, so that the number of threads changes nothing. Decide
// must be safe to call from several threads. A closed matter is dropped
// with its last message; of a key that is unique for ever a hash stays, of another key the number it had. Failure: an Error when a
// decision breaks the ledger's rules, which is a fault of the program and ends the simulation.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <queue>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "common/base/ids.hpp"
#include "common/base/result.hpp"
#include "common/calendar/calendar.hpp"
#include "common/clock/clock.hpp"
#include "common/messages/frame.hpp"
#include "services/fenghuo/simulate_facets.hpp"

namespace fenghuo::simulate {

// What a matter is called in what comes out: the topic, or the duty and its period.
struct Name {
  std::string key, source, occurrence;
  bool draft = false, proposed = false;
};

// A matter as its messages know it.
struct Origin {
  std::uint64_t id = 0;
  Name name;
  std::string number;
  std::unordered_map<std::uint64_t, Name> members;  // of a digest or brief: by matter id
};

struct Leaving {
  Instant at;
  const Origin& from;
  const wire::OutMessage& message;
};

struct Answer {
  Instant at;
  const Origin& from;
  const wire::InboxBody& item;
  const wire::ItemOutcome& outcome;
  std::uint64_t tag = 0;  // as it was submitted
};

// Something that would have been said, and to nobody.
struct Gap {
  Instant at;
  const Origin& from;
  std::string_view party, step, why;  // party may be empty: the rules name none
};

class Observer {
 public:
  virtual ~Observer() = default;
  virtual void leaves(const Leaving& message) = 0;
  virtual void answered(const Answer&) {}
  virtual void nobody(const Gap&) {}
};

struct Submission {
  std::string scope, key;  // idempotency; an empty key is never compared
  std::string matter_key;
  std::uint64_t matter_id = 0;  // instead of the key
  bool unique_forever = false;
  bool opens = true;  // false: only for a matter that is there
  wire::IntakeClass intake_class = wire::WARNING;
  wire::InboxBody body;
  std::uint64_t tag = 0;
  // The obligation of an occurrence, kept out of the matter while it rests; outlives the ledger. Null: the body holds it.
  const wire::Obligation* obligation = nullptr;
};

// What became of an attempt. later: a relay that is down, a pause; tried again then, a minute later at the soonest.
struct Carried {
  enum class How { arrived, later, refused };
  How how = How::arrived;
  Instant again{};
};
using Carrier = std::function<Carried(Instant, const wire::OutMessage&)>;

enum class Taken { yes, duplicate, conflict, closed, no_such_matter };  // conflict: a known key with another content

class VirtualLedger {
 public:
  using Decide = std::function<wire::Decision(const wire::DecideJob&)>;

  // calendar: of what keeps hours; outlives the ledger. Null: nothing does.
  VirtualLedger(Decide decide, Observer& observer, const Calendar* calendar = nullptr, Carrier carrier = {});
  ~VirtualLedger();
  VirtualLedger(const VirtualLedger&) = delete;
  VirtualLedger& operator=(const VirtualLedger&) = delete;

  Taken submit(Instant now, Submission submission);
  // Decides all that waits or is due at now, then lets leave what may; until nothing is left at this instant.
  Result<void> settle(Instant now);
  std::optional<Instant> next();  // when something is due next

  // Decides ahead what the clock alone makes due until then. What has changed by its time is decided anew.
  void look_ahead(Instant until);

  std::size_t open_matters() const { return matters_.size(); }
  std::size_t waiting_messages() const { return waiting_.size(); }
  std::uint64_t decisions() const { return decisions_; }

 private:
  struct Matter;
  struct Waiting {
    std::uint64_t matter = 0;
    std::int64_t due = 0;
    wire::OutMessage message;
  };
  struct Due {
    std::int64_t at = 0;
    std::uint64_t id = 0;
    bool operator>(const Due& other) const { return std::pair(at, id) > std::pair(other.at, other.id); }
  };
  using DueQueue = std::priority_queue<Due, std::vector<Due>, std::greater<>>;
  // A decision, and the matter's bytes after it.
  struct Decided {
    wire::Decision decision;
    std::string body;
  };
  struct Ahead {
    std::uint64_t matter = 0;
    Instant now;
    std::uint64_t version = 0;
    std::size_t inbox = 0;
    Decided decided;
  };
  struct Ended {
    std::uint64_t id = 0;
    std::string number;
  };

  Matter* find(std::uint64_t id) const;
  Matter& make(Instant now, const std::string& key, bool unique_forever);
  void add_item(Instant now, Matter& matter, wire::InboxBody body, wire::IntakeClass intake_class, std::uint64_t tag);
  void wake(Matter& matter, wire::IntakeClass intake_class);
  void set_next(Matter& matter, std::int64_t at);
  Result<void> decide_ready(Instant now);
  Result<void> decide_one(Instant now, Matter& matter);
  void add_numbers(wire::Fact& fact) const;
  wire::DecideJob job_for(Instant now, const Matter& matter, const std::vector<std::string>& wanted) const;
  Decided decide(Instant now, const Matter& matter, const std::vector<std::string>& wanted) const;
  void decide_ahead(std::vector<Ahead> what);
  bool take_ahead(Instant now, const Matter& matter, Decided& decided);
  std::optional<std::string> broken(const wire::Decision& decision, const Matter& matter) const;
  void commit(Instant now, Matter& matter, Decided& decided);
  void withdraw(Matter& matter, const wire::Withdraw& which);
  void queue(Instant now, Matter& matter, wire::OutMessage& message);
  Matter* target_of(Instant now, const wire::ToMatter& to);
  void forward(Instant now, Matter& matter, wire::ToMatter& to);
  void change_facets(Instant now, Matter& matter, const wire::Decision& decision);
  void tell(Instant now, const Matter& matter, const wire::Decision& decision);
  void let_leave(Instant now);
  bool try_to_leave(Instant now, std::uint64_t id, Waiting& waiting, Matter& matter);
  void put_off(std::uint64_t id, Waiting& waiting, Instant until);
  void dead(Instant now, Matter& matter, std::uint64_t id, const wire::OutMessage& message, std::string_view reason);
  void close(Matter& matter);
  void drop_if_done(Matter& matter);

  Decide decide_;
  Observer& observer_;
  const Calendar* calendar_;
  Carrier carrier_;
  IdMaker ids_;
  Facets facets_;
  std::unordered_map<std::uint64_t, std::unique_ptr<Matter>> matters_;
  std::unordered_map<std::string, std::uint64_t> by_key_;     // open ones
  std::unordered_map<std::string, std::uint64_t> by_number_;  // those that are still here
  std::unordered_map<std::string, Ended> ended_;              // closed ones whose key may open again
  std::unordered_set<std::uint64_t> for_ever_;                // hashes of closed keys that never open again
  std::unordered_map<std::string, std::string> known_;        // scope and key of an item → its digest
  std::unordered_map<std::string, std::uint64_t> serials_;
  std::unordered_map<std::uint64_t, Waiting> waiting_;
  DueQueue due_matters_, due_messages_;
  std::vector<std::uint64_t> ready_[3];
  std::unordered_map<std::uint64_t, Ahead> ahead_;
  std::uint64_t items_ = 0, messages_ = 0, decisions_ = 0;
};

}  // namespace fenghuo::simulate
