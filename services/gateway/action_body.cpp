#include "services/gateway/action_body.hpp"

#include <boost/json.hpp>

#include "common/base/bytes.hpp"
#include "common/base/crypto.hpp"
#include "common/base/ids.hpp"
#include "common/signals/typed_text.hpp"

namespace fenghuo::gateway {
namespace {

namespace json = boost::json;

constexpr std::size_t max_word = 128;

struct Named {
  const char* name;
  wire::ActionKind kind;
};
constexpr std::array<Named, 11> acts = {{{"ack", wire::ACK},
                                         {"progress", wire::PROGRESS},
                                         {"submit", wire::SUBMIT_DONE},
                                         {"verify", wire::VERIFY},
                                         {"return", wire::RETURN_BACK},
                                         {"transfer", wire::TRANSFER},
                                         {"decline", wire::DECLINE},
                                         {"urgent", wire::URGENT},
                                         {"lower", wire::LOWER},
                                         {"confirm", wire::CONFIRM},
                                         {"cancel", wire::CANCEL_MATTER}}};

Result<json::object> read_object(std::string_view body) {
  json::parse_options options;
  options.max_depth = 8;
  boost::system::error_code ec;
  auto value = json::parse({body.data(), body.size()}, ec, {}, options);
  if (ec || !value.is_object()) return fail("not readable as a JSON object in UTF-8");
  return std::move(value.get_object());
}

// Strings of one object, with a limit each; the first fault is kept.
class Fields {
 public:
  explicit Fields(const json::object& object) : object_(object) {}

  std::string word(const char* name) { return text(name, max_word); }
  std::string free_text(const char* name) { return text(name, max_typed_bytes); }
  std::int64_t time(const char* name) {
    const auto given = word(name);
    if (given.empty()) return 0;
    const auto parsed = parse_rfc3339(given);
    if (!parsed) return fault(std::string(name) + ": must be an RFC 3339 time with its offset"), 0;
    return to_ms(*parsed);
  }
  void need(const char* name, const std::string& value, const char* otherwise) {
    if (value.empty()) fault(std::string(name) + ": " + otherwise);
  }
  void only(std::initializer_list<std::string_view> names) {
    for (const auto& field : object_) {
      const std::string_view name{field.key().data(), field.key().size()};
      if (std::find(names.begin(), names.end(), name) == names.end()) fault("unknown field; see /api/openapi.json");
    }
  }
  // What people typed, held against the border that every door has.
  void typed(const wire::Action& action) {
    if (const auto ok = check_typed(action); !ok) fault(ok.error().message);
  }
  void fault(std::string what) {
    if (fault_.empty()) fault_ = std::move(what);
  }
  const std::string& fault() const { return fault_; }

 private:
  std::string text(const char* name, std::size_t most) {
    const auto* value = object_.if_contains(name);
    if (value == nullptr || value->is_null()) return {};
    if (!value->is_string()) return fault(std::string(name) + ": must be a string"), std::string{};
    std::string out(value->get_string().data(), value->get_string().size());
    if (out.size() > most) return fault(std::string(name) + ": longer than " + std::to_string(most) + " bytes"), std::string{};
    const bool control =
        std::any_of(out.begin(), out.end(), [](char c) { return (c >= 0 && c < ' ' && c != '\n' && c != '\t') || c == 0x7F; });
    if (control) fault(std::string(name) + ": has control characters");
    return out;
  }

  const json::object& object_;
  std::string fault_;
};

template <class List>
bool knows(const List& list, std::string_view id) {
  return std::any_of(list.begin(), list.end(), [&](const auto& entry) { return entry.id() == id; });
}

bool known_party(const wire::Bundle& bundle, std::string_view party) {
  if (party.starts_with("role:")) return knows(bundle.roles(), party.substr(5));
  if (party.starts_with("unit:")) return knows(bundle.units(), party.substr(5));
  return false;
}

void check_party(Fields& in, wire::Action& action, const wire::Bundle& bundle, const ApiToken& token) {
  action.set_party(in.word("party"));
  if (action.party().empty())
    action.set_party(token.party);
  else if (!token.party.empty() && action.party() != token.party)
    in.fault("party: this token acts for another party");
  else if (!known_party(bundle, action.party()))
    in.fault("party: must be role:<id> or unit:<id> of the directory");
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
      return;
  }
}

}  // namespace

std::optional<wire::ActionKind> action_of(std::string_view name) {
  const auto found = std::find_if(acts.begin(), acts.end(), [&](const Named& act) { return name == act.name; });
  return found == acts.end() ? std::nullopt : std::optional(found->kind);
}

Result<wire::Action> read_action(wire::ActionKind kind, std::string_view body, const wire::Bundle& bundle, const ApiToken& token) {
  const auto object = read_object(body.empty() ? std::string_view("{}") : body);
  if (!object) return tl::unexpected(object.error());
  Fields in(*object);
  in.only({"party", "by", "until", "note", "target_unit", "level", "reason", "evidence"});
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
  in.typed(action);
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
  in.typed(out.action);
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
    item.set_matter_number(matter);
}

}  // namespace fenghuo::gateway
