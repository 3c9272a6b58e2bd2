// The parts of an XLSX file but for the worksheet itself: which worksheets there are, shared strings, which styles show dates.
// Inside common/sheet. Pure.
#pragma once

#include <cstdint>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "common/sheet/sheet.hpp"
#include "common/sheet/xlsx_values.hpp"
#include "common/sheet/zip_archive.hpp"

namespace fenghuo::sheet {

struct Workbook {
  std::string worksheet_name, worksheet_part;  // the one that is asked for
  std::string strings_part, styles_part;       // empty when there is none
  bool epoch_1904 = false;
};

Read<Workbook> read_workbook(ZipArchive& zip, std::string_view worksheet);
Read<std::vector<std::string>> read_strings(ZipArchive& zip, const std::string& part);
Read<std::vector<NumberKind>> read_styles(ZipArchive& zip, const std::string& part);  // by the style number of a cell

// A part as a tree; refuses document types. The name is for messages.
Read<pugi::xml_document> parse_part(const std::string& xml, const std::string& name);

// By local name: some writers put a prefix before every element.
std::string_view local_name(const char* name);
pugi::xml_node child_of(const pugi::xml_node& node, std::string_view name);
// The text of a string item: plain or in runs, without phonetic hints.
std::string string_item(const pugi::xml_node& item);

}  // namespace fenghuo::sheet
