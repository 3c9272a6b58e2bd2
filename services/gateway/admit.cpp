#include "services/gateway/admit.hpp"

#include "services/gateway/problem.hpp"

namespace fenghuo::gateway {
namespace {

constexpr std::size_t max_target = 4096;

std::string methods_of(const Request& request) {
  std::string out;
  for (const Verb verb : {Verb::get, Verb::post}) {
    Request other;
    other.verb = verb;
    other.segments = request.segments;
    if (std::holds_alternative<const Route*>(find_route(other)))
      out += std::string(out.empty() ? "" : ", ") + (verb == Verb::get ? "GET, HEAD" : "POST");
  }
  return out;
}

Response wrong_method(const Request& request) {
  Response response = problem(405, "Method not allowed", "This address takes other methods; see Allow.");
  response.headers.emplace_back("Allow", methods_of(request));
  return response;
}

std::optional<Response> check_right(const App& app, Request& request, Right right) {
  if (right == Right::none) return std::nullopt;
  request.token = app.token(request.authorization);
  if (request.token == nullptr) return problem(401, "Not authorised", "Send Authorization: Bearer with a token of this system.");
  if (!may(*request.token, right))
    return problem(403, "Not allowed", "This token may not do that; it needs the right \"" + std::string(right_name(right)) + "\".");
  return std::nullopt;
}

}  // namespace

Admission admit(const App& app, Request& request, std::string_view target, std::optional<std::uint64_t> content_length) {
  Admission admission;
  if (target.size() > max_target) {
    admission.refusal = problem(414, "Address too long", "At most 4096 bytes.");
    return admission;
  }
  if (!read_target(target, request)) {
    admission.refusal = problem(400, "Bad request", "The address is not a path of this system.");
    return admission;
  }
  const auto found = find_route(request);
  if (const auto* none = std::get_if<NoRoute>(&found)) {
    admission.refusal = *none == NoRoute::wrong_method ? wrong_method(request) : nothing_here();
    return admission;
  }
  admission.route = std::get<const Route*>(found);
  admission.body_limit = std::min(admission.route->body_limit, app.settings().gateway.max_body);
  admission.refusal = check_right(app, request, admission.route->right);
  if (!admission.refusal && content_length && *content_length > admission.body_limit) {
    admission.refusal = problem(413, "Body too large", "At most " + std::to_string(admission.body_limit) + " bytes here.");
  }
  return admission;
}

}  // namespace fenghuo::gateway
