// Shell completion, generated from the command tree itself so that it can't lag behind it. Pure.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace fenghuo::cli {

// One place of the tree: "fenghuo matters ack", and what may stand after it.
struct CompletionNode {
  std::string path;                // words joined by blanks, without "fenghuo"
  std::vector<std::string> words;  // subcommands, then options
  std::vector<std::string> files;  // options whose value is a file or folder
};
std::vector<CompletionNode> completion_nodes(const CLI::App& app);

std::string bash_completion(const std::vector<CompletionNode>& nodes);
std::string zsh_completion(const std::vector<CompletionNode>& nodes);  // bash's, through bashcompinit

}  // namespace fenghuo::cli
