// Zones by Howard Hinnant's library, built by Debian with USE_OS_TZDB: it reads the system's zoneinfo and never downloads.
#include "common/clock/zone.hpp"

#include <date/tz.h>

#include "common/base/bytes.hpp"
#include "common/clock/range.hpp"

static_assert(USE_OS_TZDB == 1, "the time-zone library must use the system's zoneinfo");

namespace fenghuo {
namespace {

const date::time_zone& zone_of(const void* zone) { return *static_cast<const date::time_zone*>(zone); }

}  // namespace

Result<Zone> Zone::find(std::string_view iana_name) {
  const auto unknown = [&](std::string_view why) {
    return fail("time zone \"" + printable(iana_name) + "\" " + std::string(why) +
                "; use an IANA name like Asia/Shanghai (package tzdata)");
  };
  if (iana_name.empty() || iana_name.size() > 64) return unknown("is no name of a zone");
  try {
    return Zone(date::locate_zone(iana_name), std::string(iana_name));
  } catch (const std::exception&) {  // the library throws for an unknown name and for a missing database alike
    return unknown("is not in this system's zoneinfo");
  }
}

LocalTime Zone::local(Instant t) const {
  const auto at = zone_of(zone_).to_local(std::chrono::floor<std::chrono::seconds>(within_years(t)));
  const auto midnight = date::floor<date::days>(at);
  const date::year_month_day day{midnight};
  const auto seconds = (at - midnight).count();
  return {.year = static_cast<int>(day.year()),
          .month = static_cast<unsigned>(day.month()),
          .day = static_cast<unsigned>(day.day()),
          .weekday = date::weekday{midnight}.c_encoding(),
          .minute_of_day = static_cast<int>(seconds / 60),
          .second = static_cast<int>(seconds % 60)};
}

Instant Zone::at(int year, unsigned month, unsigned day, int minute_of_day) const {
  const date::local_days midnight{date::year{year} / date::month{month} / date::day{day}};
  const date::local_seconds local = midnight + std::chrono::minutes{minute_of_day};
  return Instant{zone_of(zone_).to_sys(local, date::choose::earliest).time_since_epoch()};
}

}  // namespace fenghuo
