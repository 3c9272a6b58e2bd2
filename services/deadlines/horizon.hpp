// How far a process has expanded the catalogue, and so which pass is due. In memory alone: a new process begins with a whole pass.
// Pure; not thread-safe.
#pragma once

#include <optional>
#include <string>

#include "services/deadlines/sweep.hpp"

namespace fenghuo::deadlines {

class Horizon {
 public:
  explicit Horizon(Millis length) : length_(length) {}

  struct Pass {
    std::string bundle;
    Date day;
    bool whole = false;
    Range range;
  };
  // A whole pass for another bundle, and as long as open matters waited to be judged; the next stretch when the ledger's day has changed;
  // else nothing.
  std::optional<Pass> due(const std::string& bundle, Date today, Instant now) const;
  void done(const Pass& pass, bool undecided);

 private:
  Millis length_;
  std::string bundle_;           // that was compared with what is open
  Date day_{};                   // of the last pass
  std::optional<Instant> seen_;  // what opens before was submitted by this process
};

}  // namespace fenghuo::deadlines
