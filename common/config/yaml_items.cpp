#include "common/config/yaml_items.hpp"

#include <map>

#include "common/config/values.hpp"

namespace fenghuo::config {
namespace {

bool plain_is_safe(std::string_view text) {
  if (text.empty() || text.front() == ' ' || text.back() == ' ' || text.front() == '-' || text.front() == '?' || text == "~" ||
      text == "null") {
    return false;
  }
  return std::none_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || std::string_view(":#,[]{}&*!|>'\"%@`\\").find(c) != std::string_view::npos;
  });
}

std::string scalar_text(const Node& node) {
  if (!node.quoted && plain_is_safe(node.scalar)) return node.scalar;
  std::string out = "\"";
  for (const char c : node.scalar) {
    if (c == '"' || c == '\\') out += '\\';
    if (c == '\n')
      out += "\\n";
    else if (c == '\t')
      out += "\\t";
    else
      out += c;
  }
  return out + "\"";
}

std::string joined_items(const Node& node) {
  std::string out;
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    if (i > 0) out += ", ";
    if (node.kind == Node::Kind::map) out += scalar_text(node.keys[i]) + ": ";
    out += flow_text(node.items[i]);
  }
  return out;
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::string_view without_indent(std::string_view line) { return line.substr(std::min(line.find_first_not_of(" \t\r"), line.size())); }
bool says_nothing(std::string_view line) { return without_indent(line).empty() || without_indent(line).front() == '#'; }

// Lines [from, to) of each item of a list that is written one item after the other, each with its own "- ".
struct Block {
  std::size_t from, to;
};

std::optional<std::vector<Block>> blocks_of(const std::vector<std::string>& lines, const Node& root, const Node& list) {
  std::size_t end = lines.size();
  for (const Node& key : root.keys) {
    const auto line = static_cast<std::size_t>(key.place.line) - 1;
    if (key.place.line > list.place.line && line < end) end = line;
  }
  std::vector<Block> blocks;
  for (const Node& item : list.items) {
    const auto line = static_cast<std::size_t>(item.place.line) - 1;
    const auto column = static_cast<std::size_t>(item.place.column) - 1;
    if (line >= end || column < 2 || column > lines[line].size()) return std::nullopt;
    const std::string_view before = std::string_view(lines[line]).substr(0, column);
    if (without_indent(before) != "- " || (!blocks.empty() && blocks.back().from >= line)) return std::nullopt;
    blocks.push_back({line, end});
  }
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    if (i + 1 < blocks.size()) blocks[i].to = blocks[i + 1].from;
    while (blocks[i].to > blocks[i].from + 1 && says_nothing(lines[blocks[i].to - 1])) --blocks[i].to;
  }
  if (blocks.empty()) return std::nullopt;
  return blocks;
}

std::string item_text(const Node& item, const std::string& indent, bool one_line, const std::string& comment) {
  if (one_line || item.items.empty()) return indent + "- " + flow_text(item) + comment + "\n";
  std::string out;
  for (std::size_t i = 0; i < item.items.size(); ++i) {
    out += indent + (i == 0 ? "- " : "  ") + scalar_text(item.keys[i]) + ": " + flow_text(item.items[i]) + (i == 0 ? comment : "") + "\n";
  }
  return out;
}

// The tree as it is to be.
Node edited_tree(const Node& root, const std::vector<ItemEdit>& edits) {
  Node tree = root;
  for (const ItemEdit& edit : edits) {
    for (std::size_t i = 0; i < tree.keys.size(); ++i) {
      if (tree.keys[i].scalar != edit.list) continue;
      Node& list = tree.items[i];
      list.kind = Node::Kind::list;
      if (edit.index)
        list.items[*edit.index] = edit.item;
      else
        list.items.push_back(edit.item);
    }
  }
  return tree;
}

std::string written_anew(const std::vector<std::string>& lines, const Node& tree) {
  std::string out;
  for (const std::string& line : lines) {
    if (!says_nothing(line)) break;
    out += line + "\n";
  }
  for (std::size_t i = 0; i < tree.keys.size(); ++i) {
    const Node& value = tree.items[i];
    out += scalar_text(tree.keys[i]) + ":";
    if (value.kind != Node::Kind::list || value.items.empty()) {
      out += " " + flow_text(value) + "\n";
      continue;
    }
    out += "\n";
    for (const Node& item : value.items) out += item_text(item, "  ", true, "");
  }
  return out;
}

