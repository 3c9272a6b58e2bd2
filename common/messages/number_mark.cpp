#include "common/messages/number_mark.hpp"

#include <string_view>

namespace fenghuo {

std::string numbered(std::string text, const std::string& number) {
  static constexpr std::string_view mark = "{number}";
  for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at + number.size())) text.replace(at, mark.size(), number);
  return text;
}

}  // namespace fenghuo
