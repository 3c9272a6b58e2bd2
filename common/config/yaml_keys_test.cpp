#include "common/config/yaml_keys.hpp"

#include <gtest/gtest.h>

#include "common/config/test_folder.hpp"

namespace fenghuo::config {
namespace {

std::string set(const std::string& text, std::size_t index, const KeyValues& keys) {
  FaultList faults;
  const auto root = parse_yaml(text, "a.yaml", faults);
  if (!root) throw std::runtime_error("no YAML");
  const auto out = set_item_keys(text, *root, "duties", index, keys);
  return out ? *out : "error: " + out.error().message;
}

const KeyValues confirmation = {{"status", "confirmed"}, {"confirmed_by", "校党〔2027〕12号"}, {"confirmed_on", "2027-01-08"}};

TEST(YamlKeys, AddedBehindTheItemAndNothingElseChanges) {
  const std::string text =
      "# head\nduties:\n  # one\n  - id: a   # its name\n    when: {window: year}   # 每年\n    # inside\n    proof: [甲]\n\n  - id: b\n";
  EXPECT_EQ(set(text, 0, confirmation),
            "# head\nduties:\n  # one\n  - id: a   # its name\n    when: {window: year}   # 每年\n    # inside\n    proof: [甲]\n"
            "    status: confirmed\n    confirmed_by: 校党〔2027〕12号\n    confirmed_on: 2027-01-08\n\n  - id: b\n");
}

TEST(YamlKeys, ReplacedWhereItStandsWithItsComment) {
  EXPECT_EQ(set("duties:\n  - id: a\n    status: draft   # 草稿\n    title: 甲\n", 0, {{"status", "confirmed"}}),
            "duties:\n  - id: a\n    status: confirmed   # 草稿\n    title: 甲\n");
  EXPECT_EQ(set("duties:\n  - {id: z}\n  - title: 甲乙\n    status: \"draft\"\n", 1, {{"status", "confirmed"}}),
            "duties:\n  - {id: z}\n  - title: 甲乙\n    status: confirmed\n");
}

TEST(YamlKeys, AnItemOnOneLineIsWrittenAnew) {
  EXPECT_EQ(set("duties:\n  - {id: a, status: draft}   # why\n  - {id: b}\n", 0, {{"status", "confirmed"}, {"confirmed_on", "2027-01-08"}}),
            "duties:\n  - {id: a, status: confirmed, confirmed_on: 2027-01-08}   # why\n  - {id: b}\n");
}

TEST(YamlKeys, BehindALongListInTheItem) {
  EXPECT_EQ(set("duties:\n  - id: a\n    proof:\n      - 甲\n      - 乙\n  - id: b\n", 0, {{"status", "confirmed"}}),
            "duties:\n  - id: a\n    proof:\n      - 甲\n      - 乙\n    status: confirmed\n  - id: b\n");
}

TEST(YamlKeys, WhatIsNotThereIsSaid) {
  EXPECT_EQ(set("duties:\n  - id: a\n", 1, {{"status", "confirmed"}}), "error: the file has no such item in \"duties\"");
}

// The shipped files: one entry confirmed, every other line as it was.
TEST(YamlKeys, TheShippedFilesKeepEveryLine) {
  const std::string text = slurp(shipped_config + "/obligations/fixed.yaml");
  const std::string changed = set(text, 1, confirmation);
  std::string without = changed;
  for (const std::string line : {"    status: confirmed\n", "    confirmed_by: 校党〔2027〕12号\n", "    confirmed_on: 2027-01-08\n"}) {
    const auto at = without.find(line);
    ASSERT_NE(at, std::string::npos) << line;
    without.erase(at, line.size());
  }
  EXPECT_EQ(without, text);
}

}  // namespace
}  // namespace fenghuo::config
