// A table as an office program writes it: rows of cells, as UTF-8 text. Reads CSV (as WPS and Excel save it) and XLSX.
//
//   const auto sheet = read_sheet("名册.xlsx");          // or a named worksheet: read_sheet("名册.xlsx", "单位")
//   if (!sheet) say(sheet.error());                      // 名册.xlsx, row 12, column 5, what, and the way out
//
// A cell at (row, column), both from 1 as people count, is rows[row - 1][column - 1]; rows end at their last cell with text, the sheet at
// its last row with text. Dates are YYYY-MM-DD (with a time: YYYY-MM-DD HH:MM), numbers as shortly as they can be written, TRUE and FALSE.
// Files are untrusted: everything is bounded by the limits below, and what is beyond them is a Trouble. Owns what it holds; thread-safe.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace fenghuo::sheet {

inline constexpr std::size_t max_file_bytes = 20U << 20U;
inline constexpr std::size_t max_rows = 100'000;
inline constexpr std::size_t max_columns = 100;
inline constexpr std::size_t max_cell_bytes = 32U << 10U;

using Row = std::vector<std::string>;

struct Sheet {
  std::string name;  // of the worksheet; empty for CSV
  std::vector<Row> rows;
};

// What is wrong with a file, for the person who saved it: in Chinese. Row and column count from 1; 0 = the whole file or row.
struct Trouble {
  std::size_t row = 0, column = 0;
  std::string what, remedy;
};

template <class T>
using Read = tl::expected<T, Trouble>;

inline tl::unexpected<Trouble> trouble(std::string what, std::string remedy, std::size_t row = 0, std::size_t column = 0) {
  return tl::unexpected<Trouble>(Trouble{row, column, std::move(what), std::move(remedy)});
}

// "第12行第5列"; "第12行" without a column; empty without a row.
std::string place_text(std::size_t row, std::size_t column);

// By what the file holds, not by its name. `worksheet` is for XLSX; empty = the first one that is not hidden.
Read<Sheet> read_sheet(const std::string& path, std::string_view worksheet = {});

// The same for bytes already in memory.
Read<Sheet> parse_sheet(std::string_view bytes, std::string_view worksheet = {});

}  // namespace fenghuo::sheet
