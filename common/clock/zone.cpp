// Zones by Howard Hinnant's library, built by Debian with USE_OS_TZDB: it reads the system's zoneinfo and never downloads.
#include "common/clock/zone.hpp"

#include <date/tz.h>

#include "common/base/bytes.hpp"
#include "common/clock/range.hpp"

static_assert(USE_OS_TZDB == 1, "the time-zone library must use the system's zoneinfo");

namespace fenghuo {
namespace {

const date::time_zone& zone_of(const void* zone) { return *static_cast<const date::time_zone*>(zone); }

// The stretch without a change of the clock that this thread asked about last: a year's simulation asks ten million times, nearly always in
// the same one, and the library searches its table under a lock each time.
struct Stretch {
  const void* zone = nullptr;
  date::sys_seconds begin, end;
  std::chrono::seconds offset{0};
};
thread_local Stretch last;

std::chrono::seconds offset_at(const void* zone, date::sys_seconds t) {
  if (last.zone != zone || t < last.begin || t >= last.end) {
    const auto info = zone_of(zone).get_info(t);
    last = {zone, info.begin, info.end, info.offset};
  }
  return last.offset;
}

// A day inside the stretch no local time is skipped or comes twice.
bool plain(const void* zone, date::local_seconds local) {
  const date::sys_seconds t{local.time_since_epoch() - last.offset};
  return last.zone == zone && t - last.begin > date::days{1} && last.end - t > date::days{1};
}

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
  const date::sys_seconds utc = std::chrono::floor<std::chrono::seconds>(within_years(t));
  const date::local_seconds at{utc.time_since_epoch() + offset_at(zone_, utc)};
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
  if (plain(zone_, local)) return Instant{local.time_since_epoch() - last.offset};
  return Instant{zone_of(zone_).to_sys(local, date::choose::earliest).time_since_epoch()};
}

}  // namespace fenghuo
