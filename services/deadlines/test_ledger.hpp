// For tests: a ledger in memory that takes each item once and decides at once, and a machine that goes the process's way against it.
#pragma once

#include <gmock/gmock.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "common/obligations/expand.hpp"
#include "services/deadlines/horizon.hpp"

namespace fenghuo::deadlines::test {

inline Instant at(std::string_view text) { return parse_rfc3339(std::string(text) + ":00+08:00").value(); }

struct Rules {
  wire::Bundle bundle;
  std::string hash;
};

// As the real one: each item key is taken once for ever, a matter's row stays for ever, an ended matter is answered and only what the
// catalogue alone ended goes on. Lists come by pages, newest first.
class TestLedger {
 public:
  struct Matter {
    std::uint64_t id = 0, version = 0;
    bool open = true, erased = false;
    wire::Work work = wire::PLANNED;  // while it is open; SUBMITTED when somebody handed it in
    wire::DutyState duty;
    std::vector<std::string> history;  // "opened", "amended", "retracted", "reopened"
    bool ended_by_catalogue() const { return !open && duty.retracted(); }
    bool slept_at_its_end() const { return ended_by_catalogue() && duty.before_retraction() == wire::PLANNED; }
  };

  std::map<std::string, Matter> matters;
  std::set<std::string> items;
  std::vector<int> batches;
  int answers_left = -1;      // so many SUBMITs are answered, then none; -1 = all
  bool lose_answers = false;  // the last of them is taken, but its answer is lost
  bool decides = true;        // else what comes in waits for work_off()
  Rules in_force;
  Instant now{};

  Result<wire::Accepted> submit(const wire::Submit& submit) {
    if (answers_left == 0) return fail("no answer");
    if (answers_left > 0) --answers_left;
    EXPECT_EQ(submit.scope(), "deadlines");
    EXPECT_EQ(submit.intake_class(), wire::EXPANSION);
    batches.push_back(submit.items_size());
    wire::Accepted accepted;
    for (const auto& item : submit.items()) accepted.add_items()->set_status(take(item));
    if (answers_left == 0 && lose_answers) return fail("no answer");
    return accepted;
  }

  Result<wire::Rows> query(const wire::Query& query) const {
    EXPECT_EQ(query.what(), "matters");
    std::map<std::uint64_t, std::string, std::greater<>> newest_first;
    for (const auto& [key, matter] : matters) newest_first.emplace(matter.id, key);
    wire::Rows rows;
    for (const auto& [id, key] : newest_first) {
      if ((query.cursor() != 0 && id >= query.cursor()) || !wanted(query, key)) continue;
      const Matter& matter = matters.at(key);
      wire::MatterView view;
      view.set_id(id);
      view.set_key(key);
      view.set_version(matter.version);
      auto& body = *view.mutable_body();
      body.set_work(matter.open ? matter.work : matter.duty.retracted() ? wire::CANCELLED : wire::CLOSED);
      if (!matter.open) body.set_close_reason(matter.duty.retracted() ? "retracted" : "verified");
      *body.mutable_duty() = matter.duty;
      rows.add_rows(view.SerializeAsString());
      if (rows.rows_size() < a_page) continue;
      rows.set_next(id);
      break;
    }
    return rows;
  }

  std::vector<std::string> keys() const {
    std::vector<std::string> found;
    for (const auto& [key, matter] : matters) found.push_back(key);
    return found;
  }
  // By a person.
  void close(const std::string& key) { matters.at(key).open = false; }
  void hand_in(const std::string& key) { matters.at(key).work = wire::SUBMITTED; }
  // Retention has run: the texts of what has ended go, its row and the keys of its items stay.
  void delete_ended() {
    for (auto& [key, matter] : matters) {
      if (matter.open) continue;
      matter.erased = true;
      matter.duty.mutable_occurrence()->mutable_obligation()->clear_title();
    }
  }
  void work_off() {
    for (const auto& [key, body] : std::exchange(waiting_, {})) decide(key, body);
  }

 private:
  static constexpr int a_page = 7;

  bool wanted(const wire::Query& query, const std::string& key) const {
    const auto& filter = query.filter();
    const Matter& matter = matters.at(key);
    if (key.find(field(filter, "q")) == std::string::npos) return false;
    if (field(filter, "open") == "1") return matter.open;
    EXPECT_EQ(field(filter, "state"), "cancelled");
    return matter.ended_by_catalogue();
  }

  wire::AcceptStatus take(const wire::SubmitItem& item) {
    if (!items.insert(item.key()).second) return wire::OK_DUPLICATE;
    std::string key = item.matter_key();
    if (item.target_case() == wire::SubmitItem::kMatterKey) {
      EXPECT_TRUE(item.unique_forever());
      Matter& matter = matters[key];
      if (matter.id == 0) matter.id = ++ids_;
    } else {
      for (const auto& [known, matter] : matters) {
        if (matter.id == item.matter_id()) key = known;
      }
    }
    waiting_.emplace_back(key, item.body());
    if (decides) work_off();
    return wire::OK_ACCEPTED;
  }

