// Standard Webhooks signatures (standardwebhooks.com, v1: HMAC-SHA256), for what we send and for what comes back.
//
// Thread: pure functions. Ownership: a WebhookSecret holds key bytes: keep it out of logs and errors. Errors never repeat a secret.
#pragma once

#include <chrono>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.hpp"
#include "common/clock/clock.hpp"

namespace fenghuo {

// How far a receiver lets the sender's clock be off, both ways.
inline constexpr std::chrono::minutes webhook_tolerance{5};

struct WebhookSecret {
  std::string key;  // raw bytes
};

// "whsec_" + base64 of 24 to 64 bytes, nothing else around it.
Result<WebhookSecret> parse_webhook_secret(std::string_view text);
std::string webhook_secret_text(std::string_view key);

// The webhook-signature header: one "v1,<base64>" for each secret, space-separated, in the order given. timestamp in seconds since 1970.
std::string sign_webhook(std::string_view id, std::int64_t timestamp_s, std::string_view body, std::span<const WebhookSecret> secrets);

struct SignedHeaders {
  std::string_view id, timestamp, signature;  // webhook-id, webhook-timestamp, webhook-signature as received
};

// Ok when any v1 signature fits any secret. The error starts with "malformed", "stale" or "bad signature": all of them are a 401.
Result<void> verify_webhook(const SignedHeaders& headers, std::string_view body, std::span<const WebhookSecret> secrets, Instant now,
                            std::chrono::seconds tolerance = webhook_tolerance);

}  // namespace fenghuo
