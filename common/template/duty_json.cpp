#include "common/template/duty_json.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "common/calendar/lamp.hpp"

namespace fenghuo {
namespace {

namespace json = boost::json;

json::value text_or_null(std::string_view text) {
  return text.empty() ? json::value(nullptr) : json::value(json::string_view(text.data(), text.size()));
}

json::value hold_json(const wire::Matter& matter, const Zone& zone) {
  if (!matter.has_hold()) return nullptr;
  const auto& hold = matter.hold();
  return json::object{{"by", hold.by()},
                      {"reason", hold.reason()},
                      {"since", rfc3339(instant(hold.since()), zone)},
                      {"until", rfc3339(instant(hold.until()), zone)}};
}

class Duty {
 public:
  Duty(const wire::MatterView& view, const Calendar& calendar) : body_(view.body()), duty_(body_.duty()), calendar_(calendar) {}

  void add_to(json::object& matter) const {
    const auto& occurrence = duty_.occurrence();
    const auto& obligation = occurrence.obligation();
    matter["first_due_at"] = time(duty_.first_due_at());
    matter["late_at"] = time(duty_.late_at());
    matter["lateness_stopped_at"] = time(duty_.clock_stopped_at());
    matter["duty"] = text_or_null(occurrence.duty());
    matter["period"] = text_or_null(occurrence.period());
    matter["field"] = text_or_null(occurrence.field());
    matter["event_at"] = time(occurrence.event_at());
    matter["window_from"] = time(occurrence.window_from());
    matter["clause"] = text_or_null(obligation.clause());
    matter["basis"] = text_or_null(obligation.basis());
    matter["proof"] = json::array(obligation.proof().begin(), obligation.proof().end());
    matter["number_only"] = obligation.number_only();
    matter["verifier"] = text_or_null(obligation.verifier());
    matter["lead"] = text_or_null(lead_of(body_));
    const auto support = supporters_of(body_);
    matter["support"] = json::array(support.begin(), support.end());
    matter["proposed"] = obligation.proposed();
    matter["evidence"] = json::array(duty_.evidence().begin(), duty_.evidence().end());
    matter["cites"] = json::array(duty_.cites().begin(), duty_.cites().end());
    matter["merged_from"] = json::array(duty_.merged_from().begin(), duty_.merged_from().end());
    matter["merged_into"] = body_.work() == wire::MERGED ? text_or_null(body_.inhibited_by()) : json::value(nullptr);
    matter["submitted_by"] = text_or_null(body_.submitted_by());
    matter["returns"] = duty_.returns();
    if (obligation.at_least() > 0) {
      matter["at_least"] = obligation.at_least();
      matter["counted"] = duty_.counted();
    }
    add_meeting(matter);
    matter["slips"] = slips();
    matter["extensions"] = extensions();
  }

 private:
  json::value time(std::int64_t ms) const { return ms == 0 ? json::value(nullptr) : json::value(rfc3339(instant(ms), calendar_.zone())); }

  void add_meeting(json::object& matter) const {
    matter["meeting"] = duty_.occurrence().obligation().meeting();
    matter["scheduled_at"] = time(duty_.scheduled_at());
    if (!duty_.occurrence().obligation().meeting()) return;
    matter["minutes"] = duty_.minutes();
    matter["place"] = duty_.place();
    matter["materials"] = duty_.materials();
    matter["materials_by"] = time(duty_.materials_by());
    json::object attending;
    for (const auto& entry : duty_.attending()) {
      const auto split = std::min(entry.rfind('='), entry.size() - 1);
      attending[entry.substr(0, split)] = entry.substr(split + 1);
    }
    matter["attending"] = std::move(attending);
  }

  json::array slips() const {
    json::array out;
    out.reserve(static_cast<std::size_t>(duty_.slips_size()));
    for (const auto& slip : duty_.slips()) {
      out.push_back(json::object{{"id", slip.id()},
                                 {"kind", slip.kind()},
                                 {"number", text_or_null(slip.number())},
                                 {"party", slip.party()},
                                 {"drafted_at", time(slip.drafted_at())},
                                 {"issued_at", time(slip.issued_at())},
                                 {"issued_by", text_or_null(slip.issued_by())},
                                 {"answer_by", time(slip.answer_by())},
                                 {"answered_at", time(slip.answered_at())}});
    }
    return out;
  }

  json::array extensions() const {
    json::array out;
    out.reserve(static_cast<std::size_t>(duty_.extensions_size()));
    for (const auto& extension : duty_.extensions()) {
      const char* state = extension.decided_at() == 0 ? "asked" : extension.approved() ? "approved" : "refused";
      out.push_back(json::object{{"state", state},
                                 {"to", time(extension.to())},
                                 {"old_due_at", time(extension.old_due_at())},
                                 {"reason", extension.reason()},
                                 {"asked_by", extension.asked_by()},
                                 {"asked_at", time(extension.asked_at())},
                                 {"decided_by", text_or_null(extension.decided_by())},
                                 {"decided_at", time(extension.decided_at())}});
    }
    return out;
  }

  const wire::Matter& body_;
  const wire::DutyState& duty_;
  const Calendar& calendar_;
};

}  // namespace

std::string lead_of(const wire::Matter& matter) {
  for (const auto& group : matter.groups()) {
    if (!group.dropped() && group.since_rung() == 0 && group.parties_size() > 0) return group.parties(0);
  }
  return matter.duty().occurrence().party();
}

std::vector<std::string> supporters_of(const wire::Matter& matter) {
  std::vector<std::string> out;
  for (const auto& group : matter.groups()) {
    if (!group.dropped() && group.since_rung() > 0) out.insert(out.end(), group.parties().begin(), group.parties().end());
  }
  return out;
}

void add_duty_json(json::object& matter, const wire::MatterView& view, const Calendar& calendar, Instant now) {
  matter["hold"] = hold_json(view.body(), calendar.zone());
  const auto erased = view.body().erased_at();
  const auto& cited_by = view.body().duty().cited_by();  // of warnings too
  matter["cited_by"] = json::array(cited_by.begin(), cited_by.end());
  matter["erased_at"] = erased != 0 ? json::value(rfc3339(instant(erased), calendar.zone())) : json::value(nullptr);
  const bool duty = view.row().kind() == "duty";
  const auto due = view.body().duty().due_at();
  matter["due_at"] = duty && due != 0 ? json::value(rfc3339(instant(due), calendar.zone())) : json::value(nullptr);
  matter["lamp"] = text_or_null(lamp_of(view, calendar, now));
  if (duty) Duty(view, calendar).add_to(matter);
}

}  // namespace fenghuo