  enum class Given { no, otherwise, so };
  Given given_now(const std::string& key, const wire::Occurrence& occurrence) const {
    const Calendar calendar = Calendar::make(in_force.bundle.calendar(), Zone::find("Asia/Shanghai").value()).value();
    auto found = Given::no;
    const Instant opens = instant(occurrence.window_from());
    const auto done = obligations::expand(in_force.bundle, calendar, opens, opens + Millis{1}, [&](const auto& one, const auto& o) {
      if (one == key) found = o.version() == occurrence.version() ? Given::so : Given::otherwise;
      return true;
    });
    for (const auto& fault : done.faults) {
      if (fault.duty == occurrence.duty()) return Given::otherwise;
    }
    return found;
  }

  // The escalator's part (duty_open, duty_catalogue, duty_reopen), in small.
  void decide(const std::string& key, const wire::InboxBody& body) {
    Matter& matter = matters.at(key);
    auto& duty = matter.duty;
    const bool fresh = ++matter.version == 1;
    if (body.has_report_due()) {
      matter.history.push_back(body.report_due().kind() + " " + body.report_due().period());
    } else if (body.has_retraction()) {
      if (!matter.open || given_now(key, duty.occurrence()) != Given::no) return;
      const bool asleep = matter.work == wire::PLANNED && instant(duty.occurrence().window_from()) > now;
      duty.set_before_retraction(asleep || matter.work == wire::SUBMITTED ? matter.work : wire::AWAITING);
      matter.open = false;
      duty.set_retracted(true);
      matter.history.push_back("retracted");
    } else if (matter.ended_by_catalogue()) {
      const auto& again = body.occurrence();
      const bool past = matter.slept_at_its_end() && instant(again.due_at() + again.grace_ms()) <= now;
      if (past || given_now(key, again) != Given::so) return;
      matter.open = true;
      matter.work = duty.before_retraction();
      duty.set_retracted(false);
      *duty.mutable_occurrence() = again;
      matter.history.push_back("reopened");
    } else if (matter.open && duty.occurrence().version() != body.occurrence().version()) {
      if (!fresh && given_now(key, body.occurrence()) == Given::otherwise) return;
      matter.history.push_back(fresh ? "opened" : "amended");
      *duty.mutable_occurrence() = body.occurrence();
    }
  }

  std::uint64_t ids_ = 0;
  std::vector<std::pair<std::string, wire::InboxBody>> waiting_;
};

// A catalogue for one head of an office; its hash names its content.
inline Rules rules(const std::vector<wire::Duty>& duties) {
  Rules made;
  made.bundle.set_timezone("Asia/Shanghai");
  for (const auto& duty : duties) *made.bundle.add_duties() = duty;
  made.hash = digest_of(made.bundle);
  return made;
}

inline wire::Duty duty(const std::string& id, const char* kind, const std::string& title) {
  wire::Duty made;
  made.set_id(id);
  made.set_owner("role:head");
  made.mutable_obligation()->set_title(title.empty() ? id : title);
  made.mutable_when()->set_kind(kind);
  return made;
}

inline wire::Duty yearly(const std::string& id, std::uint32_t from, std::uint32_t to, const std::string& title = {}) {
  wire::Duty made = duty(id, "yearly", title);
  made.mutable_when()->set_from_day(from);
  made.mutable_when()->set_to_day(to);
  return made;
}

inline wire::Duty by_rule(const std::string& id, const std::string& rule, const std::string& title = {}) {
  wire::Duty made = duty(id, "rule", title);
  made.mutable_when()->set_rrule(rule);
  made.mutable_when()->set_dtstart("2025-01-01");
  return made;
}

// The process without its sockets: a restart is a new machine.
struct Machine {
  TestLedger& ledger;
  Millis length{std::chrono::hours{24 * 400}};
  std::size_t batch = 100;
  Horizon horizon{length};

  Result<Counts> look(const Rules& rules, Instant now) {
    const Calendar calendar = Calendar::make(rules.bundle.calendar(), Zone::find("Asia/Shanghai").value()).value();
    ledger.in_force = rules;
    ledger.now = now;
    const auto pass = horizon.due(rules.hash, calendar.date_of(now), now);
    if (!pass) return Counts{};
    const Doors doors{[this](const wire::Submit& submit) { return ledger.submit(submit); },
                      [this](const wire::Query& query) { return ledger.query(query); }, [] { return true; }, batch};
    const Catalogue catalogue{rules.bundle, calendar, rules.hash};
    auto counts = pass->whole ? whole_pass(catalogue, pass->range, doors) : next_pass(catalogue, pass->range, doors);
    if (counts) horizon.done(*pass, *counts);
    return counts;
  }
};

}  // namespace fenghuo::deadlines::test
