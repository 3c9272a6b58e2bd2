#include "common/signals/identifying.hpp"

#include <array>
#include <optional>
#include <string>

#include "common/base/utf8.hpp"

namespace fenghuo {
namespace {

constexpr char other = '\x01';  // a character that is neither ASCII nor folded to it

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return c >= 'a' && c <= 'z'; }
bool is_word(char c) { return is_digit(c) || is_letter(c); }
bool is_joiner(char c) { return c == ' ' || c == '-' || c == '.' || c == '(' || c == ')' || c == '_' || c == '/'; }

std::optional<char> chinese_digit(char32_t c) {
  static constexpr std::u32string_view digits = U"〇一二三四五六七八九";
  if (c == U'零') return '0';
  if (c == U'幺') return '1';
  const auto at = digits.find(c);
  return at == std::u32string_view::npos ? std::nullopt : std::optional<char>(static_cast<char>('0' + at));
}

bool invisible(char32_t c) { return (c >= 0x200B && c <= 0x200F) || c == 0x2060 || c == 0xFEFF || c == 0x00AD; }
bool dash(char32_t c) { return (c >= 0x2010 && c <= 0x2015) || c == 0x2212; }

void fold_one(char32_t c, std::string& out) {
  if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;  // full-width forms
  if (c == 0x3000 || c == 0x00A0) c = ' ';
  if (invisible(c)) return;
  if (dash(c)) c = '-';
  if (c >= 'A' && c <= 'Z') c += 'a' - 'A';
  if (const auto digit = chinese_digit(c)) c = static_cast<char32_t>(*digit);
  out.push_back(c < 0x80 ? static_cast<char>(c) : other);
}

std::string fold(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const Utf8Char c = first_utf8_char(text);
    if (c.valid) fold_one(c.code, out);
    text.remove_prefix(c.bytes);
  }
  return out;
}

// Cuts "https://…" up to the first character no URL has.
void cut_links(std::string& text) {
  for (const std::string_view scheme : {"https://", "http://"}) {
    for (auto from = text.find(scheme); from != std::string::npos; from = text.find(scheme, from)) {
      auto to = from;
      while (to < text.size() && text[to] > ' ' && text[to] < 0x7F) ++to;
      text.replace(from, to - from, 1, other);
    }
  }
}

bool has_domain(std::string_view text) {
  static constexpr std::array<std::string_view, 16> ends = {"com", "cn",  "net", "org", "edu",  "gov", "io",   "me",
                                                            "cc",  "top", "xyz", "vip", "club", "app", "info", "link"};
  for (auto dot = text.find('.', 1); dot != std::string_view::npos && dot + 1 < text.size(); dot = text.find('.', dot + 1)) {
    if (dot == 0 || !is_word(text[dot - 1])) continue;
    auto to = dot + 1;
    while (to < text.size() && is_word(text[to])) ++to;
    const std::string_view end = text.substr(dot + 1, to - dot - 1);
    for (const auto known : ends) {
      if (end == known) return true;
    }
  }
  return false;
}

bool has_link(std::string_view text) {
  return text.find("://") != std::string_view::npos || text.find("www.") != std::string_view::npos || has_domain(text);
}

bool is_year(std::string_view group) { return group.size() == 4 && (group.starts_with("19") || group.starts_with("20")); }

// Groups of digits with at most two joiners between: a telephone number is written in many ways.
std::vector<std::string_view> digit_groups(std::string_view text, std::size_t& at) {
  std::vector<std::string_view> groups;
  for (;;) {
    const auto from = at;
    while (at < text.size() && is_digit(text[at])) ++at;
    groups.push_back(text.substr(from, at - from));
    auto next = at;
    while (next < text.size() && next < at + 2 && is_joiner(text[next])) ++next;
    if (next == at || next >= text.size() || !is_digit(text[next])) return groups;
    at = next;
  }
}

// Dates (2027-03-09) and school years (2026-2027) are no numbers of a person.
bool groups_identify(const std::vector<std::string_view>& groups) {
  const auto short_group = [&](std::size_t i) { return i < groups.size() && groups[i].size() <= 2; };
  std::size_t sum = 0;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (groups[i].size() >= 8) return true;
    if (is_year(groups[i]) && short_group(i + 1) && short_group(i + 2)) {
      i += 2;
      sum = 0;
    } else if (is_year(groups[i]) && i + 1 < groups.size() && is_year(groups[i + 1])) {
      i += 1;
      sum = 0;
    } else {
      sum += groups[i].size();
    }
    if (sum >= 10) return true;
  }
  return false;
}

