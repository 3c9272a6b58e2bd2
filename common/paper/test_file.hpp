// A matter's file made up for tests: a duty with everything that a 办理单 may show, or a warning. For tests.
#pragma once

#include "common/paper/matter_paper.hpp"

namespace fenghuo {

inline const Zone& beijing() {
  static const Zone zone = *Zone::find("Asia/Shanghai");
  return zone;
}

inline std::int64_t ms_at(const char* text) { return to_ms(*parse_rfc3339(text)); }

inline wire::Bundle paper_bundle() {
  wire::Bundle bundle;
  bundle.set_source_title("《实施办法》");
  bundle.set_edition("2018");
  bundle.set_timezone("Asia/Shanghai");
  for (const auto& [id, name] : {std::pair{"logistics", "后勤保障处"}, std::pair{"jwc", "教务处"}}) {
    auto* unit = bundle.add_units();
    unit->set_id(id);
    unit->set_name(name);
  }
  auto* role = bundle.add_roles();
  role->set_id("office");
  role->set_name("党（校）办值班");
  auto* level = bundle.add_levels();
  level->set_id("red");
  level->set_name("红色（一级）");
  return bundle;
}

inline wire::EventView& add_event(MatterFile& file, std::uint64_t seq, const char* kind, std::int64_t at, const char* actor,
                                  std::initializer_list<std::pair<const char*, std::string>> fields = {}, const char* text = "") {
  auto& event = file.events.emplace_back();
  event.set_seq(seq);
  event.set_kind(kind);
  event.set_occurred_at(at);
  event.set_actor(actor);
  for (const auto& [name, value] : fields) add_field(event.mutable_fields(), name, value);
  event.set_text(text);
  return event;
}

inline wire::DeliveryView& add_delivery(MatterFile& file, const char* party, const char* state, std::int64_t at) {
  auto& delivery = file.deliveries.emplace_back();
  delivery.set_party(party);
  delivery.set_channel("mail");
  delivery.set_destination("logistics_mail");
  delivery.set_kind("reminder");
  delivery.set_state(state);
  delivery.set_queued_at(at);
  return delivery;
}

inline void add_attempt(wire::DeliveryView& delivery, const char* outcome, const char* reason, std::int64_t at) {
  auto* attempt = delivery.add_attempts();
  attempt->set_n(static_cast<std::uint32_t>(delivery.attempts_size()));
  attempt->set_outcome(outcome);
  attempt->set_reason(reason);
  attempt->set_started_at(at);
  attempt->set_ended_at(at + 800);
}

inline void set_head(MatterFile& file) {
  file.head.set_stream("main");
  file.head.set_seq(412);
  file.head.set_hash(std::string(32, '\xab'));
  file.head.set_at(ms_at("2027-07-09T09:00:00+08:00"));
}

inline void add_duty_state(wire::DutyState& state) {
  state.set_first_due_at(ms_at("2027-07-08T17:30:00+08:00"));
  state.set_due_at(ms_at("2027-07-10T00:00:00+08:00"));
  state.set_late("supervised");
  state.set_scheduled_at(ms_at("2027-07-07T14:00:00+08:00"));
  state.set_minutes(90);
  state.set_place("行政楼三层第一会议室");
  state.set_materials("上半年落实情况");
  state.add_attending("role:office=yes");
  state.add_evidence("后勤〔2027〕3号");
  auto* slip = state.add_slips();
  slip->set_kind("order");
  slip->set_number("督〔2027〕12号");
  slip->set_party("unit:logistics");
  slip->set_drafted_at(ms_at("2027-07-08T18:00:00+08:00"));
  slip->set_issued_at(ms_at("2027-07-08T18:20:00+08:00"));
  slip->set_issued_by("supervision-desk");
  slip->set_answer_by(ms_at("2027-07-13T17:30:00+08:00"));
  auto* extension = state.add_extensions();
  extension->set_to(ms_at("2027-07-10T00:00:00+08:00"));
  extension->set_reason("材料需补充");
  extension->set_asked_by("unit:logistics");
  extension->set_asked_at(ms_at("2027-07-06T10:00:00+08:00"));
  extension->set_decided_by("role:office");
  extension->set_decided_at(ms_at("2027-07-06T11:00:00+08:00"));
  extension->set_approved(true);
  extension->set_old_due_at(state.first_due_at());
}

inline MatterFile duty_file() {
  MatterFile file;
  auto& view = file.view;
  view.set_id(4711);
  view.set_number("督〔2027〕12号");
  view.set_updated_at(ms_at("2027-07-09T08:00:00+08:00"));
  view.mutable_row()->set_kind("duty");
  view.mutable_row()->set_work(wire::CLOSED);
  auto& body = *view.mutable_body();
  body.set_title("年中推进会议");
  body.set_opened_at(ms_at("2027-06-01T08:00:00+08:00"));
  body.set_closed_at(ms_at("2027-07-09T08:00:00+08:00"));
  auto* lead = body.add_groups();
  lead->add_parties("unit:logistics");
  auto* support = body.add_groups();
  support->add_parties("unit:jwc");
  support->set_since_rung(1);
  auto& state = *body.mutable_duty();
  add_duty_state(state);
  auto& obligation = *state.mutable_occurrence()->mutable_obligation();
  state.mutable_occurrence()->set_duty("midyear");
  state.mutable_occurrence()->set_period("2027");
  obligation.set_title("年中推进会议");
  obligation.set_clause("四（一）1");
  obligation.set_edition("2018");
  obligation.set_meeting(true);
  add_event(file, 12, "opened", ms_at("2027-06-01T08:00:00+08:00"), "deadlines", {{"kind", "duty"}, {"party", "unit:logistics"}});
  add_event(file, 30, "acknowledged", ms_at("2027-06-02T09:00:00+08:00"), "logistics-desk", {{"party", "unit:logistics"}}, "已安排专人");
  add_event(file, 77, "submitted", ms_at("2027-07-08T16:00:00+08:00"), "logistics-desk", {{"party", "unit:logistics"}}, "后勤〔2027〕3号");
  add_event(file, 90, "verified", ms_at("2027-07-09T08:00:00+08:00"), "office-desk", {{"party", "role:office"}});
  auto& first = add_delivery(file, "unit:logistics", "delivered", ms_at("2027-06-01T08:30:00+08:00"));
  add_attempt(first, "retry", "451 busy", ms_at("2027-06-01T08:30:01+08:00"));
  add_attempt(first, "delivered", "", ms_at("2027-06-01T08:31:01+08:00"));
  add_delivery(file, "unit:jwc", "dead", ms_at("2027-06-01T08:30:00+08:00"));
  set_head(file);
  return file;
}

}  // namespace fenghuo
