// What the reader of a list is offered beside each entry: one button, or the three answers to an invitation (page.md). A button leads to
// the page of the entry's own link and acts on nothing by itself; `query` says what the page begins with. Pure.
#pragma once

#include <string>
#include <vector>

#include "common/messages/frame.hpp"

namespace fenghuo {

struct EntryButton {
  std::string text;
  std::string query;  // of the address, empty: none

  std::string address(std::string link) const;  // link: of the entry
};

// None: the entry is no duty's (a warning's topic is for the campus network), or not of a matter.
std::vector<EntryButton> entry_buttons(const wire::DigestEntry& entry);

}  // namespace fenghuo
