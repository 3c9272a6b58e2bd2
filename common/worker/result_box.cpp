#include "common/worker/result_box.hpp"

namespace fenghuo {
namespace {

std::string encoded(wire::ResultItem&& result) {
  wire::Result one;
  one.add_items()->Swap(&result);
  if (one.ByteSizeLong() <= max_message_bytes) return one.SerializeAsString();
  const std::size_t size = one.ByteSizeLong();
  one.mutable_items(0)->mutable_failure()->set_reason("the result has " + std::to_string(size) + " bytes, a message takes " +
                                                      std::to_string(max_message_bytes));
  return one.SerializeAsString();
}

}  // namespace

void ResultBox::put(wire::ResultItem result) {
  const std::uint64_t lease = result.lease();
  Kept kept;
  kept.fence = result.fence();
  kept.id = result.id();
  kept.bytes = encoded(std::move(result));
  kept_[lease] = std::move(kept);
  owed_.push_back(lease);
}

const wire::Fence* ResultBox::fence(std::uint64_t lease) const {
  const auto found = kept_.find(lease);
  return found == kept_.end() ? nullptr : &found->second.fence;
}

std::string ResultBox::next_batch() {
  skip_confirmed();
  std::string payload;
  in_batch_ = 0;
  for (const std::uint64_t lease : owed_) {
    if (in_batch_ == batch_items) break;
    const auto found = kept_.find(lease);
    const bool wanted = found != kept_.end() && found->second.owed;
    if (wanted && !payload.empty() && payload.size() + found->second.bytes.size() > batch_bytes) break;
    if (wanted) payload += found->second.bytes;
    ++in_batch_;
  }
  return payload;
}

void ResultBox::sent(SteadyTime now) {
  for (; in_batch_ > 0; --in_batch_) {
    const std::uint64_t lease = owed_.front();
    owed_.pop_front();
    const auto found = kept_.find(lease);
    if (found == kept_.end() || !found->second.owed) continue;
    found->second.owed = false;
    found->second.sent_at = now;
    waiting_.push_back({lease, now});
  }
}

bool ResultBox::owed(SteadyTime now) {
  while (!waiting_.empty() && waiting_.front().at + repeat_after <= now) {
    const Waiting w = waiting_.front();
    waiting_.pop_front();
    if (const auto found = kept_.find(w.lease); found != kept_.end() && found->second.sent_at == w.at) repeat(w.lease);
  }
  skip_confirmed();
  return !owed_.empty();
}

void ResultBox::repeat(std::uint64_t lease) {
  const auto found = kept_.find(lease);
  if (found == kept_.end() || found->second.owed) return;
  found->second.owed = true;
  owed_.push_back(lease);
}

void ResultBox::repeat_all() {
  for (const Waiting& w : waiting_) repeat(w.lease);
  waiting_.clear();
}

void ResultBox::skip_confirmed() {
  while (!owed_.empty()) {
    const auto found = kept_.find(owed_.front());
    if (found != kept_.end() && found->second.owed) return;
    owed_.pop_front();
  }
}

void ResultBox::list(wire::Hello& hello) const {
  for (const auto& [lease, kept] : kept_) {
    wire::Held* item = hello.add_held();
    item->set_lease(lease);
    *item->mutable_fence() = kept.fence;
    item->set_id(kept.id);
  }
}

}  // namespace fenghuo
