// Lists: filters of a request as a QUERY, rows as {"items": […], "next": cursor or null}. Pure.
#pragma once

#include <boost/json/fwd.hpp>

#include "common/messages/frame.hpp"
#include "services/gateway/http_types.hpp"

namespace fenghuo::gateway {

// state, level, unit, q, open, cursor, limit. A unit's token is bound to its unit. An Error names the parameter.
Result<wire::Query> matters_query(const Request& request, const wire::Bundle& bundle);
// state, matter, cursor, limit.
Result<wire::Query> deliveries_query(const Request& request);

Response listing(boost::json::array items, std::uint64_t next);

}  // namespace fenghuo::gateway
