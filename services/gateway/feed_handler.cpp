// GET and HEAD /feed/{token}.ics: a party's duties for its calendar program, which sends no header of ours: the address is the key.
// Unknown, revoked and malformed addresses are answered alike, as any address that there is not.
#include "common/base/bytes.hpp"
#include "common/base/crypto.hpp"
#include "common/http/feed_token.hpp"
#include "common/messages/feed_row.hpp"
#include "services/gateway/feed_calendar.hpp"
#include "services/gateway/handlers.hpp"
#include "services/gateway/problem.hpp"

namespace fenghuo::gateway {
namespace {

constexpr std::uint32_t page_rows = 500;
constexpr int most_pages = 20;  // each looks at a bounded number of matters

struct Matters {
  std::vector<wire::MatterView> views;
  bool cut = false;
};

Task<Result<Matters>> matters_of(App& app, const Rules& rules, std::string party, std::uint64_t at_least) {
  Matters out;
  std::uint64_t cursor = 0;
  for (int page = 0; page < most_pages; ++page) {
    wire::Query question = make_query("matters", {{"open", "1"}, {"kind", "duty"}}, page_rows);
    for (const auto& text : mentions_of(party, rules.bundle)) add_field(question.mutable_filter(), "mention", text);
    question.set_cursor(cursor);
    question.set_at_least(at_least);
    const auto rows = co_await app.ledger().query(std::move(question));
    if (!rows) co_return tl::unexpected(rows.error());
    for (const auto& row : rows->rows()) {
      wire::MatterView view;
      if (!view.ParseFromString(row) || !concerns(view, party, rules.bundle)) continue;
      out.cut = out.views.size() == most_feed_matters;
      if (out.cut) co_return out;
      out.views.push_back(std::move(view));
    }
    cursor = rows->next();
    if (cursor == 0) co_return out;
  }
  out.cut = true;
  co_return out;
}

bool has_tag(std::string_view header, const std::string& tag) { return header == "*" || header.find(tag) != std::string_view::npos; }

Response calendar_response(std::string text, std::string_view if_none_match) {
  const std::string tag = "\"" + to_hex(crypto::sha256(text).substr(0, 16)) + "\"";
  Response response{
      200,
      "text/calendar; charset=utf-8",
      std::move(text),
      {{"ETag", tag}, {"Cache-Control", "private"}, {"X-Robots-Tag", "noindex, nofollow"}, {"Referrer-Policy", "no-referrer"}}};
  if (has_tag(if_none_match, tag)) {
    response.status = 304;
    response.body.clear();
  }
  return response;
}

}  // namespace

Task<Response> get_feed(App& app, const Request& request) {
  const std::string_view token = request.params.empty() ? std::string_view{} : std::string_view(request.params[0]);
  if (!looks_like_feed_token(token)) co_return nothing_here();
  const auto rules = app.rules();
  if (rules == nullptr) co_return unavailable("No rules are active yet.");
  wire::Query question = make_query("feed", {{"token_digest", to_hex(crypto::sha256(token))}});
  const auto rows = co_await app.ledger().query(std::move(question));
  if (!rows) co_return unavailable(rows.error().message);
  const auto feed = rows->rows_size() > 0 ? read_feed_row(rows->rows(0)) : std::nullopt;
  if (!feed || feed->revoked_at != 0) co_return nothing_here();
  std::string party = feed->party;
  const auto matters = co_await matters_of(app, *rules, std::move(party), rows->seq());
  if (!matters) co_return unavailable(matters.error().message);
  co_return calendar_response(feed_calendar(feed->party, matters->views, *rules, matters->cut), request.if_none_match);
}

}  // namespace fenghuo::gateway
