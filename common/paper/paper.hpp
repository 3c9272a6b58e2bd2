// A paper for the files before any font or page: a title, tables one below the other, and the lines at the foot of every page. Plain
// values; texts are UTF-8 without control characters (cell_text sees to it).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/clock/clock.hpp"

namespace fenghuo {

struct PaperTable {
  std::string heading;
  std::vector<unsigned> widths;   // shares of the page's width, one a column
  std::vector<std::string> head;  // of the columns, repeated on every page; empty: the first column labels its row
  std::vector<std::vector<std::string>> rows;
};

struct Paper {
  std::string title, number;
  Instant made{};  // creation date of the file: the same paper has the same bytes
  std::vector<PaperTable> tables;
  std::vector<std::string> foot;  // at the foot of every page, above its number
};

inline constexpr std::size_t most_cell_characters = 1000;  // a row always fits on a page

// Text for a cell: line feeds stay, other control characters become blanks, broken UTF-8 becomes "?", and what is longer ends with "……".
std::string cell_text(std::string_view text);

}  // namespace fenghuo
