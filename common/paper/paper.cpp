#include "common/paper/paper.hpp"

#include "common/base/utf8.hpp"

namespace fenghuo {

std::string cell_text(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  std::size_t characters = 0;
  while (!text.empty()) {
    if (++characters > most_cell_characters) return out + "……";
    const auto one = first_utf8_char(text);
    const bool control = one.valid && one.code != U'\n' && (one.code < 0x20 || (one.code >= 0x7F && one.code < 0xA0));
    if (!one.valid)
      out += '?';
    else if (control)
      out += ' ';
    else
      out.append(text.substr(0, one.bytes));
    text.remove_prefix(one.bytes);
  }
  return out;
}

}  // namespace fenghuo
