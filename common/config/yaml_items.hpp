// Changes items of the lists of a YAML file in its text: what is not changed stays as it is written, comments, order and all. An item that
// is changed is written anew; a comment behind its first line is kept, others inside it are not.
//
// A file whose lists are not written one item a line (JSON, say) is written anew as a whole, with the comments at its head kept.
// The result is read back and compared before it is handed out: an Error means that the text could not be changed faithfully. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.hpp"
#include "common/config/node.hpp"

namespace fenghuo::config {

struct ItemEdit {
  std::string list;                  // key of the list at the top of the file
  std::optional<std::size_t> index;  // the item to replace; nullopt = one more at the end
  Node item;                         // a map of scalars and lists of scalars
};

// `root` is the tree of `text`. Each item is edited at most once.
Result<std::string> edit_items(std::string_view text, const Node& root, const std::vector<ItemEdit>& edits);

// On one line: {id: a, contacts: [b, c]}. Values are quoted where YAML needs it.
std::string flow_text(const Node& node);

// "   # comment" behind what a line says, with its blanks; a # in quotes is none.
std::string comment_behind(std::string_view line);

Node scalar_node(std::string text);
Node list_node(const std::vector<std::string>& texts);
// Sets a key of a map, at its place or at the end; a null value removes it.
void set_key(Node& map, const std::string& key, Node value);

// The same keys and values in the same order, wherever they stand.
bool same_content(const Node& one, const Node& other);

}  // namespace fenghuo::config
