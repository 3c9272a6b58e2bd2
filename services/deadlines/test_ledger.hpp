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

class TestLedger {
 public:
  struct Matter {
    std::uint64_t id = 0, version = 0;
    bool open = true;
    wire::DutyState duty;
    std::vector<std::string> history;  // "opened", "amended", "retracted"
  };

  std::map<std::string, Matter> matters;
  std::set<std::string> tombstones;   // keys of matters that were deleted
  std::map<std::string, int> opened;  // by key, how often ever: also of those that were deleted
  std::set<std::string> items;
  std::vector<int> batches;
  int answers_left = -1;      // so many SUBMITs are answered, then none; -1 = all
  bool lose_answers = false;  // the last of them is taken, but its answer is lost
  bool decides = true;

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
    wire::Rows rows;
    for (const auto& [key, matter] : matters) {
      if (!matter.open || matter.id <= query.cursor() || key.find(field(query.filter(), "q")) == std::string::npos) continue;
      wire::MatterView view;
      view.set_id(matter.id);
      view.set_key(key);
      view.set_version(matter.version);
      *view.mutable_body()->mutable_duty() = matter.duty;
      rows.add_rows(view.SerializeAsString());
    }
    return rows;
  }

  std::vector<std::string> keys() const {
    std::vector<std::string> found;
    for (const auto& [key, matter] : matters) found.push_back(key);
    return found;
  }
  void close(const std::string& key) { matters.at(key).open = false; }
  // Retention has run: what has ended goes, with its items; its key stays.
  void delete_ended() {
    std::erase_if(matters, [&](const auto& each) {
      if (each.second.open) return false;
      tombstones.insert(each.first);
      std::erase_if(items, [&](const std::string& item) { return item.starts_with(each.first + "/"); });
      return true;
    });
  }

 private:
  wire::AcceptStatus take(const wire::SubmitItem& item) {
    if (!items.insert(item.key()).second) return wire::OK_DUPLICATE;
    if (item.target_case() == wire::SubmitItem::kMatterKey) {
      EXPECT_TRUE(item.unique_forever());
      if (item.unique_forever() && tombstones.contains(item.matter_key())) return wire::OK_ACCEPTED;  // it has ended: nothing changes
      Matter& matter = matters[item.matter_key()];
      if (matter.id == 0) {
        matter.id = ++ids_;
        ++opened[item.matter_key()];
      }
      if (decides && matter.open) decide(matter, item.body());
    } else {
      for (auto& [key, matter] : matters) {
        if (matter.id == item.matter_id() && matter.open) decide(matter, item.body());
      }
    }
    return wire::OK_ACCEPTED;
  }

  static void decide(Matter& matter, const wire::InboxBody& body) {
    ++matter.version;
    if (body.has_retraction()) {
      matter.open = false;
      matter.duty.set_retracted(true);
      matter.history.push_back("retracted");
    } else if (body.has_report_due()) {
      matter.history.push_back(body.report_due().kind() + " " + body.report_due().period());
    } else if (matter.duty.occurrence().version() != body.occurrence().version()) {
      matter.history.push_back(matter.version == 1 ? "opened" : "amended");
      *matter.duty.mutable_occurrence() = body.occurrence();
    }
  }

  std::uint64_t ids_ = 0;
};

struct Rules {
  wire::Bundle bundle;
  std::string hash;
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
    const auto pass = horizon.due(rules.hash, calendar.date_of(now), now);
    if (!pass) return Counts{};
    const Doors doors{[this](wire::Submit submit) { return ledger.submit(submit); },
                      [this](wire::Query query) { return ledger.query(query); }, [] { return true; }, batch};
    const Catalogue catalogue{rules.bundle, calendar, rules.hash};
    auto counts = pass->whole ? whole_pass(catalogue, pass->range, doors) : next_pass(catalogue, pass->range, doors);
    if (counts) horizon.done(*pass, counts->undecided);
    return counts;
  }
};

}  // namespace fenghuo::deadlines::test