// nullopt: a list is not written one item a line.
std::optional<std::string> written_in_place(const std::vector<std::string>& lines, const Node& root, const std::vector<ItemEdit>& edits) {
  std::map<std::size_t, std::pair<std::size_t, std::string>> changes;  // first line → lines taken out, text put in
  std::map<std::string, std::optional<std::vector<Block>>> lists;
  for (const ItemEdit& edit : edits) {
    const auto known = lists.find(edit.list);
    const auto& blocks =
        known != lists.end() ? known->second : lists.emplace(edit.list, blocks_of(lines, root, *root.find(edit.list))).first->second;
    if (!blocks) return std::nullopt;
    const Block& like = (*blocks)[edit.index.value_or(blocks->size() - 1)];
    const std::string indent = lines[like.from].substr(0, lines[like.from].find('-'));
    const bool one_line = like.to == like.from + 1;
    if (edit.index) {
      auto& change = changes[like.from];
      change.first = like.to - like.from;
      change.second = item_text(edit.item, indent, one_line, comment_behind(lines[like.from])) + change.second;
    } else {
      changes[like.to].second += item_text(edit.item, indent, one_line, "");
    }
  }
  std::string out;
  for (std::size_t line = 0; line <= lines.size();) {
    const auto change = changes.find(line);
    if (change != changes.end()) out += change->second.second;
    if (line == lines.size()) break;
    if (change != changes.end() && change->second.first > 0) {
      line += change->second.first;
    } else {
      out += lines[line++] + "\n";
    }
  }
  return out;
}

}  // namespace

std::string comment_behind(std::string_view line) {
  char quote = 0;
  for (std::size_t at = 0; at < line.size(); ++at) {
    const char c = line[at];
    if (quote != 0) {
      if (c == '\\' && quote == '"')
        ++at;
      else if (c == quote)
        quote = 0;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '#' && at > 0 && line[at - 1] == ' ') {
      const auto blanks = line.find_last_not_of(' ', at - 1);
      std::string comment(line.substr(blanks == std::string_view::npos ? 0 : blanks + 1));
      while (comment.ends_with('\r') || comment.ends_with(' ')) comment.pop_back();
      return comment;
    }
  }
  return {};
}

std::string flow_text(const Node& node) {
  switch (node.kind) {
    case Node::Kind::null:
      return "~";
    case Node::Kind::scalar:
      return scalar_text(node);
    case Node::Kind::list:
      return "[" + joined_items(node) + "]";
    case Node::Kind::map:
      return "{" + joined_items(node) + "}";
  }
  return {};
}

Node scalar_node(std::string text) {
  Node node;
  node.kind = Node::Kind::scalar;
  node.scalar = std::move(text);
  return node;
}

Node list_node(const std::vector<std::string>& texts) {
  Node node;
  node.kind = Node::Kind::list;
  for (const std::string& text : texts) node.items.push_back(scalar_node(text));
  return node;
}

void set_key(Node& map, const std::string& key, Node value) {
  const auto at = std::find_if(map.keys.begin(), map.keys.end(), [&](const Node& one) { return one.scalar == key; });
  const auto index = at - map.keys.begin();
  if (value.kind == Node::Kind::null) {
    if (at == map.keys.end()) return;
    map.keys.erase(at);
    map.items.erase(map.items.begin() + index);
  } else if (at != map.keys.end()) {
    map.items[static_cast<std::size_t>(index)] = std::move(value);
  } else {
    map.keys.push_back(scalar_node(key));
    map.items.push_back(std::move(value));
  }
}

bool same_content(const Node& one, const Node& other) {
  if (one.kind != other.kind || one.scalar != other.scalar || one.items.size() != other.items.size()) return false;
  for (std::size_t i = 0; i < one.items.size(); ++i) {
    if (one.kind == Node::Kind::map && one.keys[i].scalar != other.keys[i].scalar) return false;
    if (!same_content(one.items[i], other.items[i])) return false;
  }
  return true;
}

Result<std::string> edit_items(std::string_view text, const Node& root, const std::vector<ItemEdit>& edits) {
  std::string mark;
  if (text.starts_with("\xEF\xBB\xBF")) {
    mark = text.substr(0, 3);
    text.remove_prefix(3);
  }
  for (const ItemEdit& edit : edits) {
    if (root.find(edit.list) == nullptr) return fail("the file has no list \"" + edit.list + "\"");
  }
  const auto lines = lines_of(text);
  const Node wanted = edited_tree(root, edits);
  std::string out = written_in_place(lines, root, edits).value_or(std::string());
  if (out.empty()) out = written_anew(lines, wanted);
  FaultList faults;
  const auto read = parse_yaml(out, "the changed file", faults);
  if (!read || faults.errors() > 0 || !same_content(*read, wanted)) {
    return fail(
        "its text can't be changed without changing its meaning; write each unit and role as an item of its own, one after the other");
  }
  return mark + out;
}

}  // namespace fenghuo::config
