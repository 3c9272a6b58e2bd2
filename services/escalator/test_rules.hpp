// The rules the tests of decide() are played with: the shipped ladders in small, and a directory in which everybody has one contact.
#pragma once

#include <string>
#include <vector>

#include "common/messages/frame.hpp"

namespace fenghuo::escalator::testing {

inline constexpr std::int64_t minute = 60'000;
inline constexpr std::int64_t hour = 60 * minute;

inline void add_rung(wire::Ladder& ladder, std::int64_t after, const std::vector<std::vector<std::string>>& asked,
                     const std::vector<std::string>& informed = {}, const std::string& wording = "notice", bool repeat_all = false) {
  auto& rung = *ladder.add_rungs();
  rung.mutable_after()->set_ms(after);
  for (const auto& group : asked) rung.add_asked()->mutable_any_of()->Add(group.begin(), group.end());
  rung.mutable_informed()->Add(informed.begin(), informed.end());
  rung.set_wording(wording);
  rung.set_repeat_all(repeat_all);
  rung.set_line("ladders.yaml");
}

inline void add_target(wire::Ladder& ladder, const std::string& id, std::int64_t within, bool on_request = false) {
  auto& target = *ladder.add_targets();
  target.set_id(id);
  target.set_within_ms(within);
  target.set_on_request(on_request);
}

inline void add_red(wire::Bundle& bundle) {
  auto& ladder = *bundle.add_ladders();
  ladder.set_level("red");
  ladder.set_ack_within_ms(10 * minute);
  add_rung(ladder, 0, {{"role:duty", "role:minister"}, {"unit"}}, {"role:office", "role:secretary"});
  add_rung(ladder, 10 * minute, {}, {}, "notice", true);
  add_rung(ladder, 20 * minute, {{"role:secretary"}}, {}, "submit_up");
  add_rung(ladder, 30 * minute, {{"body:committee"}}, {"role:discipline"}, "submit_up");
  ladder.set_last_rung_every_ms(30 * minute);
  add_target(ladder, "first_report", 30 * minute);
  add_target(ladder, "statement", 5 * hour, true);
  ladder.set_commitment_cap_ms(hour);
  ladder.set_max_commitments(2);
  ladder.set_progress_every_ms(2 * hour);
  ladder.set_lower_by("vice");
}

inline void add_orange(wire::Bundle& bundle) {
  auto& ladder = *bundle.add_ladders();
  ladder.set_level("orange");
  ladder.set_ack_within_ms(15 * minute);
  add_rung(ladder, 0, {{"role:duty"}, {"unit"}}, {"role:office"});
  add_rung(ladder, 15 * minute, {{"role:vice"}}, {}, "submit_up");
  add_rung(ladder, 30 * minute, {{"role:secretary"}}, {}, "submit_up");
  ladder.set_last_rung_every_ms(hour);
  ladder.set_commitment_cap_ms(hour);
  ladder.set_max_commitments(2);
  ladder.set_progress_every_ms(2 * hour);
  ladder.set_lower_by("minister");
}

inline void add_yellow(wire::Bundle& bundle) {
  auto& ladder = *bundle.add_ladders();
  ladder.set_level("yellow");
  ladder.set_ack_within_ms(hour);
  add_rung(ladder, 0, {{"role:duty", "unit"}});
  add_rung(ladder, hour, {{"role:minister"}});
  add_rung(ladder, 2 * hour, {{"role:office"}}, {}, "submit_up");
  ladder.set_last_rung_every_ms(24 * hour);
  ladder.set_quiet(wire::QUIET_HOLD);
  ladder.set_commitment_cap_ms(8 * hour);
  ladder.set_max_commitments(2);
  ladder.set_progress_every_ms(24 * hour);
  ladder.set_lower_by("minister");
}

inline void add_blue(wire::Bundle& bundle) {
  auto& ladder = *bundle.add_ladders();
  ladder.set_level("blue");
  ladder.mutable_ack_within()->set_working_days(1);
  add_rung(ladder, 0, {{"role:duty"}});
  add_rung(ladder, 0, {{"role:minister"}});
  ladder.mutable_rungs(1)->mutable_after()->set_working_days(1);
  ladder.set_last_rung_every_ms(24 * hour);
  ladder.set_quiet(wire::QUIET_SILENT);
  ladder.set_first_in_digest(true);
  ladder.set_lower_by("minister");
}

inline void add_people(wire::Bundle& bundle) {
  for (const char* id : {"duty", "minister", "office", "vice", "secretary", "c1", "c2", "discipline", "operator"}) {
    auto& role = *bundle.add_roles();
    role.set_id(id);
    role.set_name(std::string("角色") + id);
    role.add_contacts(std::string("d-") + id);
  }
  auto& committee = *bundle.add_roles();
  committee.set_id("committee");
  committee.add_members("c1");
  committee.add_members("c2");
  for (const char* id : {"hq", "bw", "xx"}) {
    auto& unit = *bundle.add_units();
    unit.set_id(id);
    unit.set_name(std::string("单位") + id);
    unit.add_contacts(std::string("d-") + id);
  }
  for (const char* id : {"duty", "minister", "office", "vice", "secretary", "c1", "c2", "discipline", "operator", "hq", "bw", "xx"}) {
    auto& destination = *bundle.add_destinations();
    destination.set_id(std::string("d-") + id);
    destination.set_channel("webhook");
    destination.set_on_campus(true);
  }
}

inline wire::Bundle small_rules() {
  wire::Bundle bundle;
  bundle.set_timezone("Asia/Shanghai");
  std::uint32_t rank = 0;
  for (const auto& [id, label] :
       {std::pair{"red", "红色"}, std::pair{"orange", "橙色"}, std::pair{"yellow", "黄色"}, std::pair{"blue", "蓝色"}}) {
    auto& level = *bundle.add_levels();
    level.set_id(id);
    level.set_rank(++rank);
    level.set_name(std::string(label) + "（" + std::to_string(rank) + "级）");
    level.set_short_name(std::string(label).substr(0, 3));
  }
  add_red(bundle);
  add_orange(bundle);
  add_yellow(bundle);
  add_blue(bundle);
  add_people(bundle);
  auto& logistics = *bundle.add_categories();
  logistics.set_id("logistics");
  logistics.set_name("后勤保障");
  logistics.add_units("hq");
  auto& other = *bundle.add_categories();
  other.set_id("other");
  other.set_name("其他");
  other.add_units("bw");
  bundle.set_default_category("other");
  bundle.set_dispatch_role("office");
  bundle.set_committee_role("committee");
  bundle.set_digest_role("duty");
  bundle.set_operator_role("operator");
  bundle.set_phone("6000");
  bundle.set_damping_ms(hour);
  auto& calendar = *bundle.mutable_calendar();
  calendar.set_quiet_from_min(22 * 60);
  calendar.set_quiet_to_min(7 * 60);
  calendar.set_digest_at_min(8 * 60 + 7);
  auto& rule = *bundle.add_inhibitions();
  rule.set_source_level("red");
  rule.add_target_levels("yellow");
  rule.set_same("unit");
  return bundle;
}

inline wire::Role& role_of(wire::Bundle& bundle, const std::string& id) {
  return *std::find_if(bundle.mutable_roles()->begin(), bundle.mutable_roles()->end(), [&](const auto& role) { return role.id() == id; });
}
inline wire::Unit& unit_of(wire::Bundle& bundle, const std::string& id) {
  return *std::find_if(bundle.mutable_units()->begin(), bundle.mutable_units()->end(), [&](const auto& unit) { return unit.id() == id; });
}
inline wire::Ladder& ladder_of(wire::Bundle& bundle, const std::string& level) {
  return *std::find_if(bundle.mutable_ladders()->begin(), bundle.mutable_ladders()->end(),
                       [&](const auto& ladder) { return ladder.level() == level; });
}

}  // namespace fenghuo::escalator::testing
