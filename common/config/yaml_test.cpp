#include "common/config/node.hpp"
#include "common/config/test_folder.hpp"

namespace fenghuo::config {
namespace {

std::string faults_of(const std::string& text) {
  FaultList faults;
  parse_yaml(text, "x.yaml", faults);
  return report(faults.take(), "");
}

TEST(Yaml, EveryNodeKnowsItsPlace) {
  FaultList faults;
  const auto root = parse_yaml("a: 1\nlist:\n  - {名称: 校办, id: dxb}\n  - \"x\"\n", "x.yaml", faults);
  ASSERT_TRUE(root);
  EXPECT_EQ(faults.errors(), 0U);
  const Node& list = *root->find("list");
  ASSERT_EQ(list.items.size(), 2U);
  EXPECT_EQ(to_text(list.items[0].keys[1].place), "x.yaml:3:14") << "columns count characters, not bytes";
  EXPECT_EQ(to_text(list.items[0].find("id")->place), "x.yaml:3:18");
  EXPECT_EQ(list.items[1].scalar, "x");
  EXPECT_TRUE(list.items[1].quoted);
  EXPECT_EQ(root->find("absent"), nullptr);
}

TEST(Yaml, PartiesAndReferencesNeedNoQuotesInsideBrackets) {
  FaultList faults;
  const auto root = parse_yaml("asked: [role:xcb_duty, unit]\nsecrets: [file:secrets/a.key]\n", "x.yaml", faults);
  ASSERT_TRUE(root);
  EXPECT_EQ(root->find("asked")->items[0].scalar, "role:xcb_duty");
  EXPECT_EQ(root->find("secrets")->items[0].scalar, "file:secrets/a.key");
}

TEST(Yaml, ByteOrderMarkAndDosLineEndsAreTaken) {
  FaultList faults;
  const auto root = parse_yaml(
      "\xEF\xBB\xBF"
      "a: 1\r\nb: 2\r\n",
      "x.yaml", faults);
  ASSERT_TRUE(root);
  EXPECT_EQ(root->find("a")->scalar, "1");
  EXPECT_EQ(root->find("b")->scalar, "2");
  EXPECT_EQ(to_text(root->find("a")->place), "x.yaml:1:4");
}

TEST(Yaml, EmptyTextIsANullNode) {
  FaultList faults;
  for (const char* text : {"", "# only a comment\n", "\n\n"}) {
    const auto root = parse_yaml(text, "x.yaml", faults);
    ASSERT_TRUE(root) << text;
    EXPECT_EQ(root->kind, Node::Kind::null);
  }
  EXPECT_EQ(faults.errors(), 0U);
}

struct Bad {
  const char* name;
  std::string text;
  const char* place;
  const char* says;
};

class BadYaml : public testing::TestWithParam<Bad> {};

TEST_P(BadYaml, IsNamedWithItsPlace) {
  const std::string faults = faults_of(GetParam().text);
  EXPECT_TRUE(faults.starts_with(std::string("x.yaml:") + GetParam().place + ": ")) << faults;
  EXPECT_THAT(faults, testing::HasSubstr(GetParam().says));
}

INSTANTIATE_TEST_SUITE_P(Table, BadYaml,
                         testing::Values(Bad{"duplicate", "a: 1\nb: 2\na: 3\n", "3:1", "key \"a\" stands twice (first at line 1)"},
                                         Bad{"nested_duplicate", "m:\n  k: 1\n  k: 2\n", "3:3", "key \"k\" stands twice (first at line 2)"},
                                         Bad{"full_width_colon", "levels:\n  - id: red\n    name：红色\n    short: “红”，\n", "4:10",
                                             "第3行第9列用了全角冒号“：”，请改为“:”"},
                                         Bad{"full_width_quotes", "a: {b: “x: y”}\n", "1:10", "第1行第8列用了全角引号““”，请改为“\"”"},
                                         Bad{"tab", "a:\n\tb: 1\n", "2:3", "第2行的缩进用了制表符，请改用空格"},
                                         Bad{"unclosed", "a: [1, 2\n", "2:1", "no valid YAML"},
                                         Bad{"gbk", "name: \xD0\xFB\xB4\xAB\xB2\xBF\n", "1:7", "not UTF-8"},
                                         Bad{"control", std::string("a: 1\nb: x\x04y\n"), "2:5", "control character (code 4)"},
                                         Bad{"zero_byte", std::string("a: \0b", 5), "1:4", "control character (code 0)"},
                                         Bad{"alias", "a: &x 1\nb: *x\n", "1:4", "anchors (&name) are not allowed"},
                                         Bad{"tag", "a: !!int 3\n", "1:4", "tags (!name) are not allowed"},
                                         Bad{"two_documents", "a: 1\n---\nb: 2\n", "3:1", "a second document begins here"},
                                         Bad{"key_is_list", "? [a, b]\n: 1\n", "1:3", "a key must be a plain word"}),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(Yaml, FullWidthSignsAreFoundWhereTheyStand) {
  FaultList faults;
  const auto root = parse_yaml("a: 1\nb: \"x，y\"\nc: one\n  two，three\n", "x.yaml", faults);
  ASSERT_TRUE(root) << report(faults.take(), "");
  EXPECT_EQ(to_text(root->find("b")->wide), "x.yaml:2:6");
  EXPECT_EQ(to_text(root->find("c")->wide), "x.yaml:4:6");
  EXPECT_EQ(root->find("a")->wide.line, 0);
}

TEST(Yaml, DepthIsBounded) {
  const std::string deep = "a: " + std::string(10'000, '[');
  EXPECT_THAT(faults_of(deep), testing::HasSubstr("nested deeper than 32 levels"));
}

TEST(Yaml, FilesAreBoundedAndPlain) {
  const TestFolder folder;
  folder.write("big.yaml", "a: " + std::string(max_file_bytes, 'x'));
  FaultList faults;
  EXPECT_FALSE(parse_file(folder.path("big.yaml"), faults));
  EXPECT_FALSE(parse_file(folder.path("absent.yaml"), faults));
  std::filesystem::create_directory(folder.path("folder.yaml"));
  EXPECT_FALSE(parse_file(folder.path("folder.yaml"), faults));
  EXPECT_EQ(report(faults.take(), folder.path()),
            "big.yaml: larger than 1 MB; split what is not configuration out of it\n"
            "absent.yaml: the file is missing; copy it from the shipped config folder\n"
            "folder.yaml: is no plain file; put a YAML file there\n");
}

TEST(Faults, AreCappedAndTheCapIsAnError) {
  FaultList faults;
  for (int i = 0; i < 1000; ++i) faults.warning({"x.yaml", i + 1, 1}, "odd", "");
  const auto all = faults.take();
  ASSERT_EQ(all.size(), FaultList::cap + 1);
  EXPECT_TRUE(has_errors(all)) << "what was left out may have been an error";
  EXPECT_EQ(to_text(all.front()), "x.yaml:1:1: warning: odd");
  EXPECT_THAT(to_text(all.back()), testing::HasSubstr("more than 200 faults"));
}

}  // namespace
}  // namespace fenghuo::config
