// One pass over the catalogue: every occurrence of a range is submitted under a key of its own, so that the ledger takes each once.
//
//   new        a matter for its key, unless its deadline was past before this system could know of it
//   edited     an amendment for a matter that is open with another version; what has been said is not said again (the escalator's part)
//   no longer  a retraction for an open matter whose key the catalogue does not give any more, unless its duty can't be expanded: what the
//              catalogue means is not known then
//   again      the matter that only a retraction ended goes on where it stood, overdue or waiting for verification too (the escalator's
//              part); unless it slept then and its deadline is past: nobody was ever asked for it
//
// Thread: the caller's; the doors may block. Memory: one batch, and in a whole pass keys and versions of what is open or was retracted. An
// Error means that the ledger did not answer or can't store now: start the pass again later, nothing is done twice.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "common/base/result.hpp"
#include "common/calendar/calendar.hpp"
#include "common/messages/frame.hpp"

namespace fenghuo::deadlines {

inline constexpr std::string_view scope = "deadlines";

struct Doors {
  std::function<Result<wire::Accepted>(wire::Submit)> submit;
  std::function<Result<wire::Rows>(wire::Query)> query;
  // Asked before each batch; may wait while the ledger is busy. false: leave it (another bundle came into force, or we are to stop).
  std::function<bool()> go_on;
  std::size_t batch = 100;  // items in one SUBMIT
};

// What opens in [from, to). A deadline before `late` is past: nothing new is opened for it, unless its window opens at or after `unseen`,
// which means that an earlier pass could not have seen it.
struct Range {
  Instant from, to, late, unseen;
};

struct Counts {
  std::size_t opened = 0, known = 0, amended = 0, retracted = 0, reopened = 0, refused = 0;
  std::size_t past = 0;  // slept when they were retracted, in the catalogue again, and their deadline is past: they stay closed
  bool finished = true;
  bool undecided = false;  // what could not be judged yet: make a whole pass again soon
};

struct Catalogue {
  const wire::Bundle& bundle;
  const Calendar& calendar;
  std::string hash;  // of the bundle
};

// Compares with what is open: amends and retracts too. For a bundle that has just come into force, and at the start.
Result<Counts> whole_pass(const Catalogue& catalogue, const Range& range, const Doors& doors);
// Submits alone: the catalogue is the same as in the last pass, only time went on.
Result<Counts> next_pass(const Catalogue& catalogue, const Range& range, const Doors& doors);

}  // namespace fenghuo::deadlines
