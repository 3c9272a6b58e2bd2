// What a daily digest says (page.md, "Digest"): what to do first, and how much of each kind. Pure.
#pragma once

#include <string>
#include <vector>

#include "services/escalator/notify.hpp"

namespace fenghuo::escalator {

// Matters of one kind and deadline that wait for the party; at most eight of them by id.
struct DailyItem {
  std::string what;  // overdue | due_soon | verify | sign | date | take
  std::int64_t due_at = 0;
  std::uint32_t count = 0;
  std::vector<std::uint64_t> matters;
  std::vector<std::string> numbers;  // of these; empty where none was taken
};

// From the fact "todo|<party>|*": the overdue first, in each kind the earliest deadline first.
std::vector<DailyItem> daily_items(const wire::Fact& fact);
const DailyItem* find_item(const std::vector<DailyItem>& items, std::uint64_t matter);
std::string number_in(const DailyItem& item, std::uint64_t matter);

const char* todo_name(std::string_view what);  // 逾期 | 临期 | 待核验 | 待签发 | 待定会期 | 待签收

// The matter's entries are those that are told, its `reports` what was done since the last one.
Words daily_words(const Context& ctx, const std::vector<DailyItem>& items);
Words all_is_well_words(const Context& ctx);

}  // namespace fenghuo::escalator
