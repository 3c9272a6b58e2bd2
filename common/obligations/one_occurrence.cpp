#include "common/obligations/one_occurrence.hpp"

#include "common/obligations/builder.hpp"
#include "common/obligations/expand.hpp"
#include "common/obligations/parties.hpp"

namespace fenghuo::obligations {

OneOccurrence one_occurrence(const Directory& directory, const wire::Duty& duty, const Calendar& calendar, std::string_view key,
                             const wire::Occurrence& like) {
  OneOccurrence result;
  if (duty.obligation().draft()) return result;
  const Instant opens = instant(like.window_from());
  const auto windows = windows_of(duty.when(), calendar, opens, opens + Millis{1});
  if (!windows) {
    result.fault = windows.error().message;
    return result;
  }
  if (windows->empty()) return result;
  const Parties parties(directory.bundle());
  OccurrenceBuilder builder(directory.bundle(), duty);
  for (const auto& window : *windows) {
    const Date last = calendar.date_of(window.due);
    if (!builder.in_force(last)) continue;
    const auto party = parties.one(directory, duty, last, like.party(), like.field());
    if (!party) continue;
    builder.set_window(window, Instant{});
    ++result.built;
    const auto& occurrence = builder.made_for(*party);
    if (duty_key(duty, occurrence) != key) continue;
    result.occurrence = occurrence;
    break;
  }
  return result;
}

}  // namespace fenghuo::obligations
