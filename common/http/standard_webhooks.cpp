#include "common/http/standard_webhooks.hpp"

#include <charconv>

#include "common/base/bytes.hpp"
#include "common/base/crypto.hpp"

namespace fenghuo {
namespace {

constexpr std::string_view secret_prefix = "whsec_";
constexpr std::size_t least_key = 24, longest_key = 64;
constexpr std::size_t longest_id = 256;
constexpr std::size_t most_signatures = 16;  // a header is untrusted: don't compute for ever

std::string signature_of(std::string_view signed_text, const WebhookSecret& secret) {
  return to_base64(crypto::hmac_sha256(secret.key, signed_text));
}

std::string signed_text(std::string_view id, std::string_view timestamp, std::string_view body) {
  std::string text;
  text.reserve(id.size() + timestamp.size() + body.size() + 2);
  text.append(id).append(".").append(timestamp).append(".").append(body);
  return text;
}

// Digits only: what was signed is the text, so a second spelling of the same number must not pass.
std::optional<std::int64_t> seconds_of(std::string_view text) {
  if (text.empty() || text.size() > 12 || text.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::vector<std::string_view> v1_signatures(std::string_view header) {
  std::vector<std::string_view> found;
  while (!header.empty() && found.size() < most_signatures) {
    const auto space = header.find(' ');
    const auto one = header.substr(0, space);
    if (one.starts_with("v1,")) found.push_back(one.substr(3));
    header = space == std::string_view::npos ? std::string_view{} : header.substr(space + 1);
  }
  return found;
}

}  // namespace

Result<WebhookSecret> parse_webhook_secret(std::string_view text) {
  if (!text.starts_with(secret_prefix)) return fail("a webhook secret starts with whsec_; make one with: fenghuo keys webhook");
  auto key = from_base64(text.substr(secret_prefix.size()));
  if (!key) return fail("a webhook secret is whsec_ and base64 with nothing around it; make one with: fenghuo keys webhook");
  Result<WebhookSecret> secret{WebhookSecret{std::move(*key)}};
  if (const std::size_t size = secret->key.size(); size < least_key || size > longest_key)
    secret = fail("a webhook secret has 24 to 64 bytes, this one has " + std::to_string(size) + "; make one with: fenghuo keys webhook");
  return secret;
}

std::string webhook_secret_text(std::string_view key) { return std::string{secret_prefix} + to_base64(key); }

std::string sign_webhook(std::string_view id, std::int64_t timestamp_s, std::string_view body, std::span<const WebhookSecret> secrets) {
  const std::string text = signed_text(id, std::to_string(timestamp_s), body);
  std::string header;
  for (const auto& secret : secrets) {
    if (!header.empty()) header += ' ';
    header += "v1,";
    header += signature_of(text, secret);
  }
  return header;
}

Result<void> verify_webhook(const SignedHeaders& headers, std::string_view body, std::span<const WebhookSecret> secrets, Instant now,
                            std::chrono::seconds tolerance) {
  if (headers.id.empty() || headers.id.size() > longest_id) return fail("malformed: webhook-id is missing or too long");
  const auto seconds = seconds_of(headers.timestamp);
  if (!seconds) return fail("malformed: webhook-timestamp must be seconds since 1970, digits only");
  const auto offered = v1_signatures(headers.signature);
  if (offered.empty()) return fail("malformed: webhook-signature holds no v1,<base64>");

  const auto sent = Instant{std::chrono::seconds{*seconds}};
  if (sent < now - tolerance) return fail("stale: webhook-timestamp is too old; check the sender's clock");
  if (sent > now + tolerance) return fail("stale: webhook-timestamp lies in the future; check the sender's clock");

  const std::string text = signed_text(headers.id, headers.timestamp, body);
  for (const auto& secret : secrets) {
    const std::string expected = signature_of(text, secret);
    for (const auto& one : offered)
      if (crypto::equal_constant_time(expected, one)) return {};
  }
  return fail("bad signature: none of webhook-signature's v1 entries fits; sign id.timestamp.body with the unit's present secret");
}

}  // namespace fenghuo
