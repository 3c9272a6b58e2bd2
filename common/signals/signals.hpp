// The border every warning crosses (topics, never people): a signal has exactly the fields of docs/protocol.md, anything else refuses it.
//
// Pure; thread-safe; never throws for any input. A reason names a field we know to be forbidden, never an unknown name and never a value:
// what we must not store does not reach a log or an answer either. Shared by the gateway, the spool watcher and the CLI.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.hpp"
#include "common/messages/frame.hpp"

namespace fenghuo {

inline constexpr std::size_t max_signals_per_batch = 1000;
inline constexpr std::size_t max_title_characters = 40;

struct ParsedSignal {
  std::string signal_id;  // empty when it can't be read or is no id
  Result<wire::Signal> signal;
};

// body: one JSON object, an array of them, or {"signals": […]}. An Error is about the whole body (no JSON, too deep, too many);
// what is wrong with one item is in that item. provider: the one the submitter may speak for; empty = any the bundle knows.
Result<std::vector<ParsedSignal>> parse_signals(std::string_view body, const wire::Bundle& bundle, std::string_view provider);

// One JSON object a line (JSONL); blank lines are skipped.
Result<std::vector<ParsedSignal>> parse_signal_lines(std::string_view text, const wire::Bundle& bundle, std::string_view provider);

// How a signal enters the ledger: key, digest, matter key, class (the most severe level is served with people's actions).
wire::SubmitItem submit_item(wire::Signal signal, const wire::Bundle& bundle);
std::string signal_scope(std::string_view provider);  // "provider/<id>"

}  // namespace fenghuo
