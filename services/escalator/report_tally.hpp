// What a duty adds to the reports: while it is open the facets it counts under, when it ends one Tally for its week's and month's report.
//
//   tally|all|<what> · tally|unit=<unit>|<what> · tally|line=<line>|<what> · tally|field=<field>|<what>
//       what: one lamp (normal | approaching | imminent | overdue), and verify (handed in, waits) or take (nobody has taken it)
//   late|<deadline>|<unit>            late and not handed in
//   todo|<party>|<what>|<deadline>    overdue | due_soon | verify | date | take, of a report sign: who has something to do (daily_todo.hpp)
//
// The lamp of a result that waits for verification is normal: it is not the unit that holds it. Facets hold for the instant of the
// decision, so the matter is decided again when its lamp changes. Pure.
#pragma once

#include "services/escalator/context.hpp"

namespace fenghuo::escalator {

void add_report_facets(const Context& ctx, wire::MatterRow& row);
void add_todo_facets(const Context& ctx, wire::MatterRow& row);
std::optional<Instant> next_lamp(const Context& ctx);  // when the lamp changes by time alone

// The lamp it counts under now.
const char* counted_lamp(const Context& ctx);

// It has just ended; slept: before its window opened, which no report counts.
void tell_reports(Context& ctx, bool slept);

}  // namespace fenghuo::escalator
