#include "common/obligations/opening.hpp"

#include <algorithm>

#include "common/base/bytes.hpp"
#include "common/base/crypto.hpp"
#include "common/obligations/event.hpp"

namespace fenghuo::obligations {
namespace {

constexpr std::size_t most_number = 64;
constexpr std::size_t most_title = 40, most_basis = 40, most_proof = 60;  // characters
constexpr int most_support = 20, most_proofs = 10;
constexpr std::string_view way_to_parties = "must be role:<id> or unit:<id> of the directory";

template <class List>
bool knows(const List& list, std::string_view id) {
  return std::any_of(list.begin(), list.end(), [&](const auto& entry) { return entry.id() == id; });
}

const wire::Duty* find_duty(const wire::Bundle& bundle, std::string_view id) {
  const auto found = std::find_if(bundle.duties().begin(), bundle.duties().end(), [&](const auto& duty) { return duty.id() == id; });
  return found == bundle.duties().end() ? nullptr : &*found;
}

std::string quoted(std::string_view text) { return "\"" + printable(text) + "\""; }

Error about(std::string_view field, std::string_view what) { return Error{std::string(field) + ": " + std::string(what)}; }

tl::unexpected<Error> no(std::string_view field, std::string_view what) { return tl::unexpected(about(field, what)); }

// The event's own time names it, as people of the zone read it.
std::string number_of(Instant at, const Calendar& calendar) {
  const auto local = calendar.zone().local(at);
  const auto two = [](int n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  return date_text(calendar.date_of(at)) + "T" + two(local.minute_of_day / 60) + two(local.minute_of_day % 60);
}

bool fits_a_key(std::string_view number) {
  return number.size() <= most_number &&
         std::none_of(number.begin(), number.end(), [](char c) { return c == '/' || static_cast<unsigned char>(c) <= ' ' || c == '\x7f'; });
}

std::string text_fault(std::string_view text, std::size_t most) {
  if (!valid_utf8(text)) return "not readable as UTF-8";
  if (std::any_of(text.begin(), text.end(), [](char c) { return (c >= 0 && c < ' ') || c == 0x7F; })) return "has control characters";
  return utf8_length(text) > most ? "longer than " + std::to_string(most) + " characters" : std::string();
}

Result<void> check_parties(const wire::Bundle& bundle, const HandOpening& wanted) {
  if (!known_party(bundle, wanted.lead)) return no("lead", way_to_parties);
  if (wanted.support.size() > most_support) return no("support", "at most 20 parties");
  for (const auto& party : wanted.support) {
    if (!known_party(bundle, party)) return no("support", quoted(party) + " " + std::string(way_to_parties));
    if (party == wanted.lead) return no("support", "the leading party does not support itself");
  }
  if (!wanted.verifier.empty() && !known_party(bundle, wanted.verifier)) return no("verifier", way_to_parties);
  if (wanted.verifier == wanted.lead) return no("verifier", "不能核验自己提交的材料，请另一方核验");
  if (!wanted.plan.empty() && !knows(bundle.plans(), wanted.plan)) return no("plan", "must be the id of a plan of plans.yaml");
  return {};
}

Result<void> check_texts(const HandOpening& wanted) {
  if (wanted.title.empty()) return no("title", "请写明事项名称");
  if (wanted.basis.empty()) return no("basis", "请写明立项依据，如 领导批示、会议议定、上级来文");
  if (const auto why = text_fault(wanted.title, most_title); !why.empty()) return no("title", why);
  if (const auto why = text_fault(wanted.basis, most_basis); !why.empty()) return no("basis", why);
  if (wanted.proof.size() > most_proofs) return no("proof", "at most 10");
  for (const auto& one : wanted.proof) {
    if (one.empty()) return no("proof", "must not be empty");
    if (const auto why = text_fault(one, most_proof); !why.empty()) return no("proof", why);
  }
  return {};
}

std::string unit_of(const wire::Bundle& bundle, std::string_view party) {
  if (party.starts_with("unit:")) return std::string(party.substr(5));
  for (const auto& role : bundle.roles()) {
    if (role.id() == party.substr(5) && !role.office().empty()) return role.office();
  }
  return bundle.supervision_unit();
}

void set_obligation(const wire::Bundle& bundle, const HandOpening& wanted, wire::Occurrence& occurrence) {
  auto& obligation = *occurrence.mutable_obligation();
  obligation.set_title(wanted.title);
  obligation.set_basis(wanted.basis);
  for (const auto& party : wanted.support) obligation.add_support(party);
  for (const auto& one : wanted.proof) obligation.add_proof(one);
  obligation.set_verifier(wanted.verifier);
  obligation.set_plan(wanted.plan);
  for (const auto& plan : bundle.plans()) {
    if (wanted.plan.empty() || plan.id() != wanted.plan) continue;
    occurrence.set_grace_ms(plan.grace_ms());
    obligation.set_proposed(!plan.confirmed());  // its days wait for confirmation: 待校党委确认
  }
}

// Lengths keep the parts apart: "ab","c" is not "a","bc".
void add_part(crypto::Sha256& hash, std::string_view part) { hash.add(std::to_string(part.size())).add(":").add(part); }

void add_parts(crypto::Sha256& hash, const std::vector<std::string>& parts) {
  add_part(hash, std::to_string(parts.size()));
  for (const auto& part : parts) add_part(hash, part);
}

}  // namespace

bool known_party(const wire::Bundle& bundle, std::string_view party) {
  if (party.starts_with("role:")) return knows(bundle.roles(), party.substr(5));
  return party.starts_with("unit:") && knows(bundle.units(), party.substr(5));
}

Result<Opening> open_event(const wire::Bundle& bundle, const Calendar& calendar, const EventOpening& wanted, Instant now) {
  if (find_duty(bundle, wanted.duty) == nullptr) return no("duty", "must be the id of a duty of the catalogue that waits for an event");
  if (!wanted.party.empty() && !known_party(bundle, wanted.party)) return no("party", way_to_parties);
  if (wanted.event_at == Instant{}) return no("event_at", "say when the event was or will be");
  if (wanted.event_at - now > longest_window) return no("event_at", "more than three years ahead; please check the year");
  if (!fits_a_key(wanted.event)) return no("event", "write at most 64 characters without spaces and \"/\"");
  const std::string number = wanted.event.empty() ? number_of(wanted.event_at, calendar) : wanted.event;
  auto occurrence = occurrence_of_event(bundle, calendar, {wanted.duty, number, wanted.event_at, now, wanted.party, wanted.field});
  if (!occurrence) return tl::unexpected(occurrence.error());
  const Instant due = instant(occurrence->due_at() + std::max<std::int64_t>(0, occurrence->grace_ms()));
  if (due <= now || occurrence->window_from() >= occurrence->due_at())
    return no("event_at", "the deadline that follows from it, " + rfc3339(instant(occurrence->due_at()), calendar.zone()) +
                              ", has passed; what is still to be done can be opened by hand (title, basis, lead, due_at)");
  std::string key = duty_key(*find_duty(bundle, wanted.duty), *occurrence);
  return Opening{std::move(key), std::move(*occurrence)};
}

Result<Opening> open_by_hand(const wire::Bundle& bundle, const Calendar& calendar, const HandOpening& wanted, std::string_view id,
                             Instant now) {
  if (const auto ok = check_texts(wanted); !ok) return tl::unexpected(ok.error());
  if (const auto ok = check_parties(bundle, wanted); !ok) return tl::unexpected(ok.error());
  if (wanted.due_at <= now) return no("due_at", "must lie after now, " + rfc3339(now, calendar.zone()));
  if (wanted.due_at - now > longest_window) return no("due_at", "more than three years ahead; please check the year");
  Opening out;
  out.key = "adhoc/" + std::string(id);
  auto& occurrence = out.occurrence;
  occurrence.set_party(wanted.lead);
  occurrence.set_unit(unit_of(bundle, wanted.lead));
  occurrence.set_window_from(to_ms(calendar.instant_at(calendar.date_of(now), 0)));
  occurrence.set_due_at(to_ms(wanted.due_at));
  set_obligation(bundle, wanted, occurrence);
  return out;
}

wire::SubmitItem opening_item(Opening opening, std::string key, std::string digest, std::string actor) {
  wire::SubmitItem item;
  item.set_key(std::move(key));
  item.set_digest(std::move(digest));
  item.set_matter_key(std::move(opening.key));
  item.set_unique_forever(true);
  item.set_want_decided(true);
  item.set_item_class(wire::HUMAN);
  item.mutable_body()->set_actor(std::move(actor));
  *item.mutable_body()->mutable_occurrence() = std::move(opening.occurrence);
  return item;
}

std::string request_digest(const EventOpening& wanted) {
  crypto::Sha256 hash;
  add_parts(hash, {"event", wanted.duty, wanted.party, wanted.field, wanted.event, std::to_string(to_ms(wanted.event_at))});
  return hash.finish();
}

std::string request_digest(const HandOpening& wanted) {
  crypto::Sha256 hash;
  add_parts(hash, {"hand", wanted.title, wanted.basis, wanted.lead, wanted.verifier, wanted.plan, std::to_string(to_ms(wanted.due_at))});
  add_parts(hash, wanted.support);
  add_parts(hash, wanted.proof);
  return hash.finish();
}

}  // namespace fenghuo::obligations
