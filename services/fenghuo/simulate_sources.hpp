// What comes into a simulation by itself, in the order of time: signals, and the occurrences of the catalogue, a week of openings at a
// time. Pure, single-threaded. The bundle outlives it.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "common/calendar/calendar.hpp"
#include "common/calendar/report_period.hpp"
#include "services/fenghuo/simulate_ledger.hpp"
#include "services/fenghuo/simulate_run.hpp"

namespace fenghuo::simulate {

class Sources {
 public:
  Sources(const wire::Bundle& bundle, const Calendar& calendar, Instant from, Instant to, std::vector<TimedSignal> signals);

  std::optional<Instant> next();
  void submit(Instant now, VirtualLedger& ledger);  // all that is due
  const std::vector<std::string>& faults() const { return faults_; }

 private:
  struct Opening {
    Instant at;
    std::string key;
    wire::Occurrence occurrence;  // without its obligation
    const wire::Obligation* obligation = nullptr;
  };
  void expand_more();
  void expand_range(Instant from, Instant to, Instant not_before);
  Instant opens(const ReportPeriod& period) const;
  void submit_reports(Instant now, VirtualLedger& ledger);
  void fault(std::string text);

  const wire::Bundle& bundle_;
  const Calendar& calendar_;
  Instant from_, to_, expanded_;
  std::vector<TimedSignal> signals_;
  std::size_t next_signal_ = 0;
  std::vector<Opening> openings_;
  std::size_t next_opening_ = 0;
  std::unordered_map<std::string_view, const wire::Obligation*> obligations_;
  std::vector<ReportPeriod> reports_;
  std::size_t next_report_ = 0;
  std::vector<std::string> faults_;
};

}  // namespace fenghuo::simulate
