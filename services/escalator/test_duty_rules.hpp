// The rules the tests of duties are played with: the calendar of 2026 with its swapped days and breaks, the shipped plan in small, a
// directory with leaders, offices and units.
#pragma once

#include <string>

#include "common/clock/zone.hpp"
#include "services/escalator/test_rules.hpp"

namespace fenghuo::escalator::testing {

inline const Zone& shanghai() {
  static const Zone zone = *Zone::find("Asia/Shanghai");
  return zone;
}
// "2026-07-08 14:00" in Shanghai, as milliseconds.
inline std::int64_t at(const std::string& text) {
  return to_ms(*parse_rfc3339(text.substr(0, 10) + "T" + text.substr(11) + (text.size() == 16 ? ":00" : "") + "+08:00"));
}
inline std::string clock_text(std::int64_t ms) {
  auto text = rfc3339(instant(ms), shanghai()).substr(0, 16);
  text[10] = ' ';
  return text;
}

inline void add_step(wire::Plan& plan, const std::string& id, int days, const std::string& kind, const std::vector<std::string>& to,
                     bool meeting = false, bool natural = false) {
  auto& step = meeting ? *plan.add_meeting_steps() : *plan.add_steps();
  step.set_id(id);
  step.set_working_days(days);
  step.set_kind(kind);
  step.set_natural(natural);
  step.mutable_to()->Add(to.begin(), to.end());
}

inline wire::Plan usual_plan() {
  wire::Plan plan;
  plan.set_id("obligations");
  for (const int days : {-30, -14, -7, -3, -1}) add_step(plan, "t" + std::to_string(days), days, "reminder", {"owner"});
  add_step(plan, "hint", 0, "hint", {"owner"});
  add_step(plan, "urge", 0, "urge", {"owner"});
  add_step(plan, "order", 0, "order", {"owner"});
  add_step(plan, "leader", 1, "report_up", {"leader_in_charge"});
  add_step(plan, "secretary", 3, "list", {"role:secretary"});
  add_step(plan, "m-7", -7, "reminder", {"attendees"}, true);
  add_step(plan, "m-1", -1, "reminder", {"attendees"}, true);
  plan.set_approver("role:vice");
  plan.set_monthly_to("body:committee");
  plan.mutable_hint_answer()->set_working_days(2);
  return plan;
}

inline void add_calendar_2026(wire::Bundle& bundle) {
  auto& calendar = *bundle.mutable_calendar();
  const auto off = [&](int month, int from, int to) {
    for (int day = from; day <= to; ++day) {
      const auto two = [](int n) { return (n < 10 ? "0" : "") + std::to_string(n); };
      calendar.add_days_off("2026-" + two(month) + "-" + two(day));
    }
  };
  off(1, 1, 3), off(2, 15, 23), off(4, 4, 6), off(5, 1, 5), off(6, 19, 21), off(9, 25, 27), off(10, 1, 7);
  for (const char* day : {"2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"})
    calendar.add_swapped_workdays(day);
  calendar.add_years(2026);
  calendar.add_years(2027);
  calendar.set_work_from_min(8 * 60);
  calendar.set_work_to_min(17 * 60 + 30);
  calendar.set_reminder_from_min(8 * 60 + 7);
  calendar.set_reminder_to_min(17 * 60 + 30);
}

inline void add_break(wire::Bundle& bundle, const std::string& name, const std::string& from, const std::string& to) {
  auto& holiday = *bundle.mutable_calendar()->add_breaks();
  holiday.set_name(name);
  holiday.set_from(from);
  holiday.set_to(to);
}

inline void add_office(wire::Bundle& bundle) {
  auto& unit = *bundle.add_units();
  unit.set_id("dxb");
  unit.set_name("党委（校长）办公室");
  unit.add_contacts("d-dxb");
  auto& destination = *bundle.add_destinations();
  destination.set_id("d-dxb");
  destination.set_channel("mail");
  destination.set_on_campus(true);
  bundle.set_supervision_unit("dxb");
  bundle.set_source_title("《实施办法》");
}

inline wire::Bundle duty_rules() {
  auto bundle = small_rules();
  add_calendar_2026(bundle);
  add_office(bundle);
  *bundle.add_plans() = usual_plan();
  for (const char* id : {"vice", "secretary", "c1", "c2"}) role_of(bundle, id).set_leader(true);
  role_of(bundle, "vice").add_portfolio("hq");
  return bundle;
}

// A duty of unit hq, handed in once: window 06-01…07-15, due at the end of office hours.
inline wire::Occurrence report_due(const std::string& due = "2026-07-15 17:30") {
  wire::Occurrence occurrence;
  occurrence.set_duty("report");
  occurrence.set_period("2026");
  occurrence.set_party("unit:hq");
  occurrence.set_unit("hq");
  occurrence.set_window_from(at("2026-06-01 00:00"));
  occurrence.set_due_at(at(due));
  auto& obligation = *occurrence.mutable_obligation();
  obligation.set_title("责任落实报告");
  obligation.set_clause("六（三）");
  obligation.set_plan("obligations");
  obligation.add_proof("报告、文号");
  return occurrence;
}

// A meeting of the leaders in the same window.
inline wire::Occurrence meeting_due() {
  auto occurrence = report_due();
  occurrence.set_duty("tuijin");
  occurrence.set_party("role:office");
  occurrence.set_unit("dxb");
  auto& obligation = *occurrence.mutable_obligation();
  obligation.set_title("全面从严治党推进会议");
  obligation.set_clause("四（一）1");
  obligation.set_meeting(true);
  for (const char* party : {"role:secretary", "role:vice", "unit:bw"}) obligation.add_attendees(party);
  return occurrence;
}

}  // namespace fenghuo::escalator::testing
