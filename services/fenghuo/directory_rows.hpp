// Rows of a sheet as entries of the directory: which unit or role, and what the sheet says of it. Knows nothing of what is there already.
// Faults have the sheet's row and column as their line and column. Pure.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "common/config/fault_list.hpp"
#include "common/sheet/sheet.hpp"
#include "services/fenghuo/directory_columns.hpp"

namespace fenghuo::directory {

struct Value {
  std::size_t column = 0;          // in the sheet, from 1
  bool cleared = false;            // "无" or "-": what is there is taken away
  std::string text;                // of a single value; yes_no: "true" or "false"
  std::vector<std::string> codes;  // of a list
};

struct Entry {
  std::size_t row = 0;
  bool role = false;
  std::string unit_kind;  // office | college | party_org
  std::string id;
  std::map<Column, Value> values;  // only what the sheet says; an empty cell says nothing
};

std::vector<Entry> read_entries(const sheet::Sheet& sheet, const std::string& file, config::FaultList& faults);

// A fault of the sheet: "第12行第5列（代理）…".
void note_fault(config::FaultList& faults, const std::string& file, std::size_t row, std::size_t column, const std::string& what,
                const std::string& remedy);

}  // namespace fenghuo::directory
