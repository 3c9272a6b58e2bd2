#include "services/gateway/link_open.hpp"

#include "common/http/link_token.hpp"

namespace fenghuo::gateway {
namespace {

// A page needs a zone also when no rules are known yet.
const Zone& fallback_zone() {
  static const Zone zone = [] {
    auto found = Zone::find("Asia/Shanghai");
    return found ? *found : *Zone::find("UTC");
  }();
  return zone;
}

bool dead(const wire::LinkView& link, Instant token_expires) {
  const Instant now = instant(link.now());
  return link.revoked() || now >= token_expires || (link.token_expires() != 0 && now >= instant(link.token_expires()));
}

}  // namespace

Response html_response(int status, std::string html) {
  const std::string policy =
      "default-src 'none'; style-src " + ack_page_style_hash() + "; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
  return {status,
          "text/html; charset=utf-8",
          std::move(html),
          {{"Content-Security-Policy", policy},
           {"Referrer-Policy", "no-referrer"},
           {"X-Frame-Options", "DENY"},
           {"X-Robots-Tag", "noindex, nofollow"}}};
}

Response page_response(int status, const AckPage& page, const Rules* rules) {
  return html_response(status, render_ack_page(page, rules != nullptr ? rules->zone : fallback_zone()));
}

Response plain_page(int status, AckState state, const OpenedLink& opened) {
  AckPage page;
  page.state = state;
  page.english = opened.english;
  if (opened.rules != nullptr) page.phone = opened.rules->bundle.phone();
  return page_response(status, page, opened.rules.get());
}

Response down_page(const OpenedLink& opened) {
  Response response = plain_page(503, AckState::failed, opened);
  response.headers.emplace_back("Retry-After", "5");
  return response;
}

Task<OpenedLink> open_link(App& app, const Request& request) {
  OpenedLink opened;
  opened.rules = app.rules();
  opened.english = request.query_value("lang") == "en";
  const auto token = read_link_token(app.link_key(), request.params.empty() ? std::string_view{} : std::string_view(request.params[0]));
  if (!token) {
    opened.end = plain_page(404, AckState::unknown, opened);
    co_return opened;
  }
  if (opened.rules == nullptr) {
    opened.end = down_page(opened);
    co_return opened;
  }
  wire::Query question = make_query("link", {{"message", std::to_string(token->message.value)}});
  const auto rows = co_await app.ledger().query(std::move(question));
  if (!rows)
    opened.end = down_page(opened);
  else if (rows->rows_size() == 0 || !opened.link.ParseFromString(rows->rows(0)))
    opened.end = plain_page(404, AckState::unknown, opened);
  else if (dead(opened.link, token->expires))
    opened.end = plain_page(410, AckState::expired, opened);
  if (opened.link.token_expires() == 0) opened.link.set_token_expires(to_ms(token->expires));
  co_return opened;
}

}  // namespace fenghuo::gateway
