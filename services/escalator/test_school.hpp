// Several matters and their ledger, in memory: duties, the leaders' briefs and the counts they forward to each other, under one clock.
// Every decision is checked against the invariants; a broken one is kept in `broken`.
#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "common/obligations/expand.hpp"
#include "services/escalator/decide.hpp"
#include "services/escalator/index.hpp"
#include "services/escalator/test_duty_rules.hpp"
#include "services/escalator/test_world.hpp"

namespace fenghuo::escalator::testing {

struct Sent {
  std::int64_t at = 0;  // when it leaves
  std::string key, party, kind, subject, text, serial;
  wire::NotificationModel model;
  bool by_person = false;  // of a decision that took a person's act
  std::string destination;
  std::int64_t expires = 0;
  bool keeps_hours = false;
  bool withdrawn = false;  // taken back by something newer before it was looked at: while nothing leaves, it would never leave
};

class School {
 public:
  explicit School(std::int64_t start, const wire::Bundle& bundle = duty_rules())
      : book_(std::make_shared<const Playbook>(bundle)), now_(start) {}

  struct Slot {
    std::uint64_t id = 0, version = 0;
    wire::Matter matter;
    wire::MatterRow row;
    std::string number;
    std::vector<wire::InboxItem> inbox;
    std::set<std::size_t> dedups;
    bool open() const { return version > 0 && row.open(); }
  };

  // Of a duty that is one party's.
  static std::string key_of(const wire::Occurrence& o) {
    wire::Duty duty;
    duty.set_id(o.duty());
    return obligations::duty_key(duty, o);
  }

  // ---- what comes in; decided at once unless down() was called
  School& open(const wire::Occurrence& occurrence) {
    wire::InboxBody body;
    body.set_actor("deadlines");
    *body.mutable_occurrence() = occurrence;
    main_ = key_of(occurrence);
    return put(main_, std::move(body));
  }
  School& retract(const std::string& reason = "目录已删") {
    wire::InboxBody body;
    body.mutable_retraction()->set_reason(reason);
    return put(main_, std::move(body));
  }
  School& act(wire::ActionKind kind, const std::string& party, const std::function<void(wire::Action&)>& more = {}) {
    wire::InboxBody body;
    body.set_actor(account);
    auto& action = *body.mutable_action();
    action.set_kind(kind);
    action.set_party(party);
    action.set_by("account of " + party);
    if (more) more(action);
    return put(main_, std::move(body));
  }
  School& fail(const std::string& party) {
    const auto* told = find(main_).matter.told_size() > 0 ? &find(main_).matter.told() : nullptr;
    if (told == nullptr) return *this;
    wire::InboxBody body;
    body.mutable_delivery_failed()->set_party(party);
    const auto& contacts = book_->index.destinations(party);
    if (!contacts.empty()) body.mutable_delivery_failed()->set_destination(contacts.back()->id());
    return put(main_, std::move(body));
  }
  // This message is dead, as the ledger tells its matter.
  School& dies(const Sent& message) {
    wire::InboxBody body;
    body.set_actor("ledger");
    auto& failed = *body.mutable_delivery_failed();
    failed.set_party(message.party);
    failed.set_destination(message.destination);
    failed.set_step(message.model.step());
    failed.set_reason("550");
    return put(message.key, std::move(body));
  }
  School& put(const std::string& key, wire::InboxBody body) {
    auto& slot = find(key);
    auto& item = slot.inbox.emplace_back();
    item.set_id(++items_);
    item.set_received_at(now_);
    *item.mutable_body() = std::move(body);
    if (!down_) decide(key);
    return *this;
  }

  School& down() { return down_ = true, *this; }
  School& back() {
    down_ = false;
    for (const auto& key : keys()) {
      if (!find(key).inbox.empty()) decide(key);
    }
    return settle();
  }
  School& use(const std::string& key) { return main_ = key, *this; }
  void activate(const wire::Bundle& bundle) { book_ = std::make_shared<const Playbook>(bundle); }

