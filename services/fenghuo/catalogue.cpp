// fenghuo catalogue confirm: what the party committee, or whoever decides for the school, has confirmed of our proposals (待校党委确认) is
// written into the configuration: who, when, and that the entry is in force. `fenghuo reload` then takes it, and the journal has it.
#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <iostream>

#include "common/base/bytes.hpp"
#include "common/clock/zone.hpp"
#include "common/config/bundle_loader.hpp"
#include "common/config/forms.hpp"
#include "common/signals/identifying.hpp"
#include "services/fenghuo/catalogue_files.hpp"
#include "services/fenghuo/command.hpp"
#include "services/fenghuo/views.hpp"

namespace fenghuo::cli {

namespace {

namespace json = boost::json;

constexpr std::size_t longest_by = 60;  // characters, as the files take it

// Today, as people of the configuration's zone read it.
std::string today(const std::string& config_dir) {
  const auto zone = Zone::find(load_bundle(config_dir).bundle.timezone());
  return (zone ? rfc3339(wall_now(), *zone) : rfc3339(wall_now())).substr(0, 10);
}

std::string fault_of(const catalogue::Confirmation& wanted) {
  if (wanted.duties.empty() && wanted.plans.empty()) return "name the duties that were confirmed, or --plan";
  if (wanted.by.empty() || utf8_length(wanted.by) > longest_by || wanted.by.find_first_of("\n\r\t") != std::string::npos)
    return "--by: say who confirmed, a body or a document number, in at most 60 characters on one line";
  if (looks_identifying(wanted.by)) return "--by: " + std::string(identifying_words());
  if (!config::parse_date(wanted.on)) return "--on: \"" + wanted.on + "\" is no date; write it like 2027-01-08";
  return {};
}

void print(const Common& common, const catalogue::Confirmation& wanted, const catalogue::Written& done) {
  if (common.json) {
    json::array entries;
    entries.reserve(done.entries.size());
    for (const auto& entry : done.entries) entries.push_back(json::object{{"id", entry.id}, {"title", entry.title}, {"file", entry.file}});
    return print_json(json::object{{"confirmed", std::move(entries)}, {"by", wanted.by}, {"on", wanted.on}});
  }
  for (const auto& entry : done.entries)
    std::cout << "已确认 " << entry.id << (entry.title.empty() ? "" : " ") << entry.title << "（" << entry.file << "）\n";
  std::cout << "由" << wanted.by << "于" << wanted.on << "确认。启用并记入流水：fenghuo reload";
  if (common.config != Common{}.config) std::cout << " --config " << common.config;
  std::cout << '\n';
}

int confirm(const Common& common, catalogue::Confirmation wanted) {
  if (wanted.on.empty()) wanted.on = today(common.config);
  if (const auto why = fault_of(wanted); !why.empty()) {
    complain(why);
    return exit_usage;
  }
  const auto done = catalogue::confirm(common.config, wanted);
  if (!done) return complain(done.error());
  if (!done->faults.empty()) {
    std::cerr << "没有写入任何文件（行号指写入后的内容）：\n";
    for (const auto& fault : done->faults) std::cerr << to_text(fault) << '\n';
    return exit_problems;
  }
  print(common, wanted, *done);
  return exit_ok;
}

}  // namespace

void add_catalogue(CLI::App& app, Shared& shared) {
  CLI::App* group = add_group(app, "catalogue", "the catalogue of duties: record who confirmed its values");
  auto wanted = std::make_shared<catalogue::Confirmation>();
  CLI::App* leaf = add_leaf(*group, shared, "confirm", "write into the configuration who confirmed duties and plans, and when",
                            [&shared, wanted] { return confirm(shared.common, *wanted); });
  leaf->add_option("duties", wanted->duties, "ids of duties")->type_name("ID");
  leaf->add_option("--plan", wanted->plans, "id of a plan of plans.yaml; may be repeated")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->type_name("ID");
  leaf->add_option("--by", wanted->by, "a body or a document number (校党委常委会, 校党〔2027〕12号); never a person")
      ->required()
      ->type_name("TEXT");
  leaf->add_option("--on", wanted->on, "the day, like 2027-01-08; today when left out")->type_name("DATE");
}

}  // namespace fenghuo::cli
