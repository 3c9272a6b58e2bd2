#include "services/gateway/duty_link.hpp"

#include "common/base/bytes.hpp"
#include "common/base/crypto.hpp"
#include "services/gateway/action_body.hpp"
#include "services/gateway/duty_outcome.hpp"
#include "services/gateway/named_matters.hpp"
#include "services/gateway/reading_page.hpp"

namespace fenghuo::gateway {
namespace {

constexpr const char* changed = "他人刚更新了此事项，请核对后再提交；您填写的内容已保留。";

std::string fresh() { return to_hex(crypto::random_bytes(16)); }

Response respond(int status, const DutyPage& page) { return html_response(status, render_duty_page(page)); }

Response again(const Standing& s, DutyForm form, int status, std::string problem) {
  form.problem = std::move(problem);
  return respond(status, duty_page_again(s, form, form.once.empty() ? fresh() : form.once));
}

Response not_saved(const Standing& s, const DutyForm& form) {
  const auto& phone = s.bundle.phone();
  auto response = again(s, form, 503, "未能保存，尚未生效。请重试" + (phone.empty() ? "" : "；紧急请拨" + phone) + "。");
  response.headers.emplace_back("Retry-After", "5");
  return response;
}

bool same_meeting(const wire::DutyState& duty, const wire::Action& action) {
  return duty.scheduled_at() == action.at() && duty.place() == action.place() && duty.minutes() == action.minutes() &&
         duty.materials() == action.materials() && duty.materials_by() == action.materials_by();
}

// Somebody else changed what this act rests on since the page was read. Where the act is not offered any more the decision says why.
bool overtaken(const Standing& s, const DutyForm& form) {
  if (form.seen.empty() || form.seen == stamp_of(s, *form.act)) return false;
  if (*form.act == DutyAct::schedule && same_meeting(s.duty(), form.action)) return false;
  const auto acts = offered(s);
  return std::find(acts.begin(), acts.end(), *form.act) != acts.end();
}

Response refused_at_the_door(const OpenedLink& opened, const Standing& s, const DutyForm& form, const std::string& reason) {
  if (reason.starts_with("not_found")) return plain_page(404, AckState::unknown, opened);
  if (reason.starts_with("revoked")) return plain_page(410, AckState::expired, opened);
  return not_saved(s, form);
}

Response pending(const Standing& s) {
  DutyPage page = duty_heading(s);
  page.good = "您提交的内容已保存，正在确认。请稍后重新打开链接查看结果。";
  page.back = "查看此件";
  return respond(202, page);
}

DutyPage list_of(const App& app, const OpenedLink& opened) {
  const MessageId message{opened.link.message().id()};
  const Instant expires = instant(opened.link.token_expires());
  return reading_page(opened.link, *opened.rules,
                      [&](LinkEntry entry) { return make_entry_token(app.link_key(), message, expires, entry); });
}

// Beside "it is done" the page says how the duty stands now: the act may have moved its date or its holder. A link that the act itself
// ended leads nowhere any more, so there is nothing to go back to.
DutyPage as_it_stands(DutyPage page, const OpenedLink& after) {
  if (page.good.empty()) return page;  // refused, so nothing has changed
  DutyPage now;
  if (after.end) {
    now.title = page.title;
    now.number = page.number;
    now.phone = page.phone;
  } else {
    now = duty_heading(Standing(after.link, *after.rules, after.liaison));
    now.back = page.back;
  }
  now.good = page.good;
  return now;
}

}  // namespace

bool is_duty_link(const wire::LinkView& link) { return link.matter().body().kind() == "duty"; }

bool is_reading_link(const wire::LinkView& link) {
  const auto& kind = link.matter().body().kind();
  return !is_duty_link(link) && !kind.empty() && kind != "warning";
}

Response show_duty(const OpenedLink& opened, std::string_view answer) {
  Standing s(opened.link, *opened.rules, opened.liaison);
  s.answer = answer;
  return respond(200, duty_page(s, fresh()));
}

Task<Response> post_duty(App& app, const Request& request, OpenedLink opened) {
  const Standing s(opened.link, *opened.rules, opened.liaison);
  const DutyForm form = read_duty_form(request.body, s);
  if (!form.problem.empty()) co_return again(s, form, 422, form.problem);
  if (overtaken(s, form)) co_return again(s, form, 409, changed);
  const auto unknown = co_await unknown_number(app, form.action);
  if (!unknown) co_return not_saved(s, form);
  if (!unknown->empty()) co_return again(s, form, 422, "没有" + *unknown + "这件事项，请核对编号；您填写的内容已保留。");
  const auto message = opened.link.message().id();
  const auto entry = opened.entry ? opened.entry->matter.value : 0;
  wire::SubmitItem item = action_item(key_of(form, message, entry), form.action, "link");
  if (entry == 0)
    item.set_message_id(message);
  else
    item.set_matter_id(entry);
  std::string scope = "link";
  const auto done = co_await app.ledger().submit_and_wait(std::move(scope), std::move(item), app.settings().gateway.decide_wait);
  if (!done) co_return not_saved(s, form);
  if (done->accepted.status() == wire::NOT_ACCEPTED) co_return refused_at_the_door(opened, s, form, done->accepted.reason());
  if (!done->outcome) co_return pending(s);
  switch (done->outcome->code()) {
    case wire::EXPIRED:
    case wire::REVOKED:
      co_return plain_page(410, AckState::expired, opened);
    case wire::NOT_FOUND:
      co_return plain_page(404, AckState::unknown, opened);
    default:
      break;
  }
  const bool repeated = done->accepted.status() == wire::OK_DUPLICATE;
  const auto out = outcome_page(s, form, *done->outcome, repeated, fresh());
  const OpenedLink after = co_await open_link(app, request);
  co_return respond(out.status, as_it_stands(out.page, after));
}

Response show_reading(const App& app, const OpenedLink& opened) { return respond(200, list_of(app, opened)); }

Response post_reading(const App& app, const OpenedLink& opened) {
  DutyPage page = list_of(app, opened);
  page.problem = "此页仅供阅知，没有可提交的内容。您的操作未改变任何内容。";
  return respond(422, page);
}

}  // namespace fenghuo::gateway
