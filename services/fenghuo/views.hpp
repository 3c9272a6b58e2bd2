// The ledger's views as JSON, in the shapes of the HTTP API: stable names, snake_case, times as RFC 3339 in the zone of the bundle.
#pragma once

#include <boost/json/fwd.hpp>
#include <string>

#include "common/messages/frame.hpp"
#include "services/fenghuo/access.hpp"

namespace fenghuo::cli {

std::string outcome_name(wire::OutcomeCode code);  // done | already | refused | …

boost::json::object matter_json(Access& access, const wire::MatterView& view);
boost::json::object event_json(Access& access, const wire::EventView& event);
boost::json::object delivery_json(Access& access, const wire::DeliveryView& view);
boost::json::object status_json(Access& access, const wire::StatusView& view);

// Prints one JSON value and a newline on stdout.
void print_json(const boost::json::value& value);

}  // namespace fenghuo::cli
