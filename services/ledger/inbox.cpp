#include "services/ledger/inbox.hpp"

#include <algorithm>

namespace fenghuo::ledger {
namespace {

std::size_t rank(wire::IntakeClass intake_class) {
  if (intake_class == wire::HUMAN) return 0;
  return intake_class == wire::EXPANSION ? 2 : 1;
}

}  // namespace

void Inbox::clear() {
  matters_.clear();
  for (auto& queue : ready_) queue.clear();
  items_count_ = 0;
}

void Inbox::add(MatterId matter, ItemId item, wire::IntakeClass intake_class) {
  matters_[matter].items.push_back(item);
  ++items_count_;
  wake(matter, intake_class);
}

void Inbox::wake(MatterId matter, wire::IntakeClass intake_class) {
  auto& waiting = matters_[matter];
  if (waiting.queued) return;
  waiting.queued = true;
  ready_.at(rank(intake_class)).push_back(matter);
}

bool Inbox::remove(MatterId matter, ItemId item) {
  const auto it = matters_.find(matter);
  if (it == matters_.end()) return false;
  auto& items = it->second.items;
  const auto found = std::find(items.begin(), items.end(), item);
  if (found == items.end()) return false;
  items.erase(found);
  --items_count_;
  if (items.empty() && !it->second.queued) matters_.erase(it);
  return true;
}

void Inbox::forget(MatterId matter) {
  const auto it = matters_.find(matter);
  if (it == matters_.end()) return;
  items_count_ -= it->second.items.size();
  if (it->second.queued) {
    for (auto& queue : ready_) std::erase(queue, matter);
  }
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
  for (auto& queue : ready_) {
    if (queue.empty()) continue;
    const MatterId matter = queue.front();
    queue.pop_front();
    auto& waiting = matters_[matter];
    waiting.queued = false;
    if (waiting.items.empty()) matters_.erase(matter);
    return matter;
  }
  return std::nullopt;
}

bool Inbox::ready() const {
  return std::any_of(ready_.begin(), ready_.end(), [](const auto& queue) { return !queue.empty(); });
}

bool Inbox::queued(MatterId matter) const {
  const auto it = matters_.find(matter);
  return it != matters_.end() && it->second.queued;
}

}  // namespace fenghuo::ledger
