// Local time at the edges: a zone by its IANA name. Thread-safe; an unknown zone is an error that names it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "common/base/result.hpp"
#include "common/clock/clock.hpp"

namespace fenghuo {

struct LocalTime {
  int year = 0;
  unsigned month = 0, day = 0;  // 1-based
  unsigned weekday = 0;         // 0 = Sunday
  int minute_of_day = 0;
  int second = 0;
};

class Zone {
 public:
  static Result<Zone> find(std::string_view iana_name);
  LocalTime local(Instant t) const;
  // The instant of a local date and minute; in a gap the first instant after it, in an overlap the earlier one.
  Instant at(int year, unsigned month, unsigned day, int minute_of_day) const;
  const std::string& name() const { return name_; }

 private:
  explicit Zone(const void* zone, std::string name) : zone_(zone), name_(std::move(name)) {}
  const void* zone_;  // date::time_zone, owned by the time-zone database for the process's life
  std::string name_;
};

std::string rfc3339(Instant t);                                       // 2027-07-08T06:00:00.000Z
std::string rfc3339(Instant t, const Zone& zone);                     // 2027-07-08T14:00:00+08:00
Result<Instant> parse_rfc3339(std::string_view text);                 // needs an offset or Z; fraction is cut to milliseconds
std::string chinese_clock(Instant t, Instant now, const Zone& zone);  // 02:24 today, 7月9日02:24 another day

}  // namespace fenghuo
