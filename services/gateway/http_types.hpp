// A request and a response as the handlers see them: no socket, no Beast. Plain values of one request; no thread owns them for longer.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/config/settings.hpp"

namespace fenghuo::gateway {

enum class Verb { get, head, post, other };

struct Request {
  Verb verb = Verb::get;
  std::vector<std::string> segments;                       // decoded
  std::vector<std::pair<std::string, std::string>> query;  // decoded
  std::vector<std::string> params;                         // the {…} of the route, in order
  std::string authorization, content_type, content_encoding, idempotency_key, if_none_match;
  std::string webhook_id, webhook_timestamp, webhook_signature;
  std::string body;
  std::shared_ptr<const ApiToken> token;  // set when the route wants one

  std::string_view query_value(std::string_view name) const {
    for (const auto& [key, value] : query) {
      if (key == name) return value;
    }
    return {};
  }
};

struct Response {
  int status = 200;
  std::string content_type = "application/json";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers = {};
};

// Splits an origin-form target ("/api/v1/matters?level=red") into the request. False: it is not one.
bool read_target(std::string_view target, Request& request);

// application/x-www-form-urlencoded and query strings: decoded pairs; at most 64, a broken escape stays as it is.
std::vector<std::pair<std::string, std::string>> decode_form(std::string_view text);

}  // namespace fenghuo::gateway
