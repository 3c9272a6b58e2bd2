#include "services/gateway/feed_calendar.hpp"

#include <libical/ical.h>

#include <cstdio>
#include <stdexcept>

#include "common/base/ids.hpp"
#include "common/base/utf8.hpp"
#include "common/template/names.hpp"

namespace fenghuo::gateway {
namespace {

constexpr std::uint32_t usual_minutes = 90;  // as the invitation takes it
constexpr const char* refresh = "PT1H";

struct FreeComponent {
  void operator()(icalcomponent* component) const { icalcomponent_free(component); }
};
using Component = std::unique_ptr<icalcomponent, FreeComponent>;

// No control character reaches a calendar but the line feeds that are ours.
std::string plain(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto one = first_utf8_char(text);
    if (one.valid && one.code >= 0x20 && (one.code < 0x7F || one.code >= 0xA0)) out.append(text.substr(0, one.bytes));
    if (one.valid && one.code < 0x20) out += ' ';
    text.remove_prefix(one.bytes);
  }
  return out;
}

icaltimetype utc(std::int64_t ms) {
  return icaltime_from_timet_with_zone(static_cast<time_t>(ms / 1000), 0, icaltimezone_get_utc_timezone());
}

icaltimetype whole_day(const LocalTime& day) {
  icaltimetype out = icaltime_null_date();
  out.year = day.year;
  out.month = static_cast<int>(day.month);
  out.day = static_cast<int>(day.day);
  out.is_date = 1;
  return out;
}

const wire::DutyState& duty(const wire::MatterView& view) { return view.body().duty(); }
const wire::Obligation& obligation(const wire::MatterView& view) { return duty(view).occurrence().obligation(); }

std::string title_of(const wire::MatterView& view) {
  if (view.body().title_quarantined()) return "（标题待复核）";
  if (!obligation(view).number_only()) return plain(view.body().title());
  return duty(view).occurrence().duty().empty() ? "只登记文号和日期的事项" : plain(obligation(view).title());
}

bool is_leading(const wire::MatterView& view, std::string_view party, bool lead) {
  for (const auto& group : view.body().groups()) {
    if (group.dropped() || (group.since_rung() == 0) != lead) continue;
    if (std::find(group.parties().begin(), group.parties().end(), party) != group.parties().end()) return true;
  }
  return false;
}

bool owns(const wire::MatterView& view, std::string_view party) {
  if (is_leading(view, party, true)) return true;
  const auto& groups = view.body().groups();
  const bool asked =
      std::any_of(groups.begin(), groups.end(), [](const auto& group) { return !group.dropped() && group.since_rung() == 0; });
  return !asked && duty(view).occurrence().party() == party;  // its window has not opened
}

bool supports(const wire::MatterView& view, std::string_view party) {
  const auto& named = obligation(view).support();
  return is_leading(view, party, false) || (view.body().groups_size() == 0 && std::find(named.begin(), named.end(), party) != named.end());
}

const wire::Role* role_of(const wire::Bundle& bundle, std::string_view id) {
  const auto& roles = bundle.roles();
  const auto found = std::find_if(roles.begin(), roles.end(), [&](const auto& role) { return role.id() == id; });
  return found == roles.end() ? nullptr : &*found;
}

bool has_member(const wire::Role& body, std::string_view party) {
  return std::any_of(body.members().begin(), body.members().end(), [&](const std::string& member) {
    return member == party || (party.starts_with("role:") && member == party.substr(5));
  });
}

// "=yes" and so on; empty: not invited yet.
std::string_view answer_of(const wire::MatterView& view, std::string_view party) {
  for (const std::string_view entry : duty(view).attending()) {
    if (entry.size() > party.size() && entry.starts_with(party) && entry[party.size()] == '=') return entry.substr(party.size() + 1);
  }
  return {};
}

bool attends(const wire::MatterView& view, std::string_view party, const wire::Bundle& bundle) {
  if (!obligation(view).meeting()) return false;
  if (!answer_of(view, party).empty()) return true;
  const auto& named = obligation(view).attendees();
  return std::any_of(named.begin(), named.end(), [&](std::string_view spec) {
    if (spec == party) return true;
    const bool body = spec.starts_with("body:"), role = spec.starts_with("role:");
    const auto* entry = body || role ? role_of(bundle, spec.substr(5)) : nullptr;
    return entry != nullptr && (body || entry->contacts_size() == 0) && has_member(*entry, party);
  });
}

class Event {
 public:
  Event(const wire::MatterView& view, const std::string& uid, std::uint64_t sequence) : component_(icalcomponent_new_vevent()) {
    add(icalproperty_new_uid(uid.c_str()));
    add(icalproperty_new_sequence(static_cast<int>(std::min<std::uint64_t>(sequence, INT32_MAX))));
    add(icalproperty_new_dtstamp(utc(view.updated_at())));
    add(icalproperty_new_lastmodified(utc(view.updated_at())));
  }
  void add(icalproperty* property) { icalcomponent_add_property(component_.get(), property); }
  void text(icalproperty* (*make)(const char*), const std::string& value) {
    if (!value.empty()) add(make(value.c_str()));
  }
  icalcomponent* take() { return component_.release(); }

