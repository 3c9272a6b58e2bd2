// What people do in a simulation: the acts of a file at their times, or everybody as they should: an asked party acknowledges five minutes
// after it was asked, a meeting's date is entered five minutes after it was asked for, a duty is handed in with evidence on the morning of
// its last day, a warning before its commitment ends, and another verifies it five minutes later.
//
// Pure, single-threaded. Acts are kept until they are due; one for each open matter at most, beside acknowledgements under way.
#pragma once

#include <map>
#include <queue>
#include <string>
#include <unordered_map>
#include <vector>

#include "common/calendar/calendar.hpp"
#include "services/fenghuo/simulate_ledger.hpp"

namespace fenghuo::simulate {

// An act that somebody wrote down: matter is a key, or a number such as 舆〔2027〕3号.
struct WrittenAct {
  Instant at;
  std::string matter;
  wire::Action action;
  std::size_t line = 0;
};

struct Refusal {
  std::size_t line = 0;  // of the file of acts; 0 = everybody's
  std::string matter, why;
};

class People {
 public:
  enum class Acts { none, all };
  People(const wire::Bundle& bundle, const Calendar& calendar, Acts acts, std::vector<WrittenAct> written);

  void hears(const Leaving& message);
  void answered(const Answer& answer);

  std::optional<Instant> next() const;
  void act(Instant now, VirtualLedger& ledger);  // all that is due

  std::uint64_t refused() const { return refused_; }
  const std::vector<Refusal>& refusals() const { return refusals_; }  // the first ones

 private:
  struct Planned {
    Instant at;
    std::uint64_t order = 0, matter = 0;
    wire::Action action;
    bool operator>(const Planned& other) const { return std::pair(at, order) > std::pair(other.at, other.order); }
  };
  // Of each open matter, what is still wanted to know of it.
  struct Known {
    std::vector<std::string> asked;  // parties whose answer is on its way or given
    std::string verifier, owner;
    bool meeting = false, dated = false, handed_in = false;
    std::int64_t due_at = 0;
  };

  void plan(Instant at, std::uint64_t matter, wire::Action action);
  void opened(const Answer& answer);
  void fix_date(const Leaving& message, Known& known);
  std::string another_than(const std::string& submitter, const std::string& verifier) const;
  Instant morning_of_last_day(Instant now, Instant due) const;
  void remember_refusal(std::size_t line, const std::string& matter, std::string why);

  const wire::Bundle& bundle_;
  const Calendar& calendar_;
  Acts acts_;
  std::vector<WrittenAct> written_;
  std::size_t next_written_ = 0;
  std::priority_queue<Planned, std::vector<Planned>, std::greater<>> planned_;
  std::unordered_map<std::uint64_t, Known> known_;
  std::map<std::string, std::string> numbers_;                        // number → key, of matters that a file of acts may name so
  std::unordered_map<std::string, std::string> office_of_, role_of_;  // role → its office; unit → a role that has its seat there
  std::string confirmer_;
  std::uint64_t order_ = 0, refused_ = 0;
  std::vector<Refusal> refusals_;
};

}  // namespace fenghuo::simulate
