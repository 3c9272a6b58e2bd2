// What proves completion, as text: whether it is a document number and nothing else, and which matters it names. Pure.
#pragma once

#include <string>
#include <string_view>

namespace fenghuo::escalator {

// A document number ("校党〔2027〕12号", "2027-0315-A"), a date, or both with a space or comma between. No sentence, no link, no long run
// of digits that could be a telephone or an identity number.
bool is_document_number(std::string_view text);

// The numbers of matters in it: "督〔2027〕12号,舆〔2027〕3号"; evidence of one event may stand for several.
std::string matters_named(std::string_view text);

}  // namespace fenghuo::escalator
