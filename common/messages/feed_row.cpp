#include "common/messages/feed_row.hpp"

#include <charconv>

#include "common/base/ids.hpp"
#include "common/messages/frame.hpp"

namespace fenghuo {
namespace {

constexpr std::string_view prefix = "feed_";

template <class Number>
Number number(std::string_view text) {
  Number value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

}  // namespace

std::string feed_row_bytes(const FeedRow& row) {
  wire::EventDraft draft;
  draft.set_kind("feed");
  draft.set_occurred_at(row.made_at);
  draft.set_actor(row.made_by);
  add_field(draft.mutable_fields(), "id", std::to_string(row.id));
  add_field(draft.mutable_fields(), "party", row.party);
  add_field(draft.mutable_fields(), "revoked_at", std::to_string(row.revoked_at));
  return draft.SerializeAsString();
}

std::optional<FeedRow> read_feed_row(std::string_view bytes) {
  wire::EventDraft draft;
  if (!draft.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) || draft.kind() != "feed") return std::nullopt;
  FeedRow row;
  row.id = number<std::uint64_t>(field(draft.fields(), "id"));
  row.party = field(draft.fields(), "party");
  row.made_by = draft.actor();
  row.made_at = draft.occurred_at();
  row.revoked_at = number<std::int64_t>(field(draft.fields(), "revoked_at"));
  return row;
}

std::string feed_id_text(std::uint64_t id) { return std::string(prefix) + id_text(id); }

std::optional<std::uint64_t> parse_feed_id(std::string_view text) {
  if (text.starts_with(prefix)) text.remove_prefix(prefix.size());
  return parse_id(text);
}

}  // namespace fenghuo
