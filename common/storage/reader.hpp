// The reading side of storage: a second, read-only connection for QUERY, in chunks that don't hold the write-ahead log back.
//
// Thread: the ledger's reader alone; it may run beside the writer. Rows come as the protocol's views. Throws StorageError.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/base/crypto.hpp"
#include "common/base/ids.hpp"
#include "common/base/result.hpp"
#include "common/messages/feed_row.hpp"
#include "common/messages/frame.hpp"

namespace fenghuo::storage {

struct MatterFilter {
  std::string state, level, unit, text;  // empty = any; text is looked for in number and key
  bool open_only = false;
  std::string kind = {};                   // duty | warning | …; empty = any
  std::vector<std::string> mentions = {};  // one of these texts stands in the body: a coarse, cheap sieve (parties)
};
struct DeliveryFilter {
  MatterId matter;
  std::string state;  // a MessageState's name
  MessageId message;
};

// The states that the filters know: a filter with another one must be refused, or it would look like an empty list.
std::vector<std::string> delivery_states();
std::vector<std::string> matter_states();

// A page: rows in serialized form and the cursor of the next page, 0 when there is none. A filtered list looks at a bounded number of rows
// for one page: it may hold fewer rows than asked for, or none, while next is not 0.
struct Page {
  std::vector<std::string> rows;
  std::uint64_t next = 0;
};

class Reader {
 public:
  static Result<std::unique_ptr<Reader>> open(const std::string& path, std::uint32_t cache_mb);
  ~Reader();

  std::uint64_t last_seq();  // of the newest sealed event
  std::optional<wire::MatterView> matter(MatterId id);
  std::optional<wire::MatterView> matter_by_number(const std::string& number);
  Page matters(const MatterFilter& filter, std::uint64_t cursor, std::uint32_t limit);  // newest first
  Page timeline(MatterId matter, std::uint64_t cursor, std::uint32_t limit);            // oldest first
  Page journal(std::uint64_t after_seq, std::uint32_t limit);                           // every event, oldest first
  Page seals(std::uint64_t after_seq, std::uint32_t limit);
  Page deliveries(const DeliveryFilter& filter, std::uint64_t cursor, std::uint32_t limit);
  // entry: of the matter that the message is about (a brief, a digest), the matter of one of its entries instead; nothing when it has none
  // such.
  std::optional<wire::LinkView> link(MessageId id, MatterId entry = {});
  std::optional<wire::ItemView> item(ItemId id);
  std::optional<wire::BundleView> bundle(const std::string& hash);  // empty = the active one
  std::optional<FeedRow> feed(const std::string& token_digest);
  Page feeds(std::uint64_t cursor, std::uint32_t limit);  // oldest first
  wire::HeadView head(const crypto::SigningKey& key);
  std::vector<std::string> quarantined();  // MatterViews
  std::vector<wire::Field> stats();  // rows of each table; "200000+" when there are more than that: counting them all would take too long

 private:
  struct Impl;
  explicit Reader(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace fenghuo::storage
