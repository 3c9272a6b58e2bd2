// What a person may type into an act on a matter: one border for every door (the HTTP interface, links, the command line).
//
// Pure; thread-safe. An Error names the field and the way out, never the value. Patterns miss names: every field says so beside it
// (严禁填写涉密内容和他人个人信息).
#pragma once

#include <string_view>

#include "common/base/result.hpp"
#include "common/messages/frame.hpp"

namespace fenghuo {

inline constexpr std::size_t max_typed_bytes = 1000;  // of a note, reason or evidence
inline constexpr std::size_t max_name_bytes = 128;    // of who acts
inline constexpr std::size_t max_signer_characters = 20;

// by, note, reason, evidence, place, materials; of REDACT_TITLE the note is the new title, held to a title's length.
Result<void> check_typed(const wire::Action& action);
// title, basis and proof of a matter opened by hand.
Result<void> check_typed(const wire::Obligation& obligation);
// What tells one event from another: it becomes part of a key, so it is held against identifiers only, as a provider's ids are.
Result<void> check_event_number(std::string_view number);

// A name typed on the acknowledgement page. english: the words of the Error.
Result<void> check_signer(std::string_view name, bool english = false);

}  // namespace fenghuo
