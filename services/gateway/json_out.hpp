// The ledger's views as the API shows them. Pure. Ids are text, times RFC 3339 with the bundle's offset, a held-back title is null.
#pragma once

#include <boost/json/fwd.hpp>

#include "services/gateway/rules.hpp"

namespace fenghuo::gateway {

// now: the ledger's clock; a duty's lamp depends on it.
boost::json::object matter_json(const wire::MatterView& view, const Rules& rules, Instant now);
boost::json::object event_json(const wire::EventView& view, const Rules& rules);
boost::json::object delivery_json(const wire::DeliveryView& view, const Rules& rules);
// An item's outcome; undecided items say "pending".
boost::json::object item_json(const wire::ItemView& view, const Rules& rules);

// Whether an outcome's detail is the account that took the matter; any other detail is a reason.
bool names_an_account(const wire::ItemOutcome& outcome);
std::string_view outcome_name(wire::OutcomeCode code);
boost::json::value time_json(std::int64_t ms, const Rules& rules);  // null for 0

}  // namespace fenghuo::gateway
