// Leasing matters to be decided, and committing decisions: one at a time per matter, against the version that was read. A decision is
// checked whole before its first row is written (docs/adr/0009-no-savepoints.md).
#include "common/base/bytes.hpp"
#include "common/log/log.hpp"
#include "common/messages/matter_numbers.hpp"
#include "common/storage/journal_format.hpp"
#include "services/ledger/core.hpp"

namespace fenghuo::ledger {
namespace {

constexpr std::uint32_t jobs_per_message = 256;
constexpr std::size_t max_job_bytes = 1U << 20U;  // then the JOB leaves: one item adds at most its matter and a bounded inbox
constexpr std::size_t max_inbox_bytes = 4U << 20U;
constexpr std::chrono::seconds scrub_again{1};  // many matters fall due in one night: the log is cut once a second
// Decisions of the expansion's class under way at once: a horizon of 100,000 occurrences stands neither in a red's commit nor before it at
// the escalator. While anything else is being decided only so few that it never stands still.
constexpr std::size_t most_background = 8, most_background_beside = 1;
constexpr std::uint32_t max_failures = 5;
constexpr std::uint32_t max_stale = 3;
constexpr std::size_t most_named = 200;  // numbers in one fact: each is read from the store
constexpr std::size_t max_inbox = 256;   // items of one decision; the rest waits for the next

// A slip that this decision issued bears the number taken for it from the same commit on.
std::string stored(const wire::Matter& matter, const std::string& number) {
  wire::Matter body = matter;
  if (!body.has_duty()) return body.SerializeAsString();
  number_orders(*body.mutable_duty()->mutable_slips(), number);
  return body.SerializeAsString();
}

}  // namespace

void Core::lease_decisions(Steady t) {
  std::map<std::string, wire::Job> jobs;  // by worker identity
  std::map<std::string, std::size_t> bytes;
  std::vector<std::pair<MatterId, wire::IntakeClass>> later;
  Room room = workers_.room("decide", t);
  while (inbox_.ready() && room.free > 0) {
    const bool background = inbox_.only_expansion();
    if (background && workers_.background() >= (workers_.foreground() > 0 ? most_background_beside : most_background)) break;
    const auto matter = inbox_.next();
    if (!matter) break;
    if (workers_.lease_of(true, matter->value) != nullptr) continue;  // its answer will wake it again
    const bool alone = deaths_.contains(matter->value) && deaths_[matter->value] >= 2;
    Worker* worker = workers_.with_room("decide", alone, t);
    if (worker == nullptr) {
      later.emplace_back(*matter, background ? wire::EXPANSION : wire::WARNING);
      continue;
    }
    wire::Job& job = jobs[worker->identity];
    wire::JobItem item;
    if (!make_decide_job(*matter, *worker, item, background, t)) {
      reviewed(*matter);
      continue;
    }
    --room.free;
    bytes[worker->identity] += item.ByteSizeLong();
    item.Swap(job.add_items());
    if (job.items_size() >= static_cast<int>(jobs_per_message) || bytes[worker->identity] > max_job_bytes) {
      bytes[worker->identity] = 0;
      say(Door::work, worker->identity, wire::JOB, job);
      job.Clear();
    }
  }
  for (const auto& [matter, intake_class] : later) inbox_.wake(matter, intake_class);
  for (const auto& [identity, job] : jobs) {
    if (job.items_size() > 0) say(Door::work, identity, wire::JOB, job);
  }
}

bool Core::make_decide_job(MatterId matter, Worker& worker, wire::JobItem& job, bool background, Steady t) {
  const auto record = store_.matter(matter);
  if (!record || record->quarantined) return false;
  Lease lease;
  lease.inbox = inbox_.items(matter);
  if (lease.inbox.size() > max_inbox) lease.inbox.resize(max_inbox);
  const bool due = record->next_at > 0 && record->next_at <= to_ms(now()) && !ladders_held_;
  if (lease.inbox.empty() && !due && !wanted_facts_.contains(matter)) return false;
  lease.fence = next_fence();
  lease.id = (epoch_ << 32U) | lease.fence.counter();
  lease.instance = worker.instance;
  lease.decision = true;
  lease.background = background;
  lease.was_open = record->open;
  lease.numbered = !record->number.empty();
  lease.target = matter.value;
  lease.alone = deaths_.contains(matter.value) && deaths_[matter.value] >= 2;
  lease.expires = t + lease_;

  job.set_lease(lease.id);
  *job.mutable_fence() = lease.fence;
  job.set_id(matter.value);
  job.set_lease_ms(lease_.count());
  auto* decide = job.mutable_decide();
  decide->set_matter_id(matter.value);
  decide->set_key(record->key);
  decide->set_version(record->version);
  decide->set_number(record->number);
  if (!record->body.empty()) decide->mutable_matter()->ParseFromString(record->body);
  std::size_t inbox_bytes = 0, taken = 0;
  for (const auto item : lease.inbox) {
    if (inbox_bytes > max_inbox_bytes) break;
    auto* next = decide->add_inbox();
    *next = store_.inbox_item(item);
    inbox_bytes += next->ByteSizeLong();
    ++taken;
  }
  lease.inbox.resize(taken);
  std::set<std::string> facets(facets_.registrations(matter).begin(), facets_.registrations(matter).end());
  if (const auto it = wanted_facts_.find(matter); it != wanted_facts_.end()) facets.insert(it->second.begin(), it->second.end());
  for (const auto& facet : facets) {
    *decide->add_facts() = fact_for(facet);
  }
  decide->set_bundle(active_hash_);
  decide->set_ladders_held(ladders_held_);
  if (record->version == 0 && record->previous) {
    decide->set_previous_id(record->previous.value);
    if (const auto previous = store_.matter(record->previous)) decide->set_previous_number(previous->number);
  }
  decide->set_now(to_ms(now()));  // after the intake was drained: what was committed before wins over what falls due now
  workers_.add_lease(std::move(lease));
  return true;
}

// What a decision reads: counts, with the numbers of the matters it may name.
wire::Fact Core::fact_for(const std::string& facet) {
  wire::Fact fact = facets_.fact(facet);
  std::size_t named = 0;
  const auto name = [&](wire::Fact& one) {
    for (const auto id : one.sample()) {
      if (++named > most_named) break;
      const auto other = store_.matter(MatterId{id});
      one.add_numbers(other ? other->number : std::string());
    }
  };
  name(fact);
  for (auto& part : *fact.mutable_parts()) name(part);
  if (facet == "journal" && head_key_) fact.add_numbers(journal::head_text(store_.head(*head_key_)));
  return fact;
}

void Core::result(const std::string& identity, const wire::Result& result, Steady t) {
  if (workers_.heard(identity, t) == nullptr) {
    outgoing_.push_back({Door::work, identity, wire::UNKNOWN, {}});
    return;
  }
  wire::ResultOk ok;
  for (const auto& item : result.items()) {
    ok.add_leases(item.lease());
    if (item.has_send()) {
      apply_send(item);
      continue;
    }
    Lease* lease = workers_.lease(item.lease());
    // A late or repeated answer is confirmed without effect.
    if (lease == nullptr || !lease->decision || lease->fence.epoch() != item.fence().epoch() ||
        lease->fence.counter() != item.fence().counter() || lease->target != item.id()) {
      continue;
    }
    if (item.has_decision()) {
      bool release = true;
      apply_decision(*lease, item.decision(), release);
      if (release) workers_.end_lease(item.lease());
    } else {
      decision_failed(*lease, item.has_failure() ? item.failure().reason() : "an answer without a decision");
    }
  }
  say(Door::work, identity, wire::RESULT_OK, ok);
}

void Core::apply_decision(Lease& lease, const wire::Decision& decision, bool& release) {
  release = true;
  const MatterId matter{lease.target};
  if (decision.need_facts_size() > 0) {
    wanted_facts_[matter] = {decision.need_facts().begin(), decision.need_facts().end()};
    inbox_.wake(matter, wire::HUMAN);  // it had its turn
    return;
  }
  // A person acted while the decision was under way, and it would have told somebody: decide again with what the person did.
  if (decision.queue_size() > 0 && inbox_.items(matter).size() > lease.inbox.size() && ++stale_[matter] <= max_stale) {
    inbox_.wake(matter, wire::HUMAN);
    return;
  }
  stale_.erase(matter);
  std::string why;
  const bool done = commit_decision(lease, decision, why);
  if (!done) {
    if (why.empty()) {  // another version stands there: read it and decide again
      inbox_.wake(matter, wire::WARNING);
    } else {
      release = false;
      decision_failed(lease, why);
    }
    return;
  }
  dirty_ = true;
  wanted_facts_.erase(matter);
  failing_.erase(matter);
  deaths_.erase(matter.value);
  resting_.done(matter.value);

  // Only what is on its way to the disk changes the state in memory.
  for (const auto& outcome : decision.outcomes()) {
    inbox_.remove(matter, ItemId{outcome.item_id()});
    answer_waiter(ItemId{outcome.item_id()}, matter, outcome);
  }
  change_facets(matter, decision.row());
  bool stale_fact = false;
  for (const auto& fact : decision.facts_read()) stale_fact = stale_fact || facets_.revision(fact.facet()) != fact.revision();
  if (stale_fact && decision.row().open()) store_.set_next(matter, to_ms(now()));
  ++counters_["decisions"];
  if (decision.row().open()) {
    if (!lease.was_open) ++open_;  // what an edit had ended goes on
  } else {
    if (lease.was_open && open_ > 0) --open_;
    if (const auto record = store_.matter(matter)) rehome_items(matter, *record);
  }
  if (inbox_.items(matter).empty())
    reviewed(matter);
  else
    inbox_.wake(matter, wire::HUMAN);
}

bool Core::commit_decision(const Lease& lease, const wire::Decision& decision, std::string& why) {
  const MatterId matter{lease.target};
  const Instant t = now();
  if (decision.matter_id() != matter.value || !decision.has_matter() || !decision.has_row()) {
    why = "the decision does not fit its matter";
    return false;
  }
  if (decision.row().open() && decision.row().next_at() <= 0) {
    why = "the decision leaves an open matter without a next step";
    return false;
  }
  for (const auto& outcome : decision.outcomes()) {
    if (!inbox_.has(matter, ItemId{outcome.item_id()})) {
      why = "the decision answers an item that is not waiting";
      return false;
    }
  }
  if (decision.outcomes_size() != static_cast<int>(lease.inbox.size())) {
    why = "the decision leaves items unanswered";
    return false;
  }
  const auto head = store_.matter_head(matter);
  if (!head || head->version != decision.version()) return false;

  // From here on only the store itself can fail, and then the whole commit is taken back.
  std::string number;
  if (!decision.serial_kind().empty() && !lease.numbered) {
    const auto n = store_.take_serial(decision.serial_kind(), decision.serial_year());
    number = decision.serial_kind() + "〔" + std::to_string(decision.serial_year()) + "〕" + std::to_string(n) + "号";
  }
  if (!store_.update_matter(matter, decision.version(), decision.row(), decision.row().SerializeAsString(),
                            number.empty() ? decision.matter().SerializeAsString() : stored(decision.matter(), number), t, number))
    throw storage::StorageError("a matter's version changed within one commit", 0);
  bool first = true;
  for (const auto& draft : decision.events()) {
    wire::EventView e;
    e.set_matter_id(matter.value);
    e.set_kind(draft.kind());
    e.set_actor(draft.actor().empty() ? "escalator" : draft.actor());
    e.set_occurred_at(draft.occurred_at());
    *e.mutable_fields() = draft.fields();
    if (std::exchange(first, false))
      add_field(e.mutable_fields(), "bundle", to_hex(decision.bundle().substr(0, 6)));  // every decision names its one bundle
    e.set_text(draft.text());
    store_.append(std::move(e), t);
  }
  for (const auto& which : decision.withdraw()) {
    for (const auto id : store_.withdrawable(matter, which)) {
      if (workers_.lease_of(false, id.value) != nullptr || orphans_.contains(id.value)) continue;  // on its way: too late to take it back
      store_.withdraw(id, which.reason());
      event(matter, "withdrawn", "ledger", {{"message", notification_id(id)}, {"reason", which.reason()}});
    }
  }
  for (const auto& party : decision.revoke_party()) {
    if (const auto n = store_.revoke_links(matter, party); n > 0)
      event(matter, "token_revoked", "ledger", {{"party", party}, {"links", std::to_string(n)}});
  }
  for (const auto& out : decision.queue()) queue_message(matter, out);
  const std::vector<std::string> registers(decision.registers().begin(), decision.registers().end());
  if (registers != facets_.registrations(matter)) {
    store_.replace_registrations(matter, registers);
    facets_.set_registrations(matter, registers);
  }
  for (const auto& outcome : decision.outcomes())
    store_.decide_item(ItemId{outcome.item_id()}, outcome.SerializeAsString(), !outcome.detail().empty());
  if (decision.erase()) erase_texts(matter);  // last: also what this very decision recorded
  for (const auto& to : decision.forward()) forward(matter, to);
  return true;
}

void Core::erase_texts(MatterId matter) {
  const auto erased = store_.erase_texts(matter);
  dead_ -= std::min<std::uint64_t>(dead_, erased.dead);
  to_scrub_ = true;
  ++counters_["erased"];
  log::info("texts_erased", {{"matter", id_text(matter)}, {"texts", erased.texts}, {"messages", erased.messages}});
}

void Core::scrub(Steady t) {
  if (!to_scrub_ || t < scrub_at_) return;
  scrub_at_ = t + scrub_again;
  try {
    to_scrub_ = !store_.scrub();
  } catch (const storage::StorageError& e) {  // nothing is lost by it: the next commit meets the same trouble and says so to all
    log::error("scrub_failed", {{"reason", std::string_view(e.what())}});
  }
}

void Core::queue_message(MatterId matter, const wire::OutMessage& out) {
  const MessageId id{ids_.next(now())};
  if (store_.insert_message({id, matter, &out, now()})) {
    dispatcher_.add(id, out.destination(), instant(out.not_before()), out.urgent(), false);
    watch_expiry(id, out.expires_at(), out.valid_while().reminder_hours());
    return;
  }
  // Never two for one rung and recipient; who asks why nothing came finds the reason here.
  event(matter, "not_queued", "ledger",
        {{"party", out.party()}, {"destination", out.destination()}, {"dedup", out.dedup()}, {"reason", "queued before"}});
}

// Whoever registered for a facet whose count changed is decided again, in the same transaction.
void Core::change_facets(MatterId matter, const wire::MatterRow& row) {
  std::vector<std::string> facets;
  if (row.open()) facets.assign(row.facets().begin(), row.facets().end());
  for (const auto& facet : facets_.set(matter, facets)) {
    for (const auto waiting : facets_.registered_for(facet)) {
      if (waiting == matter) continue;
      store_.set_next(waiting, to_ms(now()));
      inbox_.wake(waiting, wire::WARNING);
    }
  }
}

// The topic came back between the lease and the close: its signals open a new matter that names the old one.
void Core::rehome_items(MatterId closed, const storage::MatterRecord& record) {
  if (record.unique_forever) return;
  std::optional<MatterId> fresh;
  const std::vector<ItemId> waiting = inbox_.items(closed);
  for (const auto item : waiting) {
    if (!store_.inbox_item(item).body().has_signal()) continue;
    if (!fresh) fresh = make_matter(record.key, false, closed);
    store_.move_item(item, *fresh);
    inbox_.move(closed, *fresh, item, wire::HUMAN);
  }
}

void Core::decision_failed(Lease& lease, const std::string& reason) {
  const MatterId matter{lease.target};
  workers_.end_lease(lease.id);
  auto& backoff = failing_[matter];
  ++backoff.failures;
  log::error("decision_failed", {{"matter", id_text(matter)}, {"failures", backoff.failures}, {"reason", printable(reason, 300)}});
  if (backoff.failures >= max_failures) {
    failing_.erase(matter);
    quarantine(matter, printable(reason, 200));
    return;
  }
  reviewed(matter);
  backoff.until = now() + std::chrono::seconds{1U << backoff.failures};
}

// The matter has been decided again: what it said before may leave now.
void Core::reviewed(MatterId matter) {
  if (!reviews_.empty()) send_on(reviews_.decided(matter));
}

}  // namespace fenghuo::ledger