  // ---- time
  School& until(const std::string& text) { return until(at(text)); }
  School& until(std::int64_t t) {
    while (!down_) {
      const std::string* next = nullptr;
      for (const auto& [key, slot] : slots_) {
        if (slot.row.next_at() > 0 && slot.row.next_at() <= t && (next == nullptr || slot.row.next_at() < slots_.at(*next).row.next_at()))
          next = &key;
      }
      if (next == nullptr || !broken.empty()) break;
      now_ = std::max(now_, slots_.at(*next).row.next_at());
      const std::string key = *next;
      decide(key);
    }
    now_ = std::max(now_, t);
    return *this;
  }
  School& jump(const std::string& text) {
    now_ = std::max(now_, at(text));
    return *this;
  }
  // A decision without a reason: a restart, a fact that changed, a wake-up too early.
  School& poke() {
    for (const auto& key : keys()) {
      if (find(key).open()) decide(key);
    }
    return *this;
  }
  School& settle() { return until(now_); }  // whatever is due at this moment
  std::int64_t now() const { return now_; }

  // ---- what is seen
  const Slot& slot() const { return slots_.at(main_); }
  const wire::DutyState& duty() const { return slot().matter.duty(); }
  wire::Work work() const { return slot().matter.work(); }
  const wire::ItemOutcome& outcome() const { return last_outcome_; }
  wire::OutcomeCode code() const { return last_outcome_.code(); }
  std::vector<Sent> take() { return std::exchange(sent_, {}); }
  // "2026-07-08 08:31 unit:hq 〔提醒〕…", one a message since the last call.
  std::vector<std::string> said() {
    std::vector<std::string> out;
    for (const auto& one : take()) out.push_back(clock_text(one.at) + " " + one.party + " " + one.subject);
    return out;
  }
  // The days of those messages and what they are: "07-06 unit:hq 提示单".
  std::vector<std::string> days() {
    std::vector<std::string> out;
    for (const auto& one : take()) out.push_back(clock_text(one.at).substr(5, 5) + " " + one.party + " " + head_of(one.subject));
    return out;
  }
  static std::string head_of(const std::string& subject) {
    for (const auto& [opens, closes] : {std::pair{"〔", "〕"}, {"【", "】"}}) {
      const std::string o = opens;
      if (subject.starts_with(o)) return subject.substr(o.size(), subject.find(closes) - o.size());
    }
    return subject;
  }
  // "2026-07-15 11:00 overdue": when it happened, of the main matter, since the last call.
  std::vector<std::string> events(const std::set<std::string>& kinds) {
    std::vector<std::string> out;
    for (const auto& [key, event] : std::exchange(events_, {})) {
      if (key == main_ && kinds.contains(event.kind())) out.push_back(clock_text(event.occurred_at()) + " " + event.kind());
    }
    return out;
  }
  std::string event_field(const std::string& kind, const std::string& name) const {
    for (auto it = events_.rbegin(); it != events_.rend(); ++it) {
      if (it->second.kind() == kind) return std::string(field(it->second.fields(), name));
    }
    return {};
  }
  const Index& index() const { return book_->index; }
  std::vector<std::string> keys() const {
    std::vector<std::string> out;
    for (const auto& [key, slot] : slots_) out.push_back(key);
    return out;
  }
  const Slot& at_key(const std::string& key) const { return slots_.at(key); }
  // All that the future depends on, but for the counters of items and versions, which name things and decide nothing.
  std::size_t state() const {
    std::string all = std::to_string(now_);
    for (const auto& [key, slot] : slots_) {
      all.append("/").append(key).append(slot.number).append(slot.row.SerializeAsString()).append(slot.matter.SerializeAsString());
      for (const auto dedup : slot.dedups) all.append(",").append(std::to_string(dedup));
    }
    for (const auto& dedup : forwarded_) all.append("|").append(dedup);
    for (const auto& day : brief_days_) all.append("|").append(day);
    return std::hash<std::string>{}(all);
  }
  std::string broken;
  std::string account;  // the token, user or "link" that acts come by
  std::uint64_t decisions = 0;
  int most_parts = 2000;  // of a fact that sums up, as the ledger gives
  bool digests = false;   // units' daily digests and the reports too; else what goes to them is dropped, and a test is about its duty

