// A report's rows: what ended is added as it comes, what is open is read from the ledger's facts when the report is made. Pure.
#pragma once

#include <string>
#include <vector>

#include "services/escalator/context.hpp"

namespace fenghuo::escalator {

void add_tally(wire::Matter& m, const wire::Tally& tally);

// From the fact "tally|*"; then the total, the units in the directory's order, lines and fields in theirs. Rows without a count are left
// out.
void fill_rows(Context& ctx);

// From the fact "late|*": the earliest deadline first.
struct LateItem {
  std::int64_t due_at = 0;
  std::string unit;
  std::uint32_t count = 0;
  std::vector<std::string> numbers;  // of at most eight; empty where none was taken
};
struct LateList {
  std::vector<LateItem> items;
  std::uint32_t total = 0;  // matters, also those of no item
  bool cut = false;         // there are more items than a fact gives
};
LateList late_list(const wire::Fact& fact);

}  // namespace fenghuo::escalator
