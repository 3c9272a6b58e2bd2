#include "common/sheet/xlsx.hpp"

#include "common/base/bytes.hpp"
#include "common/sheet/xlsx_parts.hpp"

namespace fenghuo::sheet {
namespace {

struct Values {
  std::vector<std::string> strings;
  std::vector<NumberKind> styles;
  bool epoch_1904 = false;
};

tl::unexpected<Trouble> at(std::size_t row, std::size_t column, const std::string& what, std::string remedy) {
  return trouble(place_text(row, column) + what, std::move(remedy), row, column);
}

// The text of a cell, with the reason when it has none that could be relied on.
Read<std::string> cell_text(const pugi::xml_node& cell, const Values& values, std::size_t row, std::size_t column) {
  const std::string_view type = cell.attribute("t").value();
  const pugi::xml_node stored = child_of(cell, "v");
  const std::string_view text = stored.text().get();
  if (type == "inlineStr") return string_item(child_of(cell, "is"));
  if (type == "s") {
    const auto index = stored.text().as_ullong(values.strings.size());
    if (index >= values.strings.size()) return at(row, column, "指向不存在的文字", "请用 WPS 打开后重新保存");
    return values.strings[index];
  }
  if (type == "e") return at(row, column, "是错误值“" + printable(text, 20) + "”", "请改正公式，或填入文字");
  if (!stored && child_of(cell, "f")) return at(row, column, "是没有计算结果的公式", "请用 WPS 打开，计算后保存");
  if (type == "str" || type == "d") return type == "d" ? std::string(text.substr(0, 10)) : unescaped(text);
  if (type == "b") return std::string(text == "1" || text == "true" ? "TRUE" : text.empty() ? "" : "FALSE");
  if (text.empty()) return std::string();
  const auto style = cell.attribute("s").as_ullong();
  const auto number = number_text(text, style < values.styles.size() ? values.styles[style] : NumberKind::plain, values.epoch_1904);
  if (!number) return at(row, column, "不是数字：“" + printable(text, 20) + "”", "请用 WPS 打开后重新保存");
  return *number;
}

Read<bool> place_cell(std::vector<Row>& rows, std::size_t row, std::size_t column, std::string text) {
  // Whole columns of styled but empty cells are usual; only what holds something counts.
  if (text.empty()) return true;
  if (row > max_rows) return at(row, 0, "超过 " + std::to_string(max_rows) + " 行的上限", "请分成几个文件");
  if (column > max_columns) return at(row, column, "超过 " + std::to_string(max_columns) + " 列的上限", "请删去多余的列");
  if (text.size() > max_cell_bytes) return at(row, column, "的内容过长", "请缩短到一万字以内");
  if (!valid_utf8(text)) return at(row, column, "有损坏的 UTF-8 字符", "请重新输入这一格");
  if (rows.size() < row) rows.resize(row);
  if (rows[row - 1].size() < column) rows[row - 1].resize(column);
  rows[row - 1][column - 1] = std::move(text);
  return true;
}

Read<bool> read_row(const pugi::xml_node& row, std::size_t number, const Values& values, std::vector<Row>& rows) {
  std::size_t column = 0;
  for (const auto& cell : row.children()) {
    if (local_name(cell.name()) != "c") continue;
    const std::size_t named = column_of(cell.attribute("r").value());
    column = named != 0 ? named : column + 1;
    auto text = cell_text(cell, values, number, column);
    if (!text) return tl::unexpected(text.error());
    if (const auto placed = place_cell(rows, number, column, std::move(*text)); !placed) return placed;
  }
  return true;
}

Read<std::vector<Row>> read_rows(ZipArchive& zip, const Workbook& book, const Values& values) {
  const auto bytes = zip.read(book.worksheet_part);
  if (!bytes) return tl::unexpected(bytes.error());
  if (!*bytes) return trouble("XLSX 里缺少 " + book.worksheet_part, "请用 WPS 打开后重新保存");
  const auto document = parse_part(**bytes, book.worksheet_part);
  if (!document) return tl::unexpected(document.error());
  std::vector<Row> rows;
  std::size_t number = 0;
  for (const auto& row : child_of(document->document_element(), "sheetData").children()) {
    if (local_name(row.name()) != "row") continue;
    const auto named = row.attribute("r").as_ullong();
    number = named != 0 ? static_cast<std::size_t>(named) : number + 1;
    if (const auto read = read_row(row, number, values, rows); !read) return tl::unexpected(read.error());
  }
  return rows;
}

}  // namespace

Read<Sheet> read_xlsx(std::string_view bytes, std::string_view worksheet) {
  auto zip = ZipArchive::open(bytes);
  if (!zip) return tl::unexpected(zip.error());
  const auto book = read_workbook(*zip, worksheet);
  if (!book) return tl::unexpected(book.error());
  auto strings = read_strings(*zip, book->strings_part);
  if (!strings) return tl::unexpected(strings.error());
  auto styles = read_styles(*zip, book->styles_part);
  if (!styles) return tl::unexpected(styles.error());
  auto rows = read_rows(*zip, *book, Values{std::move(*strings), std::move(*styles), book->epoch_1904});
  if (!rows) return tl::unexpected(rows.error());
  return Sheet{book->worksheet_name, std::move(*rows)};
}

}  // namespace fenghuo::sheet
