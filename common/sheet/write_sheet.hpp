// A small table as a file: XLSX (libxlsxwriter), or CSV as WPS opens it without asking (UTF-8 with a byte order mark, CRLF).
// Both give bytes: whoever calls writes them where they belong. Thread-safe.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "common/base/result.hpp"
#include "common/sheet/sheet.hpp"

namespace fenghuo::sheet {

struct TableText {
  std::string worksheet;               // XLSX: its name, at most 31 characters
  std::vector<Row> rows;               // the first one is the heading
  std::vector<std::string> hints;      // XLSX: a comment on each heading; may be shorter
  std::chrono::sys_seconds made_at{};  // XLSX: written into the file, so that the same table gives the same bytes; 0 = now
};

std::string csv_text(const std::vector<Row>& rows);

Result<std::string> xlsx_bytes(const TableText& table);

}  // namespace fenghuo::sheet
