#include "services/fenghuo/completion.hpp"

#include <CLI/CLI.hpp>
#include <iostream>

#include "services/fenghuo/command.hpp"

namespace fenghuo::cli {

namespace {

bool takes_path(const CLI::Option& option) {
  const std::string type = option.get_type_name();
  return type.starts_with("FILE") || option.check_lname("config") || option.check_lname("data");
}

void add_options(const CLI::App& app, CompletionNode& node) {
  // Option groups are nameless apps: their options belong to the command they stand in.
  for (const CLI::App* group : app.get_subcommands([](const CLI::App* one) { return one->get_name().empty() || one->get_group().empty(); }))
    add_options(*group, node);
  for (const CLI::Option* option : app.get_options()) {
    for (const auto& name : option->get_lnames()) {
      node.words.push_back("--" + name);
      if (takes_path(*option)) node.files.push_back("--" + name);
    }
  }
}

bool is_command(const CLI::App* app) { return dynamic_cast<const CLI::Option_group*>(app) == nullptr; }

void visit(const CLI::App& app, const std::string& path, std::vector<CompletionNode>& nodes) {
  CompletionNode node{path, {}, {}};
  const auto children = app.get_subcommands([](const CLI::App* one) { return is_command(one); });
  for (const CLI::App* child : children) node.words.push_back(child->get_name());
  add_options(app, node);
  nodes.push_back(std::move(node));
  for (const CLI::App* child : children) visit(*child, path.empty() ? child->get_name() : path + " " + child->get_name(), nodes);
}

std::string joined(const std::vector<std::string>& words, char between) {
  std::string out;
  for (const auto& word : words) out += (out.empty() ? "" : std::string(1, between)) + word;
  return out;
}

}  // namespace

std::vector<CompletionNode> completion_nodes(const CLI::App& app) {
  std::vector<CompletionNode> nodes;
  visit(app, "", nodes);
  return nodes;
}

std::string bash_completion(const std::vector<CompletionNode>& nodes) {
  std::string known, words, files;
  for (const auto& node : nodes) {
    if (!node.path.empty()) known += (known.empty() ? "" : "|") + ("\"" + node.path + "\"");
    words += "    \"" + node.path + "\") words=\"" + joined(node.words, ' ') + "\" ;;\n";
    if (!node.files.empty()) files += "    \"" + node.path + "\") files=\" " + joined(node.files, ' ') + " \" ;;\n";
  }
  return R"(# fenghuo's completion for bash; install: fenghuo completion bash > /etc/bash_completion.d/fenghuo
_fenghuo() {
  local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}" path="" words="" files="" word i
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="${path:+$path }${COMP_WORDS[i]}"
    case "$word" in
    )" + known +
         R"() path="$word" ;;
    esac
  done
  case "$path" in
)" + files +
         R"(  esac
  if [[ -n "$files" && "$files" == *" $previous "* ]]; then
    COMPREPLY=($(compgen -f -- "$current"))
    return
  fi
  case "$path" in
)" + words +
         R"(  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  [[ "$current" == -* ]] || COMPREPLY+=($(compgen -f -- "$current"))
}
complete -o filenames -F _fenghuo fenghuo
)";
}

std::string zsh_completion(const std::vector<CompletionNode>& nodes) {
  return "#compdef fenghuo\n# fenghuo's completion for zsh; install: fenghuo completion zsh > \"${fpath[1]}/_fenghuo\"\n"
         "autoload -Uz bashcompinit && bashcompinit\n" +
         bash_completion(nodes);
}

void add_completion(CLI::App& app, Shared& shared) {
  CLI::App* completion = add_group(app, "completion", "completion for a shell, on stdout");
  const CLI::App* root = &app;
  add_leaf(*completion, shared, "bash", "for bash", [root] {
    std::cout << bash_completion(completion_nodes(*root));
    return exit_ok;
  });
  add_leaf(*completion, shared, "zsh", "for zsh", [root] {
    std::cout << zsh_completion(completion_nodes(*root));
    return exit_ok;
  });
}

}  // namespace fenghuo::cli
