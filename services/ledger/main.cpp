// The ledger: durable store, queue manager and dispatcher.
#include "common/process/skeleton.hpp"
#include "services/ledger/app.hpp"

int main(int argc, char** argv) { return fenghuo::run_process("ledger", argc, argv, fenghuo::ledger::run); }
