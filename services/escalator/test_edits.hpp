// For tests: a school whose catalogue is edited: duties in the bundle, and what the deadlines process submits after each edit.
#pragma once

#include "common/obligations/expand.hpp"
#include "services/escalator/test_school.hpp"

namespace fenghuo::escalator::testing {

// The entry that gives this occurrence in 2026: the window 06-01 … to_day.
inline wire::Duty entry_for(const wire::Occurrence& occurrence, std::uint32_t to_day = 715) {
  wire::Duty duty;
  duty.set_id(occurrence.duty());
  duty.set_owner(occurrence.party());
  duty.set_lead(occurrence.party() == "unit:" + occurrence.unit() ? std::string() : occurrence.unit());
  *duty.mutable_obligation() = occurrence.obligation();
  duty.mutable_when()->set_kind("yearly");
  duty.mutable_when()->set_from_day(601);
  duty.mutable_when()->set_to_day(to_day);
  return duty;
}

class EditedSchool {
 public:
  EditedSchool(const wire::Duty& entry, const std::string& start, const wire::Bundle& bundle = duty_rules())
      : duty(entry), school(at(start), bundle), bundle_(bundle) {
    put_in_force(true);
    submit();
  }

  // The file is saved, the catalogue compared.
  void edit(const std::function<void(wire::Duty&)>& change = {}) {
    if (change) change(duty);
    put_in_force(true);
    submit();
  }
  void remove() {
    put_in_force(false);
    school.retract();
  }
  void restore() { edit(); }

  std::optional<wire::Occurrence> given() const {
    std::optional<wire::Occurrence> found;
    const auto take = [&](const std::string&, const wire::Occurrence& one) {
      found = one;
      return false;
    };
    const auto& index = school.index();
    obligations::expand(index.bundle(), index.calendar(), instant(at("2026-01-01 00:00")), instant(at("2027-01-01 00:00")), take);
    return found;
  }

  wire::Duty duty;
  School school;

 private:
  void put_in_force(bool with) {
    auto bundle = bundle_;
    if (with) *bundle.add_duties() = duty;
    school.activate(bundle);
  }
  void submit() {
    if (const auto occurrence = given()) {
      school.open(*occurrence);
    } else if (!school.keys().empty()) {
      school.retract();
    }
  }

  wire::Bundle bundle_;
};

inline EditedSchool report(const std::string& start = "2026-05-28 09:00") { return {entry_for(report_due()), start}; }

// Invited to the afternoon of 8 July; the leaders' briefs and the unit's mail have left.
inline EditedSchool invited_meeting() {
  EditedSchool e(entry_for(meeting_due()), "2026-05-28 09:00");
  e.school.until("2026-06-29 10:00").act(wire::SCHEDULE, "unit:dxb", [](wire::Action& a) {
    a.set_at(at("2026-07-08 14:00"));
    a.set_place("行政楼三层");
  });
  e.school.until("2026-06-30 18:00").take();
  return e;
}

struct Heard {
  std::string party, method;
  std::uint32_t sequence = 0;
  bool operator==(const Heard&) const = default;
  friend void PrintTo(const Heard& h, std::ostream* out) { *out << h.party << " " << h.method << " " << h.sequence; }
};

inline std::vector<Heard> invitations(School& s) {
  std::vector<Heard> out;
  for (const auto& one : s.take()) {
    for (const auto& invitation : one.model.invitations()) out.push_back({one.party, invitation.method(), invitation.sequence()});
  }
  return out;
}

inline std::vector<std::string> heads(School& s) {
  std::vector<std::string> out;
  for (const auto& one : s.take()) out.push_back(one.party + " " + School::head_of(one.subject));
  return out;
}

}  // namespace fenghuo::escalator::testing
