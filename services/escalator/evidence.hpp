// What proves completion, as text: its pieces, and whether each is a document number and nothing else. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace fenghuo::escalator {

// A document number ("校党〔2027〕12号", "2027-0315-A"), a date, or both with a space or comma between. No sentence, no link, no long run
// of digits that could be a telephone or an identity number.
bool is_document_number(std::string_view text);

// Every piece of it is one.
bool are_document_numbers(std::string_view text);

// Several pieces of evidence stand on a line each; blank lines are none.
std::vector<std::string> pieces_of(std::string_view text);

}  // namespace fenghuo::escalator
