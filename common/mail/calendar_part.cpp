#include "common/mail/calendar_part.hpp"

#include <libical/ical.h>

#include <memory>
#include <stdexcept>

#include "common/mail/header.hpp"

namespace fenghuo {
namespace {

struct FreeComponent {
  void operator()(icalcomponent* component) const { icalcomponent_free(component); }
};
using Component = std::unique_ptr<icalcomponent, FreeComponent>;

icaltimetype utc(Instant t) {
  return icaltime_from_timet_with_zone(static_cast<time_t>(std::chrono::floor<std::chrono::seconds>(t).time_since_epoch().count()), 0,
                                       icaltimezone_get_utc_timezone());
}

// Parameter values stand in quotes, so a quote can't be part of one.
std::string parameter_text(std::string_view text) {
  std::string out = one_line(text);
  std::replace(out.begin(), out.end(), '"', '\'');
  return out;
}

icalproperty* organizer(const wire::Invitation& invitation, const Invited& invited) {
  icalproperty* property = icalproperty_new_organizer(("mailto:" + invited.organizer_address).c_str());
  if (const auto name = parameter_text(invitation.organizer()); !name.empty())
    icalproperty_add_parameter(property, icalparameter_new_cn(name.c_str()));
  return property;
}

icalproperty* attendee(const Invited& invited, bool cancelled) {
  icalproperty* property = icalproperty_new_attendee(("mailto:" + invited.address).c_str());
  if (const auto name = parameter_text(invited.name); !name.empty())
    icalproperty_add_parameter(property, icalparameter_new_cn(name.c_str()));
  icalproperty_add_parameter(property, icalparameter_new_role(ICAL_ROLE_REQPARTICIPANT));
  icalproperty_add_parameter(property, icalparameter_new_partstat(ICAL_PARTSTAT_NEEDSACTION));
  if (!cancelled) icalproperty_add_parameter(property, icalparameter_new_rsvp(ICAL_RSVP_TRUE));
  return property;
}

// Lines of a description stay lines; every other control character goes.
std::string lines_of(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at <= text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    if (at > 0) out.push_back('\n');
    std::string line = one_line(text.substr(at, end - at));
    while (line.ends_with(' ')) line.pop_back();
    out.append(line);
    at = end + 1;
  }
  return out;
}

icalcomponent* event_of(const wire::Invitation& invitation, const Invited& invited) {
  const bool cancelled = calendar_method(invitation) == "CANCEL";
  icalcomponent* event = icalcomponent_new_vevent();
  const auto add = [event](icalproperty* property) { icalcomponent_add_property(event, property); };
  add(icalproperty_new_uid(one_line(invitation.uid()).c_str()));
  add(icalproperty_new_sequence(static_cast<int>(invitation.sequence())));
  add(icalproperty_new_dtstamp(utc(invited.stamp)));
  add(icalproperty_new_dtstart(utc(instant(invitation.begins()))));
  add(icalproperty_new_dtend(utc(instant(std::max(invitation.begins(), invitation.ends())))));
  add(icalproperty_new_summary(one_line(invitation.summary()).c_str()));
  if (!invitation.place().empty()) add(icalproperty_new_location(one_line(invitation.place()).c_str()));
  if (!invitation.description().empty()) add(icalproperty_new_description(lines_of(invitation.description()).c_str()));
  add(organizer(invitation, invited));
  add(attendee(invited, cancelled));
  add(icalproperty_new_status(cancelled ? ICAL_STATUS_CANCELLED : ICAL_STATUS_CONFIRMED));
  add(icalproperty_new_transp(ICAL_TRANSP_OPAQUE));
  return event;
}

}  // namespace

std::string calendar_method(const wire::Invitation& invitation) { return invitation.method() == "CANCEL" ? "CANCEL" : "REQUEST"; }

std::string calendar_text(const wire::Invitation& invitation, const Invited& invited) {
  const Component calendar{icalcomponent_new_vcalendar()};
  const auto add = [&calendar](icalproperty* property) { icalcomponent_add_property(calendar.get(), property); };
  add(icalproperty_new_prodid("-//Fenghuo//Duties//ZH"));
  add(icalproperty_new_version("2.0"));
  add(icalproperty_new_method(calendar_method(invitation) == "CANCEL" ? ICAL_METHOD_CANCEL : ICAL_METHOD_REQUEST));
  icalcomponent_add_component(calendar.get(), event_of(invitation, invited));
  std::unique_ptr<char, void (*)(void*)> text{icalcomponent_as_ical_string_r(calendar.get()), icalmemory_free_buffer};
  if (text == nullptr) throw std::runtime_error("libical gives no text");
  return text.get();
}

}  // namespace fenghuo
