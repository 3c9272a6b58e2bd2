// The list of what the gateway answers: verb, path, the right it needs, how large a body may be. openapi.json says the same (a test holds
// them together). Pure and constant; thread-safe.
#pragma once

#include <span>
#include <string_view>
#include <variant>

#include "services/gateway/http_types.hpp"

namespace fenghuo::gateway {

enum class Endpoint {
  index,
  healthz,
  readyz,
  metrics,
  openapi,
  signals,
  callback_ack,
  link_show,
  link_post,
  item,
  matters,
  matter,
  open_matter,
  act,
  sheet,
  feed,
  deliveries,
  replay
};

// none: anybody · any: any token · the others: what a token "may". item has a signed status address as well, so its handler asks itself.
enum class Right { none, any, signals, read, act, operate };

struct Route {
  Verb verb;
  const char* pattern;  // {name} stands for one segment, {name}.ics for one that ends so
  Endpoint endpoint;
  Right right;
  std::size_t body_limit;  // 0: takes no body
};

std::span<const Route> routes();

enum class NoRoute { not_found, wrong_method };

// HEAD is answered by a GET route. Fills request.params.
std::variant<const Route*, NoRoute> find_route(Request& request);

// "signals", "read" …: as written in a token's may.
std::string_view right_name(Right right);

}  // namespace fenghuo::gateway
