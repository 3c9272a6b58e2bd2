// How a virtual ledger decides: a job from what the matter and the facets are, and the decision committed by the ledger's rules.
#include "services/fenghuo/simulate_ledger.hpp"
#include "services/fenghuo/simulate_matter.hpp"

namespace fenghuo::simulate {
namespace {

// The obligation stands in the job by reference while it is decided; its owner is the catalogue.
class Lent {
 public:
  Lent(wire::Matter& matter, const wire::Obligation* obligation) : matter_(matter), lent_(obligation != nullptr) {
    if (lent_) matter_.mutable_duty()->mutable_occurrence()->set_allocated_obligation(const_cast<wire::Obligation*>(obligation));
  }
  ~Lent() {
    if (lent_) static_cast<void>(matter_.mutable_duty()->mutable_occurrence()->release_obligation());
  }
  Lent(const Lent&) = delete;
  Lent& operator=(const Lent&) = delete;

 private:
  wire::Matter& matter_;
  bool lent_;
};

}  // namespace

void VirtualLedger::add_numbers(wire::Fact& fact) const {
  for (const auto id : fact.sample()) {
    const Matter* other = find(id);
    fact.add_numbers(other != nullptr ? other->origin.number : std::string());
  }
}

wire::DecideJob VirtualLedger::job_for(Instant now, const Matter& matter, const std::vector<std::string>& wanted) const {
  wire::DecideJob job;
  job.set_matter_id(matter.origin.id);
  job.set_key(matter.origin.name.key);
  job.set_version(matter.version);
  job.set_number(matter.origin.number);
  if (matter.version > 0) job.mutable_matter()->ParseFromString(matter.body);
  for (const auto& item : matter.inbox) *job.add_inbox() = item;
  const auto& waits = facets_.waits_for(matter.origin.id);
  std::set<std::string> facets(waits.begin(), waits.end());
  facets.insert(wanted.begin(), wanted.end());
  for (const auto& facet : facets) {
    auto& fact = *job.add_facts();
    fact = facets_.fact(facet);
    if (facet == "journal") fact.add_numbers("（模拟）");
    add_numbers(fact);
    for (auto& part : *fact.mutable_parts()) add_numbers(part);
  }
  if (matter.version == 0 && matter.previous != 0) {
    job.set_previous_id(matter.previous);
    job.set_previous_number(matter.previous_number);
  }
  job.set_now(to_ms(now));
  return job;
}

VirtualLedger::Decided VirtualLedger::decide(Instant now, const Matter& matter, const std::vector<std::string>& wanted) const {
  auto job = job_for(now, matter, wanted);
  Decided out;
  {
    const Lent lent(*job.mutable_matter(), matter.version > 0 ? matter.obligation : nullptr);
    out.decision = decide_(job);
  }
  if (matter.obligation != nullptr && out.decision.matter().has_duty())
    out.decision.mutable_matter()->mutable_duty()->mutable_occurrence()->clear_obligation();
  out.decision.matter().SerializeToString(&out.body);
  return out;
}

Result<void> VirtualLedger::decide_one(Instant now, Matter& matter) {
  std::vector<std::string> wanted;
  Decided decided;
  bool known = take_ahead(now, matter, decided);
  for (int attempt = 0; attempt < 8; ++attempt) {
    if (!std::exchange(known, false)) decided = decide(now, matter, wanted);
    ++decisions_;
    const auto& need = decided.decision.need_facts();
    if (!need.empty()) {
      wanted.assign(need.begin(), need.end());
      continue;
    }
    if (const auto why = broken(decided.decision, matter))
      return fail("the rules could not decide " + matter.origin.name.key + ": " + *why);
    commit(now, matter, decided);
    return {};
  }
  return fail("the rules could not decide " + matter.origin.name.key + ": they ask for facts again and again");
}

std::optional<std::string> VirtualLedger::broken(const wire::Decision& decision, const Matter& matter) const {
  if (decision.matter_id() != matter.origin.id || decision.version() != matter.version || !decision.has_matter() || !decision.has_row())
    return "the decision does not fit its matter";
  if (decision.row().open() && decision.row().next_at() <= 0) return "the decision leaves an open matter without a next step";
  if (decision.outcomes_size() != static_cast<int>(matter.inbox.size())) return "the decision leaves items unanswered";
  return std::nullopt;
}

void VirtualLedger::commit(Instant now, Matter& matter, Decided& decided) {
  auto& decision = decided.decision;
  const auto& row = decision.row();
  ++matter.version;
  matter.body.swap(decided.body);
  matter.work = row.work();
  matter.generation = row.generation();
  matter.taken.assign(row.taken().begin(), row.taken().end());
  if (!decision.serial_kind().empty() && matter.origin.number.empty()) {
    const std::string series = decision.serial_kind() + "〔" + std::to_string(decision.serial_year()) + "〕";
    matter.origin.number = series + std::to_string(++serials_[series]) + "号";
    by_number_[matter.origin.number] = matter.origin.id;
  }
  for (const auto& which : decision.withdraw()) withdraw(matter, which);
  for (auto& message : *decision.mutable_queue()) queue(now, matter, message);
  facets_.wait_for(matter.origin.id, decision.registers());
  for (auto& to : *decision.mutable_forward()) forward(now, matter, to);
  std::vector<wire::InboxItem> answered;
  std::vector<std::uint64_t> tags;
  answered.swap(matter.inbox);
  tags.swap(matter.tags);
  if (row.open())
    set_next(matter, row.next_at());
  else
    close(matter);
  change_facets(now, matter, decision);
  for (std::size_t i = 0; i < answered.size(); ++i)
    observer_.answered({now, matter.origin, answered[i].body(), decision.outcomes(static_cast<int>(i)), tags[i]});
  tell(now, matter, decision);
  drop_if_done(matter);
}

void VirtualLedger::withdraw(Matter& matter, const wire::Withdraw& which) {
  std::erase_if(matter.waiting, [&](std::uint64_t id) {
    const auto waiting = waiting_.find(id);
    const auto& message = waiting->second.message;
    const bool meant = (which.party().empty() || message.party() == which.party()) && (!which.asks_only() || message.model().ask()) &&
                       ("," + which.except_kind() + ",").find("," + message.kind() + ",") == std::string::npos;
    if (meant) waiting_.erase(waiting);
    return meant;
  });
}

// Queued before: never two for one rung and recipient.
void VirtualLedger::queue(Instant now, Matter& matter, wire::OutMessage& message) {
  if (!insert_sorted(matter.said, hash_of(message.dedup()))) return;
  const auto id = ++messages_;
  matter.waiting.push_back(id);
  auto& waiting = waiting_[id];
  waiting.matter = matter.origin.id;
  put_off(id, waiting, std::max(instant(message.not_before()), now));
  if (message.valid_while().reminder_hours() && message.expires_at() > 0) due_messages_.push({message.expires_at(), id});
  waiting.message.Swap(&message);
}

// Whom a decision sends on to. None: it has ended, or never was; what comes then changes nothing here.
VirtualLedger::Matter* VirtualLedger::target_of(Instant now, const wire::ToMatter& to) {
  if (to.matter_id() != 0) return find(to.matter_id());
  if (!to.matter_number().empty()) {
    const auto numbered = by_number_.find(to.matter_number());
    return numbered == by_number_.end() ? nullptr : find(numbered->second);
  }
  if (to.matter_key().empty()) return nullptr;
  if (const auto open = by_key_.find(to.matter_key()); open != by_key_.end()) return find(open->second);
  if (to.unique_forever() && for_ever_.contains(hash_of(to.matter_key()))) return nullptr;
  return &make(now, to.matter_key(), to.unique_forever());
}

void VirtualLedger::forward(Instant now, Matter& matter, wire::ToMatter& to) {
  if (!insert_sorted(matter.forwarded, hash_of(to.dedup()))) return;
  auto& body = *to.mutable_body();
  if (body.has_digest_entry() && body.digest_entry().number().empty()) body.mutable_digest_entry()->set_number(matter.origin.number);
  Matter* target = target_of(now, to);
  if (target == nullptr) return;
  if (body.has_digest_entry()) {  // a late entry names the matter it first came from
    const auto id = body.digest_entry().matter_id();
    const auto member = matter.origin.members.find(id);
    target->origin.members.emplace(id, member == matter.origin.members.end() ? matter.origin.name : member->second);
  }
  add_item(now, *target, std::move(body), wire::WARNING, 0);
}

// Whoever registered for a facet whose count changed is decided again, at this instant.
void VirtualLedger::change_facets(Instant now, Matter& matter, const wire::Decision& decision) {
  for (const auto& facet : facets_.set(matter.origin.id, decision.row().facets(), decision.row().open())) {
    for (const auto id : facets_.waiting_for(facet)) {
      Matter* waiting = id == matter.origin.id ? nullptr : find(id);
      if (waiting == nullptr || !waiting->open) continue;
      waiting->next_at = to_ms(now);
      wake(*waiting, wire::WARNING);
    }
  }
  const bool stale = std::any_of(decision.facts_read().begin(), decision.facts_read().end(),
                                 [&](const wire::Fact& fact) { return facets_.revision(fact.facet()) != fact.revision(); });
  if (stale && matter.open) set_next(matter, to_ms(now));
}

void VirtualLedger::tell(Instant now, const Matter& matter, const wire::Decision& decision) {
  for (const auto& event : decision.events()) {
    const auto value = [&](std::string_view name) { return field(event.fields(), name); };
    if (event.kind() == "not_said" && value("why") == "nobody there")
      observer_.nobody({now, matter.origin, value("party"), value("step"), value("why")});
    else if (event.kind() == "party_unreachable")
      observer_.nobody({now, matter.origin, value("party"), value("rung"), "unreachable"});
  }
}

}  // namespace fenghuo::simulate
