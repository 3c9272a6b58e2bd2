#include "common/http/link_token.hpp"

#include "common/base/bytes.hpp"
#include "common/base/crypto.hpp"

namespace fenghuo {
namespace {

constexpr std::size_t claim_bytes = 16;
constexpr std::size_t entry_bytes = 10;
constexpr std::size_t tag_bytes = 16;
constexpr std::size_t token_chars = 43;        // 32 bytes in base64url, no padding
constexpr std::size_t entry_token_chars = 56;  // 42 bytes

void put_big_endian(std::string& out, std::uint64_t value, int bytes = 8) {
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) out += static_cast<char>((value >> static_cast<unsigned>(shift)) & 0xffU);
}

std::uint64_t get_big_endian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (const char c : bytes) value = (value << 8U) | static_cast<unsigned char>(c);
  return value;
}

std::string claim_of(MessageId message, Instant expires) {
  std::string bytes;
  put_big_endian(bytes, message.value);
  put_big_endian(bytes, static_cast<std::uint64_t>(to_ms(expires)));
  return bytes;
}

std::string signed_token(std::string_view key, std::string bytes) {
  bytes += crypto::hmac_sha256(key, bytes).substr(0, tag_bytes);
  return to_base64url(bytes);
}

}  // namespace

std::string make_link_token(std::string_view key, MessageId message, Instant expires) {
  return signed_token(key, claim_of(message, expires));
}

std::string make_entry_token(std::string_view key, MessageId message, Instant expires, LinkEntry entry) {
  std::string bytes = claim_of(message, expires);
  put_big_endian(bytes, entry.matter.value);
  put_big_endian(bytes, entry.place, 2);
  return signed_token(key, std::move(bytes));
}

std::optional<LinkToken> read_link_token(std::string_view key, std::string_view token) {
  if (token.size() != token_chars && token.size() != entry_token_chars) return std::nullopt;
  const std::size_t size = claim_bytes + (token.size() == entry_token_chars ? entry_bytes : 0);
  const auto bytes = from_base64url(token);
  // Encoded again, so that unused bits of the last character can't give one token two spellings.
  if (!bytes || bytes->size() != size + tag_bytes || to_base64url(*bytes) != token) return std::nullopt;
  const std::string_view claim = std::string_view{*bytes}.substr(0, size);
  const std::string expected = crypto::hmac_sha256(key, claim).substr(0, tag_bytes);
  if (!crypto::equal_constant_time(expected, std::string_view{*bytes}.substr(size))) return std::nullopt;
  LinkToken read{MessageId{get_big_endian(claim.substr(0, 8))}, instant(static_cast<std::int64_t>(get_big_endian(claim.substr(8, 8)))), {}};
  if (size > claim_bytes)
    read.entry = LinkEntry{MatterId{get_big_endian(claim.substr(16, 8))}, static_cast<std::uint16_t>(get_big_endian(claim.substr(24)))};
  return read;
}

std::string link_url(std::string_view public_url, std::string_view token) {
  while (!public_url.empty() && public_url.back() == '/') public_url.remove_suffix(1);
  std::string url{public_url};
  url += "/a/";
  url += token;
  return url;
}

}  // namespace fenghuo
