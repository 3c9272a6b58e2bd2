// For tests: a calendar with the notice of 2026 and the school's terms, a small directory, and duties of every kind.
#pragma once

#include <gmock/gmock.h>

#include <map>
#include <string>
#include <vector>

#include "common/obligations/expand.hpp"

namespace fenghuo::obligations::test {

inline Instant at(std::string_view text) { return parse_rfc3339(std::string(text) + ":00+08:00").value(); }
inline Date day(std::string_view text) { return parse_date(text).value(); }

inline wire::Calendar school_year() {
  wire::Calendar calendar;
  for (int d = 1; d <= 3; ++d) calendar.add_days_off("2026-01-0" + std::to_string(d));
  for (int d = 15; d <= 23; ++d) calendar.add_days_off("2026-02-" + std::to_string(d));
  for (int d = 25; d <= 27; ++d) calendar.add_days_off("2026-09-" + std::to_string(d));
  for (int d = 1; d <= 7; ++d) calendar.add_days_off("2026-10-0" + std::to_string(d));
  for (const auto* swapped : {"2026-01-04", "2026-02-14", "2026-02-28", "2026-09-20", "2026-10-10"}) calendar.add_swapped_workdays(swapped);
  const auto add_term = [&](const char* id, const char* monday, std::uint32_t weeks) {
    auto* term = calendar.add_terms();
    term->set_id(id);
    term->set_first_monday(monday);
    term->set_weeks(weeks);
  };
  add_term("spring-2026", "2026-03-02", 19);
  add_term("autumn-2026", "2026-09-07", 18);
  return calendar;
}

inline Calendar calendar(const wire::Calendar& wire = school_year(), std::string_view zone = "Asia/Shanghai") {
  return Calendar::make(wire, Zone::find(zone).value()).value();
}

// Two offices, two colleges, a party organisation; a secretary with two fields, a president with one, a head who is no leader.
inline wire::Bundle directory() {
  wire::Bundle bundle;
  bundle.set_supervision_unit("dxb");
  const auto add_unit = [&](const char* id, const char* kind) {
    auto* unit = bundle.add_units();
    unit->set_id(id);
    unit->set_kind(kind);
  };
  add_unit("dxb", "office");
  add_unit("xcb", "office");
  add_unit("college_1", "college");
  add_unit("college_2", "college");
  add_unit("college_1_party", "party_org");
  const auto add_role = [&](const char* id, bool leader, std::vector<std::string> fields) {
    auto* role = bundle.add_roles();
    role->set_id(id);
    role->set_leader(leader);
    for (const auto& field : fields) role->add_fields(field);
  };
  add_role("party_secretary", true, {"grassroots", "integrity"});
  add_role("president", true, {"integrity"});
  add_role("xcb_head", false, {"ideology"});
  bundle.mutable_roles(2)->set_office("xcb");
  auto* plan = bundle.add_plans();
  plan->set_id("unit");
  plan->set_grace_ms(3'600'000);
  return bundle;
}

inline wire::Duty duty(const std::string& id, const std::string& kind) {
  wire::Duty duty;
  duty.set_id(id);
  duty.set_owner("role:xcb_head");
  duty.mutable_when()->set_kind(kind);
  duty.mutable_obligation()->set_title(id);
  duty.mutable_obligation()->set_plan("unit");
  return duty;
}

inline wire::Duty yearly(const std::string& id, std::uint32_t from, std::uint32_t to, int shift = 0) {
  wire::Duty made = duty(id, "yearly");
  made.mutable_when()->set_from_day(from);
  made.mutable_when()->set_to_day(to);
  made.mutable_when()->set_year_shift(shift);
  return made;
}

inline wire::Duty by_rule(const std::string& id, const std::string& rule, const std::string& start) {
  wire::Duty made = duty(id, "rule");
  made.mutable_when()->set_rrule(rule);
  made.mutable_when()->set_dtstart(start);
  return made;
}

inline wire::Duty by_week(const std::string& id, std::uint32_t week, std::uint32_t week_to, const std::string& term = {}) {
  wire::Duty made = duty(id, "rule");
  made.mutable_when()->set_week(week);
  made.mutable_when()->set_week_to(week_to);
  made.mutable_when()->set_term(term);
  return made;
}

inline wire::Duty on_event(const std::string& id, wire::Delay before, wire::Delay after) {
  wire::Duty made = duty(id, "event");
  made.mutable_when()->set_event("forum");
  if (before.ms() > 0 || before.working_days() > 0) *made.mutable_when()->mutable_before() = before;
  if (after.ms() > 0 || after.working_days() > 0) *made.mutable_when()->mutable_after() = after;
  return made;
}

inline wire::Delay working_days(std::uint32_t n) {
  wire::Delay delay;
  delay.set_working_days(n);
  return delay;
}

inline wire::Delay span(std::chrono::milliseconds ms) {
  wire::Delay delay;
  delay.set_ms(ms.count());
  return delay;
}

using Found = std::map<std::string, wire::Occurrence>;

// Every occurrence by its key; the same key twice fails the test.
inline Found expanded(const wire::Bundle& bundle, const Calendar& calendar, Instant from, Instant to, Drafts drafts = Drafts::leave_out) {
  Found found;
  const auto expansion = expand(
      bundle, calendar, from, to,
      [&](const std::string& key, const wire::Occurrence& occurrence) {
        EXPECT_TRUE(found.emplace(key, occurrence).second) << key << " came twice";
        return true;
      },
      drafts);
  EXPECT_TRUE(expansion.finished);
  EXPECT_TRUE(expansion.faults.empty()) << expansion.faults.front().message;
  return found;
}

// "key window_from due" in local minutes, for comparing.
inline std::vector<std::string> lines(const Found& found, const Calendar& calendar) {
  std::vector<std::string> texts;
  for (const auto& [key, o] : found) {
    texts.push_back(key + " " + rfc3339(instant(o.window_from()), calendar.zone()).substr(0, 16) + " " +
                    rfc3339(instant(o.due_at()), calendar.zone()).substr(0, 16));
  }
  return texts;
}

}  // namespace fenghuo::obligations::test
