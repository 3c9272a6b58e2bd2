// fenghuo destinations list|enable|disable: the addresses messages go to. One that answered 410 is disabled by the ledger and stays so
// until a person enables it.
#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <iostream>

#include "services/fenghuo/operated.hpp"
#include "services/fenghuo/table.hpp"
#include "services/fenghuo/views.hpp"

namespace fenghuo::cli {

namespace {

namespace json = boost::json;

bool has(const google::protobuf::RepeatedPtrField<std::string>& list, std::string_view value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

bool configured(Access& access, std::string_view id) {
  const auto& all = access.bundle().destinations();
  return std::any_of(all.begin(), all.end(), [&](const wire::Destination& one) { return one.id() == id; });
}

struct Row {
  std::string id, channel, where, state;
};

std::string state_of(const wire::StatusView& status, const wire::Destination& one) {
  if (has(status.disabled_destinations(), one.id())) return "disabled";
  const bool paused =
      has(status.pauses(), "all") || has(status.pauses(), "channel:" + one.channel()) || has(status.pauses(), "destination:" + one.id());
  return paused ? "paused" : "in use";
}

// Those in force, and disabled ones that the configuration no longer has. Never the address itself: a robot's is its secret.
Result<std::vector<Row>> rows_of(Access& access) {
  const auto status = access.status();
  if (!status) return tl::unexpected(status.error());
  std::vector<Row> rows;
  for (const auto& one : access.bundle().destinations())
    rows.push_back({one.id(), one.channel(), one.on_campus() ? "campus" : "outside", state_of(*status, one)});
  for (const auto& id : status->disabled_destinations()) {
    if (!configured(access, id)) rows.push_back({id, "", "not configured", "disabled"});
  }
  return rows;
}

Result<int> list(Access& access, bool as_json) {
  const auto rows = rows_of(access);
  if (!rows) return tl::unexpected(rows.error());
  json::array items;
  Table table({"DESTINATION", "CHANNEL", "WHERE", "STATE"});
  for (const auto& row : *rows) {
    items.push_back(json::object{{"id", row.id}, {"channel", row.channel}, {"where", row.where}, {"state", row.state}});
    table.add({row.id, row.channel, row.where, row.state});
  }
  if (as_json)
    print_json(json::object{{"items", std::move(items)}});
  else
    std::cout << (table.empty() ? "no destinations: is a configuration in force? fenghuo reload\n" : table.text());
  return exit_ok;
}

// A name nobody knows is a mistake: acting on it would go on record and change nothing.
Result<int> act(Access& access, const std::string& what, const std::vector<std::string>& ids, bool as_json) {
  const auto rows = rows_of(access);
  if (!rows) return tl::unexpected(rows.error());
  for (const auto& id : ids) {
    if (std::none_of(rows->begin(), rows->end(), [&](const Row& row) { return row.id == id; }))
      return fail("no destination \"" + id + "\"; see: fenghuo destinations list");
  }
  const std::string operation = what + "_destination";
  const std::string done = what + "d ";
  for (const auto& id : ids) {
    auto code = say_operated(access.operate(operation, {{"destination", id}}), done + id, as_json);
    if (!code || *code != exit_ok) return code;
  }
  return exit_ok;
}

void add(CLI::App& destinations, Shared& shared, const char* what, const char* description) {
  auto ids = std::make_shared<std::vector<std::string>>();
  CLI::App* leaf = add_leaf(destinations, shared, what, description, [&shared, ids, what] {
    return with_ledger(shared.common, [&](Access& access) { return act(access, what, *ids, shared.common.json); });
  });
  leaf->add_option("destination", *ids, "ids of destinations.yaml")->required();
}

}  // namespace

void add_destinations(CLI::App& app, Shared& shared) {
  CLI::App* destinations = add_group(app, "destinations", "the addresses messages go to: list them, take one out of use and back");
  add_leaf(*destinations, shared, "list", "every destination and whether it is in use",
           [&shared] { return with_ledger(shared.common, [&](Access& access) { return list(access, shared.common.json); }); });
  add(*destinations, shared, "enable", "use it again, e.g. after it had answered 410; then replay its dead letters");
  add(*destinations, shared, "disable", "send nothing there: what is queued for it becomes a dead letter");
}

}  // namespace fenghuo::cli
