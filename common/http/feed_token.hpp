// The token of a calendar feed, /feed/{token}.ics: 32 random bytes in base64url, 43 characters. It says nothing; the ledger knows whose it
// is by its SHA-256. Thread-safe.
#pragma once

#include <string>
#include <string_view>

namespace fenghuo {

std::string make_feed_token();  // from the kernel's generator

// Whether it has the form of one: anything else need not be asked for.
bool looks_like_feed_token(std::string_view text);

// public_url + "/feed/" + token + ".ics", with exactly one slash between.
std::string feed_url(std::string_view public_url, std::string_view token);

}  // namespace fenghuo
