// Full-width punctuation where YAML needs ASCII: what a Chinese input method leaves behind. The hint is in Chinese, for the person who
// typed it. Pure.
#pragma once

#include <string>
#include <string_view>

#include "common/config/node.hpp"

namespace fenghuo::config {

// The likeliest culprit in a text, and what should stand there instead; sign empty = none. Brackets （） are no culprits: names carry them.
struct FullWidth {
  std::string_view sign, plain, name;
};
FullWidth full_width_in(std::string_view text);

// " (第12行第5列用了全角冒号“：”，请改为“:”)" for a key or value, empty when it has no such sign.
std::string full_width_hint(const Node& scalar);

// The same for a line of a file that could not be parsed; its comment is not looked at.
std::string full_width_hint(std::string_view line_text, int line);

}  // namespace fenghuo::config
