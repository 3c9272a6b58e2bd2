#include "common/obligations/builder.hpp"

namespace fenghuo::obligations {
namespace {

constexpr std::size_t version_bytes = 16;

}  // namespace

OccurrenceBuilder::OccurrenceBuilder(const wire::Bundle& bundle, const wire::Duty& duty)
    : duty_(duty), obligation_digest_(digest_of(duty.obligation())) {
  occurrence_.set_duty(duty.id());
  *occurrence_.mutable_obligation() = duty.obligation();
  for (const auto& plan : bundle.plans()) {
    if (plan.id() == duty.obligation().plan()) occurrence_.set_grace_ms(plan.grace_ms());
  }
}

bool OccurrenceBuilder::in_force(Date last_day) const {
  if (duty_.in_force_from().empty()) return true;
  const auto from = parse_date(duty_.in_force_from());
  return !from || last_day >= *from;
}

void OccurrenceBuilder::set_window(const Window& window, Instant event_at) {
  occurrence_.set_period(window.period);
  occurrence_.set_window_from(to_ms(window.opens));
  occurrence_.set_due_at(to_ms(window.due));
  occurrence_.set_event_at(to_ms(event_at));
}

const wire::Occurrence& OccurrenceBuilder::made_for(const Party& party) {
  occurrence_.set_party(party.name);
  occurrence_.set_unit(party.unit);
  occurrence_.set_field(party.field);
  occurrence_.set_version(version());
  return occurrence_;
}

// Of all that an amendment would change; what names the occurrence stands in its key, the party only where each has its own.
std::string OccurrenceBuilder::version() {
  std::string text = obligation_digest_;
  for (const std::int64_t number : {occurrence_.window_from(), occurrence_.due_at(), occurrence_.grace_ms(), occurrence_.event_at()})
    text.append(std::to_string(number)).push_back('|');
  text.append(occurrence_.unit()).append("|").append(occurrence_.party());
  return hash_.add(text).finish().substr(0, version_bytes);
}

}  // namespace fenghuo::obligations
