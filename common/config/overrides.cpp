#include "common/config/overrides.hpp"

#include "common/base/bytes.hpp"

namespace fenghuo::config {
namespace {

// Faults inside a YAML value count lines of that value; on the command line that says nothing.
void move_to(Node& node, const Place& place) {
  node.place = place;
  for (Node& key : node.keys) key.place = place;
  for (Node& item : node.items) move_to(item, place);
}

Node& child(Node& map, std::string_view key, const Place& place) {
  if (map.kind != Node::Kind::map) {
    const Place kept = map.place.file.empty() ? place : map.place;
    map = Node{};
    map.kind = Node::Kind::map;
    map.place = kept;
  }
  for (std::size_t i = 0; i < map.keys.size(); ++i) {
    if (map.keys[i].scalar == key) return map.items[i];
  }
  Node name;
  name.kind = Node::Kind::scalar;
  name.scalar = std::string(key);
  name.place = place;
  map.keys.push_back(std::move(name));
  map.items.emplace_back();
  map.items.back().place = place;
  return map.items.back();
}

}  // namespace

void apply_override(Node& root, const std::string& override_text, FaultList& faults) {
  const Place place{"--set"};
  const auto equals = override_text.find('=');
  if (equals == std::string::npos || equals == 0) {
    // The text itself is not shown: it may be a secret that lost its key.
    faults.error(place, "an override has no KEY=VALUE", "write it like --set ledger.clock=manual");
    return;
  }
  const std::string key = override_text.substr(0, equals), value = override_text.substr(equals + 1);
  Node parsed;
  if (value.starts_with('[') || value.starts_with('{')) {
    auto tree = parse_yaml(value, "--set " + printable(key), faults);
    if (!tree) return;
    parsed = std::move(*tree);
  } else {
    parsed.kind = Node::Kind::scalar;
    parsed.scalar = value;
  }
  move_to(parsed, place);

  Node* node = &root;
  for (std::size_t at = 0; at <= key.size();) {
    const auto dot = std::min(key.find('.', at), key.size());
    node = &child(*node, std::string_view(key).substr(at, dot - at), place);
    at = dot + 1;
  }
  *node = std::move(parsed);
}

}  // namespace fenghuo::config
