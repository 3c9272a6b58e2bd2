// The token of an acknowledgement link, /a/{token}: it names one notification and when it stops working, and can't be made without the key.
//
// base64url( message id, 8 bytes big-endian ‖ expiry in ms, 8 bytes big-endian ‖ first 16 bytes of HMAC-SHA256(key, all bytes before) ),
// 43 characters. The link of one entry of a brief also names it, before the HMAC: its matter's id, 8 bytes, and its place, 2 bytes; 56
// characters. Reading says only that we made it: whether it has expired or was revoked, and whether the brief has that entry, is the
// ledger's to say. Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "common/base/ids.hpp"
#include "common/clock/clock.hpp"

namespace fenghuo {

// One entry of a notification that lists several matters: two may be of one matter, so its place counts too.
struct LinkEntry {
  MatterId matter;
  std::uint16_t place = 0;  // in the list, from 0
};

struct LinkToken {
  MessageId message;
  Instant expires;
  std::optional<LinkEntry> entry;  // none: the notification itself
};

// The same arguments give the same token, so every attempt of a message carries the same bytes.
std::string make_link_token(std::string_view key, MessageId message, Instant expires);
std::string make_entry_token(std::string_view key, MessageId message, Instant expires, LinkEntry entry);

// nullopt: not one of ours (wrong length, alphabet or signature). Compared in constant time.
std::optional<LinkToken> read_link_token(std::string_view key, std::string_view token);

// public_url + "/a/" + token, with exactly one slash between.
std::string link_url(std::string_view public_url, std::string_view token);

}  // namespace fenghuo
