// Leasing messages to senders and recording what became of them. Every attempt is a row before its JOB leaves; every outcome names one
// attempt.
#include "common/base/bytes.hpp"
#include "common/log/log.hpp"
#include "common/messages/send_outcome.hpp"
#include "services/ledger/core.hpp"

namespace fenghuo::ledger {
namespace {

constexpr int jobs_per_message = 128;

}  // namespace

// The kind of a worker is the channel it speaks.
void Core::lease_sends(Steady t) {
  if (!dispatcher_.sendable(now())) return;  // and what has fallen due stands in its channel's ring
  for (const auto& channel : dispatcher_.channels()) lease_sends_of(channel, t);
}

void Core::lease_sends_of(const std::string& channel, Steady t) {
  std::map<std::string, wire::Job> jobs;
  std::vector<Candidate> later;
  Room room = workers_.room(channel, t);
  while (room.free > 0) {
    const auto candidate = dispatcher_.next(now(), channel, room);
    if (!candidate) break;
    const bool alone = deaths_.contains(candidate->id.value) && deaths_[candidate->id.value] >= 2;
    Worker* worker = workers_.with_room(channel, alone, t);
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

bool Core::make_send_job(const Candidate& candidate, Worker& worker, wire::JobItem& job, Steady t) {
  const auto message = store_.message(candidate.id);
  if (!message || (message->state != storage::MessageState::queued && message->state != storage::MessageState::held)) return false;
  if (workers_.lease_of(false, candidate.id.value) != nullptr || orphans_.contains(candidate.id.value)) return false;  // under way
  if (!reviews_.empty() && reviews_.keep(message->matter, candidate)) return false;
  const Instant current = now();
  if (message->due_at > to_ms(current)) {  // a late answer put it off
    dispatcher_.add(candidate.id, candidate.destination, instant(message->due_at), candidate.urgent, candidate.retry);
    return false;
  }
  if (stays(*message, candidate)) return false;

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

// An answer counts as long as its attempt is the latest one: open, or (late) given up as lost with no newer one begun.
std::optional<storage::AttemptRecord> Core::answered_attempt(const wire::ResultItem& item, bool& late) {
  const MessageId id{item.id()};
  auto attempt = store_.open_attempt(id);
  late = !attempt;
  if (late) attempt = store_.lost_attempt(id);
  if (attempt && (attempt->epoch != item.fence().epoch() || attempt->counter != item.fence().counter())) attempt.reset();
  return attempt;
}

void Core::apply_send(const wire::ResultItem& item) {
  const MessageId id{item.id()};
  bool late = false;
  const auto attempt = answered_attempt(item, late);
  const auto message = attempt ? store_.message(id) : std::nullopt;
  if (!message) return;
  const wire::SendOutcome& send = item.send();
  const std::string reason = printable(send.reason(), 200);
  if (Lease* lease = workers_.lease(item.lease()); lease != nullptr && !lease->decision) {
    workers_.end_lease(item.lease());
    dispatcher_.finished(message->destination, send.code() == wire::DELIVERED || send.code() == wire::REJECT);
  }
  orphans_.erase(id.value);
  deaths_.erase(id.value);
  resting_.done(id.value);
  dirty_ = true;
  store_.end_attempt(id, attempt->n, now(), outcome_name(send.code()), reason, send.status());

  if (send.code() == wire::DELIVERED) {
    if (message->state == storage::MessageState::dead && dead_ > 0) --dead_;
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
  if (send.disable_destination() && !dispatcher_.disabled(message->destination)) disable_destination(*message, reason);
  if (late && message->state != storage::MessageState::queued) return;  // taken back or dead meanwhile: the attempt alone is set right
  if (send.code() == wire::REJECT)
    message_dead(*message, attempt->n, {{}, reason, send.status()});
  else
    send_failed(*message, attempt->n, send, late);
}

void Core::disable_destination(const storage::MessageRecord& message, const std::string& reason) {
  dispatcher_.disable(message.destination, true);
  disabled_.insert(message.destination);
  store_.set_destination_disabled(message.destination, reason);
  event(message.matter, "destination_disabled", "ledger", {{"destination", message.destination}}, reason);
  alert_operator(message.matter, "disabled/" + message.destination + "/" + std::to_string(store_.last_seq()),
                 "【系统告警】投递地址已停用：" + message.destination,
                 "对方答复该地址不再接收（410）。修正地址后请运行 fenghuo destinations enable " + message.destination +
                     "，再重新发送未送达的消息：fenghuo deliveries dead。");
}

void Core::record_failure(const storage::MessageRecord& message, std::string_view kind, const Cause& cause,
                          const std::vector<std::pair<std::string_view, std::string>>& more) {
  wire::EventView e;
  e.set_matter_id(message.matter.value);
  e.set_kind(std::string(kind));
  e.set_actor("ledger");
  add_field(e.mutable_fields(), "message", notification_id(message.id));
  add_field(e.mutable_fields(), "party", message.party);
  add_field(e.mutable_fields(), "destination", message.destination);
  for (const auto& [name, value] : more) add_field(e.mutable_fields(), name, value);
  if (!cause.reason.empty()) add_field(e.mutable_fields(), "reason", cause.reason);
  if (cause.status != 0) add_field(e.mutable_fields(), "status", std::to_string(cause.status));
  e.set_text(cause.answer);
  dirty_ = true;
  store_.append(std::move(e), now());
}

// Retry or ambiguous: again after a while, as long as the schedule has a place. Only such answers use it up, never a worker's death.
void Core::send_failed(const storage::MessageRecord& message, std::uint32_t attempt, const wire::SendOutcome& send, bool late) {
  const Instant current = now();
  const std::string reason = printable(send.reason(), 200);
  const std::uint32_t failures = attempt == 1 ? 1 : store_.failed_attempts(message.id, message.queued_at);
  const auto delay = next_try(message, failures, send.retry_after_ms());
  record_failure(message, send.code() == wire::AMBIGUOUS ? "ambiguous" : "send_failed", {{}, reason, send.status()},
                 {{"attempt", std::to_string(attempt)}, {"again_in_ms", delay ? std::to_string(delay->count()) : std::string("never")}});
  if (!delay) {
    message_dead(message, attempt, {"tried " + std::to_string(failures) + " times", reason, send.status()});
    return;
  }
  const Instant due = current + *delay;
  store_.set_message(message.id, storage::MessageState::queued, to_ms(due), attempt, reason);
  if (!late) dispatcher_.add(message.id, message.destination, due, message.urgent, true);  // else it is in the queue already
}

// Visible, replayable, and the matter hears of it: when nobody of a rung can be reached, the ladder moves on.
void Core::message_dead(const storage::MessageRecord& message, std::uint32_t attempts, const Cause& cause) {
  const std::string reason = cause.both();
  store_.set_message(message.id, storage::MessageState::dead, 0, attempts, reason);
  ++dead_;
  dirty_ = true;
  record_failure(message, "dead", cause, {});
  // Our own word and the code alone: a log outlives the texts, and the other side's words may hold an address.
  log::warn("dead_letter", {{"message", notification_id(message.id)},
                            {"matter", message.matter_number},
                            {"destination", message.destination},
                            {"reason", cause.reason.empty() ? "refused by the other side" : cause.reason},
                            {"status", cause.status}});
  wire::InboxBody body;
  body.set_actor("ledger");
  auto* failed = body.mutable_delivery_failed();
  failed->set_message_id(message.id.value);
  failed->set_party(message.party);
  failed->set_step(message.step);
  failed->set_destination(message.destination);
  failed->set_reason(reason);
  // Once: a dead letter that was sent again and died again is no news, and the party may have been told by another channel since.
  submit_internal("ledger", "dead/" + id_text(message.id), message.matter, body, wire::HUMAN);
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
