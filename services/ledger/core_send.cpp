// Leasing messages to senders and recording what became of them. Every attempt is a row before its JOB leaves; every outcome names one
// attempt.
#include "common/base/bytes.hpp"
#include "common/log/log.hpp"
#include "common/retry/retry.hpp"
#include "services/ledger/core.hpp"

namespace fenghuo::ledger {
namespace {

constexpr int jobs_per_message = 128;

const char* outcome_name(wire::SendCode code) {
  switch (code) {
    case wire::DELIVERED:
      return "delivered";
    case wire::RETRY:
      return "retry";
    case wire::REJECT:
      return "reject";
    case wire::AMBIGUOUS:
      return "ambiguous";
    default:
      return "unset";
  }
}

}  // namespace

void Core::lease_sends(Steady t) {
  std::map<std::string, wire::Job> jobs;
  std::vector<Candidate> later;
  Room room = workers_.room("webhook", t);
  while (room.free > 0) {
    const auto candidate = dispatcher_.next(now(), room);
    if (!candidate) break;
    const bool alone = deaths_.contains(candidate->id.value) && deaths_[candidate->id.value] >= 2;
    Worker* worker = workers_.with_room("webhook", alone, t);
    if (worker == nullptr) {
      later.push_back(*candidate);
      continue;
    }
    wire::JobItem item;
    if (!make_send_job(*candidate, *worker, item, t)) {
      dispatcher_.unused(candidate->destination);
      continue;
    }
    --room.free;
    wire::Job& job = jobs[worker->identity];
    item.Swap(job.add_items());
    if (job.items_size() >= jobs_per_message) {
      say(Door::work, worker->identity, wire::JOB, job);
      job.Clear();
    }
  }
  for (const auto& candidate : later) {
    dispatcher_.unused(candidate.destination);
    dispatcher_.add(candidate.id, candidate.destination, Instant{}, candidate.urgent, candidate.retry);
  }
  for (const auto& [identity, job] : jobs) {
    if (job.items_size() > 0) say(Door::work, identity, wire::JOB, job);
  }
}

// A message is checked again when it leaves: the matter may have been taken, raised or closed since it was queued.
bool Core::may_leave(const storage::MessageRecord& message, std::string& why) const {
  wire::ValidWhile valid;
  wire::MatterRow row;
  if (!valid.ParseFromString(message.valid) || !row.ParseFromString(message.matter_row)) return true;
  if (valid.work_size() > 0 && std::find(valid.work().begin(), valid.work().end(), row.work()) == valid.work().end())
    why = "the matter has moved on";
  if (valid.generation() != 0 && valid.generation() != row.generation()) why = "the level has changed";
  if (!valid.untaken_party().empty()) {
    for (const auto& party : row.taken()) {
      if (party == valid.untaken_party()) why = "already taken";
    }
  }
  return why.empty();
}

bool Core::make_send_job(const Candidate& candidate, Worker& worker, wire::JobItem& job, Steady t) {
  const auto message = store_.message(candidate.id);
  if (!message || (message->state != storage::MessageState::queued && message->state != storage::MessageState::held)) return false;
  if (!reviews_.empty() && reviews_.keep(message->matter, candidate)) return false;
  const Instant current = now();
  if (message->expires_at > 0 && message->expires_at <= to_ms(current)) {
    store_.set_message(message->id, storage::MessageState::expired, 0, message->attempts, "expired before it could leave");
    event(message->matter, "expired", "ledger", {{"message", notification_id(message->id)}, {"party", message->party}});
    return false;
  }
  std::string why;
  if (!may_leave(*message, why)) {
    store_.set_message(message->id, storage::MessageState::withdrawn, 0, message->attempts, why);
    event(message->matter, "withdrawn", "ledger", {{"message", notification_id(message->id)}, {"party", message->party}, {"reason", why}});
    return false;
  }
  if (dispatcher_.disabled(message->destination)) {
    message_dead(*message, message->attempts, "the destination is disabled");
    return false;
  }

  Lease lease;
  lease.fence = next_fence();
  lease.id = (epoch_ << 32U) | lease.fence.counter();
  lease.instance = worker.instance;
  lease.target = message->id.value;
  lease.destination = message->destination;
  lease.alone = deaths_.contains(lease.target) && deaths_[lease.target] >= 2;
  lease.expires = t + lease_;
  const std::uint32_t n = message->attempts + 1;
  store_.start_attempt({message->id, n, lease.fence.epoch(), lease.fence.counter(), to_ms(current), worker.instance});
  dirty_ = true;
  if (n > 1)
    event(message->matter, "attempt", "ledger",
          {{"message", notification_id(message->id)},
           {"n", std::to_string(n)},
           {"party", message->party},
           {"destination", message->destination}});

  job.set_lease(lease.id);
  *job.mutable_fence() = lease.fence;
  job.set_id(message->id.value);
  job.set_lease_ms(lease_.count());
  auto* send = job.mutable_send();
  send->set_message_id(message->id.value);
  send->set_matter_id(message->matter.value);
  send->set_thread_id(message->matter.value);
  send->set_matter_number(message->matter_number);
  send->set_destination(message->destination);
  send->set_bundle(message->bundle);
  send->set_active_bundle(active_hash_);
  send->mutable_model()->ParseFromString(message->model);
  send->set_attempt(n);
  send->set_expires_at(message->expires_at);
  workers_.add_lease(std::move(lease));
  return true;
}

// An answer counts as long as its attempt is the latest one and open; any other is confirmed without effect.
void Core::apply_send(const wire::ResultItem& item) {
  const MessageId id{item.id()};
  const auto attempt = store_.open_attempt(id);
  if (!attempt || attempt->epoch != item.fence().epoch() || attempt->counter != item.fence().counter()) return;
  const auto message = store_.message(id);
  if (!message) return;
  const wire::SendOutcome& send = item.send();
  const Instant current = now();
  const std::string reason = printable(send.reason(), 200);
  if (Lease* lease = workers_.lease(item.lease()); lease != nullptr && !lease->decision) {
    workers_.end_lease(item.lease());
    dispatcher_.finished(message->destination, send.code() == wire::DELIVERED || send.code() == wire::REJECT);
  }
  orphans_.erase(id.value);
  deaths_.erase(id.value);
  resting_.done(id.value);
  dirty_ = true;
  store_.end_attempt(id, attempt->n, current, outcome_name(send.code()), reason, send.status());

  if (send.code() == wire::DELIVERED) {
    store_.set_message(id, storage::MessageState::delivered, 0, attempt->n, reason);
    ++delivered_;
    event(message->matter, "delivered", "ledger",
          {{"message", notification_id(id)},
           {"attempt", std::to_string(attempt->n)},
           {"party", message->party},
           {"destination", message->destination},
           {"kind", message->kind},
           {"step", std::to_string(message->step)}});
    return;
  }
  if (send.disable_destination() && !dispatcher_.disabled(message->destination)) {
    dispatcher_.disable(message->destination, true);
    disabled_.insert(message->destination);
    store_.set_destination_disabled(message->destination, reason);
    event(message->matter, "destination_disabled", "ledger", {{"destination", message->destination}, {"reason", reason}});
    alert_operator(message->matter, "disabled/" + message->destination + "/" + std::to_string(store_.last_seq()),
                   "【系统告警】投递地址已停用：" + message->destination,
                   "对方答复该地址不再接收（410）。未送达的消息可在修正地址后重新发送：fenghuo deliveries dead。");
  }
  if (send.code() == wire::REJECT) {
    message_dead(*message, attempt->n, reason);
    return;
  }
  const bool ambiguous = send.code() == wire::AMBIGUOUS;
  std::optional<Millis> delay;
  if (!expired(active_.retry(), instant(message->queued_at), current))
    delay = next_delay(active_.retry(), id.value, attempt->n, send.retry_after_ms());
  const std::string again = delay.has_value() ? std::to_string(delay.value().count()) : std::string("never");
  event(message->matter, ambiguous ? "ambiguous" : "send_failed", "ledger",
        {{"message", notification_id(id)},
         {"attempt", std::to_string(attempt->n)},
         {"party", message->party},
         {"destination", message->destination},
         {"reason", reason},
         {"again_in_ms", again}});
  if (!delay) {
    message_dead(*message, attempt->n, "tried " + std::to_string(attempt->n) + " times; last: " + reason);
    return;
  }
  const Instant due = current + *delay;
  store_.set_message(id, storage::MessageState::queued, to_ms(due), attempt->n, reason);
  dispatcher_.add(id, message->destination, due, message->urgent, true);
}

// Visible, replayable, and the matter hears of it: when nobody of a rung can be reached, the ladder moves on.
void Core::message_dead(const storage::MessageRecord& message, std::uint32_t attempts, const std::string& reason) {
  store_.set_message(message.id, storage::MessageState::dead, 0, attempts, reason);
  ++dead_;
  dirty_ = true;
  event(message.matter, "dead", "ledger",
        {{"message", notification_id(message.id)}, {"party", message.party}, {"destination", message.destination}, {"reason", reason}});
  log::warn("dead_letter", {{"message", notification_id(message.id)},
                            {"matter", message.matter_number},
                            {"destination", message.destination},
                            {"reason", reason}});
  wire::InboxBody body;
  body.set_actor("ledger");
  auto* failed = body.mutable_delivery_failed();
  failed->set_message_id(message.id.value);
  failed->set_party(message.party);
  failed->set_step(message.step);
  failed->set_destination(message.destination);
  failed->set_reason(reason);
  submit_internal("ledger", "dead/" + id_text(message.id) + "/" + std::to_string(attempts), message.matter, body, wire::HUMAN);
}

// The sender is gone and nobody knows whether the message arrived: the attempt ends as lost, and the message goes again under its id.
void Core::requeue_unanswered(MessageId id, const std::string& reason) {
  const auto message = store_.message(id);
  const auto attempt = store_.open_attempt(id);
  if (!message || !attempt) return;
  store_.end_attempt(id, attempt->n, now(), "lost", reason, 0);
  if (message->state != storage::MessageState::queued) return;  // withdrawn meanwhile
  store_.set_message(id, storage::MessageState::queued, to_ms(now()), attempt->n, reason);
  dispatcher_.add(id, message->destination, Instant{}, message->urgent, true);
  dirty_ = true;
}

}  // namespace fenghuo::ledger
