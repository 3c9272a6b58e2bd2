#include "services/escalator/evidence.hpp"

namespace fenghuo::escalator {
namespace {

constexpr std::string_view number_end = "号";
constexpr std::size_t longest_office = 30, longest_plain = 24, longest_digits = 8;  // bytes; ten characters of Chinese

bool digit(char c) { return c >= '0' && c <= '9'; }
bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::size_t digits_at(std::string_view text, std::size_t from) {
  std::size_t n = 0;
  while (from + n < text.size() && digit(text[from + n])) ++n;
  return n;
}

bool take(std::string_view& text, std::string_view what) {
  if (!text.starts_with(what)) return false;
  text.remove_prefix(what.size());
  return true;
}

bool take_digits(std::string_view& text, std::size_t least, std::size_t most) {
  const auto n = digits_at(text, 0);
  if (n < least || n > most) return false;
  text.remove_prefix(n);
  return true;
}

// 〔2027〕12号, also in [] () and full-width brackets, also 第12号.
bool take_year_and_number(std::string_view& text) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 4> brackets = {
      {{"〔", "〕"}, {"[", "]"}, {"(", ")"}, {"（", "）"}}};
  for (const auto& [opens, closes] : brackets) {
    std::string_view rest = text;
    if (!take(rest, opens) || !take_digits(rest, 4, 4) || !take(rest, closes)) continue;
    take(rest, "第");
    if (!take_digits(rest, 1, 5) || !take(rest, number_end)) return false;
    text = rest;
    return true;
  }
  return false;
}

bool official(std::string_view token) {
  for (std::size_t i = 0; i <= std::min(token.size(), longest_office); ++i) {
    std::string_view rest = token.substr(i);
    if (take_year_and_number(rest)) return rest.empty();
    if (i < token.size() && !letter(token[i]) && !digit(token[i]) && static_cast<unsigned char>(token[i]) < 0x80) return false;
  }
  return false;
}

// A register's own number: ASCII, with a digit, without a long run of them.
bool plain(std::string_view token) {
  if (token.size() > longest_plain) return false;
  bool any = false;
  for (std::size_t i = 0; i < token.size(); ++i) {
    if (digits_at(token, i) > longest_digits) return false;
    any = any || digit(token[i]);
    if (!digit(token[i]) && !letter(token[i]) && token[i] != '-' && token[i] != '/' && token[i] != '.') return false;
  }
  return any;
}

bool chinese_date(std::string_view token) {
  return take_digits(token, 4, 4) && take(token, "年") && take_digits(token, 1, 2) && take(token, "月") && take_digits(token, 1, 2) &&
         take(token, "日") && token.empty();
}

std::vector<std::string_view> tokens_of(std::string_view text) {
  static constexpr std::array<std::string_view, 5> between = {" ", ",", "，", "　", "、"};
  std::vector<std::string_view> out;
  std::size_t start = 0;
  for (std::size_t i = 0; i <= text.size();) {
    std::size_t skip = i == text.size() ? 1 : 0;
    for (const auto mark : between) {
      if (text.substr(std::min(i, text.size())).starts_with(mark)) skip = mark.size();
    }
    if (skip == 0) {
      ++i;
      continue;
    }
    if (i > start) out.push_back(text.substr(start, i - start));
    i += skip;
    start = i;
  }
  return out;
}

}  // namespace

bool is_document_number(std::string_view text) {
  const auto tokens = tokens_of(text);
  if (tokens.empty() || tokens.size() > 2) return false;
  return std::all_of(tokens.begin(), tokens.end(),
                     [](std::string_view token) { return official(token) || plain(token) || chinese_date(token); });
}

bool are_document_numbers(std::string_view text) {
  const auto pieces = pieces_of(text);
  return !pieces.empty() && std::all_of(pieces.begin(), pieces.end(), [](const std::string& piece) { return is_document_number(piece); });
}

std::vector<std::string> pieces_of(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
    while (!line.empty() && blank(line.front())) line.remove_prefix(1);
    while (!line.empty() && blank(line.back())) line.remove_suffix(1);
    if (!line.empty()) out.emplace_back(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

}  // namespace fenghuo::escalator
