// Lists: filters of a request as a QUERY, rows as {"items": […], "next": cursor or null}. Pure.
#pragma once

#include <boost/json/fwd.hpp>

#include "common/calendar/calendar.hpp"
#include "common/messages/frame.hpp"
#include "services/gateway/http_types.hpp"

namespace fenghuo::gateway {

// state, level, unit, q, open, kind, lamp, cursor, limit. A unit's token is bound to its unit. An Error names the parameter.
Result<wire::Query> matters_query(const Request& request, const wire::Bundle& bundle);

// What the ledger does not select by: it is looked for in page after page, so an answer may hold fewer matters than there are, and a next.
struct Wanted {
  std::string_view kind, lamp;  // of the request, which must outlive it
  std::size_t limit = 0;
  bool all() const { return kind.empty() && lamp.empty(); }
};
Wanted wanted_of(const Request& request, const wire::Query& query);
bool matches(const Wanted& wanted, const wire::MatterView& view, const Calendar& calendar, Instant now);
// state, matter, cursor, limit.
Result<wire::Query> deliveries_query(const Request& request);

Response listing(boost::json::array items, std::uint64_t next);

}  // namespace fenghuo::gateway
