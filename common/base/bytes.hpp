// Text forms of bytes: hex, base64 (RFC 4648), and safe printing of untrusted bytes. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace fenghuo {

std::string to_hex(std::string_view bytes);                     // lower case
std::optional<std::string> from_hex(std::string_view text);     // nullopt: odd length or not hex
std::string to_base64(std::string_view bytes);                  // with padding
std::optional<std::string> from_base64(std::string_view text);  // strict alphabet; padding optional
std::string to_base64url(std::string_view bytes);               // no padding
std::optional<std::string> from_base64url(std::string_view text);

// Untrusted bytes for a log or an error: control characters and invalid UTF-8 become '?', at most max bytes, then "…".
std::string printable(std::string_view bytes, std::size_t max = 80);

bool valid_utf8(std::string_view text);
std::size_t utf8_length(std::string_view text);  // code points; undefined for invalid UTF-8

}  // namespace fenghuo
