// Operators' acts about calendar feeds: make one for a party, revoke it. The token never comes here, only its SHA-256.
#include "common/base/bytes.hpp"
#include "services/ledger/core.hpp"

namespace fenghuo::ledger {
namespace {

constexpr std::uint64_t most_feeds = 10'000;  // that work
constexpr std::size_t digest_bytes = 32;

template <class List>
bool has_id(const List& list, std::string_view id) {
  return std::any_of(list.begin(), list.end(), [&](const auto& entry) { return entry.id() == id; });
}

bool known(const wire::Bundle& bundle, std::string_view party) {
  if (party.starts_with("role:")) return has_id(bundle.roles(), party.substr(5));
  return party.starts_with("unit:") && has_id(bundle.units(), party.substr(5));
}

}  // namespace

std::string Core::make_feed(const wire::Operate& operate, const std::string& actor, wire::Operated& answer) {
  const std::string party(field(operate.args(), "party"));
  const auto digest = from_hex(field(operate.args(), "token_digest"));
  if (!digest || digest->size() != digest_bytes) return "token_digest must be the SHA-256 of the token, in hex";
  if (!known(active_, party)) return "not_found: no party \"" + printable(party) + "\" in the rules in force; write role:ID or unit:ID";
  if (store_.count_live_feeds() >= most_feeds) return "there are " + std::to_string(most_feeds) + " feeds; revoke what is not used";
  const FeedRow feed{ids_.next(now()), party, actor, to_ms(now()), 0};
  store_.insert_feed(feed, *digest);
  event({}, "feed_made", actor, {{"feed", feed_id_text(feed.id)}, {"party", party}});
  add_field(answer.mutable_info(), "feed", feed_id_text(feed.id));
  add_field(answer.mutable_info(), "party", party);
  return {};
}

std::string Core::revoke_feed(const wire::Operate& operate, const std::string& actor) {
  const auto id = parse_feed_id(field(operate.args(), "feed"));
  const auto feed = id ? store_.feed(*id) : std::nullopt;
  if (!feed) return "not_found: no such feed";
  if (feed->revoked_at != 0) return "this feed was revoked already";
  store_.revoke_feed(feed->id, now());
  event({}, "feed_revoked", actor, {{"feed", feed_id_text(feed->id)}, {"party", feed->party}});
  return {};
}

}  // namespace fenghuo::ledger
