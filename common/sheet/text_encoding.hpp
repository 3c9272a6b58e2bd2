// Text files of office programs as UTF-8: UTF-8 with or without a byte order mark, UTF-16 with one, and GB18030 (GBK, GB2312) for what is
// no UTF-8. A file that is none of them is a Trouble with its place. Pure but for iconv's tables; thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "common/sheet/sheet.hpp"

namespace fenghuo::sheet {

Read<std::string> to_utf8(std::string_view bytes);

// From UTF-8, for files that are to look as WPS writes them: "GB18030", "UTF-16LE". Empty when a character does not exist there.
std::string from_utf8(std::string_view text, const char* encoding);

}  // namespace fenghuo::sheet
