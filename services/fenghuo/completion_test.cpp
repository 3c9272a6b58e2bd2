#include "services/fenghuo/completion.hpp"

#include <stdio.h>

#include <CLI/CLI.hpp>
#include <fstream>

#include "services/fenghuo/command.hpp"
#include "services/fenghuo/scratch_folder.hpp"

namespace fenghuo::cli {

namespace {

struct Tree {
  CLI::App app{"fenghuo", "fenghuo"};
  Shared shared;
  Tree() { add_all(app, shared); }
};

// What bash offers for a line whose last word is being typed.
std::string offered(const std::string& script_path, const std::string& words) {
  const std::string command = "bash -c 'source " + script_path + "; COMP_WORDS=(" + words +
                              "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _fenghuo; echo \"${COMPREPLY[*]}\"'";
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return "popen failed";
  std::string out;
  std::array<char, 4096> buffer{};
  while (fgets(buffer.data(), static_cast<int>(buffer.size()), pipe) != nullptr) out += buffer.data();
  return pclose(pipe) == 0 ? out : "bash failed: " + out;
}

std::vector<const CLI::App*> commands_of(const CLI::App& app) {
  return app.get_subcommands(
      [](const CLI::App* one) { return !one->get_name().empty() && dynamic_cast<const CLI::Option_group*>(one) == nullptr; });
}

void each_leaf(const CLI::App& app, const std::string& path, const std::function<void(const CLI::App&, const std::string&)>& visit) {
  const auto children = commands_of(app);
  if (children.empty()) visit(app, path);
  for (const auto* child : children) each_leaf(*child, path + " " + child->get_name(), visit);
}

}  // namespace

TEST(CommandTree, EveryLeafHasTheCommonOptionsAndADescription) {
  const Tree tree;
  std::size_t leaves = 0;
  each_leaf(tree.app, "fenghuo", [&](const CLI::App& leaf, const std::string& path) {
    ++leaves;
    EXPECT_FALSE(leaf.get_description().empty()) << path;
    for (const char* name : {"--help", "--json", "--config", "--data", "--set"})
      EXPECT_NE(leaf.get_option_no_throw(name), nullptr) << path << ' ' << name;
  });
  EXPECT_GT(leaves, 30U);
}

TEST(CommandTree, AWrongLineIsAnErrorAndARightOneLeavesItsWork) {
  for (const char* line :
       {"nonsense", "matters", "matters ack", "matters ack 1", "pause --all --channel webhook", "matters list --limit 0", "up extra"}) {
    Tree tree;
    EXPECT_THROW(tree.app.parse(line), CLI::ParseError) << line;
  }
  for (const char* line :
       {"status --json", "matters ack topic/a/b --as unit:hqbz --by duty --until 30m", "pause", "pause --channel webhook", "idle --wait 5",
        "clock jump-wall 1h --back", "up --only ledger,escalator --clock manual --set a.b=c --set d.e=f", "signal -",
        "ledger verify --against head.json"}) {
    Tree tree;
    tree.app.parse(line);
    EXPECT_TRUE(tree.shared.run) << line;
  }
}

TEST(CommandTree, SetMayBeRepeatedAndEatsNoOtherArgument) {
  Tree tree;
  tree.app.parse("signal --set a.b=1 --set c.d=2 file.json");
  EXPECT_THAT(tree.shared.common.set, testing::ElementsAre("a.b=1", "c.d=2"));
}

TEST(Completion, KnowsEveryCommandAndItsOptions) {
  const Tree tree;
  const auto nodes = completion_nodes(tree.app);
  std::map<std::string, std::vector<std::string>> words;
  for (const auto& node : nodes) words[node.path] = node.words;
  EXPECT_THAT(words.at(""), testing::IsSupersetOf({"up", "check", "matters", "ledger", "completion", "--help"}));
  EXPECT_THAT(words.at("matters"), testing::IsSupersetOf({"list", "ack", "rebase", "open", "urge", "schedule", "extend", "approve",
                                                          "refuse", "attend", "issue", "explain", "merge", "hold"}));
  EXPECT_THAT(words.at("matters open"), testing::IsSupersetOf({"--duty", "--as", "--event-at", "--title", "--basis", "--lead", "--key"}));
  EXPECT_THAT(words.at("matters ack"), testing::IsSupersetOf({"--as", "--by", "--until", "--note", "--json"}));
  EXPECT_THAT(words.at("pause"), testing::IsSupersetOf({"--channel", "--destination", "--all"}));
}

TEST(Completion, BashOffersWhatFits) {
  const Tree tree;
  const ScratchFolder folder;
  const std::string path = folder / "completion.bash";
  std::ofstream(path) << bash_completion(completion_nodes(tree.app));
  EXPECT_THAT(offered(path, "fenghuo le"), testing::StartsWith("ledger"));
  EXPECT_THAT(offered(path, "fenghuo ledger v"), testing::StartsWith("verify"));
  EXPECT_THAT(offered(path, "fenghuo ledger verify --ag"), testing::StartsWith("--against"));
  EXPECT_THAT(offered(path, "fenghuo matters ack X --u"), testing::StartsWith("--until"));
  EXPECT_THAT(offered(path, "fenghuo matters schedule X --materials-"), testing::StartsWith("--materials-by"));
  EXPECT_THAT(offered(path, "fenghuo check --config " + folder.path() + "/comp"), testing::HasSubstr("completion.bash"));
}

TEST(Completion, ZshLoadsTheSame) {
  const Tree tree;
  const auto nodes = completion_nodes(tree.app);
  const std::string zsh = zsh_completion(nodes);
  EXPECT_TRUE(zsh.starts_with("#compdef fenghuo\n"));
  EXPECT_TRUE(zsh.ends_with(bash_completion(nodes)));
}

}  // namespace fenghuo::cli
