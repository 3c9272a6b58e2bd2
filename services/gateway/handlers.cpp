#include "services/gateway/handlers.hpp"

#include "services/gateway/openapi.hpp"
#include "services/gateway/problem.hpp"

namespace fenghuo::gateway {

Task<Response> handle(App& app, const Route& route, const Request& request) {
  switch (route.endpoint) {
    case Endpoint::index:
      co_return index_page();
    case Endpoint::healthz:
      co_return healthz();
    case Endpoint::readyz:
      co_return readyz(app);
    case Endpoint::metrics:
      co_return metrics_text(app);
    case Endpoint::openapi:
      co_return openapi();
    case Endpoint::signals:
      co_return co_await post_signals(app, request);
    case Endpoint::callback_ack:
      co_return co_await post_callback_ack(app, request);
    case Endpoint::link_show:
      co_return co_await show_link(app, request);
    case Endpoint::link_post:
      co_return co_await post_link(app, request);
    case Endpoint::item:
      co_return co_await get_item(app, request);
    case Endpoint::matters:
      co_return co_await list_matters(app, request);
    case Endpoint::matter:
      co_return co_await get_matter(app, request);
    case Endpoint::open_matter:
      co_return co_await post_matter(app, request);
    case Endpoint::act:
      co_return co_await act_on_matter(app, request);
    case Endpoint::sheet:
      co_return co_await get_sheet(app, request);
    case Endpoint::feed:
      co_return co_await get_feed(app, request);
    case Endpoint::deliveries:
      co_return co_await list_deliveries(app, request);
    case Endpoint::replay:
      co_return co_await replay_delivery(app, request);
  }
  co_return nothing_here();
}

Response healthz() { return {200, "text/plain; charset=utf-8", "ok\n"}; }

Response readyz(const App& app) {
  if (app.ready()) return {200, "text/plain; charset=utf-8", "ready\n"};
  return unavailable(app.rules() == nullptr ? "No rules are active yet: start with `fenghuo up`, or activate them with `fenghuo reload`."
                                            : "The ledger has not answered lately.");
}

Response metrics_text(App& app) { return {200, "text/plain; version=0.0.4; charset=utf-8", app.metrics().text()}; }

Response openapi() { return {200, "application/vnd.oai.openapi+json;version=3.1", std::string(openapi_document())}; }

Response index_page() {
  return {200,
          "text/html; charset=utf-8",
          "<!doctype html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, "
          "initial-scale=1\">"
          "<title>履责提醒与舆情预警</title></head><body><main><h1>履责提醒与舆情预警</h1>"
          "<p>接收话题级预警，逐级报送，直到有人签收办理。只看话题，不看个人。</p>"
          "<ul><li><a href=\"/api/openapi.json\">接口说明（OpenAPI 3.1）</a></li><li><a href=\"/readyz\">是否就绪</a></li>"
          "<li><a href=\"/metrics\">运行指标</a></li></ul>"
          "<p>签收请用消息中的链接。</p></main></body></html>\n",
          {{"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"}}};
}

}  // namespace fenghuo::gateway
