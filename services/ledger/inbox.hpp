// What waits to be decided: per matter its undecided items, and the order in which matters are served. In memory (ids only); rebuilt at
// start-up.
//
// Classes are served in order (human actions and red, other warnings, expansion); within a class first come, first served. A matter that
// waits in one class moves up as soon as something of a higher class arrives for it. How many items each submitter (scope) has waiting is
// known, for its quota. Not thread-safe. Pure.
#pragma once

#include <array>
#include <deque>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "common/base/ids.hpp"
#include "common/messages/frame.hpp"

namespace fenghuo::ledger {

class Inbox {
 public:
  void clear();
  void add(MatterId matter, ItemId item, wire::IntakeClass intake_class, const std::string& scope = {});
  // Marks a matter to be served without items (due, or asked again with facts).
  void wake(MatterId matter, wire::IntakeClass intake_class);
  // Removes a decided item; false when it was not pending.
  bool remove(MatterId matter, ItemId item);
  void move(MatterId from, MatterId to, ItemId item, wire::IntakeClass intake_class);
  void forget(MatterId matter);  // quarantined: its items stay in the store, nothing is served
  const std::vector<ItemId>& items(MatterId matter) const;
  bool has(MatterId matter, ItemId item) const;

  // The next matter to serve, leaving its items; nullopt when nothing is ready.
  std::optional<MatterId> next();
  bool ready() const { return queued_[0] + queued_[1] + queued_[2] > 0; }
  // Nothing but expansion is ready: next() would serve that.
  bool only_expansion() const { return queued_[0] + queued_[1] == 0 && queued_[2] > 0; }
  bool queued(MatterId matter) const;
  std::vector<MatterId> queued_matters() const;
  std::size_t pending_items() const { return items_count_; }
  std::size_t pending_items(const std::string& scope) const;
  std::size_t pending_matters() const { return matters_.size(); }

 private:
  static constexpr std::size_t classes = 3;
  struct Waiting {
    std::vector<ItemId> items;
    std::vector<std::uint32_t> scopes;  // of each item, as an index into pending_
    std::size_t rank = classes;         // the class it is queued in; classes = in none
  };
  std::uint32_t scope_index(const std::string& scope);
  void put(MatterId matter, ItemId item, wire::IntakeClass intake_class, std::uint32_t scope);
  std::optional<std::uint32_t> take_out(MatterId matter, ItemId item);

  std::unordered_map<MatterId, Waiting> matters_;
  std::array<std::deque<MatterId>, classes> ready_;  // an entry counts only while its matter is queued in that class
  std::unordered_map<std::string, std::uint32_t> scopes_;
  std::vector<std::size_t> pending_;           // items waiting, by scope
  std::array<std::size_t, classes> queued_{};  // matters queued, by class
  std::size_t items_count_ = 0;
};

}  // namespace fenghuo::ledger