 private:
  Slot& find(const std::string& key) {
    auto& slot = slots_[key];
    if (slot.id == 0) slot.id = 100 + slots_.size();
    return slot;
  }

  void decide(const std::string& key) {
    auto& slot = find(key);
    wire::DecideJob job;
    job.set_matter_id(slot.id);
    job.set_key(key);
    job.set_version(slot.version);
    if (slot.version > 0) *job.mutable_matter() = slot.matter;
    for (const auto& item : slot.inbox) *job.add_inbox() = item;
    job.set_bundle(book_->hash);
    job.set_now(now_);
    job.set_number(slot.number);
    auto policy = book_;
    for (const auto& book : books_) {
      if (slot.version > 0 && book->hash == slot.matter.policy()) policy = book;
    }
    if (std::find(books_.begin(), books_.end(), book_) == books_.end()) books_.push_back(book_);
    const Rules rules{&book_->bundle, book_->hash, &policy->bundle, &book_->index, &policy->index};
    auto decision = escalator::decide(job, rules);
    if (digests && decision.need_facts_size() > 0) {
      for (const auto& facet : decision.need_facts()) *job.add_facts() = fact(facet);
      decision = escalator::decide(job, rules);
    }
    ++decisions;
    const bool by_person = std::any_of(slot.inbox.begin(), slot.inbox.end(), [](const auto& item) { return item.body().has_action(); });
    check(key, slot, decision, by_person);
    apply(key, slot, std::move(decision), by_person);
  }

  // As the ledger answers: one facet, or the sum of all that begin so.
  wire::Fact fact(const std::string& facet) const {
    std::map<std::string, wire::Fact> found;
    const bool many = facet.ends_with('*');
    const auto wanted = many ? facet.substr(0, facet.size() - 1) : facet;
    for (const auto& [key, slot] : slots_) {
      if (!slot.open()) continue;
      for (const auto& name : slot.row.facets()) {
        if (many ? !name.starts_with(wanted) : name != wanted) continue;
        auto& one = found[name];
        one.set_facet(name);
        one.set_count(one.count() + 1);
        if (one.sample_size() < 8) one.add_sample(slot.id), one.add_numbers(slot.number);
      }
    }
    wire::Fact out;
    if (!many && found.contains(facet)) return found.at(facet);
    out.set_facet(facet);
    if (facet == "journal") out.add_numbers(R"({"stream":"main","seq":7})");
    for (auto& [name, one] : found) {
      out.set_count(out.count() + one.count());
      if (out.parts_size() < most_parts)
        *out.add_parts() = one;
      else
        out.set_cut(true);
    }
    return out;
  }

  void fault(const std::string& key, const std::string& what) {
    if (broken.empty()) broken = what + " · " + key + " · " + clock_text(now_);
  }

  void check(const std::string& key, Slot& slot, const wire::Decision& d, bool by_person) {
    if (d.version() != slot.version || d.matter_id() != slot.id) fault(key, "answers another version");
    if (d.need_facts_size() > 0) fault(key, "asks for facts");
    if (d.outcomes_size() != static_cast<int>(slot.inbox.size())) fault(key, "outcomes are not one per item");
    if (d.row().open() && d.row().next_at() <= now_) fault(key, "open without a next step ahead");
    for (const auto& message : d.queue()) {
      if (!slot.dedups.insert(std::hash<std::string>{}(message.dedup())).second) fault(key, "queued twice: " + message.dedup());
      const bool allowed = book_->index.calendar().is_reminder_time(instant(message.not_before()));
      const bool at_any_hour = by_person || message.party() == "role:" + book_->bundle.operator_role();
      if (!allowed && !at_any_hour) fault(key, "leaves outside its hours: " + message.model().subject());
      if (!message.valid_while().reminder_hours() && !at_any_hour) fault(key, "may leave at any hour: " + message.model().subject());
      if (message.expires_at() <= message.not_before()) fault(key, "expires before it leaves: " + message.model().subject());
      if (message.model().subject().empty() || message.model().text().empty()) fault(key, "a message that says nothing");
      const bool beside = message.kind() != "brief" && message.model().reason() != "加急直报";
      if (beside && book_->index.is_leader(message.party())) fault(key, "a leader's mail beside the brief");
    }
  }

