// Reading UTF-8 one character at a time. Pure; never throws, never reads past the end.
#pragma once

#include <cstddef>
#include <string_view>

namespace fenghuo {

struct Utf8Char {
  char32_t code = 0;
  std::size_t bytes = 1;  // to skip; 1 when invalid, so that reading can go on at the next byte
  bool valid = false;
};

// The first character of text, which must not be empty. Over-long forms, surrogates and codes above U+10FFFF are invalid (RFC 3629).
Utf8Char first_utf8_char(std::string_view text);

}  // namespace fenghuo
