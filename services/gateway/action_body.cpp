#include "services/gateway/action_body.hpp"

#include "common/base/bytes.hpp"
#include "common/base/crypto.hpp"
#include "common/base/ids.hpp"
#include "common/messages/matter_numbers.hpp"
#include "common/obligations/opening.hpp"
#include "common/signals/typed_text.hpp"
#include "services/gateway/body_fields.hpp"

namespace fenghuo::gateway {
namespace {

constexpr std::size_t max_word = 128;
constexpr std::uint32_t most_minutes = 7 * 24 * 60;
constexpr std::size_t most_support = 20;

// own: fields of this act alone, beside those of every act.
struct Act {
  const char* name;
  wire::ActionKind kind;
  std::array<std::string_view, 5> own = {};
};
constexpr std::array<Act, 20> acts = {{{"ack", wire::ACK},
                                       {"progress", wire::PROGRESS},
                                       {"submit", wire::SUBMIT_DONE, {"cites"}},
                                       {"verify", wire::VERIFY},
                                       {"return", wire::RETURN_BACK},
                                       {"extend", wire::EXTEND},
                                       {"approve", wire::APPROVE},
                                       {"refuse", wire::REFUSE},
                                       {"transfer", wire::TRANSFER, {"support"}},
                                       {"decline", wire::DECLINE},
                                       {"urgent", wire::URGENT},
                                       {"lower", wire::LOWER},
                                       {"confirm", wire::CONFIRM},
                                       {"cancel", wire::CANCEL_MATTER},
                                       {"merge", wire::MERGE, {"into"}},
                                       {"schedule", wire::SCHEDULE, {"at", "minutes", "place", "materials", "materials_by"}},
                                       {"attend", wire::ATTEND, {"answer"}},
                                       {"issue", wire::ISSUE, {"slip"}},
                                       {"explain", wire::EXPLAIN, {"slip"}},
                                       {"hold", wire::HOLD, {"end"}}}};

// What belongs to another act is a mistake that would go unnoticed.
void only_own(Fields& in, wire::ActionKind kind) {
  for (const Act& act : acts) {
    for (const auto name : act.own) {
      if (name.empty() || !in.has(name.data())) continue;
      const auto takes = [&](const Act& one) {
        return one.kind == kind && std::find(one.own.begin(), one.own.end(), name) != one.own.end();
      };
      if (std::none_of(acts.begin(), acts.end(), takes)) in.fault(std::string(name) + ": not a field of this act; see /api/openapi.json");
    }
  }
}

// What people typed, held against the border that every door has.
void typed(Fields& in, const wire::Action& action) {
  if (const auto ok = check_typed(action); !ok) in.fault(ok.error().message);
}

template <class List>
bool knows(const List& list, std::string_view id) {
  return std::any_of(list.begin(), list.end(), [&](const auto& entry) { return entry.id() == id; });
}

void check_party(Fields& in, wire::Action& action, const wire::Bundle& bundle, const ApiToken& token) {
  action.set_party(in.word("party"));
  if (action.party().empty())
    action.set_party(token.party);
  else if (!token.party.empty() && action.party() != token.party)
    in.fault("party: this token acts for another party");
  else if (!obligations::known_party(bundle, action.party()))
    in.fault("party: must be role:<id> or unit:<id> of the directory");
}

// Acts on duties, for a party all of them.
void check_duty_needs(Fields& in, const wire::Action& action) {
  in.need("party", action.party(), "say for whom, e.g. role:<id> or unit:<id>");
  const auto need_time = [&](const char* name, std::int64_t at) {
    if (at == 0) in.fault(std::string(name) + ": must be an RFC 3339 time with its offset");
  };
  switch (action.kind()) {
    case wire::EXTEND:
      need_time("until", action.until());
      return in.need("reason", action.reason(), "请写明延期理由。");
    case wire::SCHEDULE:
      return need_time("at", action.at());
    case wire::ATTEND:
      if (action.level() != "yes" && action.level() != "no" && action.level() != "by_liaison")
        in.fault("answer: must be yes (参加), no (请假) or by_liaison (由联络员答复)");
      return;
    case wire::EXPLAIN:
      return in.need("reason", action.reason().empty() ? action.note() : action.reason(), "请写明情况。");
    case wire::MERGE:
      return in.need("into", action.evidence(), "the id or the number of the matter it is merged into is missing");
    case wire::HOLD:
      in.need("reason", action.reason(), "请写明原因。");
      if ((action.until() != 0) == in.flag("end")) in.fault("until: say until when, or \"end\": true to end the hold");
      return;
    default:
      return;
  }
}

void read_own(Fields& in, wire::Action& action) {
  action.set_at(in.time("at"));
  action.set_minutes(in.whole("minutes", most_minutes));
  action.set_place(in.word("place"));
  action.set_materials(in.free_text("materials"));
  action.set_materials_by(in.time("materials_by"));
  action.set_slip(in.word("slip"));
  if (action.kind() == wire::ATTEND) action.set_level(in.word("answer"));
}

void read_support(Fields& in, wire::Action& action, const wire::Bundle& bundle) {
  for (auto& unit : in.words("support", most_support)) {
    if (!knows(bundle.units(), unit.starts_with("unit:") ? std::string_view(unit).substr(5) : std::string_view(unit)))
      in.fault("support: must be ids of units of the directory");
    action.add_support(std::move(unit));
  }
}

// Matters named beside the evidence become pieces of it: one way in, and one check.
void read_cites(Fields& in, wire::Action& action) {
  for (const auto& number : in.words("cites", most_numbers_named)) {
    const auto named = numbers_named(number);
    if (named.size() != 1 || named.front() != number) in.fault("cites: must be numbers of matters, e.g. 督〔2027〕3号");
    auto& evidence = *action.mutable_evidence();
    if (!evidence.empty()) evidence += "\n";
    evidence += number;
  }
}

void check_needs(Fields& in, const wire::Action& action, const wire::Bundle& bundle) {
  switch (action.kind()) {
    case wire::ACK:
    case wire::PROGRESS:
      return in.need("party", action.party(), "say for whom, e.g. role:<id> or unit:<id>");
    case wire::SUBMIT_DONE:
      return in.need("evidence", action.evidence(), "请填写文号、链接或说明之一。");
    case wire::TRANSFER:
      if (!knows(bundle.units(), action.target_unit())) in.fault("target_unit: must be the id of a unit of the directory");
      return;
    case wire::VERIFY:
    case wire::CONFIRM:
    case wire::APPROVE:
    case wire::REFUSE:
    case wire::ISSUE:
      return in.need("party", action.party(), "say in whose name, e.g. role:<id>");
    case wire::LOWER:
      in.need("party", action.party(), "say in whose name, e.g. role:<id>");
      if (!action.level().empty() && !knows(bundle.levels(), action.level())) in.fault("level: must be the id of a level");
      return;
    case wire::RETURN_BACK:
    case wire::DECLINE:
    case wire::URGENT:
    case wire::CANCEL_MATTER:
      return in.need("reason", action.reason(), "请写明原因。");
    default:
      return check_duty_needs(in, action);
  }
}

}  // namespace

std::vector<std::string_view> act_names() {
  std::vector<std::string_view> names;
  names.reserve(acts.size());
  for (const Act& act : acts) names.emplace_back(act.name);
  return names;
}

std::optional<wire::ActionKind> action_of(std::string_view name) {
  const auto found = std::find_if(acts.begin(), acts.end(), [&](const Act& act) { return name == act.name; });
  return found == acts.end() ? std::nullopt : std::optional(found->kind);
}

Result<wire::Action> read_action(wire::ActionKind kind, std::string_view body, const wire::Bundle& bundle, const ApiToken& token) {
  const auto object = read_object(body.empty() ? std::string_view("{}") : body);
  if (!object) return tl::unexpected(object.error());
  Fields in(*object);
  in.only({"party", "by", "until", "note", "target_unit", "level", "reason", "evidence", "at", "minutes", "place", "materials",
           "materials_by", "slip", "support", "answer", "into", "end", "cites"});
  only_own(in, kind);
  wire::Action action;
  action.set_kind(kind);
  action.set_via("api");
  check_party(in, action, bundle, token);
  action.set_by(in.word("by"));
  if (action.by().empty()) action.set_by(token.name);
  action.set_until(in.time("until"));
  action.set_note(in.free_text("note"));
  action.set_reason(in.free_text("reason"));
  action.set_evidence(in.free_text("evidence"));
  action.set_target_unit(in.word("target_unit"));
  action.set_level(in.word("level"));
  read_cites(in, action);
  read_own(in, action);
  read_support(in, action, bundle);
  typed(in, action);
  if (kind == wire::MERGE) action.set_evidence(in.word("into"));  // names a matter, which is looked for; no free text
  check_needs(in, action, bundle);
  if (!in.fault().empty()) return fail(in.fault());
  return action;
}

std::optional<std::string> callback_unit(std::string_view body) {
  const auto object = read_object(body);
  if (!object) return std::nullopt;
  const auto* data = object->if_contains("data");
  const auto* unit = data != nullptr && data->is_object() ? data->get_object().if_contains("unit") : nullptr;
  if (unit == nullptr || !unit->is_string() || unit->get_string().size() > max_word) return std::nullopt;
  return std::string(unit->get_string().data(), unit->get_string().size());
}

Result<CallbackAck> read_callback(std::string_view body) {
  const auto object = read_object(body);
  if (!object) return tl::unexpected(object.error());
  const auto* type = object->if_contains("type");
  if (type == nullptr || *type != "matter.acknowledged") return fail("type: must be matter.acknowledged");
  const auto* data = object->if_contains("data");
  if (data == nullptr || !data->is_object()) return fail("data: must be an object");
  Fields in(data->get_object());
  in.only({"matter", "unit", "by", "until", "note"});
  CallbackAck out;
  out.matter = in.word("matter");
  in.need("matter", out.matter, "the id or the number of the matter is missing");
  out.action.set_kind(wire::ACK);
  out.action.set_via("callback");
  out.action.set_party("unit:" + in.word("unit"));
  out.action.set_by(in.word("by"));
  in.need("by", out.action.by(), "the account that acknowledges is missing");
  out.action.set_until(in.time("until"));
  out.action.set_note(in.free_text("note"));
  typed(in, out.action);
  if (!in.fault().empty()) return fail(in.fault());
  return out;
}

wire::SubmitItem action_item(std::string key, wire::Action action, std::string actor) {
  wire::SubmitItem item;
  item.set_key(std::move(key));
  item.set_item_class(wire::HUMAN);
  item.set_want_decided(true);
  *item.mutable_body()->mutable_action() = std::move(action);
  item.set_digest(digest_of(item.body()));
  item.mutable_body()->set_actor(std::move(actor));
  return item;
}

void aim(wire::SubmitItem& item, const std::string& matter) {
  item.set_digest(crypto::Sha256().add(item.digest()).add(matter).finish());
  if (const auto id = parse_id(matter))
    item.set_matter_id(*id);
  else
    item.set_matter_number(std::string(matter_of_slip(matter)));
}

}  // namespace fenghuo::gateway
