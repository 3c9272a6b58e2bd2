// The only file that knows yaml-cpp: its events become Nodes.
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/node/node.h>  // parser.h only names it
#include <yaml-cpp/parser.h>

#include <sstream>

#include "common/base/bytes.hpp"
#include "common/base/utf8.hpp"
#include "common/config/full_width.hpp"
#include "common/config/node.hpp"

namespace fenghuo::config {
namespace {

std::vector<std::string_view> split_lines(std::string_view text) {
  std::vector<std::string_view> lines;
  for (std::size_t at = 0; at <= text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

class TreeBuilder : public YAML::EventHandler {
 public:
  TreeBuilder(const std::string& file, const std::vector<std::string_view>& lines, FaultList& faults)
      : file_(file), lines_(lines), faults_(faults) {}

  Node& root() { return root_; }
  // yaml-cpp counts bytes from 0; people count characters from 1.
  Place place(const YAML::Mark& mark) const {
    if (mark.is_null() || mark.line < 0) return {file_, 0, 0};
    const auto line = static_cast<std::size_t>(mark.line);
    const auto bytes = static_cast<std::size_t>(std::max(mark.column, 0));
    const std::string_view before =
        line < lines_.size() ? lines_[line].substr(0, std::min(bytes, lines_[line].size())) : std::string_view{};
    return {file_, mark.line + 1, static_cast<int>(utf8_length(before)) + 1};
  }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override { leaf(mark, anchor, Node::Kind::null, "", ""); }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override { throw YAML::ParserException(mark, "aliases (*name) are not allowed"); }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, const std::string& value) override {
    leaf(mark, anchor, Node::Kind::scalar, tag, value);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
    open(mark, anchor, Node::Kind::list, tag);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
    open(mark, anchor, Node::Kind::map, tag);
  }
  void OnMapEnd() override {
    report_duplicates(stack_.back());
    close();
  }

 private:
  Node make(const YAML::Mark& mark, YAML::anchor_t anchor, Node::Kind kind, const std::string& tag) const {
    if (anchor != 0) throw YAML::ParserException(mark, "anchors (&name) are not allowed");
    if (!tag.empty() && tag != "?" && tag != "!") throw YAML::ParserException(mark, "tags (!name) are not allowed");
    Node node;
    node.kind = kind;
    node.quoted = kind == Node::Kind::scalar && tag == "!";
    node.place = place(mark);
    return node;
  }

  void leaf(const YAML::Mark& mark, YAML::anchor_t anchor, Node::Kind kind, const std::string& tag, const std::string& value) {
    Node node = make(mark, anchor, kind, tag);
    node.scalar = value;
    node.wide = find_wide(mark, value);
    attach(std::move(node));
  }

  // A scalar may go over several lines, with quotes and breaks that are not in its value: its full-width sign is looked up in the file.
  Place find_wide(const YAML::Mark& mark, std::string_view value) const {
    const FullWidth found = full_width_in(value);
    if (found.sign.empty() || mark.line < 0) return {};
    auto column = static_cast<std::size_t>(std::max(mark.column, 0));
    for (auto line = static_cast<std::size_t>(mark.line); line < lines_.size(); ++line, column = 0) {
      const auto at = lines_[line].find(found.sign, column);
      if (at != std::string_view::npos)
        return {file_, static_cast<int>(line) + 1, static_cast<int>(utf8_length(lines_[line].substr(0, at))) + 1};
    }
    return {};
  }

  void open(const YAML::Mark& mark, YAML::anchor_t anchor, Node::Kind kind, const std::string& tag) {
    if (stack_.size() >= static_cast<std::size_t>(max_depth)) {
      throw YAML::ParserException(mark, "nested deeper than " + std::to_string(max_depth) + " levels");
    }
    stack_.push_back(make(mark, anchor, kind, tag));
  }

  void close() {
    Node node = std::move(stack_.back());
    stack_.pop_back();
    attach(std::move(node));
  }

  void attach(Node node) {
    if (stack_.empty()) {
      root_ = std::move(node);
      return;
    }
    Node& parent = stack_.back();
    if (parent.kind == Node::Kind::map && parent.keys.size() == parent.items.size()) {
      if (node.kind != Node::Kind::scalar) faults_.error(node.place, "a key must be a plain word", "write it as key: value");
      parent.keys.push_back(std::move(node));
      return;
    }
    // An empty value has no place of its own.
    if (node.kind == Node::Kind::null && parent.kind == Node::Kind::map) node.place = parent.keys.back().place;
    parent.items.push_back(std::move(node));
  }

  void report_duplicates(const Node& map) {
    std::map<std::string_view, const Node*> seen;
    for (const Node& key : map.keys) {
      const auto [at, fresh] = seen.emplace(key.scalar, &key);
      if (fresh || key.kind != Node::Kind::scalar) continue;
      faults_.error(key.place,
                    "key \"" + printable(key.scalar) + "\" stands twice (first at line " + std::to_string(at->second->place.line) + ")",
                    "keep one of them");
    }
  }

  const std::string& file_;
  const std::vector<std::string_view>& lines_;
  FaultList& faults_;
  std::vector<Node> stack_;
  Node root_;
};

// False after a fault: bytes that yaml-cpp would silently misread (it takes 0x04 for the end of the file).
bool check_characters(const std::vector<std::string_view>& lines, const std::string& file, FaultList& faults) {
  for (std::size_t i = 0; i < lines.size(); ++i) {
    int column = 0;
    for (std::size_t at = 0; at < lines[i].size();) {
      ++column;
      const Utf8Char c = first_utf8_char(lines[i].substr(at));
      const Place place{file, static_cast<int>(i) + 1, column};
      if (!c.valid) {
        faults.error(place, "the file is not UTF-8 from here on",
                     "save it as UTF-8 (WPS and Notepad save GBK or UTF-16 unless told otherwise: 请另存为 UTF-8 编码)");
        return false;
      }
      const bool line_end = c.code == '\r' && at + 1 == lines[i].size();
      if (c.code == 0x7f || (c.code < 0x20 && c.code != '\t' && !line_end)) {
        faults.error(place, "control character (code " + std::to_string(static_cast<unsigned>(c.code)) + ")", "remove it");
        return false;
      }
      at += c.bytes;
    }
  }
  return true;
}

// A line with a full-width colon is read on into the next one, where the parser then stumbles: so a colon on either line is likelier than
// what else stands on the line of the fault.
std::string hint_near(const std::vector<std::string_view>& lines, int line) {
  std::string other;
  for (const int candidate : {line, line - 1}) {
    if (candidate < 1 || static_cast<std::size_t>(candidate) > lines.size()) continue;
    const std::string_view text = lines[static_cast<std::size_t>(candidate) - 1];
    std::string hint = full_width_hint(text, candidate);
    if (hint.find("冒号") != std::string::npos) return hint;
    const auto indent = text.substr(0, text.find_first_not_of(" \t"));
    if (hint.empty() && indent.find('\t') != std::string_view::npos)
      hint = " (第" + std::to_string(candidate) + "行的缩进用了制表符，请改用空格)";
    if (other.empty()) other = std::move(hint);
  }
  return other;
}

}  // namespace

const Node* Node::find(std::string_view key) const {
  if (kind != Kind::map) return nullptr;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (keys[i].scalar == key) return &items[i];
  }
  return nullptr;
}

std::optional<Node> parse_yaml(std::string_view text, const std::string& file, FaultList& faults) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (text.size() > max_file_bytes) {
    faults.error({file}, "larger than 1 MB", "split what is not configuration out of it");
    return std::nullopt;
  }
  const auto lines = split_lines(text);
  if (!check_characters(lines, file, faults)) return std::nullopt;
  TreeBuilder builder(file, lines, faults);
  try {
    std::istringstream stream{std::string(text)};
    YAML::Parser parser(stream);
    if (!parser.HandleNextDocument(builder)) {
      Node empty;
      empty.place = {file, 1, 1};
      return empty;
    }
    Node root = std::move(builder.root());
    TreeBuilder second(file, lines, faults);
    if (parser.HandleNextDocument(second)) {
      faults.error(second.root().place, "a second document begins here", "keep one document in the file: remove the line ---");
      return std::nullopt;
    }
    return root;
  } catch (const YAML::Exception& e) {
    const Place place = builder.place(e.mark);
    faults.error(place, "no valid YAML: " + printable(e.msg, 160),
                 "check the indentation, colons and quotes here and on the line before" + hint_near(lines, place.line));
    return std::nullopt;
  }
}

std::optional<Node> parse_file(const std::string& path, FaultList& faults) {
  const auto text = read_text(path, faults);
  if (!text) return std::nullopt;
  return parse_yaml(*text, path, faults);
}

}  // namespace fenghuo::config
