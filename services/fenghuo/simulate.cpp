// fenghuo simulate: every message that would go out in a period, from the very decide() that runs live.
#include <CLI/CLI.hpp>
#include <iostream>

#include "services/fenghuo/command.hpp"
#include "services/fenghuo/simulate_options.hpp"
#include "services/fenghuo/simulate_output.hpp"

namespace fenghuo::cli {

namespace {

using simulate::Period;

struct SimulateOptions {
  simulate::Options common;
  std::string format = "table";
};

// A writer learns of its calendar only once the simulation has made it.
class Forwarder final : public simulate::Sink {
 public:
  void to(simulate::Sink* sink) { sink_ = sink; }
  void message(const simulate::Message& message) override { sink_->message(message); }
  void nobody(const simulate::Nobody& gap) override {
    ++silent_;
    sink_->nobody(gap);
  }
  std::uint64_t silent() const { return silent_; }

 private:
  simulate::Sink* sink_ = nullptr;
  std::uint64_t silent_ = 0;
};

std::unique_ptr<simulate::Writer> writer_for(const std::string& format, Period period) {
  if (format == "jsonl") return simulate::jsonl_writer(std::cout, std::move(period));
  if (format == "ics") return simulate::ics_writer(std::cout, std::move(period));
  if (format == "html") return simulate::html_writer(std::cout, std::move(period));
  return simulate::table_writer(std::cout, std::move(period));
}

// What a reader should know and no message says. Acts that took no effect are a problem of the file of acts.
int report(const simulate::Simulation& simulation, const SimulateOptions& options, const std::vector<std::string>& notes,
           std::uint64_t silent) {
  for (const auto& note : notes) std::cerr << "fenghuo: " << note << '\n';
  for (const auto& fault : simulation.faults()) std::cerr << "fenghuo: " << fault << '\n';
  const bool from_file = options.common.acts != "none" && options.common.acts != "all";
  for (const auto& refusal : simulation.refusals())
    std::cerr << "fenghuo: " << (from_file ? options.common.acts + ":" + std::to_string(refusal.line) + ": " : "") << refusal.matter << ": "
              << refusal.why << '\n';
  if (simulation.refused() > simulation.refusals().size())
    std::cerr << "fenghuo: " << simulation.refused() - simulation.refusals().size() << " more acts took no effect\n";
  if (silent > 0 && options.format != "html" && options.format != "table")
    std::cerr << "fenghuo: " << silent << "条无人接收，--format html 列出\n";
  return (from_file && simulation.refused() > 0) || !simulation.faults().empty() ? exit_problems : exit_ok;
}

int simulate_period(const Common& common, SimulateOptions options) {
  if (common.json) options.format = "jsonl";
  const auto bundle = simulate::read_bundle(common.config);
  if (!bundle) return simulate::complain(bundle.error());
  std::vector<std::string> notes;
  auto setup = simulate::read_setup(options.common, *bundle, notes);
  if (!setup) return simulate::complain(setup.error());
  Forwarder sink;
  const auto simulation = simulate::Simulation::make(*bundle, *setup, sink);
  if (!simulation) return complain(simulation.error());
  std::ios::sync_with_stdio(false);
  const auto writer =
      writer_for(options.format, {setup->from, setup->to, &*bundle, &(*simulation)->calendar(), simulate::acts_in_words(options.common)});
  sink.to(writer.get());
  const auto done = simulate::run_with_progress({simulation->get()}, *setup, options.common.progress);
  if (!done) return complain(done.error());
  writer->finish();
  std::cout.flush();
  if (!std::cout) return complain("the output can't be written");
  return report(**simulation, options, notes, sink.silent());
}

}  // namespace

void add_simulate(CLI::App& app, Shared& shared) {
  auto options = std::make_shared<SimulateOptions>();
  CLI::App* leaf = add_leaf(app, shared, "simulate", "every message that would go out in a period; sends nothing, needs no ledger",
                            [&shared, options] { return simulate_period(shared.common, *options); });
  simulate::add_options(*leaf, options->common, true);
  leaf->add_option("--format", options->format, "table | jsonl (one object a message; also --json) | ics | html (one page)")
      ->check(CLI::IsMember({"table", "jsonl", "ics", "html"}))
      ->type_name("FORMAT")
      ->capture_default_str();
}

}  // namespace fenghuo::cli
