#include "services/fenghuo/directory_cells.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

#include "common/base/bytes.hpp"
#include "common/base/utf8.hpp"
#include "common/config/forms.hpp"
#include "common/config/full_width.hpp"
#include "common/signals/identifying.hpp"

namespace fenghuo::directory {
namespace {

constexpr std::string_view wide_blank = "　";

tl::unexpected<Refusal> refused(std::string what, std::string remedy) {
  return tl::unexpected<Refusal>(Refusal{std::move(what), std::move(remedy)});
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

void append(std::string& out, std::string_view text, const Utf8Char& c) { out += text.substr(0, c.bytes); }

// What a Chinese input method leaves in a code: named exactly, because a code never has it.
Cell<std::string> without_wide_signs(const std::string& text) {
  const auto sign = config::full_width_in(text);
  if (sign.sign.empty()) return text;
  return refused("用了全角" + std::string(sign.name) + "“" + std::string(sign.sign) + "”，请改为“" + std::string(sign.plain) + "”。", "");
}

// "电话：", "Tel:" in front of what was asked for.
std::string without_label(std::string text, std::initializer_list<std::string_view> labels) {
  for (const std::string_view label : labels) {
    if (!text.starts_with(label)) continue;
    const std::string rest = trimmed(std::string_view(text).substr(label.size()));
    if (rest.starts_with(":")) return trimmed(std::string_view(rest).substr(1));
  }
  return text;
}

// Eleven digits that begin like a mobile number, or an identity number, whatever stands between the digits.
bool personal_number(std::string_view text) {
  std::string digits;
  const auto personal = [&] {
    const bool mobile = digits.size() == 11 && digits[0] == '1' && digits[1] >= '3';
    const bool mobile_abroad = digits.size() == 13 && digits.starts_with("861") && digits[3] >= '3';
    return mobile || mobile_abroad || digits.size() == 18 || (digits.size() == 17 && text.find_first_of("xX") != std::string_view::npos);
  };
  for (const char c : text) {
    if (is_digit(c)) {
      digits += c;
    } else if (c != ' ' && c != '-') {
      if (personal()) return true;
      digits.clear();
    }
  }
  return personal();
}

// Whole numbers between the signs of a date: 2026年9月1日 → 2026 9 1.
std::vector<int> date_parts(std::string_view text) {
  std::vector<int> parts;
  for (std::size_t at = 0; at < text.size();) {
    if (!is_digit(text[at])) {
      const auto sign = text.substr(at, first_utf8_char(text.substr(at)).bytes);
      if (sign != "-" && sign != "/" && sign != "." && sign != "年" && sign != "月" && sign != "日") return {};
      at += sign.size();
      continue;
    }
    int number = 0;
    const auto end = std::from_chars(text.data() + at, text.data() + std::min(text.size(), at + 8), number).ptr;
    parts.push_back(number);
    at = static_cast<std::size_t>(end - text.data());
  }
  return parts;
}

}  // namespace

std::string shown(std::string_view text) {
  return looks_identifying(text, Links::allowed) ? "（像个人信息，这里不显示）" : "“" + printable(text, 60) + "”";
}

std::string trimmed(std::string_view text) {
  for (bool more = true; more;) {
    more = false;
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1), more = true;
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1), more = true;
    while (text.starts_with(wide_blank)) text.remove_prefix(wide_blank.size()), more = true;
    while (text.ends_with(wide_blank)) text.remove_suffix(wide_blank.size()), more = true;
  }
  return std::string(text);
}

std::string half_width(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const Utf8Char c = first_utf8_char(text);
    if (c.valid && c.code >= 0xFF01 && c.code <= 0xFF5E)
      out += static_cast<char>(c.code - 0xFEE0);
    else if (c.valid && (c.code == 0x3000 || c.code == 0xA0))
      out += ' ';
    else
      append(out, text, c);
    text.remove_prefix(c.bytes);
  }
  return out;
}

Cell<std::string> read_code(std::string_view text) {
  std::string out;
  const std::string whole = trimmed(text);
  for (std::string_view rest = whole; !rest.empty();) {
    const Utf8Char c = first_utf8_char(rest);
    const char32_t narrow = c.valid && c.code >= 0xFF01 && c.code <= 0xFF5E ? c.code - 0xFEE0 : 0;
    const bool plain = narrow == '_' || narrow == '-' || (narrow >= '0' && narrow <= '9') || (narrow >= 'a' && narrow <= 'z') ||
                       (narrow >= 'A' && narrow <= 'Z');
    if (plain)
      out += static_cast<char>(narrow);
    else
      append(out, rest, c);
    rest.remove_prefix(c.bytes);
  }
  return without_wide_signs(out);
}

