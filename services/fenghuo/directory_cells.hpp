// What people type into a cell, put in order: full-width letters and punctuation where their meaning is plain, dates in the usual ways of
// writing, lists with any separator. What is not plain is refused with what was typed and what to type. Pure.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace fenghuo::directory {

struct Refusal {
  std::string what, remedy;  // what follows "第12行第5列"; the remedy is empty when the sentence says it all
};

template <class T>
using Cell = tl::expected<T, Refusal>;

// What was typed, for a message; hidden when it looks as if it pointed at a person.
std::string shown(std::string_view text);
std::string trimmed(std::string_view text);     // also full-width blanks
std::string half_width(std::string_view text);  // full-width forms of ASCII characters as ASCII

// A single code or name; full-width punctuation in it is refused exactly.
Cell<std::string> read_code(std::string_view text);
// Codes or names between , ， 、 ; ； or line breaks.
Cell<std::vector<std::string>> read_codes(std::string_view text);
// 2026-09-01, 2026/9/1, 2026.9.1, 20260901, 2026年9月1日 → 2026-09-01.
Cell<std::string> read_date(std::string_view text);
Cell<bool> read_yes_no(std::string_view text);
// "电话：校内 0000" → "校内 0000". A mobile or identity number is refused: it is a person's.
Cell<std::string> read_phone(std::string_view text);
Cell<std::string> read_mail(std::string_view text);
Cell<std::string> read_url(std::string_view text);
// A name or note: refused when it looks as if it pointed at a person (common/signals/identifying.hpp).
Cell<std::string> read_text(std::string_view text);

}  // namespace fenghuo::directory
