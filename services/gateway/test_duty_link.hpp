// For tests: a school in small, one duty of its logistics, and the link of a message about it to a party.
#pragma once

#include <memory>
#include <string>

#include "services/gateway/duty_form.hpp"

namespace fenghuo::gateway::test {

inline const Zone& shanghai() {
  static const Zone zone = *Zone::find("Asia/Shanghai");
  return zone;
}
// "2026-07-08 14:00" in Shanghai, in milliseconds.
inline std::int64_t at(std::string text) {
  text[10] = 'T';
  return to_ms(*parse_rfc3339(text + ":00+08:00"));
}

inline wire::Bundle school() {
  wire::Bundle bundle;
  for (const auto& [id, name] : {std::pair{"logistics", "后勤保障处"}, {"security", "保卫部"}, {"office", "党委（校长）办公室"}}) {
    auto& unit = *bundle.add_units();
    unit.set_id(id);
    unit.set_name(name);
  }
  for (const auto& [id, name] : {std::pair{"clerk", "党（校）办督办"}, {"secretary", "校党委书记"}, {"checker", "校纪委"}}) {
    auto& role = *bundle.add_roles();
    role.set_id(id);
    role.set_name(name);
  }
  bundle.mutable_roles(0)->set_office("office");
  bundle.set_dispatch_role("clerk");
  bundle.set_supervision_unit("office");
  bundle.set_source_title("《实施办法》");
  bundle.set_phone("021-6598 0000");
  auto& plan = *bundle.add_plans();
  plan.set_id("usual");
  plan.set_approver("role:secretary");
  bundle.mutable_calendar()->set_work_from_min(8 * 60);
  bundle.mutable_calendar()->set_work_to_min(17 * 60 + 30);
  bundle.mutable_calendar()->add_years(2026);
  return bundle;
}

inline std::shared_ptr<const Rules> rules() {
  static const std::shared_ptr<const Rules> made = [] {
    auto fresh = std::make_shared<Rules>(Rules{school(), {}, shanghai(), {}, {}});
    fresh->calendar = std::make_shared<const Calendar>(*Calendar::make(fresh->bundle.calendar(), shanghai()));
    return fresh;
  }();
  return made;
}

// Due on 15 July 2026 at 17:30, seen on 1 July at 10:00 by this party.
inline wire::LinkView duty_link(const std::string& party, wire::Work work = wire::AWAITING) {
  wire::LinkView link;
  link.set_now(at("2026-07-01 10:00"));
  link.set_token_expires(at("2026-07-08 10:00"));
  link.mutable_message()->set_id(77);
  link.mutable_message()->set_party(party);
  link.mutable_message()->set_kind("reminder");
  link.mutable_message()->set_queued_at(at("2026-07-01 08:30"));
  auto& view = *link.mutable_matter();
  view.mutable_row()->set_kind("duty");
  view.mutable_row()->set_work(work);
  view.mutable_row()->set_open(true);
  view.mutable_row()->set_late("in_time");
  auto& matter = *view.mutable_body();
  matter.set_kind("duty");
  matter.set_key("duty/report/unit:logistics/2026");
  matter.set_title("责任落实报告");
  matter.set_work(work);
  auto& group = *matter.add_groups();
  group.add_parties("unit:logistics");
  auto& duty = *matter.mutable_duty();
  duty.set_late("in_time");
  duty.set_due_at(at("2026-07-15 17:30"));
  auto& occurrence = *duty.mutable_occurrence();
  occurrence.set_party("unit:logistics");
  occurrence.set_unit("logistics");
  occurrence.set_window_from(at("2026-06-01 00:00"));
  occurrence.set_due_at(duty.due_at());
  auto& what = *occurrence.mutable_obligation();
  what.set_title(matter.title());
  what.set_clause("六（三）");
  what.set_edition("2018");
  what.set_plan("usual");
  what.add_proof("报告");
  return link;
}

inline wire::LinkView meeting_link(const std::string& party) {
  auto link = duty_link(party);
  auto& matter = *link.mutable_matter()->mutable_body();
  matter.set_title("全面从严治党推进会议");
  matter.mutable_duty()->mutable_occurrence()->mutable_obligation()->set_meeting(true);
  return link;
}

inline wire::DutyState& state(wire::LinkView& link) { return *link.mutable_matter()->mutable_body()->mutable_duty(); }

// As a browser sends it.
inline std::string posted(std::initializer_list<std::pair<std::string, std::string>> fields) {
  static constexpr char digits[] = "0123456789ABCDEF";
  std::string out;
  for (const auto& [name, value] : fields) {
    out.append(out.empty() ? "" : "&").append(name).append("=");
    for (const char c : value) {
      const auto byte = static_cast<unsigned char>(c);
      out.push_back('%');
      out.push_back(digits[byte >> 4U]);
      out.push_back(digits[byte & 15U]);
    }
  }
  return out;
}

inline DutyForm form(const wire::LinkView& link, std::initializer_list<std::pair<std::string, std::string>> fields) {
  return read_duty_form(posted(fields), Standing(link, *rules()));
}

}  // namespace fenghuo::gateway::test
