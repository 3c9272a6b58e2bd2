// Reports are matters of their own: "report/weekly/2026-W48" (督办周报) and "report/monthly/2026-11" (督查通报). Duties that end add their
// Tally until the report is due, on the first working day after its period; then it is made of the ledger's facts of that moment, frozen,
// and sent to the party that reads the reports (Bundle.report_party).
//
//   weekly    counts, the list of what is late, the journal's head; closed when it is sent
//   monthly   a draft for checking with the units; a person issues it (ISSUE), which closes it. Asked for once more after three working
//             days; not issued before the next one is due it is closed as not issued.
// A Tally alone makes no report due: of a period that had begun when the system was switched on nobody submits the time (ReportDue), and
// the matter ends without a word.
//
// Counts by unit, lamp, duty line and field; never by person, in no order of merit.
#pragma once

#include "services/escalator/context.hpp"

namespace fenghuo::escalator {

bool is_report(const wire::DecideJob& job);

wire::ItemOutcome take_report_item(Context& ctx, const wire::InboxItem& item);
bool tick_report(Context& ctx);  // false: it asks for facts
Instant report_step(const Context& ctx);

}  // namespace fenghuo::escalator
