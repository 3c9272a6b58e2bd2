// The matters of duties and reports that a pass compares the catalogue with, as the ledger tells them: those that are open, and those that
// nothing but an edit of the catalogue ended. Not thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <unordered_map>

#include "common/base/result.hpp"
#include "common/clock/clock.hpp"
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

// Ended by a retraction: it goes on when the catalogue gives its key again.
struct RetractedMatter {
  std::uint64_t row_version = 0;  // rises with every decision: a reopening is an item of its own each time
  std::int64_t extended_to = 0;   // an approved extension's date, which stays in force
  bool slept = false;             // its window was not open when it was retracted
};

using RetractedMatters = std::unordered_map<std::string, RetractedMatter>;  // by key

using Query = std::function<Result<wire::Rows>(wire::Query)>;
Result<OpenMatters> read_open_matters(const Query& query);
// Those whose window opened at or after `from`: bounded by the horizon's length, however many years lie behind. Looks through the whole
// store, by pages.
Result<RetractedMatters> read_retracted_matters(const Query& query, Instant from);
// The keys of the reports that are to be made, or wait to be signed.
Result<std::set<std::string>> read_open_reports(const Query& query);

}  // namespace fenghuo::deadlines
