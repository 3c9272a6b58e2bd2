// The ledger's writer side of storage: everything it knows, in one SQLite file, changed in group commits.
//
// Thread: the ledger's writer alone. Calls between begin() and commit() form one group commit; nothing may be said to anyone before
// commit() succeeded. Any storage failure throws StorageError; the caller rolls back, tells its clients no, and drops what it holds in
// memory. The interface speaks of batches, fences and streams, not of SQL, so that another store can stand behind it.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/crypto.hpp"
#include "common/base/ids.hpp"
#include "common/base/result.hpp"
#include "common/clock/clock.hpp"
#include "common/messages/feed_row.hpp"
#include "common/messages/frame.hpp"
#include "common/storage/backup.hpp"
#include "common/storage/sqlite.hpp"

namespace fenghuo::storage {

inline constexpr int schema_version = 4;

struct NewItem {
  ItemId id;
  std::string_view scope, key, digest;
  MatterId matter;
  wire::IntakeClass intake_class = wire::WARNING;
  Instant received;
  MessageId message;      // the notification it answers, if any
  std::string_view body;  // InboxBody bytes
};
struct KnownItem {
  ItemId id;
  MatterId matter;
  std::string digest;
  bool decided = false;
  std::string outcome;  // ItemOutcome bytes when decided
};
struct PendingItem {
  ItemId id;
  MatterId matter;
  wire::IntakeClass intake_class = wire::WARNING;
  std::string scope;
};

struct MatterHead {  // what intake needs
  MatterId id;
  bool open = false;
  bool unique_forever = false;
  std::uint64_t version = 0;
};
struct MatterRecord {
  MatterId id;
  std::string key;
  std::uint64_t version = 0;
  bool open = false, unique_forever = false, quarantined = false;
  std::int64_t next_at = 0;
  std::string number;
  MatterId previous;
  std::string row, body;  // MatterRow and Matter bytes; empty while version is 0
};

// A message under way stays queued: that it has started is told by its open attempt alone (one row write less a message).
enum class MessageState { queued = 0, started = 1, delivered = 2, dead = 3, withdrawn = 4, expired = 5, held = 6 };
const char* message_state_name(MessageState state);

struct NewMessage {
  MessageId id;
  MatterId matter;
  const wire::OutMessage* out = nullptr;
  Instant now;
};
struct QueuedMessage {  // what the dispatcher keeps in memory
  MessageId id;
  std::string destination;
  std::int64_t due_at = 0;
  bool urgent = false;
  std::uint32_t attempts = 0;
  std::int64_t expires_at = 0;
  std::string valid;  // ValidWhile bytes
};
struct MessageRecord {
  MessageId id;
  MatterId matter;
  MessageState state = MessageState::queued;
  std::string party, destination, kind, model, valid, bundle;
  std::uint32_t step = 0, attempts = 0;
  std::int64_t due_at = 0, expires_at = 0, queued_at = 0, token_expires = 0;
  bool revoked = false, urgent = false;
  std::string matter_number, matter_row;
};

struct Erased {
  std::uint32_t texts = 0;  // of the journal
  std::uint32_t messages = 0;
  std::uint32_t dead = 0;  // … of which were dead letters: they can't be sent again
};

struct AttemptRecord {
  MessageId message;
  std::uint32_t n = 0;
  std::uint64_t epoch = 0, counter = 0;  // its fence
  std::int64_t started_at = 0;
  std::string worker;
};

class Store {
 public:
  struct Options {
    std::string path;
    std::uint32_t cache_mb = 32;
    std::string fault;  // see faults.hpp; tests only
  };
  // Opens or creates, migrates forward, checks integrity of the file's header. A newer schema is refused with its number.
  static Result<std::unique_ptr<Store>> open(const Options& options);
  ~Store();

  void begin();
  void commit();  // seals the events of this commit first; throws when it did not reach the disk
  void rollback() noexcept;
  void recover();  // after a rollback: reads the journal's end again, or throws; until it has succeeded nothing may be written

  // ---- intake
  std::optional<KnownItem> find_item(std::string_view scope, std::string_view key);
  std::optional<KnownItem> find_item(ItemId id);
  void insert_item(const NewItem& item);
  void decide_item(ItemId id, std::string_view outcome, bool told = true);  // told: the outcome has words, which erase_texts deletes
  void move_item(ItemId id, MatterId to);
  std::string item_body(ItemId id);
  wire::InboxItem inbox_item(ItemId id);
  void each_pending_item(const std::function<void(const PendingItem&)>& visit);
  // false: this key was used before with another digest.
  bool remember_idempotency(std::string_view key, std::string_view digest, Instant now, bool& repeated);

