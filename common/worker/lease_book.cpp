#include "common/worker/lease_book.hpp"

namespace fenghuo {
namespace {

constexpr std::chrono::milliseconds shortest_third{10};  // a lease of nothing must not make a loop that only renews

}  // namespace

void LeaseBook::add(const wire::JobItem& job, std::chrono::milliseconds lease_time, SteadyTime now) {
  Held& held = held_[job.lease()];
  held.fence = job.fence();
  held.id = job.id();
  held.third = std::max(lease_time / 3, shortest_third);
  held.renew_at = now + held.third;
  next_due_ = std::min(next_due_, held.renew_at);
}

const wire::Fence* LeaseBook::fence(std::uint64_t lease) const {
  const auto found = held_.find(lease);
  return found == held_.end() ? nullptr : &found->second.fence;
}

std::vector<std::uint64_t> LeaseBook::due(SteadyTime now) {
  std::vector<std::uint64_t> leases;
  if (now < next_due_) return leases;
  for (const auto& [lease, held] : held_)
    if (held.renew_at <= now) leases.push_back(lease);
  if (leases.empty()) find_next_due();  // the one that was due has been answered meanwhile
  return leases;
}

void LeaseBook::renewed(const std::vector<std::uint64_t>& leases, SteadyTime now) {
  for (const std::uint64_t lease : leases)
    if (const auto found = held_.find(lease); found != held_.end()) found->second.renew_at = now + found->second.third;
  find_next_due();
}

void LeaseBook::find_next_due() {
  next_due_ = SteadyTime::max();
  for (const auto& [lease, held] : held_) next_due_ = std::min(next_due_, held.renew_at);
}

void LeaseBook::list(wire::Hello& hello) const {
  for (const auto& [lease, held] : held_) {
    wire::Held* item = hello.add_held();
    item->set_lease(lease);
    *item->mutable_fence() = held.fence;
    item->set_id(held.id);
  }
}

}  // namespace fenghuo
