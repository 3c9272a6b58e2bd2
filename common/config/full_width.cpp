#include "common/config/full_width.hpp"

#include "common/base/bytes.hpp"

namespace fenghuo::config {
namespace {

// The likeliest first.
constexpr FullWidth signs[] = {
    {"：", ":", "冒号"}, {"，", ",", "逗号"},   {"、", ",", "顿号"},   {"“", "\"", "引号"},   {"”", "\"", "引号"},
    {"　", " ", "空格"}, {"［", "[", "方括号"}, {"］", "]", "方括号"}, {"｛", "{", "花括号"}, {"｝", "}", "花括号"},
    {"＃", "#", "井号"}, {"－", "-", "减号"},   {"／", "/", "斜杠"},   {"．", ".", "点"},
};

std::string hint(const FullWidth& found, int line, int column) {
  return " (第" + std::to_string(line) + "行第" + std::to_string(column) + "列用了全角" + std::string(found.name) + "“" +
         std::string(found.sign) + "”，请改为“" + std::string(found.plain) + "”)";
}

}  // namespace

FullWidth full_width_in(std::string_view text) {
  for (const FullWidth& sign : signs) {
    if (text.find(sign.sign) != std::string_view::npos) return sign;
  }
  return {};
}

std::string full_width_hint(const Node& scalar) {
  return scalar.wide.line == 0 ? "" : hint(full_width_in(scalar.scalar), scalar.wide.line, scalar.wide.column);
}

std::string full_width_hint(std::string_view line_text, int line) {
  const auto code = line_text.substr(0, line_text.find(" #"));
  const FullWidth found = full_width_in(code);
  return found.sign.empty() ? "" : hint(found, line, static_cast<int>(utf8_length(code.substr(0, code.find(found.sign)))) + 1);
}

}  // namespace fenghuo::config
