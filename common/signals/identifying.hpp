// Does a text look as if it pointed at a person: telephone, e-mail, ID or student number, @handle, account, URL?
//
// Pure, linear in the text, never throws. Full-width forms, Chinese digits and zero-width characters are seen through. Patterns miss names:
// whoever shows the result says so. Wrong alarms are wanted over misses: a held title waits for a person, a refused note is typed again.
#pragma once

#include <string_view>

namespace fenghuo {

enum class Links { refused, allowed };  // allowed: evidence may be the address of a published answer

bool looks_identifying(std::string_view text, Links links = Links::refused);

// The same question of an id that a provider chose. Ids carry serial numbers, so a long number inside one is no fault; an e-mail, a link,
// an account, a telephone or ID number is, and so is an id that is nothing but a number as long as a student's.
bool id_looks_identifying(std::string_view id);

// What the one who typed it reads.
std::string_view identifying_words(bool english = false);

}  // namespace fenghuo
