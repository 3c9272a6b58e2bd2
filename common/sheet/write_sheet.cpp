#include "common/sheet/write_sheet.hpp"

#include <stdlib.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace fenghuo::sheet {
namespace {

// The library of this Debian writes files only.
class TemporaryFile {
 public:
  TemporaryFile() {
    path_ = (std::filesystem::temp_directory_path() / "fenghuo-XXXXXX.xlsx").string();
    const int fd = ::mkstemps(path_.data(), 5);
    if (fd < 0) path_.clear();
    if (fd >= 0) ::close(fd);
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove(path_, ignored);
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace

std::string csv_text(const std::vector<Row>& rows) {
  std::string text = "\xEF\xBB\xBF";
  for (const Row& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) text += ',';
      if (row[i].find_first_of(",\"\r\n") == std::string::npos) {
        text += row[i];
        continue;
      }
      text += '"';
      for (const char c : row[i]) text += c == '"' ? std::string("\"\"") : std::string(1, c);
      text += '"';
    }
    text += "\r\n";
  }
  return text;
}

Result<std::string> xlsx_bytes(const TableText& table) {
  const TemporaryFile file;
  if (file.path().empty()) return fail("an XLSX file can't be made: no temporary file");
  lxw_workbook* book = ::workbook_new(file.path().c_str());
  if (book == nullptr) return fail("an XLSX file can't be made: out of memory");
  if (table.made_at != std::chrono::sys_seconds{}) {
    lxw_doc_properties properties{};
    properties.created = std::chrono::system_clock::to_time_t(table.made_at);
    ::workbook_set_properties(book, &properties);
  }
  lxw_worksheet* sheet = ::workbook_add_worksheet(book, table.worksheet.c_str());
  lxw_format* heading = ::workbook_add_format(book);
  lxw_format* text = ::workbook_add_format(book);
  ::format_set_bold(heading);
  ::format_set_text_wrap(text);
  ::format_set_num_format(text, "@");  // as text: a code like 001 keeps its noughts
  if (!table.rows.empty()) {
    ::worksheet_set_column(sheet, 0, static_cast<lxw_col_t>(table.rows.front().size() - 1), 16, text);
    ::worksheet_freeze_panes(sheet, 1, 0);
  }
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    for (std::size_t c = 0; c < table.rows[r].size(); ++c) {
      ::worksheet_write_string(sheet, static_cast<lxw_row_t>(r), static_cast<lxw_col_t>(c), table.rows[r][c].c_str(),
                               r == 0 ? heading : text);
    }
  }
  for (std::size_t c = 0; c < table.hints.size(); ++c) {
    if (!table.hints[c].empty()) ::worksheet_write_comment(sheet, 0, static_cast<lxw_col_t>(c), table.hints[c].c_str());
  }
  const lxw_error error = ::workbook_close(book);
  if (error != LXW_NO_ERROR) return fail(std::string("an XLSX file can't be made: ") + ::lxw_strerror(error));
  std::ifstream in(file.path(), std::ios::binary);
  std::stringstream bytes;
  bytes << in.rdbuf();
  if (!in) return fail("an XLSX file can't be made: its temporary file can't be read");
  return bytes.str();
}

}  // namespace fenghuo::sheet
