// What a duty has beside what every matter has, as the HTTP interface and `fenghuo matters --json` show it: deadline, lamp, meeting, slips,
// extensions, who leads and who supports. Pure; times RFC 3339 in the calendar's zone, null for none.
#pragma once

#include <boost/json/fwd.hpp>

#include "common/calendar/calendar.hpp"
#include "common/messages/frame.hpp"

namespace fenghuo {

// Adds due_at, lamp (null for what is no duty), hold and erased_at to every matter, and the rest to a duty.
void add_duty_json(boost::json::object& matter, const wire::MatterView& view, const Calendar& calendar, Instant now);

// The parties that lead (rung 0) and support (rung 1) a duty now; a lead that has not been asked yet is the occurrence's.
std::string lead_of(const wire::Matter& matter);
std::vector<std::string> supporters_of(const wire::Matter& matter);

}  // namespace fenghuo
