// XLSX (ECMA-376) as WPS, Excel and LibreOffice write it: shared and inline strings, numbers, dates, the stored results of formulas.
// Knows pugixml, which resolves no entities but XML's five; a document type in any part refuses the file. Pure; bounded by zip_archive.hpp
// and sheet.hpp; thread-safe.
#pragma once

#include <string_view>

#include "common/sheet/sheet.hpp"

namespace fenghuo::sheet {

// `worksheet` empty: the first one that is not hidden. Not trimmed.
Read<Sheet> read_xlsx(std::string_view bytes, std::string_view worksheet);

}  // namespace fenghuo::sheet
