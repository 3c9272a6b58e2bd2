// The reports of the periods that begin in a range, as items of the ledger: one ReportDue for each week and month, under the key of its
// report, so that each is submitted once for ever, as the occurrences are. None without a party that reads them. Pure.
//
// A period that had begun when the system was switched on is not reported: half of it is not known. One that is under way and was submitted
// before (the ledger has its key, open) is submitted again, since its reader or the calendar may be others now.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "common/calendar/calendar.hpp"
#include "common/messages/frame.hpp"

namespace fenghuo::deadlines {

// What is due before `late` is past.
struct ReportRange {
  Instant from, to, late;
};
std::vector<wire::SubmitItem> report_items(const wire::Bundle& bundle, const Calendar& calendar, const ReportRange& range,
                                           const std::set<std::string>& open);

}  // namespace fenghuo::deadlines
