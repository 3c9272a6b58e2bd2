#include "common/log/line.hpp"

#include "common/base/utf8.hpp"
#include "common/clock/zone.hpp"

namespace fenghuo::log {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD
constexpr std::string_view hex_digits = "0123456789abcdef";

std::string_view name_of(Level level) {
  switch (level) {
    case Level::debug:
      return "debug";
    case Level::info:
      return "info";
    case Level::warn:
      return "warn";
    case Level::error:
      return "error";
  }
  return "info";
}

void append_char(std::string& line, std::string_view character, char32_t code) {
  switch (code) {
    case '"':
      line += "\\\"";
      return;
    case '\\':
      line += "\\\\";
      return;
    case '\n':
      line += "\\n";
      return;
    case '\r':
      line += "\\r";
      return;
    case '\t':
      line += "\\t";
      return;
    default:
      break;
  }
  // C1 controls are escaped too: a terminal that shows the log obeys them. U+2028 and U+2029 end a line for some readers.
  if (code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x2028 || code == 0x2029) {
    line += "\\u";
    for (int shift = 12; shift >= 0; shift -= 4) line += hex_digits[(code >> static_cast<unsigned>(shift)) & 15U];
    return;
  }
  line += character;
}

void append_string(std::string& line, std::string_view text) {
  line += '"';
  for (std::size_t taken = 0; !text.empty();) {
    const Utf8Char c = first_utf8_char(text);
    const std::string_view character = c.valid ? text.substr(0, c.bytes) : replacement;
    taken += character.size();
    if (taken > max_value_bytes) {
      line += "…";
      break;
    }
    append_char(line, character, c.valid ? c.code : 0xFFFD);
    text.remove_prefix(c.bytes);
  }
  line += '"';
}

void append_name(std::string& line, std::string_view name) {
  line += line.empty() ? '{' : ',';
  append_string(line, name);
  line += ':';
}

void append_pair(std::string& line, std::string_view name, std::string_view value) {
  append_name(line, name);
  append_string(line, value);
}

}  // namespace

std::string json_line(Instant at, std::string_view process, Level level, std::string_view event, Fields fields) {
  std::string line;
  append_pair(line, "time", rfc3339(at));
  append_pair(line, "level", name_of(level));
  append_pair(line, "process", process);
  append_pair(line, "event", event);
  for (const Field& f : fields) {
    append_name(line, f.name);
    if (f.bare) {
      line += f.value;
    } else {
      append_string(line, f.value);
    }
  }
  return line + "}";
}

}  // namespace fenghuo::log
