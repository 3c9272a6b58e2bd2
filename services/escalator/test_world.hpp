// One matter and its ledger, in memory: feeds decide() with inbox, version, facts and time, and applies what it decides. Every decision is
// checked against the invariants; a broken one is kept in `broken`.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "services/escalator/decide.hpp"
#include "services/escalator/index.hpp"
#include "services/escalator/test_rules.hpp"

namespace fenghuo::escalator::testing {

// 2027-07-07 10:00 in Shanghai, a Wednesday.
inline constexpr std::int64_t ten_oclock = 1'814'925'600'000;

struct Playbook {
  explicit Playbook(wire::Bundle b) : bundle(std::move(b)), index(bundle), hash(digest_of(bundle)) {}
  wire::Bundle bundle;
  Index index;
  std::string hash;
};
using Book = std::shared_ptr<const Playbook>;

class World {
 public:
  explicit World(Book book, std::int64_t start = ten_oclock) : active_(book), policy_(std::move(book)), start_(start), now_(start) {}
  explicit World(const wire::Bundle& bundle = small_rules(), std::int64_t start = ten_oclock)
      : World(std::make_shared<const Playbook>(bundle), start) {}

  // ---- what comes in; decided at once unless waiting() was called
  World& signal(const std::string& level, wire::SignalType type = wire::UPDATE) {
    wire::InboxBody body;
    auto& s = *body.mutable_signal();
    s = topic;
    s.set_level(level);
    s.set_msg_type(type);
    s.set_signal_id("s" + std::to_string(++signals_));
    return put(std::move(body));
  }
  World& alert(const std::string& level) { return signal(level, wire::ALERT); }
  World& act(wire::ActionKind kind, const std::string& party, const std::function<void(wire::Action&)>& more = {}) {
    wire::InboxBody body;
    auto& action = *body.mutable_action();
    action.set_kind(kind);
    action.set_party(party);
    action.set_by("account of " + party);
    action.set_via("callback");
    if (more) more(action);
    return put(std::move(body));
  }
  World& ack(const std::string& party, std::int64_t until = 0) {
    return act(wire::ACK, party, [&](wire::Action& a) { a.set_until(until); });
  }
  World& fail(const std::string& party) {  // every message of the last telling is dead
    std::vector<wire::InboxBody> bodies;
    for (const auto& told : matter.told()) {
      if (told.party() != party) continue;
      for (std::uint32_t i = 0; i < told.live(); ++i) {
        wire::InboxBody body;
        body.mutable_delivery_failed()->set_party(party);
        body.mutable_delivery_failed()->set_step(told.last_rung());
        const auto& contacts = active_->index.destinations(party);
        if (const auto at = reached_.find(party); told.live() == 1 && at != reached_.end())
          body.mutable_delivery_failed()->set_destination(at->second);
        else if (!contacts.empty())
          body.mutable_delivery_failed()->set_destination(contacts[std::min<std::size_t>(i, contacts.size() - 1)]->id());
        bodies.push_back(std::move(body));
      }
    }
    const bool waited = waiting_;
    waiting_ = true;
    for (auto& body : bodies) put(std::move(body));
    waiting_ = waited;
    if (!waiting_ && !bodies.empty()) decide();
    return *this;
  }
  World& put(wire::InboxBody body) {
    auto& item = inbox_.emplace_back();
    item.set_id(++items_);
    item.set_received_at(now_);
    *item.mutable_body() = std::move(body);
    if (item.body().actor().empty()) item.mutable_body()->set_actor(account);
    if (!waiting_) decide();
    return *this;
  }

  // The escalator is down: the inbox fills, nothing is decided until back().
  World& down() { return waiting_ = true, *this; }
  World& back() {
    waiting_ = false;
    decide();
    return *this;
  }

  // ---- time, counted from the start
  World& at(std::int64_t since_start) {  // ticks on the way, each at its own time
    while (!waiting_ && open() && row.next_at() <= start_ + since_start) tick();
    now_ = start_ + since_start;
    return *this;
  }
  World& jump(std::int64_t since_start) {  // no ticks on the way
    now_ = start_ + since_start;
    return *this;
  }
  World& tick() {
    now_ = std::max(now_, row.next_at());
    decide();
    return *this;
  }
  std::int64_t now() const { return now_; }
  std::int64_t start() const { return start_; }

