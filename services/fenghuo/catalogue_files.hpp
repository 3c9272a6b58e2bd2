// A confirmation written into the files of a configuration folder: who confirmed which duties and plans, and when. Every comment stays. The
// folder is loaded with the new texts first, and they are written only when the whole is sound; a file that somebody changed meanwhile is
// not overwritten. Needs no running system. Thread: main. Failure: faults with their places, nothing written.
#pragma once

#include <string>
#include <vector>

#include "common/base/result.hpp"
#include "common/config/fault.hpp"

namespace fenghuo::catalogue {

struct Confirmation {
  std::vector<std::string> duties, plans;  // ids
  std::string by;                          // a body or a document number
  std::string on;                          // YYYY-MM-DD
};

struct Entry {
  std::string id, title, file;  // file: relative to the folder
};

struct Written {
  std::vector<Entry> entries;  // what was confirmed, in the order asked for
  std::vector<Fault> faults;   // errors: nothing was written
};

Result<Written> confirm(const std::string& folder, const Confirmation& confirmation);

}  // namespace fenghuo::catalogue
