#include "common/config/yaml_keys.hpp"

#include "common/config/yaml_items.hpp"

namespace fenghuo::config {
namespace {

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::size_t line_of(const Node& node) { return static_cast<std::size_t>(node.place.line) - 1; }

// The last line on which anything of a node begins.
std::size_t last_line(const Node& node) {
  std::size_t last = line_of(node);
  for (const Node& item : node.items) last = std::max(last, last_line(item));
  return last;
}

// Bytes before the character that a place's column counts to.
std::size_t offset_of(std::string_view line, int column) {
  std::size_t at = 0;
  for (int n = 1; n < column && at < line.size(); ++n) {
    ++at;
    while (at < line.size() && (static_cast<unsigned char>(line[at]) & 0xC0U) == 0x80U) ++at;
  }
  return at;
}

// Each key on a line of its own, one under the other. ({id: a} on one line is none: its key stands behind the brace.)
bool is_block(const Node& item) {
  if (item.keys.empty() || item.keys[0].place.column != item.place.column) return false;
  for (std::size_t i = 1; i < item.keys.size(); ++i) {
    if (item.keys[i].place.column != item.place.column || line_of(item.keys[i]) <= line_of(item.keys[i - 1])) return false;
  }
  return true;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string out;
  for (const auto& line : lines) out.append(line).push_back('\n');
  return out;
}

std::string written(std::vector<std::string> lines, const Node& item, const KeyValues& keys) {
  const std::string indent(static_cast<std::size_t>(item.keys[0].place.column) - 1, ' ');
  std::vector<std::string> more;
  more.reserve(keys.size());
  for (const auto& [key, value] : keys) {
    const std::string text = flow_text(scalar_node(value));
    const Node* there = item.find(key);
    if (there == nullptr) {
      more.push_back(std::string(indent).append(key).append(": ").append(text));
      continue;
    }
    std::string& line = lines[line_of(*there)];
    const std::string comment = comment_behind(line);
    line = line.substr(0, offset_of(line, there->place.column)).append(text).append(comment);
  }
  const auto behind = static_cast<std::ptrdiff_t>(last_line(item) + 1);
  lines.insert(lines.begin() + behind, more.begin(), more.end());
  return joined(lines);
}

}  // namespace

Result<std::string> set_item_keys(std::string_view text, const Node& root, const std::string& list, std::size_t index,
                                  const KeyValues& keys) {
  const Node* items = root.find(list);
  if (items == nullptr || index >= items->items.size()) return fail("the file has no such item in \"" + list + "\"");
  const Node& item = items->items[index];
  Node wanted = item;
  for (const auto& [key, value] : keys) set_key(wanted, key, scalar_node(value));
  if (is_block(item) && !text.starts_with("\xEF\xBB\xBF")) {
    std::string out = written(lines_of(text), item, keys);
    FaultList faults;
    const auto read = parse_yaml(out, "the changed file", faults);
    const Node* changed = read ? read->find(list) : nullptr;
    if (changed != nullptr && faults.errors() == 0 && changed->items.size() == items->items.size() &&
        same_content(changed->items[index], wanted))
      return out;
  }
  return edit_items(text, root, {{list, index, wanted}});
}

}  // namespace fenghuo::config
