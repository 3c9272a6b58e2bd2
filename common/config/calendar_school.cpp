#include "common/config/calendar_school.hpp"

#include <chrono>

#include "common/base/bytes.hpp"
#include "common/config/values.hpp"

namespace fenghuo::config {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
constexpr auto must = Need::must;

// A stretch of days with a name, for the check that no two of them overlap.
struct Stretch {
  std::string name;
  sys_days from, to;
  Place place;
};

struct SchoolReader {
  Draft& draft;
  std::vector<Stretch> taken;

  void take(Stretch stretch) {
    for (const Stretch& other : taken) {
      if (stretch.from <= other.to && other.from <= stretch.to)
        draft.faults.error(stretch.place, "\"" + printable(stretch.name) + "\" overlaps with \"" + printable(other.name) + "\"",
                           "terms and breaks follow each other: check first_monday and weeks, from and to");
    }
    taken.push_back(std::move(stretch));
  }

  void read_term(const Node& item) {
    const std::string monday = text_at(item, "first_monday");
    const auto first = parse_date(monday);
    auto* term = draft.bundle.mutable_calendar()->add_terms();
    term->set_id(text_at(item, "id"));
    term->set_name(text_at(item, "name"));
    term->set_first_monday(monday);
    term->set_weeks(static_cast<std::uint32_t>(whole_at(item, "weeks")));
    draft.places["term/" + term->id()] = item.place;
    if (!first || term->weeks() == 0) return;
    const sys_days from{*first};
    if (std::chrono::weekday{from} != std::chrono::Monday) {
      draft.faults.error(place_at(item, "first_monday"), monday + " is no Monday", "weeks are counted from the Monday of the first one");
      return;
    }
    take({term->name(), from, from + days{7} * term->weeks() - days{1}, item.place});
  }

  void read_break(const Node& item) {
    auto* off = draft.bundle.mutable_calendar()->add_breaks();
    off->set_name(text_at(item, "name"));
    off->set_from(text_at(item, "from"));
    off->set_to(text_at(item, "to"));
    const auto from = parse_date(off->from()), to = parse_date(off->to());
    if (!from || !to) return;
    if (sys_days{*to} < sys_days{*from}) {
      draft.faults.error(place_at(item, "to"), "the break \"" + printable(off->name()) + "\" ends before it begins", "check from and to");
      return;
    }
    take({off->name(), sys_days{*from}, sys_days{*to}, item.place});
  }
};

}  // namespace

Shape school_shape() {
  return map_of({
      {"terms", must,
       list_of(map_of({{"id", must, value(Form::id).named("term"), "Name in duties: when: {week: 3, term: <id>}"},
                       {"name", must, text(40), "Name in messages"},
                       {"first_monday", must, value(Form::date), "Monday of the first teaching week"},
                       {"weeks", must, whole(1, 30), "How many weeks it has"}}),
               60),
       "学期"},
      {"breaks", must,
       list_of(map_of({{"name", must, text(40), "寒假 or 暑假, of which year"},
                       {"from", must, value(Form::date), "First day"},
                       {"to", must, value(Form::date), "Last day"}}),
               60),
       "寒暑假"},
  });
}

void read_school(const Node& school, Draft& draft) {
  SchoolReader reader{draft, {}};
  for (const Node& item : items_at(school, "terms")) reader.read_term(item);
  for (const Node& item : items_at(school, "breaks")) reader.read_break(item);
}

}  // namespace fenghuo::config
