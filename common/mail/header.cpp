#include "common/mail/header.hpp"

#include "common/base/bytes.hpp"
#include "common/base/utf8.hpp"

namespace fenghuo {
namespace {

constexpr std::size_t longest_word = 75, longest_encoded_line = 76, usual_line = 78;
constexpr std::string_view word_begin = "=?UTF-8?B?", word_end = "?=";
constexpr std::string_view fold = "\r\n ";

bool control(unsigned char c) { return c < 0x20 || c == 0x7f; }

// Bytes that fit into an encoded-word of so many characters: base64 makes four characters of three bytes.
std::size_t bytes_in(std::size_t characters) {
  const std::size_t frame = word_begin.size() + word_end.size();
  return characters <= frame ? 0 : (characters - frame) / 4 * 3;
}

bool needs_encoding(std::string_view text) {
  return text.find("=?") != std::string_view::npos || text.find("  ") != std::string_view::npos || text.starts_with(' ') ||
         text.ends_with(' ') || std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

// Folds plain ASCII before words; a single word longer than a line stays whole, 998 is the limit and no header of ours comes near.
std::string folded(std::string_view text, std::size_t column) {
  std::string out;
  while (!text.empty()) {
    const std::size_t space = std::min(text.find(' ', 1), text.size());
    const std::string_view word = text.substr(0, space);
    if (!out.empty() && column + word.size() > usual_line) {
      out.append(fold).append(word.substr(word.starts_with(' ') ? 1 : 0));
      column = word.size();
    } else {
      out.append(word);
      column += word.size();
    }
    text.remove_prefix(space);
  }
  return out;
}

bool safe_address(std::string_view address) {
  return !address.empty() && address.size() <= 254 && address.find('@') != std::string_view::npos &&
         std::all_of(address.begin(), address.end(),
                     [](char c) { return c > ' ' && c < 0x7f && std::string_view("<>\"(),:;\\").find(c) == std::string_view::npos; });
}

std::string two(int n) { return (n < 10 ? "0" : "") + std::to_string(n); }

// Minutes east of UTC: the local reading taken as UTC, less the instant.
int offset_minutes(const LocalTime& local, Instant t) {
  const auto day = std::chrono::sys_days{std::chrono::year{local.year} / std::chrono::month{local.month} / std::chrono::day{local.day}};
  const auto as_utc = day + std::chrono::minutes{local.minute_of_day} + std::chrono::seconds{local.second};
  return static_cast<int>(std::chrono::duration_cast<std::chrono::minutes>(as_utc - std::chrono::floor<std::chrono::seconds>(t)).count());
}

}  // namespace

std::string one_line(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const auto next = first_utf8_char(text);
    if (!next.valid)
      out.push_back('?');
    else if (next.code < 0x80 ? control(static_cast<unsigned char>(next.code))
                              : (next.code < 0xa0 || next.code == 0x2028 || next.code == 0x2029))
      out.push_back(' ');
    else
      out.append(text.substr(0, next.bytes));
    text.remove_prefix(next.bytes);
  }
  return out;
}

std::string encoded_words(std::string_view text, std::size_t first_room) {
  std::string out;
  std::size_t room = bytes_in(std::min(first_room, longest_word));
  while (!text.empty()) {
    std::size_t taken = 0;
    while (taken < text.size()) {
      const std::size_t next = first_utf8_char(text.substr(taken)).bytes;
      if (taken + next > room) break;
      taken += next;
    }
    if (taken == 0) taken = first_utf8_char(text).bytes;
    if (!out.empty()) out.append(fold);
    out.append(word_begin).append(to_base64(text.substr(0, taken))).append(word_end);
    text.remove_prefix(taken);
    room = bytes_in(longest_word);
  }
  return out;
}

std::string text_header(std::string_view name, std::string_view text) {
  const std::string line = one_line(text);
  std::string out{name};
  out.append(": ");
  out.append(needs_encoding(line) ? encoded_words(line, longest_encoded_line - out.size()) : folded(line, out.size()));
  return out.append("\r\n");
}

std::string address_header(std::string_view name, std::string_view display, std::string_view address) {
  const std::string shown = one_line(display);
  std::string out{name};
  out.append(": ");
  if (!shown.empty()) {
    // Always encoded: then no sign of a display name can be taken for part of an address.
    out.append(encoded_words(shown, longest_encoded_line - out.size()));
    out.append(fold);
  }
  out.append("<").append(safe_address(address) ? address : std::string_view{}).append(">");
  return out.append("\r\n");
}

std::string mail_date(Instant t, const Zone& zone) {
  static constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const LocalTime local = zone.local(t);
  const int offset = offset_minutes(local, t), size = std::abs(offset);
  return std::string(days.at(local.weekday)) + ", " + two(static_cast<int>(local.day)) + " " + months.at(local.month - 1) + " " +
         std::to_string(local.year) + " " + two(local.minute_of_day / 60) + ":" + two(local.minute_of_day % 60) + ":" + two(local.second) +
         " " + (offset < 0 ? "-" : "+") + two(size / 60) + two(size % 60);
}

std::string mail_domain(std::string_view address) {
  const auto at = address.rfind('@');
  if (at == std::string_view::npos) return {};
  std::string domain{address.substr(at + 1)};
  std::transform(domain.begin(), domain.end(), domain.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return domain;
}

}  // namespace fenghuo
