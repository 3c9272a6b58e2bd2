// The files a bundle is made of, and the load with a given year (the lints ask for this year's holidays and the next's).
#pragma once

#include <string>
#include <vector>

#include "common/config/bundle_parts.hpp"
#include "common/config/shape.hpp"

namespace fenghuo::config {

struct BundleFile {
  std::string name;
  const Shape& (*shape)();
  void (*read)(const Node&, Draft&);
};
const std::vector<BundleFile>& bundle_files();

Draft load_draft(const std::string& config_dir, int this_year);

}  // namespace fenghuo::config
