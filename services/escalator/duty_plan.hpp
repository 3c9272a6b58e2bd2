// What still has to be said about a duty and when: the steps of its plan that are not past, the meeting's, the slips', what waits for
// somebody's answer. Pure: the same matter and rules give the same list.
//
// DutyState.done remembers what is past, by id: said or left out, never twice, whatever is edited. An approved extension starts the series
// anew ("x1/T-7"); an amendment does not. A step for leaders stands apart ("T-7@brief"): it is gathered before their brief's slot. So does,
// where a step falls into 寒暑假, what those hear who are away then ("T-7@away"): they hear it before the break.
#pragma once

#include <string>
#include <vector>

#include "services/escalator/context.hpp"

namespace fenghuo::escalator {

// In the order of their weight: of several that fall due at once a recipient hears the last.
enum class What { announce, remind, ask_date, remind_meeting, invite, hint, urge, report_up, monthly, draft, chase };

inline constexpr const char* announcement = "announce";

// Of whom a step speaks: before a break those who are away in it hear apart from those on duty.
enum class Whom { all, away, on_duty };

struct Due {
  std::string id;
  Instant at;
  What what = What::remind;
  const wire::PlanStep* step = nullptr;  // of the plan; null for what no plan names
  bool brief = false;                    // the half of a step that leaders hear
  Whom whom = Whom::all;
};

// When a step is said to whoever is on duty, and to those who are away in the break that this time lies in.
struct StepTime {
  Instant on_duty, away;
  Instant of(bool is_away) const { return is_away ? away : on_duty; }
};
// A step as those hear it who get messages of their own, on duty or away, and as leaders do, in the brief of its day.
std::vector<Due> halves(const Context& ctx, const std::string& id, StepTime at, What what, const wire::PlanStep& step,
                        bool for_leaders = true);
// The parties of a step that hear it at this time.
std::vector<std::string> hearers(const Context& ctx, const Due& due);

std::vector<Due> still_due(const Context& ctx);
std::string date_question(const Context& ctx);          // id of asking for a date: once for each date that is wanted
bool ready(const Context& ctx, const Due& due);         // its time has come, and it may leave
Instant leaves_at(const Context& ctx, const Due& due);  // its first chance
Instant looked_at(const Context& ctx, const Due& due);  // its next one

bool is_done(const wire::DutyState& duty, std::string_view id);
void mark_done(Context& ctx, const std::string& id);
// The steps whose time lies before t are past without a message: nothing of the past fires. What they were goes to one event.
void skip_before(Context& ctx, Instant t, std::string_view why);

// Somebody's answer is waited for: verification, a distribution, an extension, a slip's signature, a delivery fault.
bool waits_for_somebody(const Context& ctx);
void set_chase(Context& ctx);  // two working days from now, where something waits and no time is set

std::string series(const Context& ctx);  // "", "x1/" …

}  // namespace fenghuo::escalator
