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
  // A whole pass for another bundle, and as long as something waits to be judged; the next stretch when the ledger's day has changed;
  // else nothing.
  std::optional<Pass> due(const std::string& bundle, Date today, Instant now) const;
  // False: make a whole pass again soon. Because something could not be judged yet; or because the pass before changed something, which may
  // have been decided only after this one had read what is open.
  bool done(const Pass& pass, const Counts& counts);

 private:
  Millis length_;
  std::string bundle_;           // that was compared with what is open
  bool changed_ = false;         // by the last whole pass
  Date day_{};                   // of the last pass
  std::optional<Instant> seen_;  // what opens before was submitted by this process
};

}  // namespace fenghuo::deadlines
