// Whatever happens (the clock goes on, the process restarts in mid-pass, answers are lost, the catalogue is edited, matters are closed and
// deleted), each occurrence is opened once, none is lost, and what is open follows the catalogue.
#include <rapidcheck/gtest.h>

#include "services/deadlines/test_ledger.hpp"

namespace fenghuo::deadlines {
namespace {

using namespace test;
using std::chrono::hours;

constexpr int duties = 4;

// Each duty in one of a few texts, or not in the catalogue at all.
Rules any_rules() {
  std::vector<wire::Duty> made;
  for (int i = 0; i < duties; ++i) {
    const int form = *rc::gen::inRange(0, 4);
    if (form == 0) continue;
    const std::string id = "d" + std::to_string(i), title = id + " in text " + std::to_string(form);
    made.push_back(i % 2 == 0 ? yearly(id, 101 + 100U * static_cast<unsigned>(i), 1028, title)
                              : by_rule(id, i == 1 ? "FREQ=MONTHLY" : "FREQ=WEEKLY", title));
  }
  return rules(made);
}

void check(const TestLedger& ledger, const Rules& rules, Instant now, Millis length, Instant started) {
  const Calendar calendar = Calendar::make({}, Zone::find("Asia/Shanghai").value()).value();
  std::set<std::string> produced;
  obligations::expand(rules.bundle, calendar, started - hours{24 * 400}, now + length,
                      [&](const std::string& key, const wire::Occurrence& o) {
                        produced.insert(key);
                        const auto matter = ledger.matters.find(key);
                        const bool past_before_it_was_known = instant(o.due_at()) < now;
                        RC_ASSERT(matter != ledger.matters.end() || past_before_it_was_known || ledger.tombstones.contains(key));
                        if (matter != ledger.matters.end() && matter->second.open)
                          RC_ASSERT(matter->second.duty.occurrence().version() == o.version());
                        return true;
                      });
  for (const auto& [key, times] : ledger.opened) RC_ASSERT(times == 1);
  for (const auto& key : ledger.tombstones) RC_ASSERT(!ledger.matters.contains(key));
  for (const auto& [key, matter] : ledger.matters) {
    RC_ASSERT(std::count(matter.history.begin(), matter.history.end(), "opened") == 1);
    if (matter.open) RC_ASSERT(produced.contains(key) || instant(matter.duty.occurrence().window_from()) >= now + length);
  }
}

RC_GTEST_PROP(Deadlines, LoseAndDoubleNothing, ()) {
  TestLedger ledger;
  const Millis length = hours{24 * *rc::gen::inRange(2, 90)};
  Rules in_force = any_rules();
  const Instant started = at("2026-02-03T10:00");
  Instant now = started;
  auto machine = std::make_unique<Machine>(Machine{ledger, length, 3});
  for (int step = *rc::gen::inRange(1, 25); step > 0; --step) {
    switch (*rc::gen::inRange(0, 6)) {
      case 0:
        now += hours{*rc::gen::inRange(1, 24 * 60)};
        break;
      case 1:
        machine = std::make_unique<Machine>(Machine{ledger, length, 3});
        break;
      case 2:
        in_force = any_rules();
        break;
      case 3: {  // killed in mid-pass, the last answer lost or not
        ledger.answers_left = *rc::gen::inRange(0, 4);
        ledger.lose_answers = *rc::gen::arbitrary<bool>();
        (void)machine->look(in_force, now);
        ledger.answers_left = -1;
        machine = std::make_unique<Machine>(Machine{ledger, length, 3});
        break;
      }
      case 4:
        ledger.delete_ended();
        break;
      default:
        for (auto& [key, matter] : ledger.matters) matter.open = matter.open && *rc::gen::inRange(0, 8) != 0;
    }
    RC_ASSERT(machine->look(in_force, now).has_value());
    check(ledger, in_force, now, length, started);
  }
}

}  // namespace
}  // namespace fenghuo::deadlines
