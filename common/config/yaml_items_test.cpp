// Items of a YAML file are changed in its text, and nothing else is.
#include "common/config/yaml_items.hpp"

#include <gmock/gmock.h>

namespace fenghuo::config {
namespace {

using testing::HasSubstr;

Node tree(std::string_view text) {
  FaultList faults;
  auto root = parse_yaml(text, "f", faults);
  EXPECT_EQ(faults.errors(), 0U) << text;
  return root.value_or(Node{});
}

std::string edited(std::string_view text, const std::vector<ItemEdit>& edits) {
  const auto out = edit_items(text, tree(text), edits);
  return out ? *out : "failed: " + out.error().message;
}

Node item(std::string_view flow) { return tree(flow); }

const std::string file = R"(# head of the file
#   second line
units:
  # the first
  - id: a   # behind it
    name: 甲
    contacts: [a]
  # the second
  - id: b
    name: 乙

roles:
  - {id: r, name: "角:色", contacts: [a]}   # 第一 "责任"
  - {id: s, name: 席位}
# the end
)";

TEST(YamlItems, ReplacesOneAndKeepsTheRest) {
  EXPECT_EQ(edited(file, {{"units", 0, item("{id: a, name: 丙, contacts: [a, b]}")}, {"roles", 0, item("{id: r, name: \"x: y\"}")}}),
            R"(# head of the file
#   second line
units:
  # the first
  - id: a   # behind it
    name: 丙
    contacts: [a, b]
  # the second
  - id: b
    name: 乙

roles:
  - {id: r, name: "x: y"}   # 第一 "责任"
  - {id: s, name: 席位}
# the end
)");
}

TEST(YamlItems, AppendsInTheStyleOfTheLast) {
  const std::string out = edited(
      file, {{"units", {}, item("{id: c, name: 丁}")}, {"units", {}, item("{id: d, name: 戊}")}, {"roles", {}, item("{id: t, name: 己}")}});
  EXPECT_THAT(out, HasSubstr("    name: 乙\n  - id: c\n    name: 丁\n  - id: d\n    name: 戊\n\nroles:"));
  EXPECT_THAT(out, HasSubstr("  - {id: s, name: 席位}\n  - {id: t, name: 己}\n# the end\n"));
}

TEST(YamlItems, ReplacesTheLastAndAppendsBehindIt) {
  EXPECT_THAT(edited(file, {{"roles", 1, item("{id: s, name: 庚}")}, {"roles", {}, item("{id: t, name: 己}")}}),
              HasSubstr("  - {id: s, name: 庚}\n  - {id: t, name: 己}\n# the end\n"));
}

TEST(YamlItems, AFileWithoutALineForEachItemIsWrittenAnew) {
  EXPECT_EQ(edited("# head\n{\"units\": [{\"id\": \"a\"}, {\"id\": \"b\"}], \"roles\": [], \"x\": {\"y\": 1}}\n",
                   {{"units", 1, item("{id: b, name: 乙}")}}),
            "# head\n\"units\":\n  - {\"id\": \"a\"}\n  - {id: b, name: 乙}\n\"roles\": []\n\"x\": {\"y\": 1}\n");
  EXPECT_EQ(edited("units: []\n", {{"units", {}, item("{id: a}")}}), "units:\n  - {id: a}\n");
}

TEST(YamlItems, WindowsLineEndsAndAMissingLastLineEnd) {
  EXPECT_EQ(edited("units:\r\n- id: a\r\n- id: b", {{"units", 0, item("{id: c}")}}), "units:\r\n- {id: c}\n- id: b\n");
}

TEST(YamlItems, ValuesAreQuotedWhereNeeded) {
  for (const char* value :
       {"a: b", "a # b", "", " a", "[x]", "x, y", "说“是”\"否\"", "back\\slash", "- a", "@x", "null", "2026-09-01", "true", "校内 0000"}) {
    Node map;
    map.kind = Node::Kind::map;
    set_key(map, "v", scalar_node(value));
    const Node back = tree("l: [" + flow_text(map) + "]");
    ASSERT_EQ(back.items.size(), 1U) << value;
    EXPECT_TRUE(same_content(back.items[0].items[0], map)) << flow_text(map);
  }
}

TEST(YamlItems, WhatCannotBeDoneIsSaid) {
  EXPECT_THAT(edited("units: []\n", {{"roles", {}, item("{id: a}")}}), HasSubstr("failed: the file has no list \"roles\""));
}

}  // namespace
}  // namespace fenghuo::config
