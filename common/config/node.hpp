// A YAML file as a tree whose every node knows its place. Values are text here; what they must be is said by a Shape (shape.hpp).
//
// Files are untrusted in size and form: at most 1 MB, 32 levels deep, UTF-8 without control characters, one document, no anchors, aliases
// or tags. A file that breaks this is a fault with its place and the way out (GBK from an office program, a full-width colon, a tab). Nodes
// own what they hold; immutable after parsing, so reading them is thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/config/fault_list.hpp"

namespace fenghuo::config {

inline constexpr std::size_t max_file_bytes = 1U << 20U;
inline constexpr int max_depth = 32;

struct Node {
  enum class Kind { null, scalar, list, map };
  Kind kind = Kind::null;
  std::string scalar;
  bool quoted = false;  // scalar: written in quotes
  Place place;
  Place wide;               // scalar: where its first full-width sign stands (full_width.hpp); line 0 = none
  std::vector<Node> keys;   // map: keys[i] names items[i]
  std::vector<Node> items;  // list and map

  const Node* find(std::string_view key) const;  // the value; nullptr when there is none, or this is no map
};

// The text of a file; nullopt and a fault when it is missing, unreadable, no plain file, or too large.
std::optional<std::string> read_text(const std::string& path, FaultList& faults);

// The tree of a YAML text. An empty text is a null node. nullopt after a fault; duplicate keys are faults too, but leave the tree readable.
std::optional<Node> parse_yaml(std::string_view text, const std::string& file, FaultList& faults);

// read_text, then parse_yaml.
std::optional<Node> parse_file(const std::string& path, FaultList& faults);

}  // namespace fenghuo::config
