// fenghuo status: every process, the queues, the lag, pauses, the clock. Exit 1 when something needs a person.
#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <iostream>

#include "common/base/bytes.hpp"
#include "services/fenghuo/process_table.hpp"
#include "services/fenghuo/restored_list.hpp"
#include "services/fenghuo/table.hpp"
#include "services/fenghuo/views.hpp"

namespace fenghuo::cli {

namespace {

namespace json = boost::json;

constexpr std::int64_t worrying_lag_ms = 60000;

struct ProcessState {
  supervise::ProcessTable table;
  bool supervised = false;  // a supervisor runs on this data folder
};

ProcessState process_state(const std::string& data_dir) {
  ProcessState state;
  auto loaded = supervise::load_process_table(supervise::process_table_path(data_dir));
  if (!loaded || !*loaded) return state;
  state.table = std::move(**loaded);
  state.supervised = supervise::still_runs(state.table.supervisor, state.table.supervisor_ticks);
  return state;
}

bool runs(const supervise::ProcessRow& row) { return supervise::still_runs(row.pid, row.start_ticks); }

std::vector<std::string> process_problems(const ProcessState& processes) {
  std::vector<std::string> problems;
  for (const auto& row : processes.table.processes) {
    if (processes.supervised && (!runs(row) || !row.ready))
      problems.push_back(row.name + " is not ready" + (row.last_exit.empty() ? "" : " (last: " + row.last_exit + ")"));
  }
  return problems;
}

// What an operator has to look at, in words.
std::vector<std::string> problems_of(const ProcessState& processes, const wire::StatusView& view) {
  std::vector<std::string> problems = process_problems(processes);
  const auto has_worker = [&](std::string_view kind) {
    return std::ranges::any_of(view.workers(), [&](const auto& worker) { return worker.kind() == kind; });
  };
  if (!has_worker("decide")) problems.push_back("no escalator is connected: nothing is decided");
  if (!has_worker("webhook")) problems.push_back("no webhook sender is connected: nothing is sent");
  if (view.active_bundle().empty()) problems.push_back("no configuration is in force: fenghuo reload");
  if (!view.store_error().empty()) problems.push_back("storage: " + view.store_error());
  const bool restored = held_after_restore(view);
  if (restored)
    problems.push_back("nothing is sent and no rung fires (" + view.hold_reason() +
                       "): look at fenghuo ledger restored, then add --release");
  if (view.ladders_held() && !restored)
    problems.push_back("the ladders are held (" + view.hold_reason() + "): look at the clock, then fenghuo confirm-clock");
  for (const auto& pause : view.pauses()) {
    if (pause != "restored") problems.push_back("sending is paused: " + pause);
  }
  for (const auto& id : view.disabled_destinations()) problems.push_back("destination is disabled: " + id);
  if (view.dead_messages() > 0) problems.push_back(std::to_string(view.dead_messages()) + " dead letters: fenghuo deliveries dead");
  if (view.quarantined() > 0) problems.push_back(std::to_string(view.quarantined()) + " in quarantine: fenghuo quarantine list");
  if (view.lag_ms() > worrying_lag_ms) problems.push_back("work is late by " + std::to_string(view.lag_ms() / 1000) + " s");
  return problems;
}

void print_processes(const Settings& settings, const ProcessState& processes) {
  Table table({"PROCESS", "PID", "STATE", "SINCE", "RESTARTS", "LAST EXIT"});
  for (const auto& row : processes.table.processes) {
    const char* state = !runs(row) ? "down" : row.ready ? "ready" : "starting";
    table.add({row.name, std::to_string(row.pid), state, row.started, std::to_string(row.restarts), row.last_exit});
  }
  if (table.empty() || !processes.supervised) {
    std::cout << "no supervisor (`fenghuo up`) runs on " << settings.data_dir << '\n';
  } else {
    std::cout << table.text();
  }
  std::cout.flush();  // also while the ledger is waited for
}

void print_ledger(Access& access, const wire::StatusView& view) {
  Table workers({"WORKER", "INSTANCE", "HOLDS", "WINDOW", "SEEN"});
  for (const auto& worker : view.workers()) {
    workers.add({worker.kind(), worker.instance(), std::to_string(worker.held()), std::to_string(worker.credit()),
                 std::to_string(worker.last_seen_ms()) + " ms ago"});
  }
  if (!workers.empty()) std::cout << '\n' << workers.text();
  Table facts({"LEDGER", ""});
  facts.add({"now", access.time(view.now()) + "  (" + view.clock() + ")"});
  facts.add({"bundle", view.active_bundle().empty() ? "none" : to_hex(view.active_bundle()).substr(0, 12)});
  facts.add({"matters", std::to_string(view.open_matters()) + " open, " + std::to_string(view.due_matters()) + " due"});
  facts.add({"inbox", std::to_string(view.pending_items()) + " pending of " + std::to_string(view.items_accepted()) + " accepted"});
  facts.add({"messages", std::to_string(view.queued_messages()) + " queued, " + std::to_string(view.due_messages()) + " due, " +
                             std::to_string(view.messages_delivered()) + " delivered, " + std::to_string(view.dead_messages()) + " dead"});
  facts.add({"lag", std::to_string(view.lag_ms()) + " ms"});
  facts.add({"next step", view.next_at() == 0 ? "none planned" : access.time(view.next_at())});
  facts.add({"idle", view.idle() ? "yes" : "no: " + view.idle_reason()});
  std::cout << '\n' << facts.text();
}

void add_processes(const ProcessState& processes, const std::vector<std::string>& problems, json::object& object) {
  json::array rows, words;
  for (const auto& row : processes.table.processes) {
    rows.push_back(json::object{{"name", row.name},
                                {"pid", row.pid},
                                {"running", runs(row)},
                                {"ready", row.ready},
                                {"started", row.started},
                                {"restarts", row.restarts},
                                {"last_exit", row.last_exit}});
  }
  for (const auto& problem : problems) words.emplace_back(problem);
  object["supervised"] = processes.supervised;
  object["url"] = processes.table.url;
  object["processes"] = std::move(rows);
  object["problems"] = std::move(words);
}

// The processes first: they are what an operator looks for when the ledger is down.
int status(const Common& common) {
  auto settings = settings_of(common);
  if (!settings) return exit_usage;
  const ProcessState processes = process_state(settings->data_dir);
  if (!common.json) print_processes(*settings, processes);
  const auto missing = no_ledger(*settings);
  Access access(std::move(*settings), common.config);
  const auto view = missing ? Result<wire::StatusView>(tl::unexpected(*missing)) : access.status();
  auto problems = view ? problems_of(processes, *view) : process_problems(processes);
  if (!view) problems.push_back("the ledger does not answer: " + view.error().message);
  if (common.json) {
    json::object object = view ? status_json(access, *view) : json::object{};
    add_processes(processes, problems, object);
    print_json(object);
  } else {
    if (view) print_ledger(access, *view);
    for (const auto& problem : problems) std::cout << "! " << problem << '\n';
  }
  return problems.empty() ? exit_ok : exit_problems;
}

}  // namespace

void add_status(CLI::App& app, Shared& shared) {
  add_leaf(app, shared, "status", "processes, queues, lag, pauses, clock; exit 1 when something needs a person",
           [&shared] { return status(shared.common); });
}

}  // namespace fenghuo::cli
