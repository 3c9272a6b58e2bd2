// Workers come and go: their greetings, what they hold, and what becomes of a job that nobody answers.
#include "common/base/bytes.hpp"
#include "common/log/log.hpp"
#include "services/ledger/core.hpp"

namespace fenghuo::ledger {
namespace {

constexpr std::uint32_t deadly = 5;    // deaths of workers that held one item
constexpr std::uint32_t hopeless = 8;  // times in a row that workers could not do one job: the operator hears of it once

}  // namespace

std::string Core::welcome_payload() const {
  wire::Welcome welcome;
  welcome.set_epoch(epoch_);
  welcome.set_ping_ms(Workers::ping.count());
  welcome.set_lease_ms(lease_.count());
  welcome.set_active_bundle(active_hash_);
  return welcome.SerializeAsString();
}

void Core::hello(const std::string& identity, const wire::Hello& hello, Steady t) {
  if (hello.version() != protocol_version) {
    wire::Refused refused;
    refused.set_reason("this ledger speaks protocol " + std::to_string(protocol_version) + ", you speak " +
                       std::to_string(hello.version()));
    say(Door::work, identity, wire::REFUSED, refused);
    return;
  }
  release_lost(identity, hello);
  Worker& worker = workers_.hello(identity, hello, t);
  adopt_held(worker, hello, t);
  outgoing_.push_back({Door::work, identity, wire::WELCOME, welcome_payload()});
}

// Under a new address, what it does not list was lost on the way: a JOB it never got, a CANNOT we never got.
void Core::release_lost(const std::string& identity, const wire::Hello& hello) {
  const Worker* known = workers_.by_instance(hello.instance());
  if (known == nullptr || known->identity == identity) return;
  std::set<std::uint64_t> listed;
  for (const auto& held : hello.held()) listed.insert(held.lease());
  const std::vector<std::uint64_t> ours(known->held.begin(), known->held.end());
  for (const auto id : ours) {
    if (!listed.contains(id)) give_up(id, false);
  }
}

// A sender that lived through our restart goes on with the attempts it holds. Decisions are simply made again: their leases were never
// written.
void Core::adopt_held(Worker& worker, const wire::Hello& hello, Steady t) {
  for (const auto& held : hello.held()) {
    if (worker.kind == "decide" || workers_.lease(held.lease()) != nullptr) continue;
    const auto attempt = store_.open_attempt(MessageId{held.id()});
    if (!attempt || attempt->epoch != held.fence().epoch() || attempt->counter != held.fence().counter()) continue;
    if (orphans_.erase(held.id()) == 0) continue;
    Lease lease;
    lease.id = held.lease();
    lease.fence = held.fence();
    lease.instance = worker.instance;
    lease.target = held.id();
    lease.expires = t + lease_;
    if (const auto message = store_.message(MessageId{held.id()})) lease.destination = message->destination;
    dispatcher_.adopt(lease.destination);
    workers_.add_lease(std::move(lease));
  }
}

void Core::credit(const std::string& identity, const wire::Credit& credit, Steady t) {
  if (Worker* worker = workers_.heard(identity, t))
    worker->credit = std::min(credit.n(), 4096U);
  else
    outgoing_.push_back({Door::work, identity, wire::UNKNOWN, {}});
}

void Core::renew(const std::string& identity, const wire::Renew& renew, Steady t) {
  const Worker* worker = workers_.heard(identity, t);
  if (worker == nullptr) {
    outgoing_.push_back({Door::work, identity, wire::UNKNOWN, {}});
    return;
  }
  for (const auto id : renew.leases()) {
    if (Lease* lease = workers_.lease(id); lease != nullptr && lease->instance == worker->instance) lease->expires = t + lease_;
  }
}

void Core::ping(const std::string& identity, Steady t) {
  const bool known = workers_.heard(identity, t) != nullptr;
  outgoing_.push_back({Door::work, identity, known ? wire::PONG : wire::UNKNOWN, {}});
}

void Core::goodbye(const std::string& identity, Steady t) {
  if (Worker* worker = workers_.heard(identity, t)) worker->draining = true;
}

void Core::cannot(const std::string& identity, const wire::Cannot& cannot, Steady t) {
  const Worker* worker = workers_.heard(identity, t);
  const Lease* lease = workers_.lease(cannot.lease());
  if (worker == nullptr || lease == nullptr || lease->instance != worker->instance) return;
  const std::string reason = printable(cannot.reason(), 200);
  log::warn("worker_cannot", {{"worker", worker->instance}, {"id", id_text(lease->target)}, {"reason", reason}});
  rest(Lease(*lease), reason, t);
}

// A worker could not do it: no outcome of the job. It is leased again after a while, to whoever can.
void Core::rest(const Lease& lease, const std::string& reason, Steady t) {
  workers_.end_lease(lease.id);
  ++counters_["given_back"];
  Rest rest{lease.decision, lease.target, lease.destination, false};
  MatterId matter{lease.target};
  if (lease.decision) {
    reviewed(matter);
  } else {
    dispatcher_.give_back(lease.destination);
    const auto message = store_.message(MessageId{lease.target});
    const auto attempt = store_.open_attempt(MessageId{lease.target});
    if (!message || !attempt) return;
    dirty_ = true;
    store_.end_attempt(message->id, attempt->n, now(), "given_back", reason, 0);
    if (message->state != storage::MessageState::queued) return;  // withdrawn meanwhile
    store_.set_message(message->id, storage::MessageState::queued, to_ms(now()), attempt->n, reason);
    rest.urgent = message->urgent;
    matter = message->matter;
  }
  if (resting_.add(rest, t) != hopeless) return;
  alert_operator(matter, "cannot/" + id_text(lease.target) + "/" + std::to_string(store_.last_seq()),
                 "【系统告警】任务多次被退回，请人工检查",
                 "编号 " + id_text(lease.target) + (lease.decision ? " 的规则判定" : " 的消息发送") +
                     "多次被处理进程退回，系统仍在重试。请运行 fenghuo status，并查看日志中的 worker_cannot。");
}

// A lease ends without an answer. A dead worker is no outcome: the item is leased again, and only counts against itself when it was alone.
void Core::give_up(std::uint64_t lease_id, bool died) {
  const Lease* found = workers_.lease(lease_id);
  if (found == nullptr) return;
  const Lease lease = *found;
  workers_.end_lease(lease_id);
  if (died) {
    auto& deaths = deaths_[lease.target];
    deaths += (deaths < 2 || lease.alone) ? 1U : 0U;  // from the second on it is leased alone, and only that counts
    ++counters_["leases_lost"];
  }
  const bool poison = died && deaths_[lease.target] >= deadly;
  if (lease.decision) {
    if (poison)
      quarantine(MatterId{lease.target}, "workers died deciding it");
    else
      inbox_.wake(MatterId{lease.target}, wire::HUMAN);
    return;
  }
  dispatcher_.give_back(lease.destination);
  if (poison) {
    if (const auto message = store_.message(MessageId{lease.target})) {
      const auto attempt = store_.open_attempt(message->id);
      if (attempt) store_.end_attempt(message->id, attempt->n, now(), "lost", "worker died", 0);
      message_dead(*message, attempt ? attempt->n : message->attempts, {"senders died sending it", {}, 0});
    }
  } else {
    requeue_unanswered(MessageId{lease.target}, died ? "worker died" : "worker gave it back");
  }
}

}  // namespace fenghuo::ledger
