// The leaves of `fenghuo directory`, one a file. They work on the files of a configuration folder and need no running system.
// Thread: main.
#pragma once

#include <memory>
#include <string>

#include "services/fenghuo/command.hpp"

namespace fenghuo::cli {

void add_directory_import(CLI::App& directory, Shared& shared);
void add_directory_show(CLI::App& directory, Shared& shared);
void add_directory_template(CLI::App& directory, Shared& shared);

}  // namespace fenghuo::cli
