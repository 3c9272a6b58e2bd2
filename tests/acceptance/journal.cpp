// Prints the whole journal of a running ledger, one event a line as JSON, for the acceptance tests: fenghuo_test_journal --config DIR
// --data DIR [--set KEY=VALUE]…
#include <cstdio>
#include <string_view>

#include "common/worker/ledger_client.hpp"

namespace {

struct Arguments {
  std::string config, data;
  std::vector<std::string> set;
};

Arguments read_arguments(int argc, char** argv) {
  Arguments out;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string_view name = argv[i];
    if (name == "--config") out.config = argv[i + 1];
    if (name == "--data") out.data = argv[i + 1];
    if (name == "--set") out.set.emplace_back(argv[i + 1]);
  }
  return out;
}

// One page; the next cursor, 0 = the end. Nothing on failure.
std::optional<std::uint64_t> print_page(fenghuo::LedgerClient& ledger, std::uint64_t cursor) {
  fenghuo::wire::Query query;
  query.set_what("journal");
  query.set_cursor(cursor);
  query.set_limit(1000);
  const auto rows = ledger.query(std::move(query));
  if (!rows || !rows->error().empty()) {
    std::fprintf(stderr, "%s\n", (rows ? rows->error() : rows.error().message).c_str());
    return std::nullopt;
  }
  for (const auto& row : rows->rows()) {
    fenghuo::wire::EventView event;
    if (!event.ParseFromString(row)) return std::nullopt;
    std::printf("%s\n", fenghuo::to_json(event).c_str());
  }
  return rows->next();
}

}  // namespace

int main(int argc, char** argv) {
  const Arguments arguments = read_arguments(argc, argv);
  const auto load = fenghuo::load_settings(arguments.config, arguments.data, arguments.set);
  if (fenghuo::has_errors(load.faults)) return 2;
  fenghuo::bus::Context context;
  fenghuo::LedgerClient ledger(context, load.settings);
  std::uint64_t cursor = 0;
  do {
    const auto next = print_page(ledger, cursor);
    if (!next) return 1;
    cursor = *next;
  } while (cursor != 0);
  return 0;
}
