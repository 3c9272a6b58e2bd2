#include "common/obligations/expand.hpp"

#include <algorithm>

#include "common/base/bytes.hpp"
#include "common/base/crypto.hpp"
#include "common/obligations/parties.hpp"

namespace fenghuo::obligations {
namespace {

constexpr std::size_t version_bytes = 16;
constexpr std::size_t most_number = 64;

// One duty's occurrences, built in one message that is changed from party to party: the obligation is copied and hashed once.
class Builder {
 public:
  Builder(const wire::Bundle& bundle, const wire::Duty& duty) : duty_(duty), obligation_digest_(digest_of(duty.obligation())) {
    occurrence_.set_duty(duty.id());
    *occurrence_.mutable_obligation() = duty.obligation();
    for (const auto& plan : bundle.plans()) {
      if (plan.id() == duty.obligation().plan()) occurrence_.set_grace_ms(plan.grace_ms());
    }
  }

  bool visit(const Window& window, Instant event_at, const Parties& parties, const Calendar& calendar, const Visit& visit) {
    const Date last = calendar.date_of(window.due);
    if (before_in_force(last)) return true;
    occurrence_.set_period(window.period);
    occurrence_.set_window_from(to_ms(window.opens));
    occurrence_.set_due_at(to_ms(window.due));
    occurrence_.set_event_at(to_ms(event_at));
    return parties.each(duty_, last, [&](const Party& party) {
      occurrence_.set_party(party.name);
      occurrence_.set_unit(party.unit);
      occurrence_.set_field(party.field);
      occurrence_.set_version(version());
      return visit(duty_key(duty_.id(), party.name, window.period, party.field), occurrence_);
    });
  }

 private:
  bool before_in_force(Date day) const {
    if (duty_.in_force_from().empty()) return false;
    const auto from = parse_date(duty_.in_force_from());
    return from && day < *from;
  }

  // Of all that an amendment would change; what names the occurrence stands in its key.
  std::string version() {
    std::string text = obligation_digest_;
    for (const std::int64_t number : {occurrence_.window_from(), occurrence_.due_at(), occurrence_.grace_ms(), occurrence_.event_at()})
      text.append(std::to_string(number)).push_back('|');
    text += occurrence_.unit();
    return hash_.add(text).finish().substr(0, version_bytes);
  }

  const wire::Duty& duty_;
  std::string obligation_digest_;
  crypto::Sha256 hash_;
  wire::Occurrence occurrence_;
};

bool taken(const wire::Duty& duty, Drafts drafts) { return drafts == Drafts::include || !duty.obligation().draft(); }

bool fits_a_key(std::string_view number) {
  return !number.empty() && number.size() <= most_number &&
         std::none_of(number.begin(), number.end(), [](char c) { return c == '/' || static_cast<unsigned char>(c) <= ' ' || c == '\x7f'; });
}

}  // namespace

std::string duty_key(std::string_view duty, std::string_view party, std::string_view period, std::string_view field) {
  std::string key = "duty/";
  key.append(duty).append("/").append(party).append("/").append(period);
  if (!field.empty()) key.append("/").append(field);
  return key;
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
    Builder builder(bundle, duty);
    for (const Window& window : *windows) {
      if (!builder.visit(window, Instant{}, parties, calendar, visit)) return {false, std::move(result.faults)};
    }
  }
  return result;
}

Result<void> expand_event(const wire::Bundle& bundle, const Calendar& calendar, const Event& event, const Visit& visit, Drafts drafts) {
  const auto& duties = bundle.duties();
  const auto duty = std::find_if(duties.begin(), duties.end(), [&](const wire::Duty& d) { return d.id() == event.duty; });
  const std::string named = "duty \"" + printable(event.duty) + "\"";
  if (duty == duties.end()) return fail("there is no " + named + " in the catalogue; see: fenghuo check");
  if (duty->when().kind() != "event") return fail(named + " falls due by the calendar, not on an event; it opens by itself");
  if (!taken(*duty, drafts)) return fail(named + " is a draft and only simulates; set its status to confirmed");
  if (!fits_a_key(event.number))
    return fail("the event's number \"" + printable(event.number) + "\" can't be used; write 1 to 64 characters without spaces and \"/\"");
  Builder(bundle, *duty)
      .visit(event_window(duty->when(), calendar, event.number, event.at, event.reported), event.at, Parties(bundle), calendar, visit);
  return {};
}

}  // namespace fenghuo::obligations