  // ---- matters
  std::optional<MatterHead> latest_matter(std::string_view key);
  std::optional<MatterHead> matter_head(MatterId id);
  std::optional<MatterHead> matter_by_number(std::string_view number);
  void insert_matter(MatterId id, std::string_view key, bool unique_forever, MatterId previous, Instant now);
  std::optional<MatterRecord> matter(MatterId id);
  // Under the version that was read; false: another version stands there, and nothing was written. A number given is kept from then on.
  bool update_matter(MatterId id, std::uint64_t version, const wire::MatterRow& row, std::string_view row_bytes, std::string_view body,
                     Instant now, std::string_view number = {});
  void set_next(MatterId id, std::int64_t next_at);
  void set_quarantined(MatterId id, bool quarantined);
  std::vector<MatterId> quarantined_matters();
  void set_previous(MatterId id, MatterId previous);
  std::vector<MatterId> due_matters(Instant now, std::uint32_t limit);
  std::int64_t earliest_next();  // 0 = none
  std::int64_t earliest_next_after(Instant now);
  void each_open_matter(const std::function<void(MatterId, std::string_view row)>& visit);
  std::uint32_t take_serial(std::string_view kind, int year);

  // ---- registrations for facets
  void replace_registrations(MatterId id, const std::vector<std::string>& facets);
  void each_registration(const std::function<void(std::string_view facet, MatterId)>& visit);

  // ---- messages and attempts
  bool insert_message(const NewMessage& message);  // false: this matter queued it before (same dedup)
  std::optional<MessageRecord> message(MessageId id);
  void each_waiting_message(const std::function<void(const QueuedMessage&, bool started)>& visit);  // started: its latest attempt is open
  void set_message(MessageId id, MessageState state, std::int64_t due_at, std::uint32_t attempts, std::string_view reason);
  std::vector<MessageId> withdrawable(MatterId matter, const wire::Withdraw& which);
  void withdraw(MessageId id, std::string_view reason);
  std::uint32_t revoke_links(MatterId matter, std::string_view party);
  bool revoke_link(MessageId id);
  void start_attempt(const AttemptRecord& attempt);
  std::optional<AttemptRecord> open_attempt(MessageId id);  // started, no outcome yet (the latest)
  void end_attempt(MessageId id, std::uint32_t n, Instant now, std::string_view outcome, std::string_view reason, int status);
  std::vector<MessageId> revivable(std::string_view filter_destination);  // dead messages
  std::optional<AttemptRecord> lost_attempt(MessageId id);                // the latest, when it was given up as lost
  std::uint32_t failed_attempts(MessageId id, std::int64_t since);        // started since then, answered retry or ambiguous
  std::int64_t last_attempt_at(MessageId id);                             // when it started, 0 = never tried
  void queue_again(MessageId id, std::int64_t queued_at, std::int64_t expires_at);
  // Destination and start of every attempt since then, oldest first; reads every attempt there is.
  std::vector<std::pair<std::string, std::int64_t>> attempts_since(Instant since);

  // ---- deletion of texts (domain/guardrails.md 7)
  // The journal's texts of a matter with their salts, what its messages said, what the other side answered to them, and the words of the
  // answers to its items (they name who acted); what waits or is dead is withdrawn. Rows, times, parties, codes and digests stay. Its own
  // body is the caller's (update_matter); items lose theirs when they are decided.
  Erased erase_texts(MatterId id);
  // After the commit: the file alone holds the truth, without what was deleted. False: a reader stood in the way; ask again later.
  bool scrub();

  // ---- backup: the copy is stepped between commits, and must end before the store does
  Result<std::unique_ptr<Backup>> begin_backup(const std::string& file);

  // ---- calendar feeds
  void insert_feed(const FeedRow& feed, std::string_view token_digest);
  std::optional<FeedRow> feed(std::uint64_t id);
  void revoke_feed(std::uint64_t id, Instant now);
  std::uint64_t count_live_feeds();

  // ---- journal
  // Stamps seq, recorded_at and the text's salted digest; returns the seq.
  std::uint64_t append(wire::EventView event, Instant now);
  std::uint64_t last_seq() const;
  wire::HeadView head(const crypto::SigningKey& key);  // of the last commit, signed

  // ---- the rest
  std::string meta(std::string_view name);
  void set_meta(std::string_view name, std::string_view value);
  bool put_bundle(std::string_view hash, std::string_view body, Instant now);  // false: already there
  std::string bundle_body(std::string_view hash);
  void set_destination_disabled(std::string_view id, std::string_view reason);  // empty reason: enabled
  std::vector<std::pair<std::string, std::string>> disabled_destinations();
  std::uint64_t highest_id();
  std::uint64_t count_messages(MessageState state);

 private:
  struct Impl;
  explicit Store(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace fenghuo::storage
