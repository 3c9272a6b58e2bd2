#include "services/fenghuo/simulate_ledger.hpp"

#include "common/calendar/leaving.hpp"
#include "services/fenghuo/simulate_matter.hpp"

namespace fenghuo::simulate {
namespace {

std::size_t rank(wire::IntakeClass intake_class) {
  if (intake_class == wire::HUMAN) return 0;
  return intake_class == wire::EXPANSION ? 2 : 1;
}

// "topic/<provider>/<topic>", "duty/<id>/…<period>[/<field>]", "digest/<party>/<day>", "brief/<role>/<day>", "daily/<party>/<day>",
// "report/<kind>/<period>"
Name name_of(const std::string& key) {
  Name name{key, {}, {}, false};
  const auto kind = key.substr(0, key.find('/'));
  const std::string rest = kind.size() < key.size() ? key.substr(kind.size() + 1) : std::string();
  const auto last = rest.rfind('/');
  const std::string tail = last == std::string::npos ? rest : rest.substr(last + 1);
  if (kind == "topic") {
    const auto provider = rest.find('/');
    name.source = provider == std::string::npos ? rest : rest.substr(provider + 1);
  } else if (kind == "digest" || kind == "brief" || kind == "daily" || kind == "report") {
    name.occurrence = tail;
  } else {
    name.source = rest.substr(0, rest.find('/'));
  }
  return name;
}

}  // namespace

VirtualLedger::VirtualLedger(Decide decide, Observer& observer, const Calendar* calendar, Carrier carrier)
    : decide_(std::move(decide)), observer_(observer), calendar_(calendar), carrier_(std::move(carrier)) {}
VirtualLedger::~VirtualLedger() = default;

VirtualLedger::Matter* VirtualLedger::find(std::uint64_t id) const {
  const auto found = matters_.find(id);
  return found == matters_.end() ? nullptr : found->second.get();
}

VirtualLedger::Matter& VirtualLedger::make(Instant now, const std::string& key, bool unique_forever) {
  auto matter = std::make_unique<Matter>();
  matter->origin.id = ids_.next(now);
  matter->origin.name = name_of(key);
  matter->unique_forever = unique_forever;
  if (const auto before = ended_.find(key); before != ended_.end()) {
    matter->previous = before->second.id;
    matter->previous_number = before->second.number;
  }
  by_key_[key] = matter->origin.id;
  auto& place = matters_[matter->origin.id];
  place = std::move(matter);
  return *place;
}

Taken VirtualLedger::submit(Instant now, Submission submission) {
  if (!submission.key.empty()) {
    const auto digest = digest_of(submission.body);
    const auto [known, fresh] = known_.try_emplace(submission.scope + '\n' + submission.key, digest);
    if (!fresh) return known->second == digest ? Taken::duplicate : Taken::conflict;
  }
  Matter* matter = nullptr;
  if (submission.matter_id != 0) {
    matter = find(submission.matter_id);
    if (matter == nullptr || !matter->open) return Taken::closed;
  } else if (const auto open = by_key_.find(submission.matter_key); open != by_key_.end()) {
    matter = find(open->second);
  } else if (for_ever_.contains(hash_of(submission.matter_key))) {
    return Taken::closed;
  } else if (!submission.opens) {
    return ended_.contains(submission.matter_key) ? Taken::closed : Taken::no_such_matter;
  } else {
    matter = &make(now, submission.matter_key, submission.unique_forever);
  }
  if (submission.body.has_occurrence()) {
    auto& occurrence = *submission.body.mutable_occurrence();
    matter->origin.name.source = occurrence.duty();
    matter->origin.name.occurrence = occurrence.period();
    const auto& obligation = submission.obligation != nullptr ? *submission.obligation : occurrence.obligation();
    matter->origin.name.draft = obligation.draft();
    matter->origin.name.proposed = obligation.proposed();
    if (submission.obligation != nullptr) *occurrence.mutable_obligation() = *submission.obligation;
    if (matter->version == 0) matter->obligation = submission.obligation;
  }
  add_item(now, *matter, std::move(submission.body), submission.intake_class, submission.tag);
  return Taken::yes;
}

void VirtualLedger::add_item(Instant now, Matter& matter, wire::InboxBody body, wire::IntakeClass intake_class, std::uint64_t tag) {
  auto& item = matter.inbox.emplace_back();
  item.set_id(++items_);
  item.set_received_at(to_ms(now));
  *item.mutable_body() = std::move(body);
  matter.tags.push_back(tag);
  wake(matter, intake_class);
}

void VirtualLedger::wake(Matter& matter, wire::IntakeClass intake_class) {
  if (matter.queued) return;
  matter.queued = true;
  ready_[rank(intake_class)].push_back(matter.origin.id);
}

void VirtualLedger::set_next(Matter& matter, std::int64_t at) {
  matter.next_at = at;
  if (at > 0) due_matters_.push({at, matter.origin.id});
}

std::optional<Instant> VirtualLedger::next() {
  while (!due_matters_.empty()) {  // what was put off or closed meanwhile leaves its old entry behind
    const auto top = due_matters_.top();
    const Matter* matter = find(top.id);
    if (matter != nullptr && matter->open && matter->next_at == top.at) break;
    due_matters_.pop();
  }
  while (!due_messages_.empty() && !waiting_.contains(due_messages_.top().id)) due_messages_.pop();
  std::optional<Instant> first;
  if (!due_matters_.empty()) first = instant(due_matters_.top().at);
  if (!due_messages_.empty()) first = std::min(first.value_or(Instant::max()), instant(due_messages_.top().at));
  return first;
}

Result<void> VirtualLedger::settle(Instant now) {
  for (;;) {
    while (!due_matters_.empty() && due_matters_.top().at <= to_ms(now)) {
      const auto top = due_matters_.top();
      due_matters_.pop();
      Matter* matter = find(top.id);
      if (matter != nullptr && matter->open && matter->next_at == top.at) wake(*matter, wire::WARNING);
    }
    const auto idle = [this] { return ready_[0].empty() && ready_[1].empty() && ready_[2].empty(); };
    if (idle()) let_leave(now);  // what dies is decided
    if (idle()) return {};
    if (auto done = decide_ready(now); !done) return done;
  }
}

Result<void> VirtualLedger::decide_ready(Instant now) {
  for (auto& queue : ready_) {
    std::vector<std::uint64_t> batch;
    batch.swap(queue);
    std::vector<Ahead> many;
    for (const auto id : batch) {
      const Matter* matter = find(id);
      if (matter != nullptr && !matter->inbox.empty()) many.push_back({id, now, matter->version, matter->inbox.size(), {}});
    }
    decide_ahead(std::move(many));
    for (const auto id : batch) {
      Matter* matter = find(id);
      if (matter == nullptr) continue;
      matter->queued = false;
      if (auto done = decide_one(now, *matter); !done) return done;
    }
  }
  return {};
}

// ------------------------------------------------------------------ leaving

void VirtualLedger::let_leave(Instant now) {
  while (!due_messages_.empty() && due_messages_.top().at <= to_ms(now)) {
    const auto id = due_messages_.top().id;
    due_messages_.pop();
    const auto found = waiting_.find(id);
    if (found == waiting_.end()) continue;
    Matter& matter = *find(found->second.matter);
    if (!try_to_leave(now, id, found->second, matter)) continue;
    waiting_.erase(id);
    std::erase(matter.waiting, id);
    drop_if_done(matter);
  }
}

// True: it has left, or never will.
bool VirtualLedger::try_to_leave(Instant now, std::uint64_t id, Waiting& waiting, Matter& matter) {
  const auto& message = waiting.message;
  const auto& valid = message.valid_while();
  const bool taken = std::find(matter.taken.begin(), matter.taken.end(), valid.untaken_party()) != matter.taken.end();
  const auto leave = may_leave(valid, {matter.work, matter.generation, taken}, message.expires_at(), calendar_, matter.origin.id, now);
  switch (leave.what) {
    case Leave::What::withdrawn:
      return true;
    case Leave::What::expired:
      dead(now, matter, id, message, leave.why);
      return true;
    case Leave::What::later:
      put_off(id, waiting, leave.at);
      return false;
    case Leave::What::now:
      break;
  }
  if (to_ms(now) < waiting.due) return false;  // only its expiry was looked at
  const auto carried = carrier_ ? carrier_(now, message) : Carried{};
  if (carried.how == Carried::How::later) {
    put_off(id, waiting, std::max(carried.again, now + std::chrono::minutes{1}));
    return false;
  }
  if (carried.how == Carried::How::refused)
    dead(now, matter, id, message, "refused");
  else
    observer_.leaves({now, matter.origin, message});
  return true;
}

void VirtualLedger::put_off(std::uint64_t id, Waiting& waiting, Instant until) {
  waiting.due = to_ms(until);
  due_messages_.push({waiting.due, id});
}

void VirtualLedger::dead(Instant now, Matter& matter, std::uint64_t id, const wire::OutMessage& message, std::string_view reason) {
  wire::InboxBody body;
  body.set_actor("ledger");
  auto& failed = *body.mutable_delivery_failed();
  failed.set_message_id(id);
  failed.set_party(message.party());
  failed.set_step(message.step());
  failed.set_destination(message.destination());
  failed.set_reason(std::string(reason));
  add_item(now, matter, std::move(body), wire::HUMAN, 0);
}

void VirtualLedger::close(Matter& matter) {
  if (!matter.open) return;  // a dead letter of what had ended
  matter.open = false;
  matter.next_at = 0;
  by_key_.erase(matter.origin.name.key);
  if (matter.unique_forever)
    for_ever_.insert(hash_of(matter.origin.name.key));
  else
    ended_[matter.origin.name.key] = {matter.origin.id, matter.origin.number};
}

void VirtualLedger::drop_if_done(Matter& matter) {
  if (matter.open || !matter.waiting.empty() || !matter.inbox.empty()) return;
  if (!matter.origin.number.empty()) by_number_.erase(matter.origin.number);
  matters_.erase(matter.origin.id);
}

}  // namespace fenghuo::simulate
