#include "services/fenghuo/process_table.hpp"

#include <boost/json.hpp>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "services/fenghuo/files.hpp"

namespace fenghuo::supervise {

namespace json = boost::json;

namespace {

json::object row_json(const ProcessRow& row) {
  return {{"name", row.name},   {"pid", row.pid},           {"start_ticks", row.start_ticks}, {"started", row.started},
          {"ready", row.ready}, {"restarts", row.restarts}, {"last_exit", row.last_exit}};
}

ProcessRow row_of(const json::object& object) {
  ProcessRow row;
  row.name = json::value_to<std::string>(object.at("name"));
  row.pid = object.at("pid").to_number<pid_t>();
  row.start_ticks = object.at("start_ticks").to_number<std::uint64_t>();
  row.started = json::value_to<std::string>(object.at("started"));
  row.ready = object.at("ready").as_bool();
  row.restarts = object.at("restarts").to_number<unsigned>();
  row.last_exit = json::value_to<std::string>(object.at("last_exit"));
  return row;
}

}  // namespace

std::string process_table_path(const std::string& data_dir) { return data_dir + "/run/processes.json"; }

std::string to_json(const ProcessTable& table) {
  json::array rows;
  for (const auto& row : table.processes) rows.push_back(row_json(row));
  const json::object all{{"supervisor", table.supervisor},
                         {"supervisor_ticks", table.supervisor_ticks},
                         {"url", table.url},
                         {"ready", table.ready},
                         {"processes", std::move(rows)}};
  return json::serialize(all) + "\n";
}

Result<ProcessTable> parse_process_table(std::string_view text) {
  try {
    const json::value parsed = json::parse(json::string_view(text.data(), text.size()));
    const json::object& all = parsed.as_object();
    ProcessTable table;
    table.supervisor = all.at("supervisor").to_number<pid_t>();
    table.supervisor_ticks = all.at("supervisor_ticks").to_number<std::uint64_t>();
    table.url = json::value_to<std::string>(all.at("url"));
    table.ready = all.at("ready").as_bool();
    for (const auto& row : all.at("processes").as_array()) table.processes.push_back(row_of(row.as_object()));
    return table;
  } catch (const std::exception& error) {
    return fail(std::string("not a process table: ") + error.what());
  }
}

Result<void> save_process_table(const ProcessTable& table, const std::string& path) { return write_file(path, to_json(table), 0644); }

Result<std::optional<ProcessTable>> load_process_table(const std::string& path) {
  std::ifstream in(path);
  if (!in) return std::optional<ProcessTable>{};
  std::ostringstream text;
  text << in.rdbuf();
  auto table = parse_process_table(text.str());
  if (!table) return fail(path + ": " + table.error().message);
  return std::optional(std::move(*table));
}

std::optional<std::uint64_t> start_ticks_of(pid_t pid) {
  std::ifstream in("/proc/" + std::to_string(pid) + "/stat");
  std::string line;
  if (pid <= 0 || !std::getline(in, line)) return std::nullopt;
  // The command name may hold blanks and brackets: fields count from the last bracket. State is the next one, start time the 20th.
  const auto bracket = line.rfind(')');
  if (bracket == std::string::npos) return std::nullopt;
  std::istringstream fields(line.substr(bracket + 1));
  std::string word;
  for (int field = 0; field < 20 && fields >> word; ++field) {
    if (field == 0 && (word == "Z" || word == "X")) return std::nullopt;
  }
  std::uint64_t ticks = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), ticks);
  if (error != std::errc{} || end != word.data() + word.size()) return std::nullopt;
  return ticks;
}

bool still_runs(pid_t pid, std::uint64_t start_ticks) { return start_ticks_of(pid) == start_ticks; }

}  // namespace fenghuo::supervise
