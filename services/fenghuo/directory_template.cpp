// fenghuo directory template: an empty sheet with the right headings.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <iostream>

#include "common/sheet/write_sheet.hpp"
#include "services/fenghuo/directory_columns.hpp"
#include "services/fenghuo/directory_commands.hpp"
#include "services/fenghuo/files.hpp"
#include "services/fenghuo/views.hpp"

namespace fenghuo::cli {

namespace {

sheet::TableText empty_table() {
  sheet::TableText table{"单位与角色", {{}}, {}};
  for (const auto& column : directory::columns()) {
    table.rows.front().push_back(column.heading);
    table.hints.push_back(column.hint);
  }
  return table;
}

Result<std::string> template_bytes(const std::string& path) {
  const auto table = empty_table();
  return path.ends_with(".csv") ? sheet::csv_text(table.rows) : sheet::xlsx_bytes(table);
}

int write_template(const Common& common, const std::string& path) {
  if (!path.ends_with(".csv") && !path.ends_with(".xlsx")) {
    complain(path + ": the name must end with .xlsx or .csv");
    return exit_usage;
  }
  // Somebody's filled-in sheet is worth more than an empty one.
  if (::access(path.c_str(), F_OK) == 0) return complain(path + " is there already; name another file, or remove it first");
  const auto bytes = template_bytes(path);
  if (!bytes) return complain(path + ": " + bytes.error().message);
  const auto written = supervise::write_file(path, *bytes, 0644);
  if (!written) return complain(written.error());
  if (common.json)
    print_json(boost::json::object{{"file", path}});
  else
    std::cout << path << "：空表已生成，填好后运行 fenghuo directory import " << path << " --dry-run\n";
  return exit_ok;
}

}  // namespace

void add_directory_template(CLI::App& directory, Shared& shared) {
  auto path = std::make_shared<std::string>();
  CLI::App* leaf = add_leaf(directory, shared, "template", "write an empty sheet to fill in (.xlsx or .csv)",
                            [&shared, path] { return write_template(shared.common, *path); });
  leaf->add_option("file", *path, "the sheet to write")->required()->type_name("FILE");
}

}  // namespace fenghuo::cli
