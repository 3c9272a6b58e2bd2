#include "services/gateway/ack_form.hpp"

#include <charconv>

#include "common/base/bytes.hpp"
#include "common/obligations/directory.hpp"
#include "common/signals/identifying.hpp"
#include "common/signals/typed_text.hpp"
#include "common/template/names.hpp"
#include "services/gateway/http_types.hpp"

namespace fenghuo::gateway {
namespace {

constexpr std::size_t max_note_characters = 200;
constexpr int end_of_office = 17 * 60 + 30;

std::optional<unsigned> digits(std::string_view text) {
  unsigned value = 0;
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
  return ec == std::errc{} && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

// "2027-07-08T14:00", as <input type=datetime-local> sends it.
std::optional<Instant> local_time(std::string_view text, const Zone& zone) {
  if (text.size() < 16 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':') return std::nullopt;
  const auto year = digits(text.substr(0, 4)), month = digits(text.substr(5, 2)), day = digits(text.substr(8, 2));
  const auto hour = digits(text.substr(11, 2)), minute = digits(text.substr(14, 2));
  if (!year || !month || !day || !hour || !minute || *hour > 23 || *minute > 59) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{static_cast<int>(*year)}, std::chrono::month{*month}, std::chrono::day{*day}};
  if (*year < 2000 || !date.ok()) return std::nullopt;
  return zone.at(static_cast<int>(*year), *month, *day, static_cast<int>(*hour * 60 + *minute));
}

void choose(AckForm& form, Instant now, const Zone& zone, bool english) {
  const auto wrong = [&] { form.problem = english ? "Please choose a time that is still to come." : "请选择一个尚未到来的反馈时间。"; };
  if (form.chosen == "30")
    form.until = now + std::chrono::minutes{30};
  else if (form.chosen == "60")
    form.until = now + std::chrono::minutes{60};
  else if (form.chosen == "today") {
    const LocalTime today = zone.local(now);
    form.until = zone.at(today.year, today.month, today.day, end_of_office);
    if (form.until <= now) wrong();
  } else {
    form.chosen = "custom";
    const auto at = local_time(form.until_at, zone);
    if (!at || *at <= now) return wrong();
    form.until = *at;
  }
}

bool has_party(const wire::AskGroup& group, const wire::Bundle& bundle, std::string_view party) {
  return std::any_of(group.parties().begin(), group.parties().end(),
                     [&](const std::string& asked) { return obligations::stands_for(bundle, party, asked); });
}

// The group this link's party belongs to; for somebody who was only informed, a taken one if everything asked is taken.
const wire::AskGroup* taken_group(const wire::LinkView& link, const wire::Bundle& bundle) {
  const wire::AskGroup* any = nullptr;
  bool own = false, open = false;
  for (const auto& group : link.matter().body().groups()) {
    if (group.dropped()) continue;
    if (has_party(group, bundle, link.message().party())) {
      own = true;
      if (!group.taken_by().empty()) return &group;
    }
    if (group.taken_by().empty())
      open = true;
    else
      any = &group;
  }
  return own || open ? nullptr : any;
}

// As the message said; nothing once that is past.
Instant ack_by(const wire::LinkView& link) { return link.ack_by() > link.now() ? instant(link.ack_by()) : Instant{}; }

std::string holder_text(const wire::AskGroup& group, const Rules& rules, Instant now, bool english) {
  const std::string who = party_name(rules.bundle, group.taken_by());
  const auto clock = [&](std::int64_t ms) {
    return english ? rfc3339(instant(ms), rules.zone) : chinese_clock(instant(ms), now, rules.zone);
  };
  if (english) return who + " acknowledged at " + clock(group.taken_at()) + ", to report back before " + clock(group.until()) + ".";
  return who + clock(group.taken_at()) + "签收，承诺" + clock(group.until()) + "前反馈。";
}

}  // namespace

AckForm read_ack_form(std::string_view body, Instant now, const Zone& zone, bool english) {
  AckForm form;
  bool chosen = false;
  for (auto& [name, value] : decode_form(body)) {
    if (!valid_utf8(value)) continue;
    if (name == "until" && !value.empty()) form.chosen = value, chosen = true;
    if (name == "until_at") form.until_at = value.substr(0, 16);
    if (name == "note") form.note = value;
    if (name == "signer" && value == "other") form.signer = value;
    if (name == "signer_name") form.signer_name = value;
    if (name == "do" && value == "take_over") form.take_over = true;
  }
  if (form.take_over) return form;
  if (chosen) choose(form, now, zone, english);
  if (form.signer == "other") {
    if (const auto ok = check_signer(form.signer_name, english); !ok) form.problem = ok.error().message;
  }
  if (utf8_length(form.note) > max_note_characters)
    form.problem = english ? "The note is longer than 200 characters." : "备注不能超过200字。";
  else if (looks_identifying(form.note))
    form.problem = std::string(identifying_words(english)) + (english ? "" : "。");
  return form;
}

wire::Action link_action(const wire::LinkView& link, const AckForm& form) {
  const auto& message = link.message();
  wire::Action action;
  action.set_kind(form.take_over ? wire::TAKE_OVER : wire::ACK);
  action.set_party(message.party());
  action.set_by("self-reported:" + (form.signer == "other" ? std::string("other") : message.party()));
  action.set_until(form.until == Instant{} ? 0 : to_ms(form.until));
  action.set_note((form.signer == "other" ? "签收人：" + form.signer_name + "。" : "") + form.note);
  action.set_via("link");
  action.set_signed_at(message.queued_at());
  action.set_token_expires(link.token_expires());
  return action;
}

AckPage link_page(const wire::LinkView& link, const Rules& rules, bool english) {
  const auto& matter = link.matter();
  AckPage page;
  page.english = english;
  page.number = matter.number().empty() ? std::string(english ? "Warning" : "预警事项") : matter.number();
  page.level = level_name(rules.bundle, matter.row().level());
  page.category = category_name(rules.bundle, matter.row().category());
  page.party = party_name(rules.bundle, link.message().party());
  page.now = instant(link.now());
  page.phone = rules.bundle.phone();
  page.ack_by = ack_by(link);
  if (!matter.row().open()) {
    page.state = AckState::closed;
  } else if (const auto* group = taken_group(link, rules.bundle)) {
    page.state = AckState::already;
    page.may_offer = !obligations::stands_for(rules.bundle, link.message().party(), group->taken_by());
    page.taken_by = party_name(rules.bundle, group->taken_by());
    page.taken_at = group->taken_at() == 0 ? Instant{} : instant(group->taken_at());
    page.until = group->until() == 0 ? Instant{} : instant(group->until());
  }
  return page;
}

AckPage progress_page(const wire::LinkView& link, const Rules& rules, bool english) {
  AckPage page = link_page(link, rules, english);
  if (page.state == AckState::closed) return page;
  page.state = AckState::progress;
  const auto& body = link.matter().body();
  std::vector<std::string> shown;
  for (const auto& group : body.groups()) {
    if (group.dropped() || group.taken_by().empty() || std::find(shown.begin(), shown.end(), group.taken_by()) != shown.end()) continue;
    shown.push_back(group.taken_by());
    page.progress.push_back(holder_text(group, rules, page.now, english));
  }
  if (shown.empty()) page.progress.emplace_back(english ? "Nobody has acknowledged yet." : "尚无人签收。");
  if (link.matter().row().work() == wire::SUBMITTED)
    page.progress.emplace_back(english ? "The result was handed in and waits to be verified." : "办理结果已报送，待核验。");
  if (body.reports() > 0)
    page.progress.push_back(english ? "Reports so far: " + std::to_string(body.reports()) + "."
                                    : "已收到进展" + std::to_string(body.reports()) + "次。");
  if (body.rung() >= 0)
    page.progress.push_back(english ? "Reached level " + std::to_string(body.rung() + 1) + " of the ladder."
                                    : "已报至第" + std::to_string(body.rung() + 1) + "级。");
  return page;
}

}  // namespace fenghuo::gateway
