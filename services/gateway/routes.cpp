#include "services/gateway/routes.hpp"

namespace fenghuo::gateway {
namespace {

constexpr std::size_t small = 16U << 10U;
constexpr std::size_t as_configured = SIZE_MAX;  // settings.gateway.max_body

constexpr Route table[] = {
    {Verb::get, "/", Endpoint::index, Right::none, 0},
    {Verb::get, "/healthz", Endpoint::healthz, Right::none, 0},
    {Verb::get, "/readyz", Endpoint::readyz, Right::none, 0},
    {Verb::get, "/metrics", Endpoint::metrics, Right::none, 0},
    {Verb::get, "/api/openapi.json", Endpoint::openapi, Right::none, 0},
    {Verb::post, "/api/v1/signals", Endpoint::signals, Right::signals, as_configured},
    {Verb::post, "/api/v1/callbacks/ack", Endpoint::callback_ack, Right::none, small},
    {Verb::get, "/a/{token}", Endpoint::link_show, Right::none, 0},
    {Verb::head, "/a/{token}", Endpoint::link_show, Right::none, 0},
    {Verb::post, "/a/{token}", Endpoint::link_post, Right::none, small},
    {Verb::get, "/api/v1/items/{id}", Endpoint::item, Right::none, 0},
    {Verb::get, "/api/v1/matters", Endpoint::matters, Right::read, 0},
    {Verb::post, "/api/v1/matters", Endpoint::open_matter, Right::act, small},
    {Verb::get, "/api/v1/matters/{id}", Endpoint::matter, Right::read, 0},
    {Verb::get, "/api/v1/matters/{id}/sheet.pdf", Endpoint::sheet, Right::read, 0},
    {Verb::get, "/feed/{token}.ics", Endpoint::feed, Right::none, 0},
    {Verb::head, "/feed/{token}.ics", Endpoint::feed, Right::none, 0},
    {Verb::post, "/api/v1/matters/{id}/{act}", Endpoint::act, Right::act, small},
    {Verb::get, "/api/v1/deliveries", Endpoint::deliveries, Right::read, 0},
    {Verb::post, "/api/v1/deliveries/{id}/replay", Endpoint::replay, Right::operate, small},
};

// The values of {…}, or nothing when the path is another one.
std::optional<std::vector<std::string>> match(std::string_view pattern, const std::vector<std::string>& segments) {
  std::vector<std::string> params;
  pattern.remove_prefix(1);
  for (const auto& segment : segments) {
    const auto end = std::min(pattern.find('/'), pattern.size());
    const std::string_view want = pattern.substr(0, end);
    if (want.empty()) return std::nullopt;
    if (want.front() == '{') {  // {name}, or {name} and how the segment ends
      const std::string_view ends = want.substr(want.find('}') + 1);
      if (!segment.ends_with(ends) || (!ends.empty() && segment.size() == ends.size())) return std::nullopt;
      params.push_back(segment.substr(0, segment.size() - ends.size()));
    } else if (want != segment) {
      return std::nullopt;
    }
    pattern.remove_prefix(std::min(end + 1, pattern.size()));
  }
  return pattern.empty() ? std::optional(std::move(params)) : std::nullopt;
}

}  // namespace

std::span<const Route> routes() { return table; }

std::variant<const Route*, NoRoute> find_route(Request& request) {
  bool other_verb = false;
  for (const Route& route : table) {
    auto params = match(route.pattern, request.segments);
    if (!params) continue;
    if (route.verb == request.verb || (request.verb == Verb::head && route.verb == Verb::get)) {
      request.params = std::move(*params);
      return &route;
    }
    other_verb = true;
  }
  return other_verb ? NoRoute::wrong_method : NoRoute::not_found;
}

std::string_view right_name(Right right) {
  switch (right) {
    case Right::signals:
      return "signals";
    case Right::read:
      return "read";
    case Right::act:
      return "act";
    case Right::operate:
      return "operate";
    default:
      return "";
  }
}

}  // namespace fenghuo::gateway
