#include "common/obligations/expand.hpp"

#include <algorithm>

#include "common/base/bytes.hpp"
#include "common/obligations/builder.hpp"
#include "common/obligations/parties.hpp"

namespace fenghuo::obligations {
namespace {

bool taken(const wire::Duty& duty, Drafts drafts) { return drafts == Drafts::include || !duty.obligation().draft(); }

struct One {
  const wire::Bundle& bundle;
  const wire::Duty& duty;
  const Parties& parties;
  const Calendar& calendar;
  const Visit& visit;
};

// Every party's occurrence of one window; false: the visitor has had enough.
bool visit_window(OccurrenceBuilder& builder, const One& one, const Window& window) {
  const Date last = one.calendar.date_of(window.due);
  if (!builder.in_force(last)) return true;
  builder.set_window(window, Instant{});
  return one.parties.each(one.duty, last, [&](const Party& party) {
    const auto& occurrence = builder.made_for(party);
    return one.visit(duty_key(one.duty, occurrence), occurrence);
  });
}

bool visit_duty(Expansion& result, const One& one, Instant from, Instant to) {
  const auto windows = windows_of(one.duty.when(), one.calendar, from, to);
  if (!windows) {
    result.faults.push_back({one.duty.id(), "duty \"" + printable(one.duty.id()) + "\": " + windows.error().message});
    return true;
  }
  OccurrenceBuilder builder(one.bundle, one.duty);
  result.finished = std::all_of(windows->begin(), windows->end(), [&](const Window& window) { return visit_window(builder, one, window); });
  return result.finished;
}

}  // namespace

std::string duty_key(const wire::Duty& duty, const wire::Occurrence& occurrence) {
  std::string key = "duty/";
  key.append(duty.id()).append("/");
  if (!duty.each().empty()) key.append(occurrence.party()).append("/");
  key.append(occurrence.period());
  if (!occurrence.field().empty()) key.append("/").append(occurrence.field());
  return key;
}

Expansion expand(const wire::Bundle& bundle, const Calendar& calendar, Instant from, Instant to, const Visit& visit, Drafts drafts) {
  Expansion result;
  const Parties parties(bundle);
  for (const auto& duty : bundle.duties()) {
    if (!taken(duty, drafts)) continue;
    if (!visit_duty(result, {bundle, duty, parties, calendar, visit}, from, to)) break;
  }
  return result;
}

Expansion expand_duty(const wire::Bundle& bundle, const wire::Duty& duty, const Calendar& calendar, Instant from, Instant to,
                      const Visit& visit, Drafts drafts) {
  Expansion result;
  const Parties parties(bundle);
  if (taken(duty, drafts)) visit_duty(result, {bundle, duty, parties, calendar, visit}, from, to);
  return result;
}

}  // namespace fenghuo::obligations
