#include "services/ledger/workers.hpp"

namespace fenghuo::ledger {

void Workers::clear() {
  workers_.clear();
  instance_of_.clear();
  leases_.clear();
  decision_of_.clear();
  send_of_.clear();
  background_ = 0;
}

Worker& Workers::hello(const std::string& identity, const wire::Hello& hello, Steady now) {
  auto& worker = workers_[hello.instance()];
  if (!worker.identity.empty()) instance_of_.erase(worker.identity);
  worker.instance = hello.instance();
  worker.identity = identity;
  worker.kind = hello.kind();
  worker.last_seen = now;
  worker.gone = false;
  worker.draining = false;
  worker.suspended = false;
  instance_of_[identity] = worker.instance;
  return worker;
}

Worker* Workers::by_identity(const std::string& identity) {
  const auto it = instance_of_.find(identity);
  return it == instance_of_.end() ? nullptr : by_instance(it->second);
}

Worker* Workers::heard(const std::string& identity, Steady now) {
  Worker* worker = by_identity(identity);
  if (worker == nullptr) return nullptr;
  worker->last_seen = now;
  worker->suspended = false;
  return worker;
}

void Workers::suspend(const std::string& instance) {
  if (Worker* worker = by_instance(instance)) worker->suspended = true;
}

Worker* Workers::by_instance(const std::string& instance) {
  const auto it = workers_.find(instance);
  return it == workers_.end() ? nullptr : &it->second;
}

void Workers::peer_gone(const std::string& identity, Steady now) {
  Worker* worker = by_identity(identity);
  if (worker == nullptr || worker->gone) return;
  worker->gone = true;
  worker->gone_since = now;
}

void Workers::remove(const std::string& instance) {
  const auto it = workers_.find(instance);
  if (it == workers_.end()) return;
  instance_of_.erase(it->second.identity);
  workers_.erase(it);
}

Lease& Workers::add_lease(Lease lease) {
  const auto id = lease.id;
  (lease.decision ? decision_of_ : send_of_)[lease.target] = id;
  if (Worker* worker = by_instance(lease.instance)) worker->held.insert(id);
  if (lease.background) ++background_;
  return leases_[id] = std::move(lease);
}

Lease* Workers::lease(std::uint64_t id) {
  const auto it = leases_.find(id);
  return it == leases_.end() ? nullptr : &it->second;
}

Lease* Workers::lease_of(bool decision, std::uint64_t target) {
  const auto& index = decision ? decision_of_ : send_of_;
  const auto it = index.find(target);
  return it == index.end() ? nullptr : lease(it->second);
}

void Workers::end_lease(std::uint64_t id) {
  const auto it = leases_.find(id);
  if (it == leases_.end()) return;
  (it->second.decision ? decision_of_ : send_of_).erase(it->second.target);
  if (Worker* worker = by_instance(it->second.instance)) worker->held.erase(id);
  if (it->second.background) --background_;
  leases_.erase(it);
}

bool Workers::in_service(const Worker& worker, const std::string& kind, Steady now) {
  return worker.kind == kind && !worker.gone && !worker.draining && !worker.suspended && now - worker.last_seen <= longest_silence;
}

Worker* Workers::with_room(const std::string& kind, bool alone, Steady now) {
  Worker* best = nullptr;
  for (auto& [instance, worker] : workers_) {
    if (!in_service(worker, kind, now) || worker.held.size() >= worker.credit) continue;
    if (alone && !worker.held.empty()) continue;
    if (best == nullptr || worker.held.size() < best->held.size()) best = &worker;
  }
  return best;
}

Room Workers::room(const std::string& kind, Steady now) const {
  Room room;
  for (const auto& [instance, worker] : workers_) {
    if (!in_service(worker, kind, now)) continue;
    room.total += worker.credit;
    if (worker.held.size() < worker.credit) room.free += worker.credit - static_cast<std::uint32_t>(worker.held.size());
  }
  return room;
}

std::vector<std::uint64_t> Workers::expired(Steady now) const {
  std::vector<std::uint64_t> ids;
  for (const auto& [id, lease] : leases_) {
    if (lease.expires <= now) ids.push_back(id);
  }
  return ids;
}

std::vector<MatterId> Workers::leased_decisions() const {
  std::vector<MatterId> matters;
  matters.reserve(decision_of_.size());
  for (const auto& [matter, lease] : decision_of_) matters.push_back(MatterId{matter});
  return matters;
}

std::vector<std::string> Workers::given_up(Steady now) const {
  std::vector<std::string> instances;
  for (const auto& [instance, worker] : workers_) {
    if (worker.gone && now - worker.gone_since >= patience) instances.push_back(instance);
  }
  return instances;
}

}  // namespace fenghuo::ledger
