#include "common/base/bytes.hpp"

#include <array>
#include <cstdint>

#include "common/base/utf8.hpp"

namespace fenghuo {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::string_view base64_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view base64url_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

using Values = std::array<std::int8_t, 256>;

constexpr Values values_of(std::string_view digits) {
  Values values{};
  values.fill(-1);
  for (std::size_t i = 0; i < digits.size(); ++i) values[static_cast<unsigned char>(digits[i])] = static_cast<std::int8_t>(i);
  return values;
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string encode(std::string_view bytes, std::string_view digits, bool pad) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  std::uint32_t bits = 0;
  int held = 0;
  for (const char byte : bytes) {
    bits = (bits << 8U) | static_cast<unsigned char>(byte);
    for (held += 8; held >= 6;) {
      held -= 6;
      text += digits[(bits >> held) & 63U];
    }
  }
  if (held > 0) text += digits[(bits << (6 - held)) & 63U];
  while (pad && text.size() % 4 != 0) text += '=';
  return text;
}

// Left-over bits must be zero, so that every text has one spelling (RFC 4648, 3.5): a signed token can't be respelled.
std::optional<std::string> decode(std::string_view text, const Values& values) {
  if (text.ends_with('=')) {
    if (text.size() % 4 != 0) return std::nullopt;
    text.remove_suffix(text.ends_with("==") ? 2 : 1);
    if (text.size() % 4 == 0) return std::nullopt;
  }
  std::string bytes;
  bytes.reserve(text.size() / 4 * 3 + 2);
  std::uint32_t bits = 0;
  int held = 0;
  for (const char c : text) {
    const std::int8_t value = values[static_cast<unsigned char>(c)];
    if (value < 0) return std::nullopt;
    bits = (bits << 6U) | static_cast<std::uint32_t>(value);
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes += static_cast<char>((bits >> held) & 0xFFU);
  }
  if (held >= 6 || (bits & ((1U << held) - 1U)) != 0) return std::nullopt;
  return bytes;
}

// Controls, and the invisible characters that turn the direction of a line or break it.
bool unprintable(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x200E || c == 0x200F || (c >= 0x2028 && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

}  // namespace

std::string to_hex(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    text += hex_digits[byte >> 4U];
    text += hex_digits[byte & 15U];
  }
  return text;
}

std::optional<std::string> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  std::string bytes;
  bytes.reserve(text.size() / 2);
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = hex_value(text[i]);
    const int low = hex_value(text[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    bytes += static_cast<char>(high * 16 + low);
  }
  return bytes;
}

std::string to_base64(std::string_view bytes) { return encode(bytes, base64_digits, true); }
std::string to_base64url(std::string_view bytes) { return encode(bytes, base64url_digits, false); }

std::optional<std::string> from_base64(std::string_view text) {
  static constexpr Values values = values_of(base64_digits);
  return decode(text, values);
}

std::optional<std::string> from_base64url(std::string_view text) {
  static constexpr Values values = values_of(base64url_digits);
  return decode(text, values);
}

std::string printable(std::string_view bytes, std::size_t max) {
  std::string text;
  while (!bytes.empty()) {
    const Utf8Char c = first_utf8_char(bytes);
    const std::string_view piece = c.valid && !unprintable(c.code) ? bytes.substr(0, c.bytes) : std::string_view("?");
    if (text.size() + piece.size() > max) return text + "…";
    text += piece;
    bytes.remove_prefix(c.bytes);
  }
  return text;
}

}  // namespace fenghuo
