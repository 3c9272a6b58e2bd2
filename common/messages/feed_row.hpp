// A calendar feed as the ledger tells of it (rows of the queries feed and feeds). Pure.
//
// A row is an EventDraft of kind "feed": no message of its own, because rows are told to the gateway and the command line alone. The token
// itself is nowhere: the ledger knows its SHA-256, and tells not even that.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace fenghuo {

struct FeedRow {
  std::uint64_t id = 0;
  std::string party, made_by;
  std::int64_t made_at = 0, revoked_at = 0;  // 0: it works
};

std::string feed_row_bytes(const FeedRow& row);
std::optional<FeedRow> read_feed_row(std::string_view bytes);

// "feed_" and 13 digits, as people name it; reading takes it with or without what stands before.
std::string feed_id_text(std::uint64_t id);
std::optional<std::uint64_t> parse_feed_id(std::string_view text);

}  // namespace fenghuo
