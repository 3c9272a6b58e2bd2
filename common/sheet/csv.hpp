// CSV (RFC 4180) with the liberties of office programs: CRLF, LF or CR; fields in quotes; separated by , or ; or a tab, or by a full-width
// ， when a Chinese input method wrote it. The separator is what the first row has most of. Pure, linear.
#pragma once

#include <string_view>

#include "common/sheet/sheet.hpp"

namespace fenghuo::sheet {

// The text must be UTF-8. Rows are numbered as a spreadsheet would show them: a field with line breaks in quotes makes no new row.
Read<Sheet> read_csv(std::string_view text);

}  // namespace fenghuo::sheet
