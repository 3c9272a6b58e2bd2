// fenghuo directory import: merges a sheet of units and roles into directory.yaml and destinations.yaml, whole or not at all.
#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <iostream>

#include "common/sheet/sheet.hpp"
#include "services/fenghuo/directory_commands.hpp"
#include "services/fenghuo/directory_files.hpp"
#include "services/fenghuo/table.hpp"
#include "services/fenghuo/views.hpp"

namespace fenghuo::cli {

namespace {

namespace json = boost::json;
using directory::Change;
using directory::Merge;

struct ImportOptions {
  std::string file, sheet;
  bool dry_run = false;
};

struct Outcome {
  Merge merge;
  std::vector<Fault> faults;
  bool of_result = false;  // the faults are those of the files as they would be
  bool written = false;
};

std::string list_name(const std::string& list) { return list == "units" ? "单位" : list == "roles" ? "角色" : "联系方式"; }

std::string what_name(Change::What what) { return what == Change::What::add ? "新增" : what == Change::What::end ? "截止" : "变更"; }

std::string fields_text(const Change& change) {
  std::string out;
  for (const auto& field : change.fields) {
    if (change.what == Change::What::add && field.key == "name") continue;
    out += (out.empty() ? "" : "；") + field.key + ": ";
    if (change.what != Change::What::add) out += (field.before.empty() ? "（无）" : field.before) + " → ";
    out += field.after.empty() ? "（无）" : field.after;
  }
  return out;
}

json::object change_json(const Change& change) {
  static constexpr const char* words[] = {"add", "change", "end"};
  json::array fields;
  for (const auto& field : change.fields)
    fields.push_back(json::object{{"key", field.key}, {"before", field.before}, {"after", field.after}});
  return {{"what", words[static_cast<std::size_t>(change.what)]},
          {"list", change.list},
          {"id", change.id},
          {"name", change.name},
          {"row", change.row},
          {"fields", std::move(fields)}};
}

json::object fault_json(const Fault& fault) {
  return {{"file", fault.file},     {"line", fault.line},
          {"column", fault.column}, {"severity", fault.severity == Fault::Severity::error ? "error" : "warning"},
          {"what", fault.what},     {"remedy", fault.remedy}};
}

Fault sheet_fault(const std::string& file, const sheet::Trouble& trouble) {
  const bool placed = trouble.row > 0;
  return {
      file,           static_cast<int>(trouble.row), placed ? static_cast<int>(std::max<std::size_t>(trouble.column, 1)) : 0, trouble.what,
      trouble.remedy, Fault::Severity::error};
}

// The two files' own faults, and errors wherever they are: warnings about other files were there before.
void keep_ours(std::vector<Fault>& faults) {
  std::erase_if(faults, [](const Fault& fault) {
    return fault.severity == Fault::Severity::warning && !fault.file.ends_with("/directory.yaml") &&
           !fault.file.ends_with("/destinations.yaml");
  });
}

Result<Outcome> import_sheet(const Common& common, const ImportOptions& options) {
  Outcome outcome;
  const auto sheet = sheet::read_sheet(options.file, options.sheet);
  if (!sheet) {
    outcome.faults.push_back(sheet_fault(options.file, sheet.error()));
    return outcome;
  }
  config::FaultList faults;
  directory::ConfigFiles files(common.config);
  const auto entries = directory::read_entries(*sheet, options.file, faults);
  const bool readable = files.read(faults);
  if (readable) outcome.merge = directory::merge(entries, files.directory(), files.destinations(), options.file, faults);
  const bool wrong = faults.errors() > 0;
  outcome.faults = faults.take();
  if (wrong) return outcome;
  if (const auto edited = files.edit(outcome.merge); !edited) return tl::unexpected(edited.error());
  auto checked = files.check();
  if (!checked) return tl::unexpected(checked.error());
  keep_ours(*checked);
  outcome.of_result = true;
  outcome.faults = std::move(*checked);
  if (has_errors(outcome.faults) || options.dry_run || outcome.merge.changes.empty()) return outcome;
  if (const auto written = files.write(); !written) return tl::unexpected(written.error());
  outcome.written = true;
  return outcome;
}

void print_text(const Common& common, const ImportOptions& options, const Outcome& outcome) {
  const bool wrong = has_errors(outcome.faults);
  if (wrong && outcome.of_result)
    std::cerr << "合并后的配置有错，没有写入任何文件（directory.yaml、destinations.yaml 的行号指合并后的内容）：\n";
  for (const auto& fault : outcome.faults) std::cerr << to_text(fault) << '\n';
  if (wrong) {
    if (!outcome.of_result) std::cerr << "没有写入任何文件。\n";
    return;
  }
  Table table({"操作", "种类", "代号", "名称", "内容"});
  for (const auto& change : outcome.merge.changes) {
    table.add({what_name(change.what), list_name(change.list), change.id, change.name, fields_text(change)});
  }
  if (!table.empty()) std::cout << table.text();
  std::cout << outcome.merge.changes.size() << " 项变动，" << outcome.merge.unchanged << " 项无变化";
  if (outcome.merge.changes.empty())
    std::cout << "；没有写入文件。\n";
  else if (options.dry_run)
    std::cout << "；这是试运行，没有写入文件。\n";
  else
    std::cout << "；已写入 " << common.config << "，运行 fenghuo reload 后生效。\n";
}

void print_object(const ImportOptions& options, const Outcome& outcome) {
  json::array changes, faults;
  const bool wrong = has_errors(outcome.faults);
  for (const auto& change : outcome.merge.changes) changes.push_back(change_json(change));
  for (const auto& fault : outcome.faults) faults.push_back(fault_json(fault));
  print_json(json::object{{"ok", !wrong},
                          {"file", options.file},
                          {"dry_run", options.dry_run},
                          {"written", outcome.written},
                          {"changes", std::move(changes)},
                          {"unchanged", outcome.merge.unchanged},
                          {"faults", std::move(faults)}});
}

int run_import(const Common& common, const ImportOptions& options) {
  const auto outcome = import_sheet(common, options);
  if (!outcome) return complain(outcome.error());
  if (common.json)
    print_object(options, *outcome);
  else
    print_text(common, options, *outcome);
  return has_errors(outcome->faults) ? exit_problems : exit_ok;
}

}  // namespace

void add_directory_import(CLI::App& directory, Shared& shared) {
  auto options = std::make_shared<ImportOptions>();
  CLI::App* leaf = add_leaf(directory, shared, "import", "merge a sheet (.xlsx or .csv) into directory.yaml and destinations.yaml",
                            [&shared, options] { return run_import(shared.common, *options); });
  leaf->add_option("file", options->file, "the sheet")->required()->type_name("FILE");
  leaf->add_option("--sheet", options->sheet, "XLSX: name of the worksheet; the first one when left out")->type_name("NAME");
  leaf->add_flag("--dry-run", options->dry_run, "show what would change and check it; write nothing");
}

}  // namespace fenghuo::cli
