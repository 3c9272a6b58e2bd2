#include "common/storage/journal_format.hpp"

#include "common/base/bytes.hpp"
#include "common/clock/zone.hpp"

namespace fenghuo::journal {
namespace {

std::string big_endian(std::uint64_t value, int bytes) {
  std::string out(static_cast<std::size_t>(bytes), '\0');
  for (int i = bytes - 1; i >= 0; --i, value >>= 8U) out[static_cast<std::size_t>(i)] = static_cast<char>(value & 0xFFU);
  return out;
}

}  // namespace

std::string event_bytes(const wire::EventView& event) {
  if (event.text().empty() && event.salt().empty()) return canonical_bytes(event);
  wire::EventView bare = event;
  bare.clear_text();
  bare.clear_salt();
  return canonical_bytes(bare);
}

std::string text_digest(std::string_view salt, std::string_view text) { return crypto::Sha256().add(salt).add(text).finish(); }

std::string genesis() { return std::string(32, '\0'); }

Sealer::Sealer(std::string_view previous, std::uint64_t first_seq, std::uint64_t last_seq, std::int64_t at_ms) {
  hash_.add(previous).add(big_endian(first_seq, 8)).add(big_endian(last_seq, 8)).add(big_endian(static_cast<std::uint64_t>(at_ms), 8));
}

void Sealer::add(std::string_view event_bytes) { hash_.add(big_endian(event_bytes.size(), 4)).add(event_bytes); }

std::string Sealer::finish() { return hash_.finish(); }

std::string head_statement(const wire::HeadView& head) {
  return "fenghuo-head-v1\n" + head.stream() + "\n" + std::to_string(head.seq()) + "\n" + to_hex(head.hash()) + "\n" +
         std::to_string(head.at()) + "\n";
}

std::string head_text(const wire::HeadView& head) {
  return R"({"stream":")" + head.stream() + R"(","seq":)" + std::to_string(head.seq()) + R"(,"hash":")" + to_hex(head.hash()) +
         R"(","at":")" + rfc3339(instant(head.at())) + R"(","at_ms":)" + std::to_string(head.at()) + R"(,"signature":")" +
         to_base64(head.signature()) + R"(","public_key":")" + to_base64(head.public_key()) + R"("})";
}

bool head_signature_holds(const wire::HeadView& head) { return crypto::verify(head.public_key(), head_statement(head), head.signature()); }

}  // namespace fenghuo::journal
