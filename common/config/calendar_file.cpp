// calendar.yaml: the State Council's days off and swapped working days, the school's terms and breaks, quiet hours, office hours, the hours
// of reminders.
#include <cstdio>

#include "common/base/bytes.hpp"
#include "common/clock/zone.hpp"
#include "common/config/bundle_parts.hpp"
#include "common/config/calendar_school.hpp"
#include "common/config/shapes.hpp"
#include "common/config/values.hpp"

namespace fenghuo::config {
namespace {

using std::chrono::sys_days;
constexpr auto may = Need::may;
constexpr auto must = Need::must;
constexpr std::uint32_t default_reminder_from = 8 * 60 + 7, default_reminder_to = 17 * 60 + 30;

Shape hours(const char* from, const char* to) {
  return map_of({{"from", must, value(Form::time_of_day), from}, {"to", must, value(Form::time_of_day), to}});
}

Shape year_shape() {
  return map_of({
      {"year", must, whole(2000, 2199), "The notice's year"},
      {"notice", must, text(80), "Document number of the notice"},
      {"days_off", must,
       list_of(map_of({{"name", must, text(20), "The holiday"},
                       {"from", must, value(Form::date), "First day off"},
                       {"to", must, value(Form::date), "Last day off"}}),
               30),
       "The holidays, with the weekends that the notice counts in"},
      {"swapped_workdays", must, list_of(value(Form::date), 40), "Saturdays and Sundays that are worked (调休)"},
  });
}

std::optional<sys_days> day_at(const Node& map, std::string_view key) {
  const auto date = parse_date(text_at(map, key));
  return date ? std::optional(sys_days{*date}) : std::nullopt;
}

bool weekend(sys_days day) {
  const std::chrono::weekday weekday{day};
  return weekday == std::chrono::Saturday || weekday == std::chrono::Sunday;
}

std::string day_text(sys_days day) {
  const std::chrono::year_month_day date{day};
  char text[32];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                static_cast<unsigned>(date.day()));
  return text;
}

struct YearReader {
  Draft& draft;
  std::map<sys_days, std::string> off;  // with the holiday's name
  std::set<sys_days> worked;

  void read(const Node& item) {
    const auto year = static_cast<int>(whole_at(item, "year"));
    for (const int other : draft.bundle.calendar().years()) {
      if (other == year)
        draft.faults.error(place_at(item, "year"), "year " + std::to_string(year) + " stands twice", "keep one entry a year");
    }
    draft.bundle.mutable_calendar()->add_years(year);
    for (const Node& holiday : items_at(item, "days_off")) read_holiday(holiday, year);
    for (const Node& node : items_at(item, "swapped_workdays")) read_swapped(node, year);
  }

  void read_holiday(const Node& holiday, int year) {
    const auto from = day_at(holiday, "from"), to = day_at(holiday, "to");
    if (!from || !to) return;
    if (*to < *from || *to - *from > std::chrono::days{20}) {
      draft.faults.error(place_at(holiday, "to"), "the holiday ends before it begins, or lasts more than 20 days", "check from and to");
      return;
    }
    near_year(*from, year, holiday.place);
    for (sys_days day = *from; day <= *to; day += std::chrono::days{1}) {
      if (!off.emplace(day, text_at(holiday, "name")).second)
        draft.faults.error(holiday.place, day_text(day) + " is off twice", "let the holidays not overlap");
    }
  }

  void read_swapped(const Node& node, int year) {
    const auto date = parse_date(node.scalar);
    if (!date) return;
    const sys_days day{*date};
    near_year(day, year, node.place);
    if (!weekend(day))
      draft.faults.error(node.place, day_text(day) + " is a weekday: only a Saturday or Sunday can be a swapped working day",
                         "compare the notice");
    if (off.contains(day))
      draft.faults.error(node.place, day_text(day) + " is both a day off and a swapped working day", "compare the notice");
    if (!worked.insert(day).second) draft.faults.error(node.place, day_text(day) + " stands twice", "remove one");
  }

  // A notice may reach over New Year, not further.
  void near_year(sys_days day, int year, const Place& place) {
    const int of = static_cast<int>(std::chrono::year_month_day{day}.year());
    if (of < year - 1 || of > year + 1)
      draft.faults.error(place, day_text(day) + " does not belong to the notice of " + std::to_string(year), "move it to its year");
  }
};

}  // namespace

const Shape& calendar_shape() {
  static const Shape shape = map_of({
      {"timezone", must, text(60), "IANA name of the zone"},
      {"quiet", must, hours("Quiet hours begin", "Quiet hours end"), "Quiet hours"},
      {"work", must, hours("Office hours begin", "Office hours end"), "Office hours"},
      {"reminders", may, hours("Reminders leave from", "… up to"),
       "On working days reminders leave in these hours; 08:07 to 17:30 when left out"},
      {"digest_at", must, value(Form::time_of_day), "When the daily digest goes out on working days"},
      {"years", must, list_of(year_shape(), 50), "The State Council's notices; a year that is absent is provisional (暂定)"},
      {"school", may, school_shape(), "The school's own calendar"},
  });
  return shape;
}

void read_calendar(const Node& root, Draft& draft) {
  auto* calendar = draft.bundle.mutable_calendar();
  const std::string zone = text_at(root, "timezone");
  if (!zone.empty() && !Zone::find(zone)) {
    draft.faults.error(place_at(root, "timezone"), "there is no time zone \"" + printable(zone) + "\"",
                       "write an IANA name, like Asia/Shanghai");
  }
  draft.bundle.set_timezone(zone);
  calendar->set_quiet_from_min(minute_at(map_at(root, "quiet"), "from"));
  calendar->set_quiet_to_min(minute_at(map_at(root, "quiet"), "to"));
  calendar->set_work_from_min(minute_at(map_at(root, "work"), "from"));
  calendar->set_work_to_min(minute_at(map_at(root, "work"), "to"));
  calendar->set_digest_at_min(minute_at(root, "digest_at"));
  calendar->set_reminder_from_min(minute_at(map_at(root, "reminders"), "from", default_reminder_from));
  calendar->set_reminder_to_min(minute_at(map_at(root, "reminders"), "to", default_reminder_to));
  if (calendar->work_from_min() >= calendar->work_to_min() && root.find("work") != nullptr)
    draft.faults.error(place_at(root, "work"), "office hours end before they begin", "let from be before to");
  if (calendar->reminder_from_min() >= calendar->reminder_to_min())
    draft.faults.error(place_at(root, "reminders"), "the hours of reminders end before they begin", "let from be before to");
  draft.places["calendar/years"] = place_at(root, "years");
  YearReader reader{draft, {}, {}};
  for (const Node& item : items_at(root, "years")) reader.read(item);
  for (const auto& [day, name] : reader.off) {
    calendar->add_days_off(day_text(day));
    auto* named = calendar->add_day_names();
    named->set_date(day_text(day));
    named->set_name(name);
  }
  for (const sys_days day : reader.worked) calendar->add_swapped_workdays(day_text(day));
  read_school(map_at(root, "school"), draft);
}

}  // namespace fenghuo::config
