// The files a bundle is made of, and the load with a given year (the lints ask for this year's holidays and the next's).
#pragma once

#include <string>
#include <vector>

#include "common/config/bundle_parts.hpp"
#include "common/config/shape.hpp"

namespace fenghuo::config {

struct BundleFile {
  std::string name;  // "obligations/*.yaml": every such file of that folder, in the order of their names, each of this shape
  const Shape& (*shape)();
  void (*read)(const Node&, Draft&);
  bool optional = false;  // the folder may be without it; read() then gets an empty map
};
const std::vector<BundleFile>& bundle_files();

// The files of a configuration folder that this one stands for, relative to it: its own name, or those its pattern matches.
std::vector<std::string> names_of(const std::string& config_dir, const BundleFile& file);

Draft load_draft(const std::string& config_dir, int this_year);

}  // namespace fenghuo::config
