// The store: calendar feeds. Of a feed's token only the digest is kept.
#include "common/storage/store_statements.hpp"

namespace fenghuo::storage {

void Store::insert_feed(const FeedRow& feed, std::string_view token_digest) {
  impl_->feed_insert.bind(feed.id, token_digest, feed.party, feed.made_at, feed.made_by).run();
}

std::optional<FeedRow> Store::feed(std::uint64_t id) {
  auto& s = impl_->feed_read.bind(id);
  if (!s.step()) return std::nullopt;
  FeedRow row{id, std::string(s.bytes(0)), std::string(s.bytes(1)), s.integer(2), s.integer(3)};
  s.reset();
  return row;
}

void Store::revoke_feed(std::uint64_t id, Instant now) { impl_->feed_revoke.bind(id, to_ms(now)).run(); }

std::uint64_t Store::count_live_feeds() {
  auto& s = impl_->feed_count.bind();
  const auto n = s.step() ? s.id(0) : 0;
  s.reset();
  return n;
}

}  // namespace fenghuo::storage
