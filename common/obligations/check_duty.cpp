#include "common/obligations/check_duty.hpp"

#include <algorithm>
#include <array>

#include "common/base/bytes.hpp"
#include "common/obligations/recurrence.hpp"
#include "common/obligations/windows.hpp"

namespace fenghuo::obligations {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr int any_common_year = 2027;  // has no 29 February: a window's days must be days of every year
constexpr days look_ahead{366 * 12};   // a rule that comes round in no twelve years (over a leap day) never does
constexpr std::uint32_t minutes_a_day = 24 * 60;

std::string month_day_text(std::uint32_t month_day) {
  char text[32];
  std::snprintf(text, sizeof text, "%02u-%02u", month_day / 100, month_day % 100);
  return text;
}

bool is_set(const wire::Delay& delay) { return delay.ms() > 0 || delay.working_days() > 0; }

class Check {
 public:
  Check(const wire::Duty& duty, const Calendar& calendar) : duty_(duty), when_(duty.when()), calendar_(calendar) {}

  std::vector<DutyFault> run() {
    if (when_.kind() == "yearly" || when_.kind() == "count")
      window();
    else if (when_.kind() == "rule")
      when_.rrule().empty() ? weeks() : recurrence();
    else if (when_.kind() == "event")
      event();
    else
      fault("has no way to fall due", "write when: {window: …}, {rule: …, from: …}, {week: …}, {count: …} or {event: …}");
    if (when_.kind() == "count") count();
    rest();
    return std::move(faults_);
  }

 private:
  void fault(const std::string& what, std::string remedy) {
    faults_.push_back({"duty \"" + printable(duty_.id()) + "\" " + what, std::move(remedy)});
  }

  void window() {
    for (const std::uint32_t day : {when_.from_day(), when_.to_day()}) {
      if (day > 0 && !day_of_year(any_common_year, day).ok())
        fault("falls due in a window with the day " + month_day_text(day) + ", which not every year has", "write a day like 06-30");
    }
    if ((when_.from_day() == 0) != (when_.to_day() == 0)) fault("has a window with one end", "name its first and its last day");
  }

  void count() {
    if (when_.at_least() == 0) fault("has to be done at least 0 times", "write count: 1 or more");
    if (when_.counts().empty()) fault("counts no duty", "name in of: the duties whose closing counts");
  }

  void weeks() {
    const unsigned last = std::max(when_.week(), when_.week_to());
    if (when_.week() < 1) return fault("names no teaching week", "write week: 1 or more");
    if (when_.week_to() > 0 && when_.week_to() < when_.week())
      return fault("ends in week " + std::to_string(when_.week_to()) + ", before it begins in week " + std::to_string(when_.week()),
                   "let week_to be no earlier than week");
    bool found = false;
    for (const auto& term : calendar_.terms()) {
      if (!when_.term().empty() && when_.term() != term.id) continue;
      found = true;
      if (last > term.weeks)
        fault("falls due in week " + std::to_string(last) + ", but term \"" + term.id + "\" has " + std::to_string(term.weeks) + " weeks",
              "choose a week of the term, or correct its weeks in calendar.yaml");
    }
    if (found) return;
    if (when_.term().empty())
      fault("is anchored to a teaching week, but the calendar has no term", "add the school's terms to calendar.yaml");
    else
      fault("is anchored to term \"" + printable(when_.term()) + "\", which the calendar does not have",
            "use the id of a term of calendar.yaml, or leave term out for every term");
  }

  void recurrence() {
    const auto start = parse_date(when_.dtstart());
    if (!start) return fault("counts its recurrence from no day: " + start.error().message, "write from: with a day, like 2026-01-01");
    const auto rule = Recurrence::parse(when_.rrule(), *start);
    if (!rule) return fault("can't recur: " + rule.error().message, "correct the rule");
    const sys_days first{*start};
    const auto instances = rule->days(first, first + look_ahead);
    if (instances.empty())
      return fault("recurs by \"" + printable(when_.rrule()) + "\", which has no day from " + when_.dtstart() + " on",
                   "name days that exist (June has no 31st), and an end after its beginning");
    if (is_set(when_.due_after())) return;
    if (rule->ends())
      return fault("has a recurrence that ends, so that its last period has no last day", "take COUNT or UNTIL away, or say due_after");
    for (std::size_t i = 0; i + 1 < instances.size(); ++i) {
      if (instances[i + 1] - instances[i] >= longest_window)
        return fault("has a period of more than " + std::to_string(longest_window.count()) + " days",
                     "let it recur more often, or say due_after");
    }
    if (instances.size() < 2) fault("has a period of more than twelve years", "let it recur more often, or say due_after");
  }

  void event() {
    if (is_set(when_.before()) == is_set(when_.after()))
      fault("follows an event, but does not say once when", "write before: or after:, and not both");
  }

  void rest() {
    static constexpr std::array<std::string_view, 6> known{"", "unit", "college", "party_org", "member", "member_field"};
    if (std::find(known.begin(), known.end(), duty_.each()) == known.end())
      fault("is one for each \"" + printable(duty_.each()) + "\", which is nothing we know",
            "write unit, college, party_org, member or member_field");
    if (duty_.each().empty() == duty_.owner().empty()) fault("does not say once whose it is", "write owner: or each:, and not both");
    if (when_.due_minute() > minutes_a_day) fault("falls due after the day's end", "write a time like 17:30");
    const Millis longest_delay = longest_window;
    for (const auto* delay : {&when_.due_after(), &when_.before(), &when_.after()}) {
      if (Millis{delay->ms()} > longest_delay || delay->working_days() > 700)
        fault("waits for more than " + std::to_string(longest_window.count()) + " days", "choose a shorter delay");
    }
    if (!duty_.in_force_from().empty() && !parse_date(duty_.in_force_from()))
      fault("is in force from \"" + printable(duty_.in_force_from()) + "\", which is no day", "write a day like 2026-09-01");
  }

  const wire::Duty& duty_;
  const wire::When& when_;
  const Calendar& calendar_;
  std::vector<DutyFault> faults_;
};

}  // namespace

std::vector<DutyFault> check_duty(const wire::Duty& duty, const Calendar& calendar) { return Check(duty, calendar).run(); }

}  // namespace fenghuo::obligations
