#include "common/sheet/text_encoding.hpp"

#include <iconv.h>

#include <cerrno>

#include "common/base/bytes.hpp"
#include "common/base/utf8.hpp"

namespace fenghuo::sheet {
namespace {

constexpr std::string_view utf8_mark = "\xEF\xBB\xBF", utf16le_mark = "\xFF\xFE", utf16be_mark = "\xFE\xFF";

struct Conversion {
  std::string text;
  bool whole = true;  // false: a byte that the encoding does not have, behind text
};

Conversion convert(std::string_view bytes, const char* from, const char* to) {
  const iconv_t state = ::iconv_open(to, from);
  Conversion out;
  if (state == reinterpret_cast<iconv_t>(-1)) return {{}, false};
  std::string source(bytes);  // iconv wants a pointer it may move
  char* in = source.data();
  std::size_t left = source.size();
  char block[8192];
  while (left > 0) {
    char* next = block;
    std::size_t room = sizeof block;
    const std::size_t done = ::iconv(state, &in, &left, &next, &room);
    out.text.append(block, sizeof block - room);
    if (done == static_cast<std::size_t>(-1) && errno != E2BIG) {
      out.whole = false;
      break;
    }
  }
  ::iconv_close(state);
  return out;
}

// Where reading stopped, in lines and cells as a person would look for it; separators in quotes are rare enough to be counted.
Trouble at_end_of(std::string_view text, std::string what, std::string remedy) {
  Trouble trouble{1, 1, std::move(what), std::move(remedy)};
  for (const char c : text) {
    if (c == '\n') {
      ++trouble.row;
      trouble.column = 1;
    } else if (c == ',' || c == ';' || c == '\t') {
      ++trouble.column;
    }
  }
  trouble.what = place_text(trouble.row, trouble.column) + trouble.what;
  return trouble;
}

// A file whose Chinese is UTF-8 but for a byte or two would turn into other Chinese when read as GBK, without a fault: so count.
bool damaged_utf8(std::string_view bytes) {
  std::size_t sound = 0, broken = 0;
  while (!bytes.empty()) {
    const Utf8Char c = first_utf8_char(bytes);
    if (!c.valid) ++broken;
    if (c.valid && c.bytes >= 3) ++sound;
    bytes.remove_prefix(c.bytes);
  }
  return sound > 4 * broken;
}

std::string_view valid_prefix(std::string_view bytes) {
  std::size_t at = 0;
  while (at < bytes.size()) {
    const Utf8Char c = first_utf8_char(bytes.substr(at));
    if (!c.valid) break;
    at += c.bytes;
  }
  return bytes.substr(0, at);
}

}  // namespace

Read<std::string> to_utf8(std::string_view bytes) {
  for (const auto& [mark, name] : {std::pair{utf16le_mark, "UTF-16LE"}, std::pair{utf16be_mark, "UTF-16BE"}}) {
    if (!bytes.starts_with(mark)) continue;
    Conversion out = convert(bytes.substr(mark.size()), name, "UTF-8");
    if (!out.whole) return tl::unexpected(at_end_of(out.text, "不是完整的 UTF-16 文本", "请另存为 CSV UTF-8"));
    return std::move(out.text);
  }
  if (bytes.find('\0') != std::string_view::npos) {
    return trouble("文件含有空字节，不是文本（可能是没有标记的 UTF-16，或别的格式）", "请另存为 .xlsx，或 CSV UTF-8");
  }
  const bool marked = bytes.starts_with(utf8_mark);
  if (marked) bytes.remove_prefix(utf8_mark.size());
  if (valid_utf8(bytes)) return std::string(bytes);
  if (marked || damaged_utf8(bytes)) {
    return tl::unexpected(at_end_of(valid_prefix(bytes), "有损坏的 UTF-8 字符", "请用 WPS 打开，核对这一处后另存为 CSV UTF-8"));
  }
  Conversion out = convert(bytes, "GB18030", "UTF-8");
  if (!out.whole) return tl::unexpected(at_end_of(out.text, "既不是 UTF-8 也不是 GBK 字符", "请另存为 .xlsx，或 CSV UTF-8"));
  return std::move(out.text);
}

std::string from_utf8(std::string_view text, const char* encoding) {
  Conversion out = convert(text, "UTF-8", encoding);
  return out.whole ? std::move(out.text) : std::string();
}

}  // namespace fenghuo::sheet