  World& decide() {
    wire::Decision decision = escalator::decide(job(), rules());
    if (decision.need_facts_size() > 0) {
      for (const auto& facet : decision.need_facts()) known_facts.insert(facet);
      decision = escalator::decide(job(), rules());
      if (decision.need_facts_size() > 0) fault("asks twice for facts");
    }
    ++decisions;
    check(decision);
    apply(std::move(decision));
    return *this;
  }

  bool open() const { return version == 0 || row.open(); }
  const wire::ItemOutcome& outcome() const { return last.outcomes(last.outcomes_size() - 1); }
  wire::OutcomeCode code() const { return outcome().code(); }

  // What was sent since the last call: "+10 reminder! duty", ! = asked.
  std::vector<std::string> sent() { return std::exchange(sent_, {}); }
  // "rung", "acknowledged", … of the last decision.
  std::vector<std::string> events() const {
    std::vector<std::string> out;
    for (const auto& event : last.events()) out.push_back(event.kind());
    return out;
  }
  std::string event_field(const std::string& kind, const std::string& name) const {
    for (const auto& event : last.events()) {
      if (event.kind() == kind) return std::string(field(event.fields(), name));
    }
    return {};
  }
  std::vector<std::string> all_events() { return std::exchange(events_, {}); }
  std::int64_t next_in_minutes() const { return (row.next_at() - start_) / minute; }
  void activate(Book book) { active_ = std::move(book); }
  const Index& index() const { return policy_->index; }
  // All that the future and its checks depend on, but for the counters of items and versions, which name things and decide nothing.
  std::size_t state() const {
    std::string all = std::to_string(now_);
    all.append("/").append(row.SerializeAsString()).append("/").append(matter.SerializeAsString()).append("/").append(policy_->hash);
    for (const auto* hashes : {&dedups_, &heard_}) {
      all.append("|");
      for (const auto hash : *hashes) all.append(",").append(std::to_string(hash));
    }
    for (const auto& [party, destination] : reached_) all.append("|").append(party).append("=").append(destination);
    for (const auto& facet : registers_) all.append("|").append(facet);
    return std::hash<std::string>{}(all);
  }

  wire::Signal topic = [] {
    wire::Signal s;
    s.set_provider("p");
    s.set_topic_id("t1");
    s.set_topic_title("食堂价格");
    s.set_category("logistics");
    s.set_trend("up");
    return s;
  }();
  std::map<std::string, std::uint32_t> counts;  // facts: open matters under a facet
  std::string number = "舆〔2027〕3号", key = "topic/p/t1";
  std::string account;  // the token or user that what is put in comes by
  bool held = false;    // ladders_held
  wire::Matter matter;
  wire::MatterRow row;
  wire::Decision last;
  std::uint64_t version = 0;
  std::uint64_t decisions = 0;
  bool keep_text = true;
  std::string broken;

 private:
  wire::DecideJob job() const {
    wire::DecideJob job;
    job.set_matter_id(77);
    job.set_key(key);
    job.set_version(version);
    if (version > 0) *job.mutable_matter() = matter;
    for (const auto& item : inbox_) *job.add_inbox() = item;
    std::set<std::string> facets(registers_);
    facets.insert(known_facts.begin(), known_facts.end());
    for (const auto& facet : facets) {
      auto& fact = *job.add_facts();
      fact.set_facet(facet);
      fact.set_revision(1);
      const auto found = counts.find(facet);
      fact.set_count(found == counts.end() ? 0 : found->second);
      if (fact.count() > 0) {
        fact.add_sample(5);
        fact.add_numbers("舆〔2027〕1号");
      }
    }
    job.set_bundle(active_->hash);
    job.set_now(now_);
    job.set_ladders_held(held);
    if (version > 0) job.set_number(number);
    return job;
  }
  Rules rules() const {
    const auto& policy = version == 0 ? active_ : policy_;
    return {&active_->bundle, active_->hash, &policy->bundle, &active_->index, &policy->index};
  }

  void fault(const std::string& what) {
    if (broken.empty()) broken = what + " at +" + std::to_string((now_ - start_) / minute);
  }

