#include "common/sheet/xlsx_values.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdint>

namespace fenghuo::sheet {
namespace {

constexpr double last_serial = 2'958'466;  // the day after 9999-12-31

std::string two(int n) { return (n < 10 ? "0" : "") + std::to_string(n); }

// Day 60 of the 1900 system is a 29 February that never was: days before it count from one day later.
std::string date_text(std::int64_t serial, bool epoch_1904) {
  using namespace std::chrono;
  const sys_days epoch = epoch_1904 ? sys_days{1904y / January / 1} : sys_days{1899y / December / (serial < 60 ? 31 : 30)};
  const year_month_day day{epoch + days{serial}};
  std::string year = std::to_string(static_cast<int>(day.year()));
  return year + "-" + two(static_cast<int>(static_cast<unsigned>(day.month()))) + "-" +
         two(static_cast<int>(static_cast<unsigned>(day.day())));
}

std::string time_text(std::int64_t minutes) { return two(static_cast<int>(minutes / 60)) + ":" + two(static_cast<int>(minutes % 60)); }

std::string plain_text(double number) {
  std::array<char, 400> block{};
  if (number == std::floor(number) && std::fabs(number) < 1e15) {
    const auto whole = std::to_chars(block.data(), block.data() + block.size(), static_cast<std::int64_t>(number));
    return {block.data(), whole.ptr};
  }
  // 15 digits are what a spreadsheet shows: 0.1 + 0.2 is 0.3 there.
  const auto shown = std::to_chars(block.data(), block.data() + block.size(), number, std::chars_format::general, 15);
  return {block.data(), shown.ptr};
}

// The code without what is not part of the pattern.
std::string pattern_of(std::string_view code) {
  std::string pattern;
  for (std::size_t at = 0; at < code.size(); ++at) {
    const char c = code[at];
    if (c == ';') break;  // the next section is for negative numbers
    if (c == '"') {
      at = std::min(code.find('"', at + 1), code.size());
    } else if (c == '[') {
      // [h] is elapsed time; [Red] and [$-804] are not.
      const auto end = std::min(code.find(']', at), code.size());
      const auto inside = code.substr(at + 1, end - at - 1);
      if (!inside.empty() && inside.find_first_not_of("hHmMsS") == std::string_view::npos) pattern += 's';
      at = end;
    } else if (c == '\\' || c == '_' || c == '*') {
      ++at;
    } else {
      pattern += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    }
  }
  return pattern;
}

}  // namespace

NumberKind kind_of_builtin(unsigned id) {
  if (id == 22) return NumberKind::date_time;
  if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47) || id == 55 || id == 56) return NumberKind::time;
  if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 58)) return NumberKind::date;
  return NumberKind::plain;
}

NumberKind kind_of_code(std::string_view code) {
  const std::string pattern = pattern_of(code);
  if (pattern.find("general") != std::string::npos) return NumberKind::plain;
  const bool date = pattern.find_first_of("yd") != std::string::npos || pattern == "m" || pattern.find("mmm") != std::string::npos;
  const bool time = pattern.find_first_of("hs") != std::string::npos;
  if (date && time) return NumberKind::date_time;
  return date ? NumberKind::date : time ? NumberKind::time : NumberKind::plain;
}

std::optional<std::string> number_text(std::string_view stored, NumberKind kind, bool epoch_1904) {
  double number = 0;
  const auto [end, error] = std::from_chars(stored.data(), stored.data() + stored.size(), number);
  if (error != std::errc{} || end != stored.data() + stored.size() || !std::isfinite(number)) return std::nullopt;
  if (kind == NumberKind::plain || number < 0 || number >= last_serial) return plain_text(number);
  const auto minutes = static_cast<std::int64_t>(std::llround(number * 1440));
  const std::int64_t day = minutes / 1440, minute = minutes % 1440;
  if (kind == NumberKind::time && day == 0) return time_text(minute);
  if (minute == 0 && kind != NumberKind::date_time) return date_text(day, epoch_1904);
  return kind == NumberKind::date ? date_text(day, epoch_1904) : date_text(day, epoch_1904) + " " + time_text(minute);
}

std::size_t column_of(std::string_view reference) {
  std::size_t column = 0;
  for (const char c : reference) {
    if (c < 'A' || c > 'Z' || column > 100'000) break;
    column = column * 26 + static_cast<std::size_t>(c - 'A') + 1;
  }
  return column;
}

std::string unescaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const auto at = text.find("_x");
    unsigned code = 0;
    const bool escape = at != std::string_view::npos && at + 7 <= text.size() && text[at + 6] == '_' &&
                        std::from_chars(text.data() + at + 2, text.data() + at + 6, code, 16).ptr == text.data() + at + 6;
    if (at == std::string_view::npos) {
      out += text;
      break;
    }
    out += text.substr(0, at);
    // Only what XML itself can't hold is written so; a plain "_x4e00_" stays as it is.
    if (escape && code < 0x20) {
      if (code == '\n' || code == '\t') out += static_cast<char>(code);
      text.remove_prefix(at + 7);
    } else if (escape && code == 0x5F) {
      out += '_';
      text.remove_prefix(at + 7);
    } else {
      out += "_x";
      text.remove_prefix(at + 2);
    }
  }
  return out;
}

}  // namespace fenghuo::sheet