 private:
  Component component_;
};

std::string basis_of(const wire::MatterView& view, const wire::Bundle& bundle) {
  const auto& what = obligation(view);
  if (what.clause().empty()) return plain(what.basis());
  return (bundle.source_title().empty() ? "《实施办法》" : plain(bundle.source_title())) + plain(what.clause());
}

std::string description_of(const wire::MatterView& view, const Rules& rules, const std::string& first) {
  std::string out = first;
  const auto line = [&](const char* label, const std::string& value) {
    if (!value.empty()) out.append(out.empty() ? "" : "\n").append(label).append(value);
  };
  line("编号：", view.number());
  if (!obligation(view).number_only()) {
    line("依据：", basis_of(view, rules.bundle));
    if (obligation(view).proposed()) line("确认：", "时点等默认值待校党委确认");
    line("状态：", work_name(view.row().work()));
  }
  line("联系：", plain(rules.bundle.phone()));
  return out;
}

std::string clock_text(int minute_of_day) {
  std::array<char, 16> text{};
  const int size = std::snprintf(text.data(), text.size(), "%02d:%02d", minute_of_day / 60, minute_of_day % 60);
  return {text.data(), static_cast<std::size_t>(std::clamp(size, 0, 15))};
}

// The State Council's notice for that year is not entered: the date may still move.
bool is_tentative(const Rules& rules, int year) {
  const auto& years = rules.bundle.calendar().years();
  return std::find(years.begin(), years.end(), year) == years.end();
}

icalcomponent* deadline_event(const wire::MatterView& view, bool owner, const Rules& rules) {
  const std::int64_t due = duty(view).due_at();
  const auto at = rules.zone.local(instant(due));
  const bool midnight = at.minute_of_day == 0;  // the end of the day before
  const auto day = midnight ? rules.zone.local(instant(due - 1)) : at;
  Event event(view, id_text(view.id()) + "-due@fenghuo", view.version());
  event.add(icalproperty_new_dtstart(whole_day(day)));
  const std::string clock = midnight ? "24:00" : clock_text(at.minute_of_day);
  event.text(icalproperty_new_summary, "〔截止" + clock + "〕" + title_of(view) + (owner ? "" : "（配合）"));
  event.text(icalproperty_new_description, description_of(view, rules, ""));
  event.text(icalproperty_new_categories, "履责");
  event.add(icalproperty_new_status(is_tentative(rules, day.year) ? ICAL_STATUS_TENTATIVE : ICAL_STATUS_CONFIRMED));
  event.add(icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT));
  return event.take();
}

