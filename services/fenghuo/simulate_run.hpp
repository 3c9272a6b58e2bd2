// A virtual period: signals, the catalogue's occurrences and people's acts go into a virtual ledger at their times, decide() decides, and
// what would be sent goes to a sink. From event to event; no clock runs.
//
// An occurrence comes in when its window opens. What opened before the period and is still to be done comes in at its begin, as on the day
// the system is switched on: nothing of the past is said. Drafts are simulated and marked. Pure, single-threaded; two runs of the same
// setup give the same calls. Memory grows with what is open at one time, not with the length of the period.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "common/base/result.hpp"
#include "common/calendar/calendar.hpp"
#include "services/fenghuo/simulate_message.hpp"
#include "services/fenghuo/simulate_people.hpp"

namespace fenghuo::simulate {

struct TimedSignal {
  Instant at;
  wire::Signal signal;
  std::size_t line = 0;
};

struct Setup {
  Instant from, to;  // [from, to)
  std::vector<TimedSignal> signals;
  People::Acts acts = People::Acts::none;
  std::vector<WrittenAct> written;
  Carrier carrier;  // none: everything arrives
};

class Simulation {
 public:
  // bundle and sink outlive it. Error: a calendar or zone that can't be used.
  static Result<std::unique_ptr<Simulation>> make(const wire::Bundle& bundle, Setup setup, Sink& sink);
  ~Simulation();

  // All that happens before t; again with a later t to go on.
  Result<void> run_until(Instant t);
  const Calendar& calendar() const;
  std::uint64_t messages() const;
  std::uint64_t decisions() const;
  std::size_t open_matters() const;
  const std::vector<std::string>& faults() const;  // duties that can't be expanded, signals that count for nothing
  const std::vector<Refusal>& refusals() const;
  std::uint64_t refused() const;

 private:
  class Impl;
  explicit Simulation(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace fenghuo::simulate
