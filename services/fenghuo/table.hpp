// Aligned columns for a terminal; Chinese characters take two cells. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace fenghuo::cli {

std::size_t display_width(std::string_view utf8);

class Table {
 public:
  explicit Table(std::vector<std::string> header) : rows_{std::move(header)} {}
  void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
  bool empty() const { return rows_.size() == 1; }
  std::string text() const;  // ends with a newline; two blanks between columns

 private:
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace fenghuo::cli
