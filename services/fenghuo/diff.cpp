// fenghuo diff: which messages would change if one configuration took the place of another.
#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <iostream>

#include "services/fenghuo/command.hpp"
#include "services/fenghuo/diff.hpp"
#include "services/fenghuo/simulate_options.hpp"
#include "services/fenghuo/simulate_output.hpp"
#include "services/fenghuo/table.hpp"
#include "services/fenghuo/views.hpp"

namespace fenghuo::cli {

namespace {

namespace json = boost::json;
using simulate::Change;

struct DiffOptions {
  simulate::Options common;
  std::string before, after;
};

const char* name_of(Change::Kind kind) { return kind == Change::Kind::added ? "新增" : kind == Change::Kind::removed ? "取消" : "变动"; }

std::string party_of(const simulate::Message& m) { return m.party_name.empty() ? m.party : m.party_name; }

void print(const std::vector<Change>& changes, const Zone& zone, bool as_json) {
  if (as_json) {
    json::array added, removed, moved;
    for (const auto& change : changes) {
      const auto object = [&](const simulate::Message& m) { return json::parse(simulate::json_line(m, zone)); };
      if (change.kind == Change::Kind::added)
        added.push_back(object(*change.after));
      else if (change.kind == Change::Kind::removed)
        removed.push_back(object(*change.before));
      else
        moved.push_back(json::object{{"before", object(*change.before)}, {"after", object(*change.after)}});
    }
    return print_json(json::object{{"added", std::move(added)}, {"removed", std::move(removed)}, {"moved", std::move(moved)}});
  }
  Table table({"变化", "原时间", "新时间", "类别", "收件方", "步骤", "标题"});
  for (const auto& change : changes) {
    const auto& shown = change.after ? *change.after : *change.before;
    std::string party = party_of(shown);
    if (change.before && change.after && change.before->destination != change.after->destination)
      party += "（" + change.before->destination + " → " + change.after->destination + "）";
    table.add({name_of(change.kind), change.before ? simulate::minute_text(change.before->at, zone) : "",
               change.after ? simulate::minute_text(change.after->at, zone) : "", simulate::kind_name(shown.kind), party,
               simulate::step_name(shown), shown.subject});
  }
  if (!table.empty()) std::cout << table.text();
}

int diff(const Common& common, const DiffOptions& options) {
  std::array<tl::expected<wire::Bundle, simulate::Trouble>, 2> bundles = {simulate::read_bundle(options.before),
                                                                          simulate::read_bundle(options.after)};
  for (const auto& bundle : bundles) {
    if (!bundle) return simulate::complain(bundle.error());
  }
  simulate::Differences differences;
  std::vector<std::string> notes;
  std::vector<std::unique_ptr<simulate::Simulation>> simulations;
  std::optional<simulate::Setup> setup;
  for (std::size_t side = 0; side < bundles.size(); ++side) {
    notes.clear();
    auto read = simulate::read_setup(options.common, *bundles.at(side), notes);
    if (!read) return simulate::complain(read.error());
    auto simulation = simulate::Simulation::make(*bundles.at(side), *read, differences.side(side));
    if (!simulation) return complain(simulation.error());
    simulations.push_back(std::move(*simulation));
    if (!setup) setup = std::move(*read);
  }
  const auto done = simulate::run_with_progress({simulations[0].get(), simulations[1].get()}, *setup, options.common.progress,
                                                [&](Instant) { differences.settle(); });
  if (!done) return complain(done.error());
  const auto changes = differences.take();
  print(changes, simulations[1]->calendar().zone(), common.json);
  for (const auto& note : notes) std::cerr << "fenghuo: " << note << '\n';
  if (!common.json) {
    const auto count = [&](Change::Kind kind) {
      return std::to_string(std::count_if(changes.begin(), changes.end(), [&](const Change& change) { return change.kind == kind; }));
    };
    std::cout << "新增" << count(Change::Kind::added) << "条，取消" << count(Change::Kind::removed) << "条，变动"
              << count(Change::Kind::moved) << "条（各" << simulations[0]->messages() << "、" << simulations[1]->messages()
              << "条消息）。\n";
  }
  return changes.empty() ? exit_ok : exit_problems;
}

}  // namespace

void add_diff(CLI::App& app, Shared& shared) {
  auto options = std::make_shared<DiffOptions>();
  CLI::App* leaf =
      add_leaf(app, shared, "diff", "which messages would change from one configuration to another; exit code 1 when any would",
               [&shared, options] { return diff(shared.common, *options); });
  leaf->add_option("before", options->before, "configuration folder in force")->required()->type_name("CONFIG_A");
  leaf->add_option("after", options->after, "configuration folder to compare")->required()->type_name("CONFIG_B");
  simulate::add_options(*leaf, options->common, false);
}

}  // namespace fenghuo::cli
