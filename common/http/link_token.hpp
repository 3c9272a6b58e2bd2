// The token of an acknowledgement link, /a/{token}: it names one notification and when it stops working, and can't be made without the key.
//
// base64url( message id, 8 bytes big-endian ‖ expiry in ms, 8 bytes big-endian ‖ first 16 bytes of HMAC-SHA256(key, the 16 bytes before) ),
// 43 characters. Reading says only that we made it: whether it has expired or was revoked is the ledger's to say. Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "common/base/ids.hpp"
#include "common/clock/clock.hpp"

namespace fenghuo {

struct LinkToken {
  MessageId message;
  Instant expires;
};

// The same arguments give the same token, so every attempt of a message carries the same bytes.
std::string make_link_token(std::string_view key, MessageId message, Instant expires);

// nullopt: not one of ours (wrong length, alphabet or signature). Compared in constant time.
std::optional<LinkToken> read_link_token(std::string_view key, std::string_view token);

// public_url + "/a/" + token, with exactly one slash between.
std::string link_url(std::string_view public_url, std::string_view token);

}  // namespace fenghuo