icalcomponent* meeting_event(const wire::MatterView& view, std::string_view party, const Rules& rules) {
  const auto& state = duty(view);
  const auto minutes = std::int64_t{state.minutes() > 0 ? state.minutes() : usual_minutes};
  const bool excused = answer_of(view, party) == "no", bare = obligation(view).number_only();
  Event event(view, id_text(view.id()) + "-" + std::string(party.substr(0, 4)) + "-" + std::string(party.substr(5)) + "@fenghuo",
              state.sequence());
  event.add(icalproperty_new_dtstart(utc(state.scheduled_at())));
  event.add(icalproperty_new_dtend(utc(state.scheduled_at() + minutes * 60'000)));
  event.text(icalproperty_new_summary, title_of(view));
  if (!bare) event.text(icalproperty_new_location, plain(state.place()));
  std::string first = excused ? "您已请假。" : "";
  if (!bare && !state.materials().empty()) first.append(first.empty() ? "" : "\n").append("请准备：").append(plain(state.materials()));
  event.text(icalproperty_new_description, description_of(view, rules, first));
  event.text(icalproperty_new_categories, "会议");
  event.add(icalproperty_new_status(ICAL_STATUS_CONFIRMED));
  event.add(icalproperty_new_transp(excused ? ICAL_TRANSP_TRANSPARENT : ICAL_TRANSP_OPAQUE));
  return event.take();
}

void add_x(icalcomponent* calendar, const char* name, const std::string& value) {
  icalproperty* property = icalproperty_new_x(value.c_str());
  icalproperty_set_x_name(property, name);
  icalcomponent_add_property(calendar, property);
}

void describe(icalcomponent* calendar, std::string_view party, const Rules& rules, std::optional<std::size_t> cut_to) {
  const auto add = [calendar](icalproperty* property) { icalcomponent_add_property(calendar, property); };
  add(icalproperty_new_prodid("-//Fenghuo//Duties//ZH"));
  add(icalproperty_new_version("2.0"));
  add(icalproperty_new_calscale("GREGORIAN"));
  add(icalproperty_new_method(ICAL_METHOD_PUBLISH));
  add_x(calendar, "X-WR-CALNAME", "履责日程·" + plain(party_name(rules.bundle, party)));
  add_x(calendar, "X-WR-TIMEZONE", rules.zone.name());
  if (cut_to) add_x(calendar, "X-WR-CALDESC", "事项较多，此处只列" + std::to_string(*cut_to) + "件。");
  icalproperty* interval = icalproperty_new_refreshinterval(icaldurationtype_from_string(refresh));
  icalproperty_add_parameter(interval, icalparameter_new_value(ICAL_VALUE_DURATION));
  add(interval);
  add_x(calendar, "X-PUBLISHED-TTL", refresh);
}

}  // namespace

bool concerns(const wire::MatterView& view, std::string_view party, const wire::Bundle& bundle) {
  if (view.row().kind() != "duty" || !view.row().open()) return false;
  return owns(view, party) || supports(view, party) || attends(view, party, bundle);
}

std::vector<std::string> mentions_of(std::string_view party, const wire::Bundle& bundle) {
  std::vector<std::string> out;
  out.reserve(1 + 2 * static_cast<std::size_t>(bundle.roles_size()));
  out.emplace_back(party);
  for (const auto& role : bundle.roles()) {
    if (!has_member(role, party)) continue;
    out.push_back("body:" + role.id());
    out.push_back("role:" + role.id());
  }
  return out;
}

std::string feed_calendar(std::string_view party, const std::vector<wire::MatterView>& matters, const Rules& rules, bool cut) {
  const Component calendar{icalcomponent_new(ICAL_VCALENDAR_COMPONENT)};
  describe(calendar.get(), party, rules, cut ? std::optional(matters.size()) : std::nullopt);
  std::vector<const wire::MatterView*> sorted;
  sorted.reserve(matters.size());
  for (const auto& view : matters) sorted.push_back(&view);
  std::sort(sorted.begin(), sorted.end(), [](const auto* a, const auto* b) { return a->id() < b->id(); });
  for (const auto* view : sorted) {
    const bool owner = owns(*view, party), part = owner || supports(*view, party);
    if (part && duty(*view).due_at() > 0) icalcomponent_add_component(calendar.get(), deadline_event(*view, owner, rules));
    const bool dated = obligation(*view).meeting() && duty(*view).scheduled_at() > 0;
    if (dated && (part || attends(*view, party, rules.bundle)))
      icalcomponent_add_component(calendar.get(), meeting_event(*view, party, rules));
  }
  const std::unique_ptr<char, void (*)(void*)> text{icalcomponent_as_ical_string_r(calendar.get()), icalmemory_free_buffer};
  if (text == nullptr) throw std::runtime_error("libical gives no text");
  return text.get();
}

}  // namespace fenghuo::gateway
