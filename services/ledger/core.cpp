#include "services/ledger/core.hpp"

#include <charconv>

#include "common/base/bytes.hpp"
#include "common/log/log.hpp"

namespace fenghuo::ledger {
namespace {

std::uint64_t to_number(std::string_view text) {
  std::uint64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

constexpr std::chrono::milliseconds backward_tolerance{5000};
constexpr std::uint32_t most_reviewed = 100'000;  // matters that were due while everything stood still
constexpr std::uint32_t due_at_once = 1024;
constexpr std::chrono::milliseconds backup_rest{50};  // while somebody holds the copy

}  // namespace

Core::Core(storage::Store& store, LedgerClock& clock, const Settings& settings) : store_(store), clock_(clock), settings_(settings) {}

void Core::load() {
  inbox_.clear();
  facets_.clear();
  dispatcher_.clear();
  workers_.clear();
  reviews_.clear();
  resting_.clear();
  expiries_.clear();
  waiters_.clear();
  wanted_facts_.clear();
  failing_.clear();
  stale_.clear();
  orphans_.clear();
  outgoing_.clear();
  dirty_ = false;

  ids_ = IdMaker(std::max(ids_.last(), store_.highest_id()));
  epoch_ = to_number(store_.meta("epoch"));
  load_hold();
  load_pauses();
  disabled_.clear();
  for (const auto& [id, reason] : store_.disabled_destinations()) {
    disabled_.insert(id);
    dispatcher_.disable(id, true);
  }
  use_bundle(store_.meta("active_bundle"));
  load_matters();
  store_.each_waiting_message([this](const storage::QueuedMessage& m, bool started) {
    watch_expiry(m);
    if (started) {
      orphans_.insert(m.id.value);
    } else {
      dispatcher_.add(m.id, m.destination, instant(m.due_at), m.urgent, m.attempts > 0);
    }
  });
  orphan_deadline_ = steady_now() + settings_.ledger.restart_grace;
  delivered_ = store_.count_messages(storage::MessageState::delivered);
  dead_ = store_.count_messages(storage::MessageState::dead);
  review_undecided();
}

void Core::load_matters() {
  open_ = 0;
  store_.each_open_matter([this](MatterId id, std::string_view bytes) {
    ++open_;
    wire::MatterRow row;
    if (bytes.empty() || !row.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return;
    facets_.set(id, {row.facets().begin(), row.facets().end()});
  });
  store_.each_registration([this](std::string_view facet, MatterId id) {
    auto list = facets_.registrations(id);
    list.emplace_back(facet);
    facets_.set_registrations(id, list);
  });
  store_.each_pending_item([this](const storage::PendingItem& item) { inbox_.add(item.matter, item.id, item.intake_class, item.scope); });
  const auto quarantined = store_.quarantined_matters();
  for (const auto matter : quarantined) inbox_.forget(matter);
  quarantined_ = quarantined.size();
}

// What was decided before a stand-still may no longer be true: first the decisions that are owed, then the messages of those matters.
void Core::review_undecided() {
  const auto t = steady_now();
  for (const auto matter : inbox_.queued_matters()) reviews_.open(matter, t);
  for (const auto matter : workers_.leased_decisions()) reviews_.open(matter, t);
  if (ladders_held_) return;
  for (const auto matter : store_.due_matters(now(), most_reviewed)) reviews_.open(matter, t);
}

void Core::start_epoch() {
  ++epoch_;
  counter_ = 0;
  store_.set_meta("epoch", std::to_string(epoch_));
  const Instant t = now();
  hold_restored();
  const auto last = store_.meta("last_commit_at");
  if (!last.empty() && clock_doubt_.empty()) {
    const Instant before = instant(static_cast<std::int64_t>(to_number(last)));
    if (t + backward_tolerance < before)
      hold_ladders("the clock went back since the last commit (" + rfc3339(before) + ")");
    else if (t - before > settings_.ledger.max_gap)
      hold_ladders("the clock is implausibly far ahead of the last commit (" + rfc3339(before) + ")");
  }
  event({}, "restarted", "ledger", {{"epoch", std::to_string(epoch_)}});
  rebuild_rates();
}

void Core::hold_ladders(const std::string& reason) {
  clock_doubt_ = reason;
  say_hold();
  event({}, "ladders_held", "ledger", {{"reason", reason}});
  log::error("ladders_held", {{"reason", reason}, {"way_out", "check the clock, then: fenghuo confirm-clock"}});
  alert_operator(
      system_matter(), "ladders_held/" + std::to_string(epoch_), "【系统告警】时钟可疑，逐级上报已暂停，请人工确认",
      "系统启动时发现时钟与上次记录不符，逐级上报已暂停；签收、报告等照常处理。请核对服务器时间，确认后运行 fenghuo confirm-clock。");
}

// A rate holds across a restart: what left within the last minute still counts.
void Core::rebuild_rates() {
  const auto rated = dispatcher_.rated();
  if (rated.empty()) return;
  for (const auto& [destination, at] : store_.attempts_since(now() - std::chrono::minutes{1})) {
    if (std::find(rated.begin(), rated.end(), destination) != rated.end()) dispatcher_.left_before(destination, instant(at));
  }
}

wire::Fence Core::next_fence() {
  wire::Fence fence;
  fence.set_epoch(epoch_);
  fence.set_counter(++counter_);
  return fence;
}

std::uint64_t Core::event(MatterId matter, std::string_view kind, std::string_view actor,
                          std::initializer_list<std::pair<std::string_view, std::string>> fields, std::string_view text) {
  wire::EventView e;
  e.set_matter_id(matter.value);
  e.set_kind(std::string(kind));
  e.set_actor(std::string(actor));
  for (const auto& [name, value] : fields) add_field(e.mutable_fields(), name, value);
  e.set_text(std::string(text));
  dirty_ = true;
  return store_.append(std::move(e), now());
}

void Core::use_bundle(const std::string& hash) {
  active_hash_ = hash;
  active_.Clear();
  calendar_.reset();
  if (hash.empty()) return;
  active_.ParseFromString(store_.bundle_body(hash));
  make_calendar();
  dispatcher_.configure(active_);
  check_lease();
}

// A lease must outlive the longest attempt, or a slow receiver's message would be leased twice at once. A new bundle that does not fit is
// refused when it is activated; a setting lowered since is not obeyed, or nobody could ever bring in a bundle that fits it.
void Core::check_lease() {
  lease_ = settings_.ledger.lease;
  for (const auto& destination : active_.destinations()) {
    const auto needed = std::chrono::milliseconds{destination.timeout_ms()} + lease_margin;
    if (needed <= lease_) continue;
    log::error("lease_too_short", {{"ledger.lease_ms", lease_.count()},
                                   {"destination", destination.id()},
                                   {"used_ms", needed.count()},
                                   {"way_out", "raise ledger.lease in fenghuo.yaml or lower the destination's timeout"}});
    lease_ = needed;
  }
  const auto mail = std::chrono::milliseconds{active_.mail().timeout_ms()} + lease_margin;
  if (active_.has_mail() && mail > lease_) {
    log::error("lease_too_short", {{"ledger.lease_ms", lease_.count()},
                                   {"used_ms", mail.count()},
                                   {"way_out", "raise ledger.lease in fenghuo.yaml or lower timeout in mail.yaml"}});
    lease_ = mail;
  }
}

void Core::say(Door door, const std::string& identity, wire::Type type, const google::protobuf::MessageLite& message) {
  outgoing_.push_back({door, identity, type, message.SerializeAsString()});
}

std::vector<Outgoing> Core::take_outgoing() { return std::exchange(outgoing_, {}); }

// ------------------------------------------------------------------ time

void Core::tick(Steady t) {
  record_backup();
  for (const auto id : workers_.expired(t)) {
    workers_.suspend(workers_.lease(id)->instance);
    give_up(id, true);
  }
  for (const auto& instance : workers_.given_up(t)) {
    Worker* worker = workers_.by_instance(instance);
    const std::vector<std::uint64_t> held(worker->held.begin(), worker->held.end());
    const bool died = !worker->draining;
    for (const auto id : held) give_up(id, died);
    log::info("worker_gone", {{"worker", instance}, {"held", held.size()}});
    workers_.remove(instance);
  }
  if (!orphans_.empty() && t >= orphan_deadline_) {
    for (const auto id : orphans_) requeue_unanswered(MessageId{id}, "lost in a restart");
    orphans_.clear();
  }
  if (const auto step = clock_.watch(); step.stepped) {
    event({}, "clock_step", "ledger", {{"difference_ms", std::to_string(step.difference.count())}});
    log::warn("clock_step", {{"difference_ms", step.difference.count()}});
  }
  end_expired();
  wake_due();
  wake_rested(t);
  send_on(reviews_.late(t));
}

void Core::wake_due() {
  const Instant current = now();
  if (!ladders_held_) {
    for (const auto id : store_.due_matters(current, due_at_once)) {
      if (workers_.lease_of(true, id.value) != nullptr || inbox_.queued(id) || resting_.rests(id.value)) continue;
      if (const auto it = failing_.find(id); it != failing_.end() && it->second.until > current) continue;
      inbox_.wake(id, wire::WARNING);
    }
  }
  for (auto& [id, backoff] : failing_) {
    if (backoff.until == Instant{} || backoff.until > current) continue;
    backoff.until = Instant{};  // the failures stay counted until a decision succeeds
    inbox_.wake(id, wire::WARNING);
  }
}

void Core::wake_rested(Steady t) {
  while (const auto rest = resting_.due(t)) {
    if (rest->decision)
      inbox_.wake(MatterId{rest->target}, wire::HUMAN);
    else
      dispatcher_.add(MessageId{rest->target}, rest->destination, Instant{}, rest->urgent, true);
  }
}

void Core::send_on(const std::vector<Candidate>& messages) {
  for (const auto& m : messages) dispatcher_.add(m.id, m.destination, Instant{}, m.urgent, m.retry);
}

void Core::lease_work(Steady t) {
  if (active_hash_.empty()) return;  // no rules yet: nothing can be decided or rendered
  lease_decisions(t);
  lease_sends(t);
}

// What has fallen due already was woken by tick(): waiting for it here would spin as long as nobody can decide it.
std::chrono::milliseconds Core::longest_sleep(Steady t) {
  std::chrono::milliseconds longest{200};  // dead peers and clock steps are looked for at least this often
  const auto until_steady = [&](Steady due) {
    longest = std::min(longest, std::chrono::ceil<std::chrono::milliseconds>(std::max(due - t, Steady::duration{})));
  };
  if (backup_.copy != nullptr && backup_.copy->waits())
    longest = backup_rest;
  else if (backup_.copy != nullptr || !backup_.due.empty())
    return std::chrono::milliseconds{0};
  if (!orphans_.empty()) until_steady(orphan_deadline_);
  if (const auto rested = resting_.next()) until_steady(*rested);
  if (clock_.manual()) return longest;
  const Instant current = now();
  const auto until = [&](Instant due) {
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>((due - current) / clock_.rate());
    longest = std::clamp(wait, std::chrono::milliseconds{1}, longest);
  };
  if (!ladders_held_) {
    auto next = store_.earliest_next();
    if (next > 0 && next <= to_ms(current)) next = store_.earliest_next_after(current);
    if (next > 0) until(instant(next));
  }
  if (const auto wake = dispatcher_.next_wake(current)) until(*wake);
  if (const auto expiry = next_expiry()) until(*expiry);
  return longest;
}

std::vector<std::string> Core::worker_identities() {
  std::vector<std::string> identities;
  for (const auto& [instance, worker] : workers_.all()) {
    if (!worker.gone) identities.push_back(worker.identity);
  }
  return identities;
}

wire::StatusView Core::snapshot(Steady t) {
  wire::StatusView s;
  const Instant current = now();
  s.set_seq(store_.last_seq());
  s.set_now(to_ms(current));
  s.set_epoch(epoch_);
  s.set_open_matters(open_);
  s.set_pending_items(inbox_.pending_items());
  s.set_leased(workers_.leases());
  s.set_queued_messages(dispatcher_.waiting() + reviews_.messages() + resting_.size());
  s.set_dead_messages(dead_);
  s.set_messages_delivered(delivered_);
  s.set_items_accepted(accepted_);
  s.set_quarantined(quarantined_);
  s.set_active_bundle(active_hash_);
  s.set_ladders_held(ladders_held_);
  s.set_hold_reason(hold_reason_);
  s.set_clock(clock_.manual()        ? "manual"
              : clock_.rate() == 1.0 ? "system"
                                     : "demonstration x" + std::to_string(static_cast<int>(clock_.rate())));
  const auto next = store_.earliest_next();
  s.set_next_at(next);
  const bool due = next > 0 && next <= to_ms(current) && !ladders_held_;
  s.set_due_matters(due ? 1 : 0);
  if (due) s.set_lag_ms(to_ms(current) - next);
  const bool sendable = dispatcher_.sendable(current);
  s.set_due_messages(sendable ? 1 : 0);
  std::string why;
  if (active_hash_.empty())
    why = "no bundle is active";
  else if (inbox_.ready())
    why = "items wait to be decided";
  else if (workers_.leases() > 0)
    why = "workers hold jobs";
  else if (due)
    why = "a matter is due";
  else if (sendable)
    why = "messages are due";
  else if (const auto expiry = next_expiry(); expiry && *expiry <= current)
    why = "messages have expired";
  else if (resting_.size() > 0)
    why = "jobs that a worker gave back go again shortly";
  else if (reviews_.messages() > 0)
    why = "messages wait for their matter's decision";
  else if (!orphans_.empty())
    why = "waiting for senders from before the restart";
  s.set_idle(why.empty());
  s.set_idle_reason(why);
  for (const auto& scope : pauses_) s.add_pauses(scope);
  if (restored_) s.add_pauses("restored");
  for (auto& [instance, worker] : workers_.all()) {
    auto* view = s.add_workers();
    view->set_kind(worker.kind);
    view->set_instance(instance);
    view->set_credit(worker.credit);
    view->set_held(static_cast<std::uint32_t>(worker.held.size()));
    view->set_last_seen_ms(std::chrono::duration_cast<std::chrono::milliseconds>(t - worker.last_seen).count());
  }
  for (const auto& id : disabled_) s.add_disabled_destinations(id);
  for (const auto& [name, value] : counters_) add_field(s.mutable_counters(), name, std::to_string(value));
  return s;
}

}  // namespace fenghuo::ledger
