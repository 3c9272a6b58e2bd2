#include "services/ledger/inbox.hpp"

#include <algorithm>

namespace fenghuo::ledger {
namespace {

std::size_t rank_of(wire::IntakeClass intake_class) {
  if (intake_class == wire::HUMAN) return 0;
  return intake_class == wire::EXPANSION ? 2 : 1;
}

}  // namespace

void Inbox::clear() {
  matters_.clear();
  for (auto& queue : ready_) queue.clear();
  scopes_.clear();
  pending_.clear();
  items_count_ = 0;
  queued_ = {};
}

std::uint32_t Inbox::scope_index(const std::string& scope) {
  const auto [it, created] = scopes_.try_emplace(scope, static_cast<std::uint32_t>(pending_.size()));
  if (created) pending_.push_back(0);
  return it->second;
}

void Inbox::put(MatterId matter, ItemId item, wire::IntakeClass intake_class, std::uint32_t scope) {
  auto& waiting = matters_[matter];
  waiting.items.push_back(item);
  waiting.scopes.push_back(scope);
  ++pending_[scope];
  ++items_count_;
  wake(matter, intake_class);
}

void Inbox::add(MatterId matter, ItemId item, wire::IntakeClass intake_class, const std::string& scope) {
  put(matter, item, intake_class, scope_index(scope));
}

void Inbox::wake(MatterId matter, wire::IntakeClass intake_class) {
  auto& waiting = matters_[matter];
  const std::size_t rank = rank_of(intake_class);
  if (waiting.rank <= rank) return;
  if (waiting.rank != classes) --queued_.at(waiting.rank);
  ++queued_.at(rank);
  waiting.rank = rank;  // its entry in a lower class is void from now on
  ready_.at(rank).push_back(matter);
}

// The scope of the item that was taken out; nullopt: it was not pending.
std::optional<std::uint32_t> Inbox::take_out(MatterId matter, ItemId item) {
  const auto it = matters_.find(matter);
  if (it == matters_.end()) return std::nullopt;
  auto& waiting = it->second;
  const auto found = std::find(waiting.items.begin(), waiting.items.end(), item);
  if (found == waiting.items.end()) return std::nullopt;
  const auto which = waiting.scopes.begin() + (found - waiting.items.begin());
  const std::uint32_t scope = *which;
  waiting.scopes.erase(which);
  waiting.items.erase(found);
  --pending_[scope];
  --items_count_;
  if (waiting.items.empty() && waiting.rank == classes) matters_.erase(it);
  return scope;
}

bool Inbox::remove(MatterId matter, ItemId item) { return take_out(matter, item).has_value(); }

void Inbox::move(MatterId from, MatterId to, ItemId item, wire::IntakeClass intake_class) {
  if (const auto scope = take_out(from, item)) put(to, item, intake_class, *scope);
}

void Inbox::forget(MatterId matter) {
  const auto it = matters_.find(matter);
  if (it == matters_.end()) return;
  items_count_ -= it->second.items.size();
  for (const auto scope : it->second.scopes) --pending_[scope];
  if (it->second.rank != classes) --queued_.at(it->second.rank);
  matters_.erase(it);
}

const std::vector<ItemId>& Inbox::items(MatterId matter) const {
  static const std::vector<ItemId> none;
  const auto it = matters_.find(matter);
  return it == matters_.end() ? none : it->second.items;
}

bool Inbox::has(MatterId matter, ItemId item) const {
  const auto& list = items(matter);
  return std::find(list.begin(), list.end(), item) != list.end();
}

std::optional<MatterId> Inbox::next() {
  for (std::size_t rank = 0; rank < classes; ++rank) {
    auto& queue = ready_.at(rank);
    while (!queue.empty()) {
      const MatterId matter = queue.front();
      queue.pop_front();
      const auto it = matters_.find(matter);
      if (it == matters_.end() || it->second.rank != rank) continue;
      it->second.rank = classes;
      --queued_.at(rank);
      if (it->second.items.empty()) matters_.erase(it);
      return matter;
    }
  }
  return std::nullopt;
}

bool Inbox::queued(MatterId matter) const {
  const auto it = matters_.find(matter);
  return it != matters_.end() && it->second.rank != classes;
}

std::vector<MatterId> Inbox::queued_matters() const {
  std::vector<MatterId> all;
  for (const auto& [matter, waiting] : matters_) {
    if (waiting.rank != classes) all.push_back(matter);
  }
  return all;
}

std::size_t Inbox::pending_items(const std::string& scope) const {
  const auto it = scopes_.find(scope);
  return it == scopes_.end() ? 0 : pending_[it->second];
}

}  // namespace fenghuo::ledger
