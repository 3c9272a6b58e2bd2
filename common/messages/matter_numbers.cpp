#include "common/messages/matter_numbers.hpp"

#include <algorithm>
#include <array>

namespace fenghuo {
namespace {

constexpr std::string_view open_bracket = "〔", close_bracket = "〕", number_end = "号", paper_mark = "之";
constexpr std::size_t one_sign = 3;  // bytes of a Chinese character or bracket

bool digit(char c) { return c >= '0' && c <= '9'; }

bool take(std::string_view& text, std::string_view what) {
  if (!text.starts_with(what)) return false;
  text.remove_prefix(what.size());
  return true;
}

bool take_digits(std::string_view& text, std::size_t least, std::size_t most) {
  const auto end = std::find_if_not(text.begin(), text.end(), digit);
  const auto n = static_cast<std::size_t>(end - text.begin());
  if (n < least || n > most) return false;
  text.remove_prefix(n);
  return true;
}

// Behind such a sign a number stands by itself; behind any other Chinese character or letter it belongs to a longer name.
bool stands_alone(std::string_view before) {
  static constexpr std::array<std::string_view, 30> words = {"见", "和", "与", "及", "同", "即", "由", "附", "并", "或",
                                                             "随", "按", "照", "于", "入", "至", "为", "是", "，", "、",
                                                             "。", "；", "：", "（", "）", "《", "》", "“",  "”",  "号"};
  if (before.empty() || before.ends_with("　")) return true;
  const auto last = static_cast<unsigned char>(before.back());
  if (last < 0x80) return !((last >= '0' && last <= '9') || (last >= 'A' && last <= 'Z') || (last >= 'a' && last <= 'z'));
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return before.ends_with(word); });
}

}  // namespace

std::vector<std::string> numbers_named(std::string_view text) {
  std::vector<std::string> out;
  for (std::size_t at = text.find(open_bracket); at != std::string_view::npos; at = text.find(open_bracket, at + 1)) {
    if (at < one_sign || out.size() >= most_numbers_named) continue;
    const std::size_t begin = at - one_sign;
    const auto kind = text.substr(begin, one_sign);
    if ((kind != "督" && kind != "舆") || !stands_alone(text.substr(0, begin))) continue;
    std::string_view rest = text.substr(at + open_bracket.size());
    if (!take_digits(rest, 4, 4) || !take(rest, close_bracket) || !take_digits(rest, 1, 5) || !take(rest, number_end)) continue;
    std::string number(text.substr(begin, text.size() - rest.size() - begin));
    if (std::find(out.begin(), out.end(), number) == out.end()) out.push_back(std::move(number));
  }
  return out;
}

std::string matters_named(std::string_view text) {
  std::string out;
  for (const auto& number : numbers_named(text)) out.append(out.empty() ? "" : ",").append(number);
  return out;
}

std::string slip_suffix(unsigned nth) {
  static constexpr std::array<const char*, 10> digits = {"", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
  if (nth < 2) return {};
  std::string out(paper_mark);
  if (nth > 99) return out + std::to_string(nth);
  if (nth >= 20) out += digits.at(nth / 10);
  if (nth >= 10) out += "十";
  return out + digits.at(nth % 10);
}

std::string_view matter_of_slip(std::string_view number) {
  const auto end = number.find(number_end);
  if (end == std::string_view::npos) return number;
  const auto rest = number.substr(end + number_end.size());
  return rest.starts_with(paper_mark) ? number.substr(0, end + number_end.size()) : number;
}

unsigned orders_issued(const Slips& slips) {
  return static_cast<unsigned>(
      std::count_if(slips.begin(), slips.end(), [](const wire::Slip& slip) { return slip.kind() == "order" && slip.issued_at() != 0; }));
}

void number_orders(Slips& slips, const std::string& matter_number) {
  if (matter_number.empty()) return;
  unsigned nth = 0;
  for (auto& slip : slips) {
    if (slip.kind() != "order" || slip.issued_at() == 0) continue;
    ++nth;
    if (slip.number().empty()) slip.set_number(matter_number + slip_suffix(nth));
  }
}

std::string last_order_number(const wire::DutyState& duty) {
  std::string out;
  for (const auto& slip : duty.slips()) {
    if (slip.kind() == "order" && slip.issued_at() != 0) out = slip.number();
  }
  return out;
}

}  // namespace fenghuo
