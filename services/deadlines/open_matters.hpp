// The open matters of duties and reports, as the ledger tells them: what a pass compares the catalogue with. Not thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <unordered_map>

#include "common/base/result.hpp"
#include "common/messages/frame.hpp"

namespace fenghuo::deadlines {

struct OpenMatter {
  std::uint64_t id = 0;
  std::uint64_t row_version = 0;   // rises with every decision
  std::string occurrence_version;  // empty while its first item is not decided
  std::int64_t window_from = 0;
  bool by_calendar = false;  // neither an event's nor opened by hand: the catalogue gives its key, or it goes
};

using OpenMatters = std::unordered_map<std::string, OpenMatter>;  // by key

using Query = std::function<Result<wire::Rows>(wire::Query)>;
Result<OpenMatters> read_open_matters(const Query& query);
// The keys of the reports that are to be made, or wait to be signed.
Result<std::set<std::string>> read_open_reports(const Query& query);

}  // namespace fenghuo::deadlines
