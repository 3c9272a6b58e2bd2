// Sets keys of one item of a YAML file's list in its text, and touches nothing else: every comment stays, also those inside the item.
//
// An item that is written on one line ({id: a, …}) is written anew by edit_items. The result is read back and compared before it is handed
// out: an Error means that the text could not be changed faithfully. Pure.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/base/result.hpp"
#include "common/config/node.hpp"

namespace fenghuo::config {

using KeyValues = std::vector<std::pair<std::string, std::string>>;  // scalars; a key that is there is replaced where it stands

// `root` is the tree of `text`; `index` counts the items of the list at its top.
Result<std::string> set_item_keys(std::string_view text, const Node& root, const std::string& list, std::size_t index,
                                  const KeyValues& keys);

}  // namespace fenghuo::config
