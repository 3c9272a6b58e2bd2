// What waits to be decided: per matter its undecided items, and the order in which matters are served. In memory (ids only); rebuilt at
// start-up.
//
// Classes are served in order (human actions and red, other warnings, expansion); within a class first come, first served. Not thread-safe.
// Pure.
#pragma once

#include <array>
#include <deque>
#include <optional>
#include <unordered_map>
#include <vector>

#include "common/base/ids.hpp"
#include "common/messages/frame.hpp"

namespace fenghuo::ledger {

class Inbox {
 public:
  void clear();
  void add(MatterId matter, ItemId item, wire::IntakeClass intake_class);
  // Marks a matter to be served without items (due, or asked again with facts).
  void wake(MatterId matter, wire::IntakeClass intake_class);
  // Removes a decided item; false when it was not pending.
  bool remove(MatterId matter, ItemId item);
  void forget(MatterId matter);  // quarantined: its items stay in the store, nothing is served
  const std::vector<ItemId>& items(MatterId matter) const;
  bool has(MatterId matter, ItemId item) const;

  // The next matter to serve, leaving its items; nullopt when nothing is ready.
  std::optional<MatterId> next();
  bool ready() const;
  bool queued(MatterId matter) const;
  std::size_t pending_items() const { return items_count_; }
  std::size_t pending_matters() const { return matters_.size(); }

 private:
  struct Waiting {
    std::vector<ItemId> items;
    bool queued = false;
  };
  std::unordered_map<MatterId, Waiting> matters_;
  std::array<std::deque<MatterId>, 3> ready_;
  std::size_t items_count_ = 0;
};

}  // namespace fenghuo::ledger
