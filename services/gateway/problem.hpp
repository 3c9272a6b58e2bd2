// RFC 9457 problem documents: how every error of the API is said. Pure.
#pragma once

#include <boost/json/fwd.hpp>
#include <chrono>
#include <string_view>

#include "services/gateway/http_types.hpp"

namespace fenghuo::gateway {

// detail: what is wrong and the way out; never a value from the request.
Response problem(int status, std::string_view title, std::string_view detail);
Response problem(int status, std::string_view title, std::string_view detail, const boost::json::object& more);

// The 404 of an address that there is not.
Response nothing_here();

// 503 with Retry-After: nothing was claimed, the same request may come again.
Response unavailable(std::string_view detail, std::chrono::seconds retry_after = std::chrono::seconds{2});

Response json_response(int status, const boost::json::value& value);

std::string_view reason_phrase(int status);

}  // namespace fenghuo::gateway
