// Reads the JSON bodies by which people and units act on a matter. Pure; an Error's text is for the caller and repeats no value.
#pragma once

#include "common/clock/zone.hpp"
#include "common/messages/frame.hpp"
#include "services/gateway/http_types.hpp"

namespace fenghuo::gateway {

// "ack", "progress", …; nullopt: no such act.
std::vector<std::string_view> act_names();
std::optional<wire::ActionKind> action_of(std::string_view name);

// The body of POST /api/v1/matters/{id}/{act}. Empty = {}. Checks what the act needs (reason, evidence, target_unit, level, a
// time …) and that it has no other act's fields, that free text names nobody, and that the party is the token's. via = api; by = the
// body's, or the token's name. MERGE carries the body's "into" as its evidence, ATTEND its "answer" as its level, as decide() takes them.
Result<wire::Action> read_action(wire::ActionKind kind, std::string_view body, const wire::Bundle& bundle, const ApiToken& token);

// The body of POST /api/v1/callbacks/ack. unit is read first, because it says whose secret must fit; nothing else is looked at before that.
std::optional<std::string> callback_unit(std::string_view body);
struct CallbackAck {
  std::string matter;  // id text or number
  wire::Action action;
};
Result<CallbackAck> read_callback(std::string_view body);

// An item for the intake; the digest covers the action alone, until aim() adds the matter: the same key for another matter is a conflict.
wire::SubmitItem action_item(std::string key, wire::Action action, std::string actor);
// matter: 13 Crockford digits, else a number like 舆〔2027〕3号. Once an item.
void aim(wire::SubmitItem& item, const std::string& matter);

}  // namespace fenghuo::gateway
