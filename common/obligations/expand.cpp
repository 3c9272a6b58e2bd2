#include "common/obligations/expand.hpp"

#include "common/base/bytes.hpp"
#include "common/obligations/builder.hpp"
#include "common/obligations/parties.hpp"

namespace fenghuo::obligations {
namespace {

bool taken(const wire::Duty& duty, Drafts drafts) { return drafts == Drafts::include || !duty.obligation().draft(); }

// Every party's occurrence of one window; false: the visitor has had enough.
bool visit_window(OccurrenceBuilder& builder, const wire::Duty& duty, const Window& window, const Parties& parties,
                  const Calendar& calendar, const Visit& visit) {
  const Date last = calendar.date_of(window.due);
  if (!builder.in_force(last)) return true;
  builder.set_window(window, Instant{});
  return parties.each(duty, last, [&](const Party& party) {
    const auto& occurrence = builder.made_for(party);
    return visit(key_of(occurrence), occurrence);
  });
}

}  // namespace

std::string duty_key(std::string_view duty, std::string_view party, std::string_view period, std::string_view field) {
  std::string key = "duty/";
  key.append(duty).append("/").append(party).append("/").append(period);
  if (!field.empty()) key.append("/").append(field);
  return key;
}

std::string key_of(const wire::Occurrence& occurrence) {
  return duty_key(occurrence.duty(), occurrence.party(), occurrence.period(), occurrence.field());
}

Expansion expand(const wire::Bundle& bundle, const Calendar& calendar, Instant from, Instant to, const Visit& visit, Drafts drafts) {
  Expansion result;
  const Parties parties(bundle);
  for (const auto& duty : bundle.duties()) {
    if (!taken(duty, drafts)) continue;
    const auto windows = windows_of(duty.when(), calendar, from, to);
    if (!windows) {
      result.faults.push_back({"duty \"" + printable(duty.id()) + "\": " + windows.error().message});
      continue;
    }
    OccurrenceBuilder builder(bundle, duty);
    for (const Window& window : *windows) {
      if (!visit_window(builder, duty, window, parties, calendar, visit)) return {false, std::move(result.faults)};
    }
  }
  return result;
}

}  // namespace fenghuo::obligations
