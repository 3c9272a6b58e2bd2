// Whole years of the shipped catalogue for tests, with an oracle of working days of its own: the State Council's notices written out.
#pragma once

#include <gtest/gtest.h>

#include <set>

#include "common/config/bundle_files.hpp"
#include "common/config/test_folder.hpp"
#include "services/fenghuo/simulate_run.hpp"
#include "services/fenghuo/test_simulation.hpp"

namespace fenghuo::simulate::testing {

using std::chrono::days;
using std::chrono::sys_days;

inline constexpr Millis china = std::chrono::hours{8};

inline sys_days day_of(const std::string& text) { return sys_days{parse_date(text).value()}; }

// Shanghai keeps UTC+8: an oracle apart from the calendar's code.
inline sys_days local_day(Instant t) { return std::chrono::floor<days>(t + china); }
inline int local_minute(Instant t) {
  return static_cast<int>(std::chrono::duration_cast<std::chrono::minutes>(t + china - local_day(t)).count());
}

// The State Council's notices, written out; 2027's is not out yet: Mondays to Fridays (暂定).
inline bool works(sys_days day) {
  static const std::vector<std::pair<const char*, const char*>> off = {
      {"2025-01-01", "2025-01-01"}, {"2025-01-28", "2025-02-04"}, {"2025-04-04", "2025-04-06"}, {"2025-05-01", "2025-05-05"},
      {"2025-05-31", "2025-06-02"}, {"2025-10-01", "2025-10-08"}, {"2026-01-01", "2026-01-03"}, {"2026-02-15", "2026-02-23"},
      {"2026-04-04", "2026-04-06"}, {"2026-05-01", "2026-05-05"}, {"2026-06-19", "2026-06-21"}, {"2026-09-25", "2026-09-27"},
      {"2026-10-01", "2026-10-07"}};
  static const std::set<sys_days> swapped = {day_of("2025-01-26"), day_of("2025-02-08"), day_of("2025-04-27"), day_of("2025-09-28"),
                                             day_of("2025-10-11"), day_of("2026-01-04"), day_of("2026-02-14"), day_of("2026-02-28"),
                                             day_of("2026-05-09"), day_of("2026-09-20"), day_of("2026-10-10")};
  for (const auto& [from, to] : off) {
    if (day_of(from) <= day && day <= day_of(to)) return false;
  }
  return swapped.contains(day) || std::chrono::weekday{day}.iso_encoding() <= 5;
}

// The shipped catalogue, in force since ever: its own first day would leave 2025 empty.
inline const wire::Bundle& shipped() {
  static const wire::Bundle bundle = [] {
    auto made = config::load_draft(config::shipped_config, 2025).bundle;
    for (auto& duty : *made.mutable_duties()) duty.clear_in_force_from();
    return made;
  }();
  return bundle;
}

// People's acts that came to nothing are counted; a year without failures has none.
inline Collected year_of(const wire::Bundle& bundle, int year, People::Acts acts, Carrier carrier = {}) {
  Collected out;
  const bool calm = !carrier;
  Setup setup;
  setup.from = Instant{sys_days{std::chrono::year{year} / 1 / 1}.time_since_epoch()} - china;
  setup.to = Instant{sys_days{std::chrono::year{year + 1} / 1 / 1}.time_since_epoch()} - china;
  setup.acts = acts;
  setup.carrier = std::move(carrier);
  const auto simulation = Simulation::make(bundle, setup, out);
  EXPECT_TRUE(simulation.has_value());
  const auto done = (*simulation)->run_until(setup.to);
  EXPECT_TRUE(done.has_value()) << done.error().message;
  EXPECT_TRUE((*simulation)->faults().empty());
  if (calm && (*simulation)->refused() > 0)
    ADD_FAILURE() << (*simulation)->refusals().front().matter << ": " << (*simulation)->refusals().front().why;
  return out;
}

// Who hears at most one mail a day: the leading group and the seats of the party committee.
inline std::set<std::string> leaders_of(const wire::Bundle& bundle) {
  std::set<std::string> out;
  for (const auto& role : bundle.roles()) {
    if (role.leader()) out.insert("role:" + role.id());
    if (!role.liaison().empty()) out.insert("role:" + role.liaison());
    if (role.id() != bundle.committee_role()) continue;
    for (const auto& member : role.members()) out.insert("role:" + member);
  }
  return out;
}

// What may leave at any hour: the answer to a person's act, and what the operator must hear (docs/adr/0020-when-messages-leave.md).
inline bool at_any_hour(const Message& m) {
  static const std::vector<std::string> answers = {"finished", "transferred", "extension_decided", "returned", "urgent", "undelivered"};
  return m.step.ends_with("/issued") ||
         std::any_of(answers.begin(), answers.end(), [&](const std::string& step) { return m.step.starts_with(step); });
}

inline std::string said(const Message& m) {
  return m.kind + " " + m.step + " to " + m.party + " at " + rfc3339(m.at, Zone::find("Asia/Shanghai").value()) + ": " + m.subject;
}

// In the hours of reminders of a working day, unless it is one of those.
inline void expect_in_its_hours(const Message& m) {
  if (!m.keeps_hours) {
    ASSERT_TRUE(at_any_hour(m)) << said(m);
    return;
  }
  ASSERT_TRUE(works(local_day(m.at))) << said(m);
  ASSERT_GE(local_minute(m.at), 8 * 60 + 7) << said(m);
  ASSERT_LT(local_minute(m.at), 17 * 60 + 30) << said(m);
}

}  // namespace fenghuo::simulate::testing