bool has_ip_address(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!is_digit(text[i]) || (i > 0 && (is_digit(text[i - 1]) || text[i - 1] == '.'))) continue;
    std::size_t at = i, parts = 0;
    for (;;) {
      const auto from = at;
      while (at < text.size() && is_digit(text[at])) ++at;
      if (at == from || at - from > 3) break;
      ++parts;
      if (at + 1 >= text.size() || text[at] != '.') break;
      ++at;
    }
    if (parts == 4) return true;
  }
  return false;
}

bool has_number(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (is_digit(text[at]) && groups_identify(digit_groups(text, at))) return true;
  }
  return has_ip_address(text);
}

// "QQ 12345", "wxid_…", "微信号 abc123": accounts of the two messengers, whatever stands between.
bool account_after(std::string_view text, std::string_view word, std::size_t at_least, bool digits_only) {
  for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    auto from = at + word.size();
    while (from < text.size() && from < at + word.size() + 4 && !is_word(text[from])) ++from;
    auto to = from;
    while (to < text.size() && (digits_only ? is_digit(text[to]) : is_word(text[to]) || text[to] == '_' || text[to] == '-')) ++to;
    if (to - from >= at_least) return true;
  }
  return false;
}

bool has_account(std::string_view folded, std::string_view text) {
  if (folded.find("wxid_") != std::string_view::npos || account_after(folded, "qq", 5, true)) return true;
  const auto wechat = text.find("微信");
  return wechat != std::string_view::npos && account_after(fold(text.substr(wechat)), std::string(2, other), 6, false);
}

bool is_mobile(std::string_view digits) {
  if (digits.size() == 13 && digits.starts_with("86")) digits.remove_prefix(2);
  return digits.size() == 11 && digits[0] == '1' && digits[1] >= '3';
}

bool in_range(std::string_view digits, int from, int to) {
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value >= from && value <= to;
}

// GB 11643: area, birth date, serial, check character (the last may be an x, which is not among the digits).
bool is_citizen_number(std::string_view digits) {
  return (digits.size() == 17 || digits.size() == 18) && in_range(digits.substr(6, 4), 1900, 2099) &&
         in_range(digits.substr(10, 2), 1, 12) && in_range(digits.substr(12, 2), 1, 31);
}

bool is_area_code(std::string_view digits) {
  return digits == "010" || (digits.size() == 3 && digits.starts_with("02")) ||
         (digits.size() == 4 && digits[0] == '0' && digits[1] >= '3');
}

bool groups_are_a_number_of_somebody(const std::vector<std::string_view>& groups, bool x_follows) {
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const auto size = [&](std::size_t at) { return at < groups.size() ? groups[at].size() : 0; };
    const bool last = i + 1 == groups.size();
    if (is_mobile(groups[i]) || (is_citizen_number(groups[i]) && (groups[i].size() == 18 || (last && x_follows)))) return true;
    if (size(i) == 3 && size(i + 1) == 4 && size(i + 2) == 4 &&
        is_mobile(std::string(groups[i]).append(groups[i + 1]).append(groups[i + 2])))
      return true;
    if (is_area_code(groups[i]) && (size(i + 1) == 7 || size(i + 1) == 8)) return true;
  }
  return false;
}

bool has_number_of_somebody(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!is_digit(text[at])) continue;
    const auto groups = digit_groups(text, at);
    if (groups_are_a_number_of_somebody(groups, at < text.size() && text[at] == 'x')) return true;
  }
  return has_ip_address(text);
}

bool is_bare_number(std::string_view text) {
  return text.size() >= 7 && text.size() <= 12 && std::all_of(text.begin(), text.end(), is_digit);
}

}  // namespace

bool id_looks_identifying(std::string_view id) {
  const std::string folded = fold(id);
  return folded.find('@') != std::string::npos || has_link(folded) || is_bare_number(folded) || has_number_of_somebody(folded) ||
         has_account(folded, id);
}

std::string_view identifying_words(bool english) {
  return english ? "This looks like a telephone or student number; please take it out and send again." : "疑似含手机号或学号，请删去后提交";
}

bool looks_identifying(std::string_view text, Links links) {
  std::string folded = fold(text);
  if (links == Links::allowed) cut_links(folded);
  return folded.find('@') != std::string::npos || has_link(folded) || has_number(folded) || has_account(folded, text);
}

}  // namespace fenghuo
