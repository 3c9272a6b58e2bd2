// The handlers, one a route. Each takes a whole request (route matched, right checked, body within its limit) and gives the whole answer.
// Thread: the loop's; the request outlives the call. What can go wrong is an answer; nothing is thrown but for what can't happen.
#pragma once

#include "services/gateway/app.hpp"
#include "services/gateway/http_types.hpp"
#include "services/gateway/routes.hpp"

namespace fenghuo::gateway {

Task<Response> handle(App& app, const Route& route, const Request& request);

Response index_page();
Response healthz();
Response readyz(const App& app);
Response metrics_text(App& app);
Response openapi();

Task<Response> post_signals(App& app, const Request& request);
Task<Response> post_callback_ack(App& app, const Request& request);
Task<Response> show_link(App& app, const Request& request);
Task<Response> post_link(App& app, const Request& request);
Task<Response> get_item(App& app, const Request& request);
Task<Response> list_matters(App& app, const Request& request);
Task<Response> get_matter(App& app, const Request& request);
Task<Response> post_matter(App& app, const Request& request);
Task<Response> act_on_matter(App& app, const Request& request);
Task<Response> get_sheet(App& app, const Request& request);
Task<Response> get_feed(App& app, const Request& request);
Task<Response> list_deliveries(App& app, const Request& request);
Task<Response> replay_delivery(App& app, const Request& request);

}  // namespace fenghuo::gateway
