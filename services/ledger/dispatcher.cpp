#include "services/ledger/dispatcher.hpp"

namespace fenghuo::ledger {

void Dispatcher::clear() {
  for (auto& [id, d] : destinations_) {
    d.urgent.clear();
    d.fresh.clear();
    d.retries.clear();
    d.in_flight = 0;
    d.in_ring = false;
    d.disabled = false;  // the store's rows say which are
  }
  for (auto& [address, host] : hosts_) host.in_flight = 0;
  rings_.clear();
  later_.clear();
  waiting_ = 0;
  failing_in_flight_.clear();
}

void Dispatcher::configure(const wire::Bundle& bundle) {
  for (auto& [address, host] : hosts_) host = Host{};
  for (const auto& destination : bundle.destinations()) {
    auto& d = at(destination.id());
    d.limits.concurrency = destination.concurrency() == 0 ? Limits{}.concurrency : destination.concurrency();
    d.limits.rate_per_minute = destination.rate_per_minute();
    d.channel = destination.channel().empty() ? "webhook" : destination.channel();
    d.paused = paused_by_scope(destination.id(), d.channel);
    d.host = nullptr;
    if (d.channel != "mail") continue;
    d.host = &hosts_[destination.url().empty() ? bundle.mail().relay() : destination.url()];
    if (bundle.mail().concurrency() > 0) d.host->slots = bundle.mail().concurrency();
  }
  // A destination may have changed its channel or its host.
  rings_.clear();
  failing_in_flight_.clear();
  for (auto& [id, d] : destinations_) {
    d.in_ring = false;
    if (d.failures > 0) failing_in_flight_[d.channel] += d.in_flight;
    if (d.host != nullptr) d.host->in_flight += d.in_flight;
    into_ring(id, d);
  }
}

void Dispatcher::disable(const std::string& destination, bool disabled) { at(destination).disabled = disabled; }

bool Dispatcher::disabled(const std::string& destination) const {
  const auto it = destinations_.find(destination);
  return it != destinations_.end() && it->second.disabled;
}

bool Dispatcher::paused_by_scope(const std::string& id, const std::string& channel) const {
  return pauses_.contains("all") || pauses_.contains("channel:" + channel) || pauses_.contains("destination:" + id);
}

std::vector<std::string> Dispatcher::channels() const {
  std::vector<std::string> out;
  for (const auto& [channel, ring] : rings_) out.push_back(channel);
  return out;
}

void Dispatcher::into_ring(const std::string& id, Destination& d) {
  if (d.in_ring || d.empty()) return;
  d.in_ring = true;
  rings_[d.channel].push_back(id);
}

void Dispatcher::pause(const std::set<std::string>& scopes) {
  pauses_ = scopes;
  for (auto& [id, d] : destinations_) {
    d.paused = paused_by_scope(id, d.channel);
    into_ring(id, d);
  }
}

// ------------------------------------------------------------------ what waits

void Dispatcher::enqueue(const std::string& id, Entry entry) {
  auto [it, created] = destinations_.try_emplace(id);
  auto& d = it->second;
  if (created) d.paused = paused_by_scope(id, d.channel);
  (entry.retry ? d.retries : entry.urgent ? d.urgent : d.fresh).push_back(entry);
  into_ring(id, d);
}

void Dispatcher::add(MessageId id, const std::string& destination, Instant due, bool urgent, bool retry) {
  ++waiting_;
  if (due.time_since_epoch().count() <= 0)
    enqueue(destination, {id, retry, urgent});
  else
    later_.emplace(due, Later{id, destination, urgent, retry});
}

void Dispatcher::ripen(Instant now) {
  while (!later_.empty() && later_.begin()->first <= now) {
    const Later& l = later_.begin()->second;
    enqueue(l.destination, {l.id, l.retry, l.urgent});
    later_.erase(later_.begin());
  }
}

// Retries never take every slot while other work waits: they alternate.
Dispatcher::Entry Dispatcher::take(Destination& d) {
  const bool take_retry = !d.retries.empty() && ((d.urgent.empty() && d.fresh.empty()) || d.retry_turn);
  d.retry_turn = !take_retry;
  auto& queue = take_retry ? d.retries : d.urgent.empty() ? d.fresh : d.urgent;
  const Entry entry = queue.front();
  queue.pop_front();
  return entry;
}

// ------------------------------------------------------------------ slots

void Dispatcher::hold_slot(Destination& d) {
  ++d.in_flight;
  if (d.host != nullptr) ++d.host->in_flight;
  if (d.failures > 0) ++failing_in_flight_[d.channel];
}

void Dispatcher::free_slot(Destination& d) {
  if (d.in_flight == 0) return;
  --d.in_flight;
  if (d.host != nullptr && d.host->in_flight > 0) --d.host->in_flight;
  if (d.failures > 0) --failing_in_flight_[d.channel];
}

bool Dispatcher::has_slot(const Destination& d) {
  if (d.paused || d.empty()) return false;
  if (d.host != nullptr && d.host->in_flight >= d.host->slots) return false;
  const std::uint32_t slots = d.failures >= breaker_after ? 1 : d.limits.concurrency;
  return d.in_flight < slots;
}

// Whether the senders' common room has a place for it: hung destinations must not fill it, however many they are.
bool Dispatcher::fits(const Destination& d, Room room) const {
  if (d.failures > 0) {
    const auto failing = failing_in_flight_.find(d.channel);
    if (failing != failing_in_flight_.end() && failing->second >= std::max(1U, room.total / 2)) return false;
  }
  const bool scarce = room.free <= room.total / 4;
  return !scarce || (d.in_flight == 0 && d.failures == 0);
}

std::optional<Instant> Dispatcher::rate_wake(Destination& d, Instant now) {
  if (d.limits.rate_per_minute == 0) return std::nullopt;
  while (!d.sent.empty() && d.sent.front() + std::chrono::minutes{1} <= now) d.sent.pop_front();
  if (d.sent.size() < d.limits.rate_per_minute) return std::nullopt;
  return d.sent.front() + std::chrono::minutes{1};
}

std::optional<Candidate> Dispatcher::next(Instant now, const std::string& channel, Room room) {
  ripen(now);
  const auto found = rings_.find(channel);
  if (found == rings_.end()) return std::nullopt;
  auto& ring = found->second;
  for (std::size_t turns = ring.size(); turns > 0; --turns) {
    const std::string id = std::move(ring.front());
    ring.pop_front();
    auto& d = at(id);
    if (d.empty()) {
      d.in_ring = false;
      continue;
    }
    ring.push_back(id);
    if (!has_slot(d) || !fits(d, room) || rate_wake(d, now)) continue;
    const Entry entry = take(d);
    hold_slot(d);
    --waiting_;
    if (d.limits.rate_per_minute != 0) d.sent.push_back(now);
    return Candidate{entry.id, id, entry.retry, entry.urgent};
  }
  return std::nullopt;
}

void Dispatcher::finished(const std::string& destination, bool success) {
  auto& d = at(destination);
  free_slot(d);
  if (success && d.failures > 0) failing_in_flight_[d.channel] -= d.in_flight;
  if (!success && d.failures == 0) failing_in_flight_[d.channel] += d.in_flight;
  d.failures = success ? 0 : d.failures + 1;
}

void Dispatcher::give_back(const std::string& destination) { free_slot(at(destination)); }

void Dispatcher::unused(const std::string& destination) {
  auto& d = at(destination);
  free_slot(d);
  if (d.limits.rate_per_minute != 0 && !d.sent.empty()) d.sent.pop_back();
}

void Dispatcher::adopt(const std::string& destination) { hold_slot(at(destination)); }

std::vector<std::string> Dispatcher::rated() const {
  std::vector<std::string> ids;
  for (const auto& [id, d] : destinations_) {
    if (d.limits.rate_per_minute != 0) ids.push_back(id);
  }
  return ids;
}

void Dispatcher::left_before(const std::string& destination, Instant at_time) { at(destination).sent.push_back(at_time); }

// ------------------------------------------------------------------ when

bool Dispatcher::sendable(Instant now) {
  ripen(now);
  for (const auto& [channel, ring] : rings_) {
    for (const auto& id : ring) {
      auto& d = at(id);
      if (has_slot(d) && !rate_wake(d, now)) return true;
    }
  }
  return false;
}

std::optional<Instant> Dispatcher::next_wake(Instant now) {
  ripen(now);  // with no sender nobody else does, and a time that has passed must not keep the loop awake
  std::optional<Instant> wake;
  const auto sooner = [&wake](Instant t) { wake = wake ? std::min(*wake, t) : t; };
  if (!later_.empty()) sooner(later_.begin()->first);
  for (const auto& [channel, ring] : rings_) {
    for (const auto& id : ring) {
      auto& d = at(id);
      if (const auto t = rate_wake(d, now); t && has_slot(d)) sooner(*t);
    }
  }
  return wake;
}

}  // namespace fenghuo::ledger
