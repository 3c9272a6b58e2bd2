// GET, HEAD and POST /a/{token}: a warning's acknowledgement page, a duty's forms. Looking changes nothing (mail scanners open links); only
// a POST acts.
#include "common/base/bytes.hpp"
#include "common/base/crypto.hpp"
#include "common/template/names.hpp"
#include "services/gateway/ack_form.hpp"
#include "services/gateway/action_body.hpp"
#include "services/gateway/duty_link.hpp"
#include "services/gateway/handlers.hpp"

namespace fenghuo::gateway {
namespace {

wire::SubmitItem link_item(const OpenedLink& opened, const AckForm& form) {
  wire::SubmitItem item = action_item(to_hex(crypto::random_bytes(16)), link_action(opened.link, form), "link");
  item.set_message_id(opened.link.message().id());
  return item;
}

Response decided_page(const OpenedLink& opened, const AckForm& form, const wire::ItemOutcome& outcome) {
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
      return plain_page(410, AckState::expired, opened);
    case wire::NOT_FOUND:
      return plain_page(404, AckState::unknown, opened);
    default:
      return plain_page(422, AckState::failed, opened);
  }
  page.taken_at = time(outcome.at());
  page.until = time(outcome.until());
  page.taken_by = outcome.party().empty() ? "" : party_name(opened.rules->bundle, outcome.party());
  return page_response(200, page, opened.rules.get());
}

Response form_again(const OpenedLink& opened, const AckForm& form) {
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
  if (is_duty_link(opened.link)) co_return show_duty(opened, request.query_value("answer"));
  if (is_reading_link(opened.link)) co_return show_reading(app, opened);
  const bool progress = request.query_value("view") == "progress";
  const AckPage page =
      progress ? progress_page(opened.link, *opened.rules, opened.english) : link_page(opened.link, *opened.rules, opened.english);
  co_return page_response(200, page, opened.rules.get());
}

Task<Response> post_link(App& app, const Request& request) {
  auto opened = co_await open_link(app, request);
  if (opened.end) co_return std::move(*opened.end);
  if (is_duty_link(opened.link)) co_return co_await post_duty(app, request, std::move(opened));
  if (is_reading_link(opened.link)) co_return post_reading(app, opened);
  const AckForm form = read_ack_form(request.body, instant(opened.link.now()), opened.rules->zone, opened.english);
  if (!form.problem.empty()) co_return form_again(opened, form);
  wire::SubmitItem item = link_item(opened, form);
  std::string scope = "link";
  const auto done = co_await app.ledger().submit_and_wait(std::move(scope), std::move(item), app.settings().gateway.decide_wait);
  if (!done) co_return down_page(opened);
  if (done->accepted.status() == wire::NOT_ACCEPTED) {
    co_return done->accepted.reason().starts_with("not_found") ? plain_page(404, AckState::unknown, opened) : down_page(opened);
  }
  if (done->outcome) co_return decided_page(opened, form, *done->outcome);
  AckPage page = link_page(opened.link, *opened.rules, opened.english);
  page.state = AckState::pending;
  co_return page_response(202, page, opened.rules.get());
}

}  // namespace fenghuo::gateway
