#include "services/gateway/problem.hpp"

#include <boost/json.hpp>

namespace fenghuo::gateway {

Response problem(int status, std::string_view title, std::string_view detail, const boost::json::object& more) {
  boost::json::object document{{"type", "about:blank"}, {"title", title}, {"status", status}, {"detail", detail}};
  for (const auto& field : more) document[field.key()] = field.value();
  Response response{status, "application/problem+json", boost::json::serialize(document)};
  if (status == 401) response.headers.emplace_back("WWW-Authenticate", "Bearer");
  return response;
}

Response problem(int status, std::string_view title, std::string_view detail) { return problem(status, title, detail, {}); }

Response nothing_here() { return problem(404, "Not found", "There is nothing here; the list is at /api/openapi.json."); }

Response unavailable(std::string_view detail, std::chrono::seconds retry_after) {
  Response response = problem(503, "Not available", detail);
  response.headers.emplace_back("Retry-After", std::to_string(retry_after.count()));
  return response;
}

Response json_response(int status, const boost::json::value& value) { return {status, "application/json", boost::json::serialize(value)}; }

std::string_view reason_phrase(int status) {
  switch (status) {
    case 400:
      return "Bad request";
    case 401:
      return "Not authorised";
    case 403:
      return "Not allowed";
    case 404:
      return "Not found";
    case 405:
      return "Method not allowed";
    case 408:
      return "Too slow";
    case 409:
      return "Conflict";
    case 410:
      return "Gone";
    case 413:
      return "Body too large";
    case 414:
      return "Address too long";
    case 415:
      return "Unsupported content type";
    case 422:
      return "Not accepted";
    case 431:
      return "Header too large";
    case 503:
      return "Not available";
    default:
      return "Error";
  }
}

}  // namespace fenghuo::gateway
