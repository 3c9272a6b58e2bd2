// The reports that fall due in a range, as items of the ledger: one ReportDue for each week and month, under the key of its report, so that
// each is submitted once for ever, as the occurrences are. None without a party that reads them. Pure.
#pragma once

#include <vector>

#include "common/calendar/calendar.hpp"
#include "common/messages/frame.hpp"

namespace fenghuo::deadlines {

std::vector<wire::SubmitItem> report_items(const wire::Bundle& bundle, const Calendar& calendar, Instant from, Instant to);

}  // namespace fenghuo::deadlines
