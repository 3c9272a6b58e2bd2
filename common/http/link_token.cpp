#include "common/http/link_token.hpp"

#include "common/base/bytes.hpp"
#include "common/base/crypto.hpp"

namespace fenghuo {
namespace {

constexpr std::size_t claim_bytes = 16;
constexpr std::size_t tag_bytes = 16;
constexpr std::size_t token_chars = 43;  // 32 bytes in base64url, no padding

void put_big_endian(std::string& out, std::uint64_t value) {
  for (int shift = 56; shift >= 0; shift -= 8) out += static_cast<char>((value >> static_cast<unsigned>(shift)) & 0xffU);
}

std::uint64_t get_big_endian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (const char c : bytes) value = (value << 8U) | static_cast<unsigned char>(c);
  return value;
}

}  // namespace

std::string make_link_token(std::string_view key, MessageId message, Instant expires) {
  std::string bytes;
  put_big_endian(bytes, message.value);
  put_big_endian(bytes, static_cast<std::uint64_t>(to_ms(expires)));
  bytes += crypto::hmac_sha256(key, bytes).substr(0, tag_bytes);
  return to_base64url(bytes);
}

std::optional<LinkToken> read_link_token(std::string_view key, std::string_view token) {
  if (token.size() != token_chars) return std::nullopt;
  const auto bytes = from_base64url(token);
  // Encoded again, so that unused bits of the last character can't give one token two spellings.
  if (!bytes || bytes->size() != claim_bytes + tag_bytes || to_base64url(*bytes) != token) return std::nullopt;
  const std::string_view claim = std::string_view{*bytes}.substr(0, claim_bytes);
  const std::string expected = crypto::hmac_sha256(key, claim).substr(0, tag_bytes);
  if (!crypto::equal_constant_time(expected, std::string_view{*bytes}.substr(claim_bytes))) return std::nullopt;
  return LinkToken{MessageId{get_big_endian(claim.substr(0, 8))}, instant(static_cast<std::int64_t>(get_big_endian(claim.substr(8))))};
}

std::string link_url(std::string_view public_url, std::string_view token) {
  while (!public_url.empty() && public_url.back() == '/') public_url.remove_suffix(1);
  std::string url{public_url};
  url += "/a/";
  url += token;
  return url;
}

}  // namespace fenghuo
