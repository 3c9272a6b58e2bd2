// Values of mail headers: Chinese as encoded-words (RFC 2047), lines folded, nothing that could end a header. Pure.
//
// GMime 3.2.13 writes a Chinese subject as one encoded-word of any length; RFC 2047 allows 75 characters and forbids splitting a character,
// so header values are made here and GMime makes the parts.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "common/clock/zone.hpp"

namespace fenghuo {

// One line: CR, LF and other control characters become spaces, invalid UTF-8 becomes '?'.
std::string one_line(std::string_view text);

// Encoded-words of at most 75 characters, joined with CRLF SP; the first has at most first_room characters (35 to 75).
std::string encoded_words(std::string_view text, std::size_t first_room = 75);

// "Name: value" with CRLF at its end; a line with an encoded-word has at most 76 characters, others are folded at spaces near 78.
std::string text_header(std::string_view name, std::string_view text);
// "Name: =?…?= <user@host>" with CRLF. The address is one that valid_mail_address() takes; another is left empty ("<>").
std::string address_header(std::string_view name, std::string_view display, std::string_view address);

// Wed, 08 Jul 2026 14:00:00 +0800 (RFC 5322, 3.3)
std::string mail_date(Instant t, const Zone& zone);

// The part behind @, in lower case; empty when there is none.
std::string mail_domain(std::string_view address);

}  // namespace fenghuo