  void apply(const std::string& key, Slot& slot, wire::Decision d, bool by_person) {
    slot.matter = d.matter();
    slot.row = d.row();
    ++slot.version;
    slot.inbox.clear();
    if (!d.serial_kind().empty() && slot.number.empty())
      slot.number = d.serial_kind() + "〔" + std::to_string(d.serial_year()) + "〕" + std::to_string(++serials_) + "号";
    if (d.outcomes_size() > 0) last_outcome_ = d.outcomes(d.outcomes_size() - 1);
    for (const auto& which : d.withdraw()) {
      if (which.reason() == "superseded") withdraw(key, which);
    }
    for (const auto& m : d.queue()) {
      auto text = m.model().text(), subject = m.model().subject();
      for (auto* each : {&text, &subject}) {
        if (const auto mark = each->find("{number}"); mark != std::string::npos) each->replace(mark, 8, slot.number);
      }
      sent_.push_back({m.not_before(), key, m.party(), m.kind(), subject, text, m.dedup(), m.model(), by_person, m.destination(),
                       m.expires_at(), m.valid_while().reminder_hours()});
      if (m.kind() == "brief") note_brief(key, m);
    }
    for (const auto& event : d.events()) events_.emplace_back(key, event);
    const auto forwards = d.forward();
    for (const auto& forward : forwards) deliver(key, forward);
  }

  void withdraw(const std::string& key, const wire::Withdraw& which) {
    for (auto& one : sent_) {
      const bool kept = ("," + which.except_kind() + ",").find("," + one.kind + ",") != std::string::npos;
      if (one.key == key && one.party == which.party() && (one.model.ask() || !which.asks_only()) && !kept) one.withdrawn = true;
    }
  }

  void note_brief(const std::string& key, const wire::OutMessage& m) {
    if (!book_->index.is_leader(m.party())) return;                   // a report
    if (m.dedup().find("next_channel") != std::string::npos) return;  // the first one is dead
    if (!brief_days_.insert(m.party() + clock_text(m.not_before()).substr(0, 10)).second) fault(key, "two mails a day to a leader");
  }

  void deliver(const std::string& from, const wire::ToMatter& to) {
    const bool digest = to.matter_key().starts_with("daily/") || to.matter_key().starts_with("report/");
    if (digest && !digests) return;
    const bool first = forwarded_.insert(from + "|" + to.dedup()).second;
    if (!first && digest) return;  // it stands in that day's already: the ledger takes each once
    if (!first) return fault(from, "forwarded twice: " + to.dedup());
    const std::string target = target_of(to);
    if (target.empty()) return;  // not there: the ledger says so in the journal alone
    auto body = to.body();
    auto& slot = find(target);
    auto& item = slot.inbox.emplace_back();
    item.set_id(++items_);
    item.set_received_at(now_);
    *item.mutable_body() = std::move(body);
    const auto keep = last_outcome_;
    decide(target);
    last_outcome_ = keep;
  }
  // Its key; of an id or number that of the matter there is.
  std::string target_of(const wire::ToMatter& to) const {
    if (to.matter_id() == 0 && to.matter_number().empty()) return to.matter_key();
    for (const auto& [key, slot] : slots_) {
      if (to.matter_id() != 0 ? slot.id == to.matter_id() : slot.number == to.matter_number()) return key;
    }
    return {};
  }

  std::map<std::string, Slot> slots_;
  std::shared_ptr<const Playbook> book_;
  std::vector<std::shared_ptr<const Playbook>> books_;
  std::string main_;
  std::int64_t now_;
  bool down_ = false;
  std::uint64_t items_ = 0, serials_ = 11;
  std::vector<Sent> sent_;
  std::vector<std::pair<std::string, wire::EventDraft>> events_;
  std::set<std::string> forwarded_, brief_days_;
  wire::ItemOutcome last_outcome_;
};

}  // namespace fenghuo::escalator::testing
