// fenghuo deliveries list|show|dead|replay: what went out, what did not and why.
#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <iostream>

#include "common/base/ids.hpp"
#include "common/template/names.hpp"
#include "services/fenghuo/operated.hpp"
#include "services/fenghuo/reference.hpp"
#include "services/fenghuo/table.hpp"
#include "services/fenghuo/views.hpp"

namespace fenghuo::cli {

namespace {

namespace json = boost::json;

struct ListOptions {
  std::string state, destination, matter;
  std::size_t limit = 50;
};

void print(Access& access, const std::deque<wire::DeliveryView>& views, bool as_json) {
  json::array rows;
  Table table({"ID", "MATTER", "KIND", "STEP", "TO", "DESTINATION", "STATE", "ATTEMPTS", "QUEUED", "REASON"});
  for (const auto& view : views) {
    if (as_json) {
      rows.push_back(delivery_json(access, view));
    } else {
      table.add({notification_id(MessageId{view.id()}), view.matter_number(), view.kind(), std::to_string(view.step()),
                 party_name(access.bundle(), view.party()), view.destination(), view.state(), std::to_string(view.attempts_size()),
                 access.time(view.queued_at()), view.reason()});
    }
  }
  if (as_json) {
    print_json(json::object{{"items", std::move(rows)}});
  } else {
    std::cout << (table.empty() ? "no deliveries\n" : table.text());
  }
}

Result<int> list(Access& access, const ListOptions& options, bool as_json) {
  Access::Filters filters;
  if (!options.state.empty()) filters.emplace_back("state", options.state);
  if (!options.matter.empty()) {
    const auto view = access.matter(options.matter);
    if (!view) return tl::unexpected(view.error());
    filters.emplace_back("matter", std::to_string(view->id()));
  }
  // Pages come oldest first: the newest ones are what is left at the end.
  std::deque<wire::DeliveryView> newest;
  auto done = access.each("deliveries", filters, [&](const std::string& bytes) {
    wire::DeliveryView view;
    if (!view.ParseFromString(bytes) || (!options.destination.empty() && view.destination() != options.destination)) return true;
    newest.push_front(std::move(view));
    if (newest.size() > options.limit) newest.pop_back();
    return true;
  });
  if (!done) return tl::unexpected(done.error());
  print(access, newest, as_json);
  return exit_ok;
}

Result<std::uint64_t> message_id(const std::string& text) {
  if (const auto id = parse_notification_id(text)) return id->value;
  if (const auto id = parse_id(text)) return *id;
  return fail("\"" + text + "\" is no delivery; write msg_ and 13 characters, see: fenghuo deliveries list");
}

Result<int> show(Access& access, const std::string& reference, bool as_json) {
  const auto id = message_id(reference);
  if (!id) return tl::unexpected(id.error());
  std::optional<wire::DeliveryView> found;
  auto done = access.each("deliveries", {{"message", std::to_string(*id)}}, [&](const std::string& bytes) {
    wire::DeliveryView view;
    if (view.ParseFromString(bytes) && view.id() == *id) found = std::move(view);
    return !found;
  });
  if (!done) return tl::unexpected(done.error());
  if (!found) return fail("no delivery " + reference);
  if (as_json) {
    print_json(delivery_json(access, *found));
    return exit_ok;
  }
  std::cout << notification_id(MessageId{found->id()}) << "  " << found->matter_number() << "  "
            << party_name(access.bundle(), found->party()) << "  " << found->destination() << "  " << found->state()
            << (found->reason().empty() ? "" : ": " + found->reason()) << '\n';
  Table table({"ATTEMPT", "STARTED", "ENDED", "OUTCOME", "STATUS", "REASON", "WORKER"});
  for (const auto& attempt : found->attempts()) {
    table.add({std::to_string(attempt.n()), access.time(attempt.started_at()), access.time(attempt.ended_at()), attempt.outcome(),
               attempt.status() == 0 ? "" : std::to_string(attempt.status()), attempt.reason(), attempt.worker()});
  }
  std::cout << table.text();
  return exit_ok;
}

Result<int> replay(Access& access, const std::vector<std::string>& references, const std::string& destination, bool as_json) {
  if (references.empty() == destination.empty()) return fail("name deliveries, or --destination D for all its dead ones");
  if (!destination.empty()) return say_operated(access.operate("replay", {{"destination", destination}}), "replayed", as_json);
  for (const auto& reference : references) {
    const auto id = message_id(reference);
    if (!id) return tl::unexpected(id.error());
    auto code = say_operated(access.operate("replay", {{"message", notification_id(MessageId{*id})}}), "replayed " + reference, as_json);
    if (!code || *code != exit_ok) return code;
  }
  return exit_ok;
}

}  // namespace

void add_deliveries(CLI::App& app, Shared& shared) {
  CLI::App* deliveries = add_group(app, "deliveries", "what went out, what did not, and why");
  auto options = std::make_shared<ListOptions>();
  CLI::App* list_leaf = add_leaf(*deliveries, shared, "list", "deliveries, newest first", [&shared, options] {
    return with_ledger(shared.common, [&](Access& access) { return list(access, *options, shared.common.json); });
  });
  const std::vector<std::string> states(delivery_states.begin(), delivery_states.end());
  list_leaf->add_option("--state", options->state, "one state alone")->check(CLI::IsMember(states))->type_name("STATE");
  list_leaf->add_option("--destination", options->destination, "destination id")->type_name("D");
  list_leaf->add_option("--matter", options->matter, "id, number or key of a matter")->type_name("MATTER");
  list_leaf->add_option("--limit", options->limit, "at most so many")
      ->capture_default_str()
      ->check(CLI::Range(std::size_t{1}, std::size_t{1000000}));

  CLI::App* dead_leaf = add_leaf(*deliveries, shared, "dead", "dead letters: can't be delivered, wait for a person", [&shared, options] {
    return with_ledger(shared.common, [&](Access& access) {
      options->state = "dead";
      return list(access, *options, shared.common.json);
    });
  });
  dead_leaf->add_option("--destination", options->destination, "destination id")->type_name("D");

  auto reference = std::make_shared<std::string>();
  CLI::App* show_leaf = add_leaf(*deliveries, shared, "show", "one delivery with every attempt", [&shared, reference] {
    return with_ledger(shared.common, [&](Access& access) { return show(access, *reference, shared.common.json); });
  });
  show_leaf->add_option("delivery", *reference, "msg_...")->required();

  auto references = std::make_shared<std::vector<std::string>>();
  auto destination = std::make_shared<std::string>();
  CLI::App* replay_leaf = add_leaf(*deliveries, shared, "replay", "queue dead letters again", [&shared, references, destination] {
    return with_ledger(shared.common, [&](Access& access) { return replay(access, *references, *destination, shared.common.json); });
  });
  replay_leaf->add_option("delivery", *references, "msg_...");
  replay_leaf->add_option("--destination", *destination, "all dead letters of this destination")->type_name("D");
}

}  // namespace fenghuo::cli
