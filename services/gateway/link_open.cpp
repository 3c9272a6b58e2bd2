#include "services/gateway/link_open.hpp"

#include "common/obligations/directory.hpp"

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

// The entry that a token names, if the list has it and it is a duty's.
const wire::DigestEntry* entry_of(const wire::LinkView& link, const LinkEntry& asked) {
  const auto& entries = link.matter().body().entries();
  if (asked.place >= entries.size()) return nullptr;
  const auto& entry = entries[asked.place];
  return entry.matter_id() == asked.matter.value && entry.level().empty() ? &entry : nullptr;
}

// By the directory of today: whoever answered for the leader when the list was sent may not any more.
bool answers_for(const Rules& rules, Instant now, std::string_view liaison, std::string_view leader) {
  const auto local = rules.zone.local(now);
  const Date today{std::chrono::year{local.year}, std::chrono::month{local.month}, std::chrono::day{local.day}};
  return !liaison.empty() && obligations::Directory(rules.bundle, obligations::day_number(today)).liaison_of(leader) == liaison;
}

// From the list to the duty of one of its entries. The ledger looks whether the list has it; what ended for its party ends here too.
Task<void> open_entry(App& app, const LinkToken& token, OpenedLink& opened) {
  const auto* entry = entry_of(opened.link, *token.entry);
  if (entry == nullptr) {
    opened.end = plain_page(404, AckState::unknown, opened);
    co_return;
  }
  const std::string leader = entry->owner();
  wire::Query question =
      make_query("link", {{"message", std::to_string(token.message.value)}, {"matter", std::to_string(token.entry->matter.value)}});
  const auto rows = co_await app.ledger().query(std::move(question));
  if (!rows) {
    opened.end = down_page(opened);
    co_return;
  }
  if (rows->rows_size() == 0 || !opened.link.ParseFromString(rows->rows(0)) || opened.link.matter().body().kind() != "duty") {
    opened.end = plain_page(404, AckState::unknown, opened);
    co_return;
  }
  auto& message = *opened.link.mutable_message();
  if (!leader.empty()) {
    opened.liaison = message.party();
    message.set_party(leader);
  }
  opened.entry = token.entry;
  const auto& gone = opened.link.matter().body().no_longer();
  const bool ended = std::find(gone.begin(), gone.end(), message.party()) != gone.end();
  const bool stranger = !leader.empty() && !answers_for(*opened.rules, instant(opened.link.now()), opened.liaison, leader);
  if (ended || stranger) opened.end = plain_page(410, AckState::expired, opened);
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
  if (token->entry && !opened.end) co_await open_entry(app, *token, opened);
  if (opened.link.token_expires() == 0) opened.link.set_token_expires(to_ms(token->expires));
  co_return opened;
}

}  // namespace fenghuo::gateway
