#include "common/storage/store.hpp"

#include "common/base/crypto.hpp"
#include "common/storage/faults.hpp"
#include "common/storage/journal_format.hpp"
#include "common/storage/schema.hpp"
#include "common/storage/store_statements.hpp"

namespace fenghuo::storage {

namespace {

KnownItem read_item(const Statement& s) {
  KnownItem item{ItemId{s.id(0)}, MatterId{s.id(1)}, std::string(s.bytes(2)), s.integer(3) == 1, std::string(s.bytes(4))};
  return item;
}

std::optional<MatterHead> read_head(Statement& s) {
  if (!s.step()) return std::nullopt;
  MatterHead head{MatterId{s.id(0)}, s.integer(1) != 0, s.integer(2) != 0, s.id(3)};
  s.reset();
  return head;
}

}  // namespace

Store::Store(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Store::~Store() = default;

Result<std::unique_ptr<Store>> Store::open(const Options& options) {
  auto vfs = install_faults(options.fault);
  if (!vfs) return tl::unexpected(vfs.error());
  try {
    {
      Database db(options.path, Database::Mode::writer, *vfs, options.cache_mb);
      Statement quick(db, "PRAGMA quick_check(1)");
      if (quick.step() && quick.bytes(0) != "ok") {
        return fail("the database " + options.path + " is damaged: " + std::string(quick.bytes(0)) +
                    "; keep the file, restore the last backup into an empty data folder, and compare both journals");
      }
      if (auto migrated = migrate(db); !migrated) return fail(options.path + ": " + migrated.error().message);
    }
    auto impl = std::make_unique<Impl>(options, *vfs);
    impl->load_head();
    return std::unique_ptr<Store>(new Store(std::move(impl)));
  } catch (const StorageError& e) {
    return fail("the database " + options.path + " cannot be used: " + e.what() +
                "; check the disk and the folder's owner, or restore the last backup into an empty data folder");
  }
}

// ------------------------------------------------------------------ transactions

void Store::begin() {
  impl_->begin.bind().run();
  impl_->in_transaction = true;
}

void Store::commit() {
  Impl& s = *impl_;
  if (!s.unsealed.empty()) {
    journal::Sealer sealer(s.head, s.sealed_seq + 1, s.seq, to_ms(s.last_event));
    for (const auto& bytes : s.unsealed) sealer.add(bytes);
    std::string hash = sealer.finish();
    s.seal_insert.bind(s.seq, s.sealed_seq + 1, hash, to_ms(s.last_event)).run();
    s.head = std::move(hash);
  }
  s.commit.bind().run();
  s.in_transaction = false;
  s.unsealed.clear();
  s.sealed_seq = s.seq;
}

void Store::rollback() noexcept {
  try {
    if (impl_->in_transaction) impl_->db.run("ROLLBACK");
  } catch (const StorageError&) {
    // SQLite rolls back by itself on a full disk or an I/O error; a second ROLLBACK then finds nothing to do.
  }
  impl_->in_transaction = false;
  try {
    impl_->load_head();
  } catch (const StorageError&) {
    // The next begin() meets the same trouble and reports it.
  }
}

// ------------------------------------------------------------------ intake

std::optional<KnownItem> Store::find_item(std::string_view scope, std::string_view key) {
  auto& s = impl_->item_by_key.bind(scope, key);
  if (!s.step()) return std::nullopt;
  auto item = read_item(s);
  s.reset();
  return item;
}

std::optional<KnownItem> Store::find_item(ItemId id) {
  auto& s = impl_->item_by_id.bind(id.value);
  if (!s.step()) return std::nullopt;
  auto item = read_item(s);
  s.reset();
  return item;
}

void Store::insert_item(const NewItem& item) {
  impl_->item_insert
      .bind(item.id.value, item.scope, item.key, item.digest, item.matter.value, static_cast<int>(item.intake_class), to_ms(item.received),
            item.message.value, item.body)
      .run();
}

void Store::decide_item(ItemId id, std::string_view outcome, bool told) { impl_->item_decide.bind(id.value, outcome, told).run(); }
void Store::move_item(ItemId id, MatterId to) { impl_->item_move.bind(id.value, to.value).run(); }

wire::InboxItem Store::inbox_item(ItemId id) {
  wire::InboxItem item;
  auto& s = impl_->item_read.bind(id.value);
  if (!s.step()) return item;
  item.set_id(id.value);
  item.set_received_at(s.integer(0));
  const auto body = s.bytes(1);
  item.mutable_body()->ParseFromArray(body.data(), static_cast<int>(body.size()));
  item.set_message_id(s.id(2));
  item.set_message_party(std::string(s.bytes(3)));
  s.reset();
  return item;
}

void Store::each_pending_item(const std::function<void(const PendingItem&)>& visit) {
  auto& s = impl_->item_pending.bind();
  while (s.step()) visit({ItemId{s.id(0)}, MatterId{s.id(1)}, static_cast<wire::IntakeClass>(s.integer(2)), std::string(s.bytes(3))});
  s.reset();
}

bool Store::remember_idempotency(std::string_view key, std::string_view digest, Instant now, bool& repeated) {
  auto& s = impl_->idem_read.bind(key);
  repeated = s.step();
  const bool same = !repeated || s.bytes(0) == digest;
  s.reset();
  if (!repeated) impl_->idem_insert.bind(key, digest, to_ms(now)).run();
  return same;
}

// ------------------------------------------------------------------ matters

std::optional<MatterHead> Store::latest_matter(std::string_view key) { return read_head(impl_->matter_latest.bind(key)); }
std::optional<MatterHead> Store::matter_head(MatterId id) { return read_head(impl_->matter_head.bind(id.value)); }
std::optional<MatterHead> Store::matter_by_number(std::string_view number) { return read_head(impl_->matter_number.bind(number)); }

void Store::insert_matter(MatterId id, std::string_view key, bool unique_forever, MatterId previous, Instant now) {
  impl_->matter_insert.bind(id.value, key, unique_forever, previous.value, to_ms(now)).run();
}

std::optional<MatterRecord> Store::matter(MatterId id) {
  auto& s = impl_->matter_read.bind(id.value);
  if (!s.step()) return std::nullopt;
  MatterRecord m;
  m.id = id;
  m.key = s.bytes(0);
  m.version = s.id(1);
  m.open = s.integer(2) != 0;
  m.unique_forever = s.integer(3) != 0;
  m.quarantined = s.integer(4) != 0;
  m.next_at = s.integer(5);
  m.number = s.bytes(6);
  m.previous = MatterId{s.id(7)};
  m.row = s.bytes(8);
  m.body = s.bytes(9);
  s.reset();
  return m;
}

bool Store::update_matter(MatterId id, std::uint64_t version, const wire::MatterRow& row, std::string_view row_bytes, std::string_view body,
                          Instant now, std::string_view number) {
  Impl& s = *impl_;
  const std::int64_t next = row.next_at(), at = to_ms(now);  // of a closed one: when its texts are deleted
  if (number.empty())
    s.matter_update.bind(id.value, version, next, at, row_bytes, body, row.open()).run();
  else
    s.matter_update_numbered.bind(id.value, version, next, at, row_bytes, body, row.open(), number).run();
  return s.db.changes() == 1;
}

void Store::set_next(MatterId id, std::int64_t next_at) { impl_->matter_set_next.bind(id.value, next_at).run(); }
void Store::set_quarantined(MatterId id, bool quarantined) { impl_->matter_set_quarantined.bind(id.value, quarantined).run(); }
std::vector<MatterId> Store::quarantined_matters() {
  std::vector<MatterId> ids;
  auto& s = impl_->matter_quarantined.bind();
  while (s.step()) ids.push_back(MatterId{s.id(0)});
  s.reset();
  return ids;
}

void Store::set_previous(MatterId id, MatterId previous) { impl_->matter_set_previous.bind(id.value, previous.value).run(); }

std::vector<MatterId> Store::due_matters(Instant now, std::uint32_t limit) {
  std::vector<MatterId> due;
  auto& s = impl_->matter_due.bind(to_ms(now), limit);
  while (s.step()) due.push_back(MatterId{s.id(0)});
  s.reset();
  return due;
}

std::int64_t Store::earliest_next() {
  auto& s = impl_->matter_earliest.bind();
  const std::int64_t next = s.step() ? s.integer(0) : 0;
  s.reset();
  return next;
}

void Store::each_open_matter(const std::function<void(MatterId, std::string_view row)>& visit) {
  auto& s = impl_->matter_open.bind();
  while (s.step()) visit(MatterId{s.id(0)}, s.bytes(1));
  s.reset();
}

std::uint32_t Store::take_serial(std::string_view kind, int year) {
  auto& s = impl_->serial_take.bind(kind, year);
  s.step();
  const auto number = static_cast<std::uint32_t>(s.integer(0));
  s.run();
  return number;
}

// ------------------------------------------------------------------ registrations

void Store::replace_registrations(MatterId id, const std::vector<std::string>& facets) {
  impl_->registration_clear.bind(id.value).run();
  for (const auto& facet : facets) impl_->registration_add.bind(id.value, facet).run();
}

void Store::each_registration(const std::function<void(std::string_view, MatterId)>& visit) {
  auto& s = impl_->registration_all.bind();
  while (s.step()) visit(s.bytes(0), MatterId{s.id(1)});
  s.reset();
}

// ------------------------------------------------------------------ journal

std::uint64_t Store::append(wire::EventView event, Instant now) {
  Impl& s = *impl_;
  event.set_seq(s.seq + 1);
  event.set_recorded_at(to_ms(now));
  if (event.occurred_at() == 0) event.set_occurred_at(to_ms(now));
  if (!event.text().empty()) {
    event.set_salt(crypto::random_bytes(16));
    event.set_text_digest(journal::text_digest(event.salt(), event.text()));
    s.event_text.bind(event.seq(), event.salt(), event.text()).run();
  }
  std::string bytes = journal::event_bytes(event);
  s.event_insert.bind(event.seq(), event.matter_id(), bytes).run();
  s.unsealed.push_back(std::move(bytes));
  s.last_event = now;
  return ++s.seq;
}

std::uint64_t Store::last_seq() const { return impl_->seq; }

wire::HeadView Store::head(const crypto::SigningKey& key) {
  wire::HeadView head;
  head.set_stream("main");
  head.set_hash(journal::genesis());
  Statement last(impl_->db, "SELECT last_seq,hash,at FROM seal ORDER BY last_seq DESC LIMIT 1");
  if (last.step()) {
    head.set_seq(last.id(0));
    head.set_hash(std::string(last.bytes(1)));
    head.set_at(last.integer(2));
  }
  head.set_public_key(key.public_key);
  head.set_signature(crypto::sign(key, journal::head_statement(head)));
  return head;
}

// ------------------------------------------------------------------ the rest

std::string Store::meta(std::string_view name) {
  auto& s = impl_->meta_read.bind(name);
  std::string value(s.step() ? s.bytes(0) : std::string_view());
  s.reset();
  return value;
}

void Store::set_meta(std::string_view name, std::string_view value) { impl_->meta_write.bind(name, value).run(); }

bool Store::put_bundle(std::string_view hash, std::string_view body, Instant now) {
  impl_->bundle_insert.bind(hash, body, to_ms(now)).run();
  return impl_->db.changes() == 1;
}

std::string Store::bundle_body(std::string_view hash) {
  auto& s = impl_->bundle_read.bind(hash);
  std::string body(s.step() ? s.bytes(0) : std::string_view());
  s.reset();
  return body;
}

void Store::set_destination_disabled(std::string_view id, std::string_view reason) {
  if (reason.empty())
    impl_->destination_enable.bind(id).run();
  else
    impl_->destination_disable.bind(id, reason).run();
}

std::vector<std::pair<std::string, std::string>> Store::disabled_destinations() {
  std::vector<std::pair<std::string, std::string>> all;
  auto& s = impl_->destination_all.bind();
  while (s.step()) all.emplace_back(s.bytes(0), s.bytes(1));
  s.reset();
  return all;
}

std::uint64_t Store::highest_id() {
  Statement s(impl_->db,
              "SELECT max(coalesce((SELECT max(id) FROM matter),0),coalesce((SELECT max(id) FROM item),0),coalesce((SELECT max(id) FROM "
              "message),0),coalesce((SELECT max(id) FROM feed),0))");
  return s.step() ? s.id(0) : 0;
}

std::uint64_t Store::count_messages(MessageState state) {
  auto& s = impl_->message_count.bind(static_cast<int>(state));
  const auto n = s.step() ? s.id(0) : 0;
  s.reset();
  return n;
}

}  // namespace fenghuo::storage
