// The period, the signals and the acts of `simulate` and `diff`: what stands on their command lines, read and checked. Reads files.
#pragma once

#include <functional>
#include <iosfwd>
#include <string>

#include "common/base/result.hpp"
#include "services/fenghuo/simulate_run.hpp"

namespace CLI {
class App;
}

namespace fenghuo::simulate {

struct Options {
  std::string from, to, signals, acts = "none";
  bool progress = false;
};

void add_options(CLI::App& leaf, Options& options, bool period_required);

// Why nothing can be simulated: code 2 for wrong arguments, 1 for what the files hold; one line each.
struct Trouble {
  int code = 0;
  std::vector<std::string> lines;
};

// A usable bundle of a folder, or its faults.
tl::expected<wire::Bundle, Trouble> read_bundle(const std::string& folder);
// from and to are local days of the bundle's zone, both inclusive. notes: what was left out, in words.
tl::expected<Setup, Trouble> read_setup(const Options& options, const wire::Bundle& bundle, std::vector<std::string>& notes);
std::string acts_in_words(const Options& options);

int complain(const Trouble& trouble);  // on stderr; returns its code

// Runs to the end, with a line on stderr at most every second when a person looks on.
Result<void> run_with_progress(const std::vector<Simulation*>& simulations, const Setup& setup, bool progress,
                               const std::function<void(Instant)>& after_slice = {});

}  // namespace fenghuo::simulate
