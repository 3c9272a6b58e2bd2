// Which cells of a table may be shown when small counts must not be: a count of 1 or 2 is hidden (it reads "few"), and so is whatever else
// is needed that no hidden small count has one possible value only, for whoever knows the shown cells and which cells are sums of which.
//
// Cells are numbers in one list, sums name them. A sum counts where its parts may make it up, whether they do or not: a reader may think
// so, and whoever knows this rule learns nothing from a cell that is shown. Parts that exceed it overlap and tell nothing. Noughts are
// shown. The smallest shown part goes first, then the sum. Ties fall to the first: the same table is always hidden the same way. Pure.
#pragma once

#include <cstdint>
#include <vector>

namespace fenghuo {

inline constexpr std::uint32_t first_shown_count = 3;

struct CountSum {
  std::size_t whole = 0;
  std::vector<std::size_t> parts;
};

enum class CellShown : std::uint8_t { count, few, nothing };

std::vector<CellShown> hide_small_counts(const std::vector<std::uint32_t>& counts, const std::vector<CountSum>& sums);

}  // namespace fenghuo
