// What can be said of a request from its header alone: route, right, size. Before the body is read. Pure but for the token look-up.
#pragma once

#include <optional>

#include "services/gateway/app.hpp"
#include "services/gateway/routes.hpp"

namespace fenghuo::gateway {

struct Admission {
  const Route* route = nullptr;
  std::size_t body_limit = 0;
  std::optional<Response> refusal;
};

// content_length: nullopt when the header doesn't say (chunked, or no body).
Admission admit(const App& app, Request& request, std::string_view target, std::optional<std::uint64_t> content_length);

}  // namespace fenghuo::gateway
