#include "services/fenghuo/act_options.hpp"

#include <algorithm>

#include "common/base/bytes.hpp"
#include "common/messages/matter_numbers.hpp"
#include "common/obligations/opening.hpp"
#include "services/fenghuo/reference.hpp"

namespace fenghuo::cli {

namespace {

bool known_unit(const wire::Bundle& bundle, std::string_view unit) {
  if (unit.starts_with("unit:")) unit.remove_prefix(5);
  const auto& units = bundle.units();
  return units.empty() || std::any_of(units.begin(), units.end(), [&](const wire::Unit& one) { return one.id() == unit; });
}

Result<void> check_unit(const char* option, const std::string& unit, const wire::Bundle& bundle) {
  if (known_unit(bundle, unit)) return {};
  return fail(std::string(option) + ": \"" + printable(unit) + "\" is no unit of the directory; see: fenghuo directory show");
}

Result<void> check_parties(const ActOptions& options, const wire::Bundle& bundle) {
  if (auto ok = check_party("--as", options.as, bundle); !ok) return ok;
  if (!options.to.empty()) {
    if (auto ok = check_unit("--to", options.to, bundle); !ok) return ok;
  }
  for (const auto& unit : options.support) {
    if (auto ok = check_unit("--support", unit, bundle); !ok) return ok;
  }
  return {};
}

Result<std::int64_t> time_of(const char* option, const std::string& text, Instant now, const Zone& zone) {
  if (text.empty()) return 0;
  const auto at = parse_time(text, now, zone);
  if (!at) return fail(std::string(option) + ": " + at.error().message);
  return to_ms(*at);
}

Result<void> add_times(wire::Action& action, const ActOptions& options, Instant now, const Zone& zone) {
  const auto until = time_of("--until", options.until, now, zone);
  const auto at = time_of("--at", options.at, now, zone);
  const auto materials_by = time_of("--materials-by", options.materials_by, now, zone);
  for (const auto* one : {&until, &at, &materials_by}) {
    if (!*one) return tl::unexpected(one->error());
  }
  action.set_until(*until);
  action.set_at(*at);
  action.set_materials_by(*materials_by);
  if (options.kind == wire::HOLD && options.end == (*until != 0))
    return fail("--until: say until when the texts are kept, or --end to end the hold; one of the two");
  return {};
}

// Matters named beside the evidence become pieces of it, a line each.
Result<void> add_cites(wire::Action& action, const std::vector<std::string>& cites) {
  for (const auto& number : cites) {
    const auto named = numbers_named(number);
    if (named.size() != 1 || named.front() != number)
      return fail("--cites: \"" + printable(number) + "\" is no number of a matter; write it like 督〔2027〕3号");
    action.mutable_evidence()->append(action.evidence().empty() ? "" : "\n").append(number);
  }
  return {};
}

}  // namespace

Result<void> check_party(const std::string& option, const std::string& party, const wire::Bundle& bundle) {
  if (party.empty() || bundle.roles().empty() || obligations::known_party(bundle, party)) return {};
  return fail(option + ": \"" + printable(party) + "\" is not in the directory; write role:ID or unit:ID, see: fenghuo directory show");
}

Result<wire::Action> action_of(const ActOptions& options, const std::string& account, Instant now, const wire::Bundle& bundle,
                               const Zone& zone) {
  if (const auto ok = check_parties(options, bundle); !ok) return tl::unexpected(ok.error());
  wire::Action action;
  action.set_kind(options.kind);
  action.set_party(options.as);
  action.set_by(options.by.empty() ? account : options.by);
  action.set_note(options.note);
  action.set_reason(options.reason);
  action.set_evidence(options.evidence);
  if (const auto ok = add_cites(action, options.cites); !ok) return tl::unexpected(ok.error());
  action.set_target_unit(options.to.starts_with("unit:") ? options.to.substr(5) : options.to);
  action.set_level(options.kind == wire::ATTEND ? options.answer : options.level);
  action.set_minutes(options.minutes);
  action.set_place(options.place);
  action.set_materials(options.materials);
  action.set_slip(options.slip);
  for (const auto& unit : options.support) action.add_support(unit);
  action.set_via("cli");
  if (const auto ok = add_times(action, options, now, zone); !ok) return tl::unexpected(ok.error());
  return action;
}

std::string as_option(const std::string& message, const std::vector<std::pair<std::string, std::string>>& renamed) {
  const auto colon = message.find(": ");
  const std::string field = message.substr(0, std::min(colon, message.size()));
  const bool is_field = colon != std::string::npos && !field.empty() &&
                        std::all_of(field.begin(), field.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
  if (!is_field) return message;
  const auto other = std::find_if(renamed.begin(), renamed.end(), [&](const auto& pair) { return pair.first == field; });
  std::string option = other == renamed.end() ? field : other->second;
  std::replace(option.begin(), option.end(), '_', '-');
  return "--" + option + message.substr(colon);
}

}  // namespace fenghuo::cli
