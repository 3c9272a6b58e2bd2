// What a simulation tells: the messages that would go out, and what would have nobody to receive it. Plain values; strings are UTF-8.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "common/clock/clock.hpp"

namespace fenghuo::simulate {

struct Entry {  // of a digest or a leader's brief
  std::string matter, source, occurrence, kind, reason;
  std::int64_t due_at = 0;
};

struct Message {
  Instant at;
  std::string matter;      // key
  std::string source;      // obligation id or topic id; of a digest or brief those of its entries, with commas
  std::string occurrence;  // period
  std::string kind;        // reminder | warning | escalation | notice | overdue | digest | brief
  std::string step;        // a duty's: id of the plan's step; a warning's: number of the rung
  bool rung = false;       // the step is a rung
  std::uint32_t repeat = 0;
  std::string party, party_name, role, unit, channel, destination, subject, reason;
  bool ask = false, draft = false;
  bool keeps_hours = false;  // leaves in the hours of reminders of a working day alone
  bool proposed = false;     // it rests on values that nobody has confirmed: 待校党委确认
  std::int64_t due_at = 0;
  std::vector<Entry> entries;
};

struct Nobody {
  Instant at;
  std::string matter, source, party, party_name, step, why;
  bool draft = false;
};

// Takes them in the order of their times.
class Sink {
 public:
  virtual ~Sink() = default;
  virtual void message(const Message& message) = 0;
  virtual void nobody(const Nobody& gap) = 0;
};

}  // namespace fenghuo::simulate
