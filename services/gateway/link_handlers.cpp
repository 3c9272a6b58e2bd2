// GET, HEAD and POST /a/{token}: the acknowledgement page. Looking changes nothing (mail scanners open links); only a POST acknowledges.
#include "common/base/bytes.hpp"
#include "common/base/crypto.hpp"
#include "common/http/link_token.hpp"
#include "common/template/names.hpp"
#include "services/gateway/ack_form.hpp"
#include "services/gateway/action_body.hpp"
#include "services/gateway/handlers.hpp"

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

Response page_response(int status, const AckPage& page, const Rules* rules) {
  const std::string policy =
      "default-src 'none'; style-src " + ack_page_style_hash() + "; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
  return {status,
          "text/html; charset=utf-8",
          render_ack_page(page, rules != nullptr ? rules->zone : fallback_zone()),
          {{"Content-Security-Policy", policy},
           {"Referrer-Policy", "no-referrer"},
           {"X-Frame-Options", "DENY"},
           {"X-Robots-Tag", "noindex, nofollow"}}};
}

// What every step of a link needs; a page instead when it can't be had.
struct Opened {
  std::shared_ptr<const Rules> rules;
  wire::LinkView link;
  bool english = false;
  std::optional<Response> end;
};

Response plain(int status, AckState state, const Opened& opened) {
  AckPage page;
  page.state = state;
  page.english = opened.english;
  if (opened.rules != nullptr) page.phone = opened.rules->bundle.phone();
  return page_response(status, page, opened.rules.get());
}

Response down(const Opened& opened) {
  Response response = plain(503, AckState::failed, opened);
  response.headers.emplace_back("Retry-After", "5");
  return response;
}

bool dead(const wire::LinkView& link, Instant token_expires) {
  const Instant now = instant(link.now());
  return link.revoked() || now >= token_expires || (link.token_expires() != 0 && now >= instant(link.token_expires()));
}

Task<Opened> open_link(App& app, const Request& request) {
  Opened opened;
  opened.rules = app.rules();
  opened.english = request.query_value("lang") == "en";
  const auto token = read_link_token(app.link_key(), request.params.empty() ? std::string_view{} : std::string_view(request.params[0]));
  if (!token) {
    opened.end = plain(404, AckState::unknown, opened);
    co_return opened;
  }
  if (opened.rules == nullptr) {
    opened.end = down(opened);
    co_return opened;
  }
  wire::Query question = make_query("link", {{"message", std::to_string(token->message.value)}});
  const auto rows = co_await app.ledger().query(std::move(question));
  if (!rows)
    opened.end = down(opened);
  else if (rows->rows_size() == 0 || !opened.link.ParseFromString(rows->rows(0)))
    opened.end = plain(404, AckState::unknown, opened);
  else if (dead(opened.link, token->expires))
    opened.end = plain(410, AckState::expired, opened);
  if (opened.link.token_expires() == 0) opened.link.set_token_expires(to_ms(token->expires));
  co_return opened;
}

wire::SubmitItem link_item(const Opened& opened, const AckForm& form) {
  wire::SubmitItem item = action_item(to_hex(crypto::random_bytes(16)), link_action(opened.link, form), "link");
  item.set_message_id(opened.link.message().id());
  return item;
}

Response decided_page(const Opened& opened, const AckForm& form, const wire::ItemOutcome& outcome) {
  AckPage page = link_page(opened.link, *opened.rules, opened.english);
  const auto time = [](std::int64_t ms) { return ms == 0 ? Instant{} : instant(ms); };
  switch (outcome.code()) {
    case wire::DONE:
      page.state = form.take_over ? AckState::offered : AckState::done;
      if (form.take_over) return page_response(200, page, opened.rules.get());
      break;
    case wire::RECORDED:
      page.state = AckState::recorded;
      break;
    case wire::ALREADY:
      page.state = AckState::already;
      if (form.take_over || outcome.party().empty()) {  // its detail is no account: why nothing changes
        page.notice = outcome.detail();
        page.taken_by.clear();
        return page_response(200, page, opened.rules.get());
      }
      break;
    case wire::REFUSED_RULE:
      page.state = AckState::refused;
      page.notice = printable(outcome.detail(), 300);
      return page_response(422, page, opened.rules.get());
    case wire::REFUSED_CLOSED:
      page.state = AckState::closed;
      break;
    case wire::EXPIRED:
    case wire::REVOKED:
      return plain(410, AckState::expired, opened);
    case wire::NOT_FOUND:
      return plain(404, AckState::unknown, opened);
    default:
      return plain(422, AckState::failed, opened);
  }
  page.taken_at = time(outcome.at());
  page.until = time(outcome.until());
  page.taken_by = outcome.party().empty() ? "" : party_name(opened.rules->bundle, outcome.party());
  return page_response(200, page, opened.rules.get());
}

Response form_again(const Opened& opened, const AckForm& form) {
  AckPage page = link_page(opened.link, *opened.rules, opened.english);
  page.problem = form.problem;
  page.chosen = form.chosen;
  page.until_at = form.until_at;
  page.note = form.note;
  page.signer = form.signer;
  page.signer_name = form.signer_name;
  return page_response(page.state == AckState::ask ? 422 : 200, page, opened.rules.get());
}

}  // namespace

Task<Response> show_link(App& app, const Request& request) {
  auto opened = co_await open_link(app, request);
  if (opened.end) co_return std::move(*opened.end);
  const bool progress = request.query_value("view") == "progress";
  const AckPage page =
      progress ? progress_page(opened.link, *opened.rules, opened.english) : link_page(opened.link, *opened.rules, opened.english);
  co_return page_response(200, page, opened.rules.get());
}

Task<Response> post_link(App& app, const Request& request) {
  auto opened = co_await open_link(app, request);
  if (opened.end) co_return std::move(*opened.end);
  const AckForm form = read_ack_form(request.body, instant(opened.link.now()), opened.rules->zone, opened.english);
  if (!form.problem.empty()) co_return form_again(opened, form);
  wire::SubmitItem item = link_item(opened, form);
  std::string scope = "link";
  const auto done = co_await app.ledger().submit_and_wait(std::move(scope), std::move(item), app.settings().gateway.decide_wait);
  if (!done) co_return down(opened);
  if (done->accepted.status() == wire::NOT_ACCEPTED) {
    co_return done->accepted.reason().starts_with("not_found") ? plain(404, AckState::unknown, opened) : down(opened);
  }
  if (done->outcome) co_return decided_page(opened, form, *done->outcome);
  AckPage page = link_page(opened.link, *opened.rules, opened.english);
  page.state = AckState::pending;
  co_return page_response(202, page, opened.rules.get());
}

}  // namespace fenghuo::gateway