Cell<std::vector<std::string>> read_codes(std::string_view text) {
  static constexpr std::array<std::string_view, 8> separators = {",", "，", "、", ";", "；", "\n", "\r", "|"};
  std::vector<std::string> codes;
  std::string current;
  const auto take = [&]() -> Cell<bool> {
    if (trimmed(current).empty()) return true;
    const auto code = read_code(current);
    if (!code) return tl::unexpected(code.error());
    if (std::find(codes.begin(), codes.end(), *code) == codes.end()) codes.push_back(*code);
    current.clear();
    return true;
  };
  while (!text.empty()) {
    const auto separator = std::find_if(separators.begin(), separators.end(), [&](std::string_view one) { return text.starts_with(one); });
    if (separator == separators.end()) {
      const Utf8Char c = first_utf8_char(text);
      append(current, text, c);
      text.remove_prefix(c.bytes);
      continue;
    }
    if (const auto taken = take(); !taken) return tl::unexpected(taken.error());
    text.remove_prefix(separator->size());
  }
  if (const auto taken = take(); !taken) return tl::unexpected(taken.error());
  return codes;
}

Cell<std::string> read_date(std::string_view text) {
  std::string plain = half_width(trimmed(text));
  if (plain.ends_with(" 00:00")) plain.resize(plain.size() - 6);
  auto parts = date_parts(plain);
  if (parts.size() == 1 && plain.size() == 8) parts = {parts[0] / 10'000, parts[0] / 100 % 100, parts[0] % 100};
  if (parts.size() == 3 && parts[0] >= 1900 && parts[0] <= 9999) {
    const auto two = [](int n) { return (n < 10 ? "0" : "") + std::to_string(n); };
    std::string date = std::to_string(parts[0]) + "-" + two(parts[1]) + "-" + two(parts[2]);
    if (config::parse_date(date)) return date;
  }
  return refused("不是日期：" + shown(text), "请写成 2026-09-01");
}

Cell<bool> read_yes_no(std::string_view text) {
  const std::string plain = half_width(trimmed(text));
  for (const std::string_view yes : {"是", "√", "✓", "Y", "y", "true", "TRUE", "1"}) {
    if (plain == yes) return true;
  }
  for (const std::string_view no : {"否", "×", "N", "n", "false", "FALSE", "0"}) {
    if (plain == no) return false;
  }
  return refused("不是“是”或“否”：" + shown(text), "请写“是”或“否”");
}

Cell<std::string> read_phone(std::string_view text) {
  const std::string phone = without_label(half_width(trimmed(text)), {"电话", "值班电话", "办公电话", "座机", "Tel", "TEL", "tel"});
  if (personal_number(phone)) return refused("像手机号或身份证号", "请写值班座机；个人号码不进系统");
  if (phone.empty() || utf8_length(phone) > 40) return refused("过长：" + shown(text), "请写一个号码，不超过 40 字");
  return phone;
}

Cell<std::string> read_mail(std::string_view text) {
  const std::string mail = without_label(half_width(trimmed(text)), {"邮箱", "电子邮箱", "E-mail", "Email", "email", "Mail", "mail"});
  if (!config::valid_mail_address(mail)) return refused("不是邮箱地址：" + shown(text), "请写成 office@example.edu.cn");
  const std::string_view user = std::string_view(mail).substr(0, mail.find('@'));
  const auto digits = std::count_if(user.begin(), user.end(), is_digit);
  if (digits >= 5) return refused("像个人邮箱（含长串数字）", "请写办公邮箱；个人邮箱不进系统");
  return mail;
}

Cell<std::string> read_url(std::string_view text) {
  const std::string url = half_width(trimmed(text));
  if (!config::valid_http_url(url)) return refused("不是网址：" + shown(text), "请写成 https:// 开头的完整地址，不带用户名和 #");
  return url;
}

Cell<std::string> read_text(std::string_view text) {
  std::string plain = trimmed(text);
  std::replace_if(
      plain.begin(), plain.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
  if (looks_identifying(plain)) return refused("疑似含手机号、学号、邮箱或网址", "请删去后再导入");
  return plain;
}

}  // namespace fenghuo::directory
