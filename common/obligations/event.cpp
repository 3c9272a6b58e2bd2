#include "common/obligations/event.hpp"

#include <algorithm>
#include <optional>

#include "common/base/bytes.hpp"
#include "common/obligations/builder.hpp"
#include "common/obligations/parties.hpp"

namespace fenghuo::obligations {
namespace {

constexpr std::size_t most_number = 64;
constexpr std::size_t most_named = 12;  // parties an error lists

bool fits_a_key(std::string_view number) {
  return !number.empty() && number.size() <= most_number &&
         std::none_of(number.begin(), number.end(), [](char c) { return c == '/' || static_cast<unsigned char>(c) <= ' ' || c == '\x7f'; });
}

std::string each_name(std::string_view each) {
  if (each == "party_org") return "party organisation";
  if (each == "member") return "member of the leading group";
  return each == "member_field" ? "member of the leading group and field" : std::string(each);
}

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size() && i < most_named; ++i) text.append(i == 0 ? "" : ", ").append(names[i]);
  if (names.size() > most_named) text.append(", …");
  return text;
}

void add_once(std::vector<std::string>& names, const std::string& name) {
  if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

class Search {
 public:
  Search(const wire::Bundle& bundle, const wire::Duty& duty, const Event& event)
      : parties_(bundle), duty_(duty), event_(event), named_("duty \"" + printable(duty.id()) + "\"") {}

  Result<Party> concerned(Date last_day) const {
    if (!duty_.each().empty() && event_.party.empty())
      return fail(named_ + " is one for each " + each_name(duty_.each()) + "; say for which party: one of " + listed(all(last_day)));
    std::vector<Party> found;
    parties_.each(duty_, last_day, [&](const Party& party) {
      if (fits(party)) found.push_back(party);
      return true;
    });
    if (found.size() == 1) return found.front();
    return found.empty() ? nobody(last_day) : several(found);
  }

 private:
  // A body's duty lies with the unit that leads: whoever names the body means that unit.
  bool fits(const Party& party) const {
    if (!event_.field.empty() && party.field != event_.field) return false;
    return event_.party.empty() || event_.party == party.name || (duty_.each().empty() && event_.party == duty_.owner());
  }

  std::vector<std::string> all(Date last_day) const {
    std::vector<std::string> names;
    parties_.each(duty_, last_day, [&](const Party& party) {
      add_once(names, party.name);
      return names.size() <= most_named;
    });
    return names;
  }

  Result<Party> nobody(Date last_day) const {
    const std::string whom = event_.party.empty() ? "field \"" + printable(event_.field) + "\"" : "\"" + printable(event_.party) + "\"";
    const auto names = all(last_day);
    if (names.empty())
      return fail(named_ + " is owed by nobody on " + date_text(last_day) + ", the day it would fall due; see directory.yaml");
    return fail(named_ + " does not concern " + whom + " on " + date_text(last_day) + ", the day it would fall due; it is owed by " +
                listed(names));
  }

  Result<Party> several(const std::vector<Party>& found) const {
    std::vector<std::string> fields;
    fields.reserve(found.size());
    for (const auto& party : found) add_once(fields, party.field);
    return fail(named_ + " is one for each field; say for which: one of " + listed(fields));
  }

  Parties parties_;
  const wire::Duty& duty_;
  const Event& event_;
  std::string named_;
};

}  // namespace

Result<wire::Occurrence> occurrence_of_event(const wire::Bundle& bundle, const Calendar& calendar, const Event& event, Drafts drafts) {
  const auto& duties = bundle.duties();
  const auto duty = std::find_if(duties.begin(), duties.end(), [&](const wire::Duty& d) { return d.id() == event.duty; });
  const std::string named = "duty \"" + printable(event.duty) + "\"";
  if (duty == duties.end()) return fail("there is no " + named + " in the catalogue; see: fenghuo check");
  if (duty->when().kind() != "event") return fail(named + " falls due by the calendar, not on an event; it opens by itself");
  if (drafts == Drafts::leave_out && duty->obligation().draft())
    return fail(named + " is a draft and only simulates; set its status to confirmed");
  if (!fits_a_key(event.number))
    return fail("the event's number \"" + printable(event.number) + "\" can't be used; write 1 to 64 characters without spaces and \"/\"");
  const Window window = event_window(duty->when(), calendar, event.number, event.at, event.reported);
  const Date last_day = calendar.date_of(window.due);
  OccurrenceBuilder builder(bundle, *duty);
  if (!builder.in_force(last_day))
    return fail(named + " is in force from " + duty->in_force_from() + "; this event would fall due on " + date_text(last_day));
  const auto party = Search(bundle, *duty, event).concerned(last_day);
  if (!party) return tl::unexpected(party.error());
  builder.set_window(window, event.at);
  return builder.made_for(*party);
}

}  // namespace fenghuo::obligations
