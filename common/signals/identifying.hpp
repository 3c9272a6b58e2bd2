// Does a text look as if it pointed at a person: telephone, e-mail, ID or student number, @handle, account, URL?
//
// Pure, linear in the text, never throws. Full-width forms, Chinese digits and zero-width characters are seen through. Patterns miss names:
// whoever shows the result says so. Wrong alarms are wanted over misses: a held title waits for a person, a refused note is typed again.
#pragma once

#include <string_view>

namespace fenghuo {

enum class Links { refused, allowed };  // allowed: evidence may be the address of a published answer

bool looks_identifying(std::string_view text, Links links = Links::refused);

}  // namespace fenghuo
