// The ledger: durable store, queue manager and dispatcher. `ledger restore FILE …` and `ledger examine FILE …` are what the command line
// asks for while no ledger runs.
#include <string_view>

#include "common/process/skeleton.hpp"
#include "services/ledger/app.hpp"
#include "services/ledger/restore.hpp"

int main(int argc, char** argv) {
  using fenghuo::Process;
  const std::string_view what = argc > 2 ? argv[1] : "";
  if (what != "restore" && what != "examine") return fenghuo::run_process("ledger", argc, argv, fenghuo::ledger::run);
  const fenghuo::ledger::RestoreOptions options{argv[2], what == "examine"};
  return fenghuo::run_process("ledger", argc - 2, argv + 2, [&](Process& process) { return fenghuo::ledger::restore(process, options); });
}
