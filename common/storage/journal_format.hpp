// The journal's hash chain, as bytes: what is hashed, in which order. Pure, so that the ledger writes it and `fenghuo ledger verify`
// recomputes it from the very same functions without touching storage.
//
//   event_bytes(e)   = protobuf bytes of EventView with text and salt cleared (text_digest stays)
//   text_digest      = SHA-256(salt ‖ text); deleting salt and text later leaves the chain verifiable
//   seal(prev, e…)   = SHA-256(prev ‖ u64be first_seq ‖ u64be last_seq ‖ u64be at ms ‖ for each event: u32be length ‖ event_bytes)
//   head statement   = "fenghuo-head-v1\n<stream>\n<seq>\n<hash hex>\n<at ms>\n", signed with Ed25519
//
// One seal a group commit; the first seal's prev is 32 zero bytes.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "common/base/crypto.hpp"
#include "common/messages/frame.hpp"

namespace fenghuo::journal {

std::string event_bytes(const wire::EventView& event);
std::string text_digest(std::string_view salt, std::string_view text);
std::string genesis();  // 32 zero bytes

// Accumulates the events of one seal, in order of seq.
class Sealer {
 public:
  Sealer(std::string_view previous, std::uint64_t first_seq, std::uint64_t last_seq, std::int64_t at_ms);
  void add(std::string_view event_bytes);
  std::string finish();  // 32 bytes

 private:
  crypto::Sha256 hash_;
};

std::string head_statement(const wire::HeadView& head);
bool head_signature_holds(const wire::HeadView& head);
// One line of JSON, as `fenghuo ledger verify --against` reads it: stream, seq, hash (hex), at, at_ms, signature and public_key (base64).
std::string head_text(const wire::HeadView& head);

}  // namespace fenghuo::journal
