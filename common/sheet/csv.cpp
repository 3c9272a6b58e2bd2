#include "common/sheet/csv.hpp"

#include <algorithm>
#include <array>

namespace fenghuo::sheet {
namespace {

constexpr std::array<std::string_view, 4> separators = {",", ";", "\t", "，"};

// Of the first row, outside quotes. Full-width ones count only when there are no others: a heading may hold one.
std::string_view separator_of(std::string_view text) {
  std::array<std::size_t, separators.size()> counts{};
  bool quoted = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '"') quoted = !quoted;
    if (quoted) continue;
    if (text[at] == '\n' || text[at] == '\r') {
      if (std::any_of(counts.begin(), counts.end(), [](std::size_t n) { return n > 0; })) break;
      continue;
    }
    for (std::size_t i = 0; i < separators.size(); ++i) counts[i] += text.substr(at).starts_with(separators[i]) ? 1 : 0;
  }
  const auto most = std::max_element(counts.begin(), counts.begin() + 3);
  if (*most > 0) return separators[static_cast<std::size_t>(most - counts.begin())];
  return counts[3] > 0 ? separators[3] : separators[0];
}

bool control(char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f; }

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text), separator_(separator_of(text)) {}

  Read<Sheet> read() {
    Sheet sheet;
    while (at_ < text_.size()) {
      if (sheet.rows.size() == max_rows) {
        return trouble("超过 " + std::to_string(max_rows) + " 行", "请分成几个文件");
      }
      row_ = sheet.rows.size() + 1;
      sheet.rows.emplace_back();
      if (!read_row(sheet.rows.back())) return tl::unexpected(std::move(fault_));
    }
    return sheet;
  }

 private:
  bool failed(std::string what, std::string remedy) {
    fault_ = {row_, column_, place_text(row_, column_) + std::move(what), std::move(remedy)};
    return false;
  }

  bool at_separator() const { return text_.substr(at_).starts_with(separator_); }
  bool at_line_end() const { return at_ >= text_.size() || text_[at_] == '\n' || text_[at_] == '\r'; }
  void skip_line_end() {
    if (text_.substr(at_).starts_with("\r\n")) ++at_;
    if (at_ < text_.size()) ++at_;
  }

  bool read_row(Row& row) {
    for (column_ = 1;; ++column_) {
      if (column_ > max_columns && !at_line_end()) return failed("超过 " + std::to_string(max_columns) + " 列", "请删去多余的列");
      row.emplace_back();
      if (!read_cell(row.back())) return false;
      if (row.back().size() > max_cell_bytes) return failed("的内容过长", "请缩短到一万字以内");
      if (!at_separator()) break;
      at_ += separator_.size();
    }
    skip_line_end();
    return true;
  }

  bool read_cell(std::string& cell) {
    if (at_ < text_.size() && text_[at_] == '"') return read_quoted(cell);
    while (!at_line_end() && !at_separator()) {
      const char c = text_[at_++];
      if (control(c)) return failed("有控制字符", "请删去后重新输入");
      cell.push_back(c);
    }
    return true;
  }

  bool read_quoted(std::string& cell) {
    for (++at_; at_ < text_.size(); ++at_) {
      if (control(text_[at_]) && text_[at_] != '\n' && text_[at_] != '\r') return failed("有控制字符", "请删去后重新输入");
      if (text_[at_] != '"') {
        cell.push_back(text_[at_]);
        if (cell.size() > max_cell_bytes) return failed("的引号没有结束，或内容过长", "请补上结束的英文双引号");
      } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
        cell.push_back(text_[++at_]);
      } else {
        ++at_;
        if (at_line_end() || at_separator()) return true;
        return failed("的引号之后还有文字", "内容里的英文双引号要写成两个");
      }
    }
    return failed("的引号没有结束", "请补上结束的英文双引号");
  }

  std::string_view text_, separator_;
  std::size_t at_ = 0, row_ = 0, column_ = 1;
  Trouble fault_;
};

}  // namespace

Read<Sheet> read_csv(std::string_view text) { return Reader(text).read(); }

}  // namespace fenghuo::sheet
