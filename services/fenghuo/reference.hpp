// How people name things on the command line: a matter, a party, a duration, a time. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "common/base/result.hpp"
#include "common/clock/zone.hpp"

namespace fenghuo::cli {

// A matter by its id (13 Crockford digits), its number (舆〔2027〕3号) its key (topic/…), or "latest": the newest open one.
struct MatterReference {
  enum class Kind { id, number, key, latest } kind = Kind::id;
  std::string value;  // an id in decimal
};
MatterReference read_reference(std::string_view text);

// "500ms", "45s", "30m", "2h", "1d", "1h30m". Positive, at most ten years.
Result<Millis> parse_duration(std::string_view text);

// A duration from now, a time with its offset (RFC 3339), or the zone's local time: "2027-07-08 14:00".
Result<Instant> parse_time(std::string_view text, Instant now, const Zone& zone);

}  // namespace fenghuo::cli
