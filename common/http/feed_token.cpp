#include "common/http/feed_token.hpp"

#include "common/base/bytes.hpp"
#include "common/base/crypto.hpp"

namespace fenghuo {
namespace {
constexpr std::size_t token_bytes = 32;
}

std::string make_feed_token() { return to_base64url(crypto::random_bytes(token_bytes)); }

bool looks_like_feed_token(std::string_view text) {
  const auto bytes = from_base64url(text);
  return bytes && bytes->size() == token_bytes;
}

std::string feed_url(std::string_view public_url, std::string_view token) {
  while (public_url.ends_with('/')) public_url.remove_suffix(1);
  return std::string(public_url).append("/feed/").append(token).append(".ics");
}

}  // namespace fenghuo
