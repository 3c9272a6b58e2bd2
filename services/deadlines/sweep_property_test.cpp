// Whatever happens (the clock goes on, the process restarts in mid-pass, answers are lost, decisions come late, the catalogue is edited and
// edited back, results are handed in, matters are closed and their texts deleted), each key that the catalogue gives has exactly one
// matter, which is open or was ended by somebody other than the catalogue, and what is open follows the catalogue. Its deadline is no way
// out: only what slept when it was taken out, and was put back when it was past, stays closed.
#include <rapidcheck/gtest.h>

#include "services/deadlines/test_ledger.hpp"

namespace fenghuo::deadlines {
namespace {

using namespace test;
using std::chrono::hours;

constexpr int duties = 4;

bool one_in(int n) { return *rc::gen::inRange(0, n) == 0; }

// In one of a few texts and windows, of one owner or another, a draft now and then, or with a rule that nobody can read.
wire::Duty any_duty(int i) {
  const std::string id = "d" + std::to_string(i), title = id + " in text " + std::to_string(*rc::gen::inRange(1, 4));
  wire::Duty made = i % 2 == 0 ? yearly(id, 101 + 100U * static_cast<unsigned>(i), *rc::gen::element(1028U, 1103U), title)
                               : by_rule(id, i == 1 ? "FREQ=MONTHLY" : "FREQ=WEEKLY", title);
  made.set_owner(*rc::gen::element<std::string>("role:head", "role:head", "role:deputy", "unit:office"));
  made.set_lead(*rc::gen::element<std::string>("", "office", "archive"));
  made.mutable_obligation()->set_draft(one_in(5));
  if (i % 2 == 1 && one_in(6)) made.mutable_when()->set_rrule("every now and then");
  return made;
}

Rules any_rules() {
  std::vector<wire::Duty> made;
  for (int i = 0; i < duties; ++i) {
    if (!one_in(4)) made.push_back(any_duty(i));
  }
  return rules(made);
}

struct Given {
  std::map<std::string, wire::Occurrence> occurrences;
  std::set<std::string> unknown;  // duties that can't be expanded
};

Given given_by(const Rules& rules, Instant from, Instant to) {
  const Calendar calendar = Calendar::make({}, Zone::find("Asia/Shanghai").value()).value();
  Given given;
  const auto expansion = obligations::expand(rules.bundle, calendar, from, to, [&](const std::string& key, const wire::Occurrence& o) {
    RC_ASSERT(given.occurrences.emplace(key, o).second);
    return true;
  });
  for (const auto& fault : expansion.faults) given.unknown.insert("duty/" + fault.duty + "/");
  return given;
}

void check(const TestLedger& ledger, const Rules& rules, Instant now, Millis length, Instant started) {
  const auto given = given_by(rules, started - hours{24 * 400}, now + length);
  for (const auto& [key, o] : given.occurrences) {
    const bool past = instant(o.due_at()) <= now;
    const auto found = ledger.matters.find(key);
    RC_ASSERT(found != ledger.matters.end() || past);
    if (found == ledger.matters.end()) continue;
    const auto& matter = found->second;
    RC_ASSERT(matter.open || !matter.ended_by_catalogue() || (past && matter.slept_at_its_end()));
    if (matter.open) RC_ASSERT(matter.duty.occurrence().version() == o.version());
  }
  for (const auto& [key, matter] : ledger.matters) {
    RC_ASSERT(std::count(matter.history.begin(), matter.history.end(), "opened") == 1);
    const bool unknown = given.unknown.contains(key.substr(0, key.rfind('/') + 1));
    const bool beyond = instant(matter.duty.occurrence().window_from()) >= now + length;
    if (matter.open) RC_ASSERT(given.occurrences.contains(key) || unknown || beyond);
  }
}

struct Story {
  TestLedger ledger;
  Millis length = hours{24 * *rc::gen::inRange(2, 90)};
  std::vector<Rules> versions = {any_rules(), any_rules(), any_rules()};  // among which edits go to and fro
  const Rules* in_force = &versions.front();
  Instant started = at("2026-02-03T10:00"), now = started;
  std::unique_ptr<Machine> machine;

  Story() { restart(); }
  void restart() { machine = std::make_unique<Machine>(Machine{ledger, length, 3}); }
  void look() { RC_ASSERT(machine->look(*in_force, now).has_value()); }

  // Several edits pass before anything of the first is decided.
  void edit_while_the_ledger_is_slow() {
    ledger.decides = false;
    for (int n = *rc::gen::inRange(1, 4); n > 0; --n) {
      in_force = &versions[static_cast<std::size_t>(*rc::gen::inRange(0, 3))];
      look();
      if (one_in(2)) ledger.work_off();
    }
    ledger.decides = true;
    ledger.work_off();
    look();
  }

  void die_in_mid_pass() {
    ledger.answers_left = *rc::gen::inRange(0, 4);
    ledger.lose_answers = *rc::gen::arbitrary<bool>();
    (void)machine->look(*in_force, now);
    ledger.answers_left = -1;
    restart();
  }

  void go_on() {
    switch (*rc::gen::inRange(0, 9)) {
      case 0:
        now += hours{*rc::gen::inRange(1, 24 * 60)};
        break;
      case 1:
        restart();
        break;
      case 2:
      case 3:
        if (one_in(3)) versions[static_cast<std::size_t>(*rc::gen::inRange(0, 3))] = any_rules();
        in_force = &versions[static_cast<std::size_t>(*rc::gen::inRange(0, 3))];
        break;
      case 4:
        die_in_mid_pass();
        break;
      case 5:
        ledger.delete_ended();
        break;
      case 6:
        edit_while_the_ledger_is_slow();
        break;
      case 7:
        for (auto& [key, matter] : ledger.matters) {
          if (matter.open && one_in(4)) matter.work = wire::SUBMITTED;
        }
        break;
      default:
        for (auto& [key, matter] : ledger.matters) matter.open = matter.open && !one_in(8);
    }
    look();
    look();  // what a pass before had changed is looked at twice
  }
};

RC_GTEST_PROP(Deadlines, LoseAndDoubleNothing, ()) {
  Story story;
  story.look();
  for (int step = *rc::gen::inRange(1, 25); step > 0; --step) {
    story.go_on();
    check(story.ledger, *story.in_force, story.now, story.length, story.started);
  }
}

}  // namespace
}  // namespace fenghuo::deadlines
