// Values of spreadsheet cells as text (ECMA-376 part 1, 18.8.30 number formats, 18.17.4 dates). Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace fenghuo::sheet {

enum class NumberKind { plain, date, time, date_time };

// By the built-in number of a format (14 = date); custom formats have a code of their own.
NumberKind kind_of_builtin(unsigned id);
// "yyyy"年"m"月"d"日"" → date, "0.00" → plain. Quoted text, [brackets] and escaped characters don't count.
NumberKind kind_of_code(std::string_view code);

// A number as shortly as it can be written; whole numbers without exponent (a telephone number that was stored as 1.3E+10 reads well).
// nullopt: no number.
std::optional<std::string> number_text(std::string_view stored, NumberKind kind, bool epoch_1904);

// Column of a reference: "C5" → 3; 0 = no reference.
std::size_t column_of(std::string_view reference);
// The escapes _x000D_ of control characters as what they stand for.
std::string unescaped(std::string_view text);

}  // namespace fenghuo::sheet