  void check(const wire::Decision& d) {
    if (d.version() != version || d.matter_id() != 77) fault("answers another version");
    if (d.outcomes_size() != static_cast<int>(inbox_.size())) fault("outcomes are not one per item");
    for (int i = 0; i < d.outcomes_size() && i < static_cast<int>(inbox_.size()); ++i) {
      if (d.outcomes(i).item_id() != inbox_[static_cast<std::size_t>(i)].id() || d.outcomes(i).code() == wire::OUTCOME_UNSET)
        fault("an item without its outcome");
    }
    if (d.row().open() && d.row().next_at() <= 0) fault("open without a next step");
    if (d.row().open() && !held && d.row().next_at() <= now_) fault("the next step is not ahead");
    if (!d.row().open() && d.registers_size() > 0) fault("closed and still waiting for facts");
    moments_.clear();
    for (const auto& message : d.queue()) check_message(message);
  }

  static bool first_time(std::vector<std::size_t>& sorted, const std::string& what) {
    const auto hash = std::hash<std::string>{}(what);
    const auto at = std::lower_bound(sorted.begin(), sorted.end(), hash);
    if (at != sorted.end() && *at == hash) return false;
    sorted.insert(at, hash);
    return true;
  }

  void check_message(const wire::OutMessage& message) {
    if (!first_time(dedups_, message.dedup())) fault("queued twice: " + message.dedup());
    const bool of_ladder = message.dedup().ends_with("/" + message.kind());  // what is said outside the ladder names its cause
    const std::string to = message.party() + "/" + message.destination();
    if (of_ladder && message.kind() != "stand_down") reached_[message.party()] = message.destination();
    if (of_ladder && !first_time(dedups_, std::to_string(message.valid_while().generation()) + "/" + std::to_string(message.step()) + "/" +
                                              std::to_string(message.repeat()) + "/" + to)) {
      fault("two messages for one rung to " + message.party());
    }
    if (!first_time(moments_, to + (of_ladder ? "" : message.dedup()))) fault("two messages of one decision to " + message.party());
    if (message.expires_at() <= now_ || message.model().subject().empty() || message.model().text().empty())
      fault("a message that says nothing");
    if (first_time(heard_, message.party()) && message.model().text().find("尚未核实") == std::string::npos)
      fault("a first telling that sounds like a fact: " + message.model().text());
    if (message.destination().empty() || message.channel().empty() || message.bundle() != active_->hash)
      fault("a message that goes nowhere");
  }

  void apply(wire::Decision d) {
    if (version == 0 && d.serial_kind().empty() && d.row().open() && d.row().kind() == "warning") fault("a new warning without a number");
    matter = d.matter();
    row = d.row();
    ++version;
    if (matter.policy() == active_->hash) policy_ = active_;
    inbox_.clear();
    known_facts.clear();
    registers_ = std::set<std::string>(d.registers().begin(), d.registers().end());
    messages += static_cast<std::uint64_t>(d.queue_size());
    queued = d.queue_size();
    if (!keep_text) return;
    remember(d);
    last = std::move(d);
  }
  void remember(const wire::Decision& d) {
    const std::string when = "+" + std::to_string((now_ - start_) / minute) + " ";
    for (const auto& m : d.queue())
      sent_.push_back(when + m.kind() + (m.model().ask() ? "! " : " ") +
                      (m.party().starts_with("role:") ? m.party().substr(5) : m.party()));
    for (const auto& e : d.events()) events_.push_back(when + e.kind());
  }

 public:
  std::uint64_t messages = 0;
  int queued = 0;  // by the last decision

 private:
  std::set<std::string> known_facts, registers_;
  Book active_, policy_;
  std::int64_t start_, now_;
  bool waiting_ = false;
  std::uint64_t items_ = 0, signals_ = 0;
  std::vector<wire::InboxItem> inbox_;
  std::vector<std::string> sent_, events_;
  std::vector<std::size_t> dedups_, moments_, heard_;  // hashes, sorted; moments_ of the present decision alone
  std::map<std::string, std::string> reached_;         // by party: where the last telling of a ladder went
};

// Rules under which whoever takes a warning takes all of it.
inline wire::Bundle one_group() {
  auto rules = small_rules();
  ladder_of(rules, "red").mutable_rungs(0)->mutable_asked()->DeleteSubrange(1, 1);
  ladder_of(rules, "orange").mutable_rungs(0)->mutable_asked()->DeleteSubrange(1, 1);
  return rules;
}

// The message of the last decision to a party; none: null.
inline const wire::OutMessage* message_to(const World& w, const std::string& party) {
  for (const auto& message : w.last.queue()) {
    if (message.party() == party) return &message;
  }
  return nullptr;
}

}  // namespace fenghuo::escalator::testing
