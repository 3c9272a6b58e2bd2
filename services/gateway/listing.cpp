#include "services/gateway/listing.hpp"

#include <boost/json.hpp>
#include <charconv>

#include "common/base/ids.hpp"
#include "common/calendar/lamp.hpp"
#include "common/template/names.hpp"
#include "services/gateway/problem.hpp"

namespace fenghuo::gateway {
namespace {

constexpr std::uint32_t usual_rows = 100, most_rows = 500;
constexpr std::size_t max_q = 100;
constexpr std::array<std::string_view, 4> matter_kinds = {"warning", "duty", "digest", "report"};

Result<std::uint64_t> number(const Request& request, std::string_view name, std::uint64_t otherwise) {
  const auto text = request.query_value(name);
  if (text.empty()) return otherwise;
  std::uint64_t value = 0;
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (ec != std::errc{} || end != text.data() + text.size()) return fail(std::string(name) + ": must be a whole number");
  return value;
}

Result<wire::Query> page_query(const Request& request, const char* what) {
  const auto cursor = number(request, "cursor", 0);
  const auto limit = number(request, "limit", usual_rows);
  if (!cursor) return tl::unexpected(cursor.error());
  if (!limit || *limit == 0) return fail("limit: must be a whole number from 1 to 500");
  wire::Query query;
  query.set_what(what);
  query.set_cursor(*cursor);
  query.set_limit(static_cast<std::uint32_t>(std::min<std::uint64_t>(*limit, most_rows)));
  return query;
}

bool is_work(std::string_view state) {
  for (int work = wire::PLANNED; work <= wire::CANCELLED; ++work) {
    if (work_id(static_cast<wire::Work>(work)) == state) return true;
  }
  return false;
}

// Only words that can be an id: nothing else can match, and nothing else reaches the store.
bool is_word(std::string_view text) {
  return text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
         });
}

void filter(wire::Query& query, std::string_view name, std::string_view value) {
  if (!value.empty()) add_field(query.mutable_filter(), name, value);
}

}  // namespace

Result<wire::Query> matters_query(const Request& request, const wire::Bundle& bundle) {
  auto query = page_query(request, "matters");
  if (!query) return query;
  const auto state = request.query_value("state"), level = request.query_value("level"), q = request.query_value("q");
  std::string unit(request.query_value("unit"));
  const bool open_only = state == "open" || request.query_value("open") == "1";
  if (!state.empty() && state != "open" && !is_work(state))
    return fail("state: must be open or a state such as awaiting, in_progress, submitted, closed");
  const auto& levels = bundle.levels();
  const bool known_level = std::any_of(levels.begin(), levels.end(), [&](const wire::Level& known) { return known.id() == level; });
  if (!level.empty() && !known_level) return fail("level: must be the id of a level");
  const auto kind = request.query_value("kind"), lamp = request.query_value("lamp");
  if (!kind.empty() && std::find(matter_kinds.begin(), matter_kinds.end(), kind) == matter_kinds.end())
    return fail("kind: must be warning, duty, digest or report");
  if (!lamp.empty() && std::find(std::begin(lamps), std::end(lamps), lamp) == std::end(lamps))
    return fail("lamp: must be normal, approaching, imminent or overdue");
  if (!is_word(unit)) return fail("unit: must be the id of a unit");
  if (q.size() > max_q) return fail("q: at most 100 bytes");
  if (request.token != nullptr && request.token->party.starts_with("unit:")) {
    const std::string own = request.token->party.substr(5);
    if (!unit.empty() && unit != own) return fail("unit: 您只能查看本单位事项。");
    unit = own;
  }
  if (state != "open") filter(*query, "state", state);
  if (open_only) filter(*query, "open", "1");
  filter(*query, "level", level);
  filter(*query, "unit", unit);
  filter(*query, "q", q);
  return query;
}

Wanted wanted_of(const Request& request, const wire::Query& query) {
  return {request.query_value("kind"), request.query_value("lamp"), query.limit()};
}

bool matches(const Wanted& wanted, const wire::MatterView& view, const Calendar& calendar, Instant now) {
  if (!wanted.kind.empty() && view.row().kind() != wanted.kind) return false;
  return wanted.lamp.empty() || lamp_of(view, calendar, now) == wanted.lamp;
}

Result<wire::Query> deliveries_query(const Request& request) {
  auto query = page_query(request, "deliveries");
  if (!query) return query;
  const auto state = request.query_value("state"), matter = request.query_value("matter");
  if (!state.empty() && std::find(delivery_states.begin(), delivery_states.end(), state) == delivery_states.end())
    return fail("state: must be one of queued, started, delivered, dead, withdrawn, expired, held");
  filter(*query, "state", state);
  if (matter.empty()) return query;
  const auto id = parse_id(matter);
  if (!id) return fail("matter: must be the id of a matter");
  filter(*query, "matter", std::to_string(*id));
  return query;
}

Response listing(boost::json::array items, std::uint64_t next) {
  boost::json::object out{{"items", std::move(items)}};
  if (next == 0)
    out["next"] = nullptr;
  else
    out["next"] = std::to_string(next);
  return json_response(200, out);
}

}  // namespace fenghuo::gateway
