// What the shipped calendar says of each day of some years, for a judge we did not write: "2026-10-10 work" a line, "off" for the others.
//   fenghuo_test_calendar CONFIG_DIR FIRST_YEAR LAST_YEAR
#include <cstdio>
#include <cstdlib>

#include "common/calendar/calendar.hpp"
#include "common/config/bundle_loader.hpp"

int main(int argc, char** argv) {
  using namespace fenghuo;
  if (argc != 4) return 2;
  const auto load = load_bundle(argv[1]);
  const auto zone = Zone::find(load.bundle.timezone());
  const auto calendar = zone ? Calendar::make(load.bundle.calendar(), *zone) : tl::unexpected(zone.error());
  if (!calendar) {
    std::fprintf(stderr, "%s\n", calendar.error().message.c_str());
    return 1;
  }
  const std::chrono::year first{std::atoi(argv[2])}, last{std::atoi(argv[3])};
  const std::chrono::sys_days end{(last + std::chrono::years{1}) / 1 / 1};
  for (std::chrono::sys_days day{first / 1 / 1}; day < end; day += std::chrono::days{1})
    std::printf("%s %s\n", date_text(Date{day}).c_str(), calendar->is_working_day(Date{day}) ? "work" : "off");
  return 0;
}
