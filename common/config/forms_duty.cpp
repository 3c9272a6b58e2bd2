// What duties are written with: days of the year, clauses of the source, whom a step goes to.
#include <array>

#include "common/config/forms.hpp"

namespace fenghuo::config {
namespace {

// Takes one of the (three-byte) signs off the front.
template <std::size_t N>
bool take_one_of(std::string_view& text, const std::array<std::string_view, N>& signs) {
  for (const std::string_view sign : signs) {
    if (!text.starts_with(sign)) continue;
    text.remove_prefix(sign.size());
    return true;
  }
  return false;
}

bool take(std::string_view& text, std::string_view sign) { return take_one_of(text, std::array{sign}); }

constexpr std::array<std::string_view, 6> numerals{"一", "二", "三", "四", "五", "六"};
constexpr std::array<std::string_view, 6> keywords{"owner", "lead", "support", "supervision", "leader_in_charge", "attendees"};

// 四, 四（一） or 四（一）1
bool take_clause(std::string_view& text) {
  if (take(text, "文末")) return true;
  if (!take_one_of(text, numerals)) return false;
  if (!take(text, "（")) return true;
  if (!take_one_of(text, numerals) || !take(text, "）")) return false;
  if (!text.empty() && text.front() >= '1' && text.front() <= '9') text.remove_prefix(1);
  return true;
}

}  // namespace

std::optional<std::uint32_t> parse_month_day(std::string_view text) {
  // A common year: what it lacks, not every year has.
  const auto date = text.size() == 5 ? parse_date("2001-" + std::string(text)) : std::nullopt;
  return date ? std::optional(static_cast<unsigned>(date->month()) * 100 + static_cast<unsigned>(date->day())) : std::nullopt;
}

bool valid_clause(std::string_view text) {
  if (!take_clause(text)) return false;
  while (!text.empty()) {
    if (!take(text, "、") || !take_clause(text)) return false;
  }
  return true;
}

bool valid_seat(std::string_view text) { return valid_party(text) && (text.starts_with("role:") || text.starts_with("unit:")); }

bool valid_target(std::string_view text) {
  if (text.find(':') != std::string_view::npos) return valid_party(text);
  return std::find(keywords.begin(), keywords.end(), text) != keywords.end();
}

}  // namespace fenghuo::config
