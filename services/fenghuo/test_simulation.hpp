// A small school for tests of the simulation: two offices, three roles, one red ladder, one yearly and one monthly duty.
#pragma once

#include <string>
#include <vector>

#include "common/messages/frame.hpp"
#include "services/fenghuo/simulate_run.hpp"

namespace fenghuo::simulate::testing {

inline void add_reach(wire::Bundle& bundle, google::protobuf::RepeatedPtrField<std::string>* contacts, const std::string& id) {
  auto& destination = *bundle.add_destinations();
  destination.set_id(id);
  destination.set_channel("mail");
  destination.set_on_campus(true);
  *contacts->Add() = id;
}

inline void add_duty(wire::Bundle& bundle, const std::string& id, const std::string& owner, std::uint32_t from, std::uint32_t to) {
  auto& duty = *bundle.add_duties();
  duty.set_id(id);
  duty.set_owner(owner);
  duty.set_version(1);
  duty.set_in_force_from("2026-01-01");
  duty.set_confirmed(true);
  auto& obligation = *duty.mutable_obligation();
  obligation.set_title("年度报告");
  obligation.set_clause("六（三）");
  obligation.add_proof("报告");
  obligation.set_plan("usual");
  auto& when = *duty.mutable_when();
  when.set_kind("yearly");
  when.set_from_day(from);
  when.set_to_day(to);
}

inline wire::Bundle small_school() {
  wire::Bundle bundle;
  bundle.set_timezone("Asia/Shanghai");
  for (const char* id : {"office", "library"}) {
    auto& unit = *bundle.add_units();
    unit.set_id(id);
    unit.set_name(id == std::string("office") ? "党（校）办" : "图书馆");
    add_reach(bundle, unit.mutable_contacts(), id);
  }
  for (const char* id : {"duty", "leader", "secretary"}) {
    auto& role = *bundle.add_roles();
    role.set_id(id);
    role.set_name(id == std::string("duty") ? "值班员" : id == std::string("leader") ? "分管校领导" : "校党委书记");
    role.set_office("office");
    role.set_may_confirm(id != std::string("duty"));
    add_reach(bundle, role.mutable_contacts(), id);
  }
  bundle.set_dispatch_role("duty");
  bundle.set_operator_role("duty");
  bundle.set_supervision_unit("office");
  bundle.set_default_category("other");
  auto& category = *bundle.add_categories();
  category.set_id("other");
  category.set_name("其他");
  category.add_units("library");
  auto& level = *bundle.add_levels();
  level.set_id("red");
  level.set_rank(1);
  level.set_name("红色（一级）");
  auto& ladder = *bundle.add_ladders();
  ladder.set_level("red");
  ladder.set_ack_within_ms(600'000);
  ladder.set_last_rung_every_ms(1'800'000);
  ladder.set_commitment_cap_ms(3'600'000);
  ladder.set_max_commitments(2);
  ladder.set_progress_every_ms(7'200'000);
  ladder.set_lower_by("leader");
  const char* asked[] = {"role:duty", "role:leader", "role:secretary"};
  for (int i = 0; i < 3; ++i) {
    auto& rung = *ladder.add_rungs();
    rung.mutable_after()->set_ms(i * 600'000);
    rung.add_asked()->add_any_of(asked[i]);
    rung.set_wording(i == 0 ? "notice" : "submit_up");
  }
  auto& provider = *bundle.add_providers();
  provider.set_id("feed");
  auto& days = *bundle.mutable_calendar();
  days.set_quiet_from_min(22 * 60);
  days.set_quiet_to_min(7 * 60);
  days.set_digest_at_min(8 * 60 + 7);
  days.set_work_from_min(8 * 60);
  days.set_work_to_min(17 * 60 + 30);
  days.set_reminder_from_min(8 * 60 + 7);
  days.set_reminder_to_min(17 * 60 + 30);
  days.add_years(2026);
  for (const char* day : {"2026-10-01", "2026-10-02", "2026-10-05", "2026-10-06", "2026-10-07"}) days.add_days_off(day);
  days.add_swapped_workdays("2026-10-10");
  add_duty(bundle, "report", "unit:library", 901, 1015);
  return bundle;
}

inline TimedSignal red_signal(Instant at, const std::string& topic = "t1") {
  wire::Signal signal;
  signal.set_signal_id("s-" + topic + "-" + std::to_string(to_ms(at)));
  signal.set_msg_type(wire::ALERT);
  signal.set_provider("feed");
  signal.set_issued_at(to_ms(at));
  signal.set_topic_id(topic);
  signal.set_topic_title("闭馆时间");
  signal.set_category("other");
  signal.set_level("red");
  return {at, std::move(signal), 1};
}

struct Collected : Sink {
  void message(const Message& m) override { messages.push_back(m); }
  void nobody(const Nobody& gap) override { gaps.push_back(gap); }
  std::vector<Message> messages;
  std::vector<Nobody> gaps;
};

}  // namespace fenghuo::simulate::testing
