// fenghuo directory: units, party organisations and roles, out of and into office files.
#include <CLI/CLI.hpp>

#include "services/fenghuo/directory_commands.hpp"

namespace fenghuo::cli {

void add_directory(CLI::App& app, Shared& shared) {
  CLI::App* directory = add_group(app, "directory", "units and roles: import from XLSX or CSV, show who is what on a day");
  add_directory_import(*directory, shared);
  add_directory_show(*directory, shared);
  add_directory_template(*directory, shared);
}

}  // namespace fenghuo::cli
