// What a sheet of units and roles changes in directory.yaml and destinations.yaml: pure, without files. Nothing is ever removed; an entry
// that is no more gets a last day (截止日期). Units and roles are matched by their codes; references may be codes or names.
#pragma once

#include <string>
#include <vector>

#include "common/config/yaml_items.hpp"
#include "services/fenghuo/directory_rows.hpp"

namespace fenghuo::directory {

struct FieldChange {
  std::string key, before, after;  // lists joined by 、; empty = nothing there
};

struct Change {
  enum class What { add, change, end };
  What what = What::add;
  std::string list;  // units | roles | destinations
  std::string id, name;
  std::size_t row = 0;  // of the sheet
  std::vector<FieldChange> fields;
};

struct Merge {
  std::vector<config::ItemEdit> directory, destinations;
  std::vector<Change> changes;
  std::size_t unchanged = 0;
};

// `file` names the sheet in faults. With faults the result is of no use.
Merge merge(const std::vector<Entry>& entries, const config::Node& directory, const config::Node& destinations, const std::string& file,
            config::FaultList& faults);

}  // namespace fenghuo::directory
