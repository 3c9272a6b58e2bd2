// The deletable text of an event: what a person wrote, and who signed it. The chain holds the door's account as the actor ("api/<token>",
// "link", "cli:<user>"); the name that somebody gave goes where it can be deleted after its time. Pure, thread-safe.
#pragma once

#include <string>
#include <string_view>

namespace fenghuo {

inline constexpr char signer_mark = '\x1F';  // typed text has no control characters

inline std::string signed_text(std::string_view note, std::string_view signer) {
  std::string text(note);
  if (!signer.empty()) text.append(1, signer_mark).append(signer);
  return text;
}

inline std::string_view note_in(std::string_view text) { return text.substr(0, text.find(signer_mark)); }

inline std::string_view signer_in(std::string_view text) {
  const auto mark = text.find(signer_mark);
  return mark == std::string_view::npos ? std::string_view() : text.substr(mark + 1);
}

}  // namespace fenghuo
