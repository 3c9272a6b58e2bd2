// fenghuo ledger backup|restore|restored. Thread: main.
#pragma once

#include "services/fenghuo/command.hpp"

namespace fenghuo::cli {

void add_restore(CLI::App& ledger, Shared& shared);

}  // namespace fenghuo::cli
