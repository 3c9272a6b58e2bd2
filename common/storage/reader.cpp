#include "common/storage/reader.hpp"

#include "common/storage/journal_format.hpp"
#include "common/storage/sqlite.hpp"
#include "common/storage/store.hpp"

namespace fenghuo::storage {
namespace {

constexpr std::uint32_t max_limit = 2000;
constexpr std::uint32_t scan_budget = 20000;     // rows looked at for one page of a filtered list
constexpr std::uint32_t count_budget = 200'000;  // rows counted of one table

#define MATTER_COLUMNS "id,key,number,version,row,body,updated_at,previous_id,quarantined"
#define DELIVERY_COLUMNS                                                                                                              \
  "m.id,m.matter_id,t.number,m.party,m.channel,m.destination,m.kind,m.step,m.repeat,m.state,m.reason,m.due_at,m.queued_at,m.revoked," \
  "m.token_expires"

std::string lower_work(wire::Work work) {
  std::string name = wire::Work_Name(work);
  for (auto& c : name) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  return name;
}

void parse(google::protobuf::MessageLite* message, std::string_view bytes) {
  if (!bytes.empty()) message->ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
}

wire::MatterView read_matter(const Statement& s) {
  wire::MatterView view;
  view.set_id(s.id(0));
  view.set_key(std::string(s.bytes(1)));
  view.set_number(std::string(s.bytes(2)));
  view.set_version(s.id(3));
  parse(view.mutable_row(), s.bytes(4));
  parse(view.mutable_body(), s.bytes(5));
  view.set_updated_at(s.integer(6));
  view.set_previous_id(s.id(7));
  view.set_quarantined(s.integer(8) != 0);
  return view;
}

FeedRow read_feed(const Statement& s) { return {s.id(0), std::string(s.bytes(1)), std::string(s.bytes(2)), s.integer(3), s.integer(4)}; }

// Looked for in the bytes: a list of one party's matters need not take every other matter apart.
bool mentioned(const std::vector<std::string>& texts, std::string_view body) {
  return texts.empty() ||
         std::any_of(texts.begin(), texts.end(), [&](const std::string& text) { return body.find(text) != std::string_view::npos; });
}

constexpr MessageState last_state = MessageState::held;

std::uint32_t bounded(std::uint32_t limit) { return limit == 0 ? 100 : std::min(limit, max_limit); }

}  // namespace

std::vector<std::string> delivery_states() {
  std::vector<std::string> names;
  for (int i = 0; i <= static_cast<int>(last_state); ++i) names.emplace_back(message_state_name(static_cast<MessageState>(i)));
  return names;
}

std::vector<std::string> matter_states() {
  std::vector<std::string> names;
  for (int i = wire::Work_MIN + 1; i <= wire::Work_MAX; ++i) names.push_back(lower_work(static_cast<wire::Work>(i)));
  return names;
}

struct Reader::Impl {
  Database db;
  Statement last{db, "SELECT last_seq,hash,at FROM seal ORDER BY last_seq DESC LIMIT 1"};
  Statement matter{db, "SELECT " MATTER_COLUMNS " FROM matter WHERE id=?1"};
  Statement matter_number{db, "SELECT " MATTER_COLUMNS " FROM matter WHERE number=?1 LIMIT 1"};
  Statement matters{db, "SELECT " MATTER_COLUMNS " FROM matter WHERE id<?1 ORDER BY id DESC LIMIT ?2"};
  Statement matters_open{db, "SELECT " MATTER_COLUMNS " FROM matter WHERE open=1 AND id<?1 ORDER BY id DESC LIMIT ?2"};
  Statement quarantined{db, "SELECT " MATTER_COLUMNS " FROM matter WHERE quarantined=1 ORDER BY id"};
  Statement pending{db, "SELECT count(*) FROM item WHERE state=0 AND matter_id=?1"};
  Statement timeline{db,
                     "SELECT e.seq,e.body,b.salt,b.text,e.matter_id FROM event e LEFT JOIN event_body b ON b.seq=e.seq"
                     " WHERE e.matter_id=?1 AND e.matter_id>0 AND e.seq>?2 ORDER BY e.seq LIMIT ?3"};
  Statement journal{db,
                    "SELECT e.seq,e.body,b.salt,b.text,e.matter_id FROM event e LEFT JOIN event_body b ON b.seq=e.seq WHERE e.seq>?1 ORDER "
                    "BY e.seq LIMIT ?2"};
  Statement seals{db, "SELECT first_seq,last_seq,hash,at FROM seal WHERE last_seq>?1 ORDER BY last_seq LIMIT ?2"};
  Statement deliveries_matter{db,
                              "SELECT " DELIVERY_COLUMNS
                              " FROM message m JOIN matter t ON t.id=m.matter_id WHERE m.matter_id=?1 AND m.id>?2 ORDER BY m.id LIMIT ?3"};
  Statement deliveries_dead{db, "SELECT " DELIVERY_COLUMNS
                                " FROM message m JOIN matter t ON t.id=m.matter_id WHERE m.state=3 AND m.id>?1 ORDER BY m.id LIMIT ?2"};
  Statement deliveries_waiting{
      db, "SELECT " DELIVERY_COLUMNS
          " FROM message m JOIN matter t ON t.id=m.matter_id WHERE m.state IN (0,6) AND m.id>?1 ORDER BY m.id LIMIT ?2"};
  Statement deliveries_all{
      db, "SELECT " DELIVERY_COLUMNS " FROM message m JOIN matter t ON t.id=m.matter_id WHERE m.id>?1 ORDER BY m.id LIMIT ?2"};
  Statement delivery{db, "SELECT " DELIVERY_COLUMNS " FROM message m JOIN matter t ON t.id=m.matter_id WHERE m.id=?1"};
  Statement model{db, "SELECT model FROM message WHERE id=?1"};
  Statement attempts{db, "SELECT n,started_at,ended_at,outcome,reason,status,worker FROM attempt WHERE message_id=?1 ORDER BY n"};
  Statement item{db, "SELECT matter_id,state,outcome FROM item WHERE id=?1"};
  Statement feed{db, "SELECT id,party,made_by,made_at,revoked_at FROM feed WHERE token_digest=?1"};
  Statement feeds{db, "SELECT id,party,made_by,made_at,revoked_at FROM feed WHERE id>?1 ORDER BY id LIMIT ?2"};
  Statement meta{db, "SELECT value FROM meta WHERE name=?1"};
  Statement bundle{db, "SELECT body,stored_at FROM bundle WHERE hash=?1"};

  Impl(const std::string& path, std::uint32_t cache_mb) : db(path, Database::Mode::reader, "", cache_mb) {}

  std::string meta_value(std::string_view name) {
    meta.bind(name);
    std::string value(meta.step() ? meta.bytes(0) : std::string_view());
    meta.reset();
    return value;
  }

  wire::DeliveryView read_delivery(const Statement& s) {
    wire::DeliveryView view;
    view.set_id(s.id(0));
    view.set_matter_id(s.id(1));
    view.set_matter_number(std::string(s.bytes(2)));
    view.set_party(std::string(s.bytes(3)));
    view.set_channel(std::string(s.bytes(4)));
    view.set_destination(std::string(s.bytes(5)));
    view.set_kind(std::string(s.bytes(6)));
    view.set_step(static_cast<std::uint32_t>(s.integer(7)));
    view.set_repeat(static_cast<std::uint32_t>(s.integer(8)));
    view.set_state(message_state_name(static_cast<MessageState>(s.integer(9))));
    view.set_reason(std::string(s.bytes(10)));
    view.set_due_at(s.integer(11));
    view.set_queued_at(s.integer(12));
    attempts.bind(view.id());
    while (attempts.step()) {
      auto* a = view.add_attempts();
      a->set_n(static_cast<std::uint32_t>(attempts.integer(0)));
      a->set_started_at(attempts.integer(1));
      a->set_ended_at(attempts.integer(2));
      a->set_outcome(std::string(attempts.bytes(3)));
      a->set_reason(std::string(attempts.bytes(4)));
      a->set_status(static_cast<std::int32_t>(attempts.integer(5)));
      a->set_worker(std::string(attempts.bytes(6)));
    }
    attempts.reset();
    const bool under_way = view.attempts_size() > 0 && view.attempts(view.attempts_size() - 1).ended_at() == 0;
    if (under_way && view.state() == "queued") view.set_state("started");
    return view;
  }

  // Pages by the rows looked at (most), not by those that fit. "started" is no state of a row but an open attempt of a queued one.
  Page some_deliveries(Statement& s, const std::string& state, std::uint32_t most, std::uint32_t limit) {
    Page page;
    std::uint32_t looked = 0;
    std::uint64_t last_id = 0;
    const std::string_view stored = state == "started" ? "queued" : std::string_view(state);
    while (page.rows.size() < limit && s.step()) {
      ++looked;
      last_id = s.id(0);
      if (!stored.empty() && stored != message_state_name(static_cast<MessageState>(s.integer(9)))) continue;
      const auto view = read_delivery(s);
      if (state.empty() || view.state() == state) page.rows.push_back(view.SerializeAsString());
    }
    s.reset();
    if (page.rows.size() == limit || looked == most) page.next = last_id;
    return page;
  }

  Page events(Statement& s, std::uint32_t limit) {
    Page page;
    while (s.step()) {
      wire::EventView event;
      parse(&event, s.bytes(1));
      event.set_salt(std::string(s.bytes(2)));
      event.set_text(std::string(s.bytes(3)));
      event.set_matter_id(s.id(4));  // the column that lists go by: a moved event then no longer fits its seal
      page.rows.push_back(event.SerializeAsString());
      page.next = s.id(0);
    }
    s.reset();
    if (page.rows.size() < limit) page.next = 0;
    return page;
  }
};

Reader::Reader(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Reader::~Reader() = default;

Result<std::unique_ptr<Reader>> Reader::open(const std::string& path, std::uint32_t cache_mb) {
  try {
    return std::unique_ptr<Reader>(new Reader(std::make_unique<Impl>(path, cache_mb)));
  } catch (const StorageError& e) {
    return fail("the database " + path + " cannot be read: " + e.what());
  }
}

std::uint64_t Reader::last_seq() {
  impl_->last.bind();
  const auto seq = impl_->last.step() ? impl_->last.id(0) : 0;
  impl_->last.reset();
  return seq;
}

std::optional<wire::MatterView> Reader::matter(MatterId id) {
  auto& s = impl_->matter.bind(id.value);
  if (!s.step()) return std::nullopt;
  auto view = read_matter(s);
  s.reset();
  return view;
}

std::optional<wire::MatterView> Reader::matter_by_number(const std::string& number) {
  auto& s = impl_->matter_number.bind(number);
  if (!s.step()) return std::nullopt;
  auto view = read_matter(s);
  s.reset();
  return view;
}

Page Reader::matters(const MatterFilter& filter, std::uint64_t cursor, std::uint32_t limit) {
  limit = bounded(limit);
  const std::uint64_t before = cursor == 0 ? static_cast<std::uint64_t>(INT64_MAX) : cursor;
  auto& s = (filter.open_only ? impl_->matters_open : impl_->matters).bind(before, scan_budget);
  Page page;
  std::uint32_t looked = 0;
  std::uint64_t last = 0;
  while (s.step()) {
    ++looked;
    last = s.id(0);
    if (!mentioned(filter.mentions, s.bytes(5))) continue;
    auto view = read_matter(s);
    if (!filter.kind.empty() && view.row().kind() != filter.kind) continue;
    if (!filter.state.empty() && lower_work(view.row().work()) != filter.state) continue;
    if (!filter.level.empty() && view.row().level() != filter.level) continue;
    if (!filter.unit.empty() && view.row().unit() != filter.unit) continue;
    if (!filter.text.empty() && view.number().find(filter.text) == std::string::npos && view.key().find(filter.text) == std::string::npos)
      continue;
    page.rows.push_back(view.SerializeAsString());
    if (page.rows.size() == limit) break;
  }
  s.reset();
  if (page.rows.size() == limit || looked == scan_budget) page.next = last;
  return page;
}

Page Reader::timeline(MatterId matter, std::uint64_t cursor, std::uint32_t limit) {
  limit = bounded(limit);
  return impl_->events(impl_->timeline.bind(matter.value, cursor, limit), limit);
}

Page Reader::journal(std::uint64_t after_seq, std::uint32_t limit) {
  limit = bounded(limit);
  return impl_->events(impl_->journal.bind(after_seq, limit), limit);
}

Page Reader::seals(std::uint64_t after_seq, std::uint32_t limit) {
  limit = bounded(limit);
  auto& s = impl_->seals.bind(after_seq, limit);
  Page page;
  while (s.step()) {
    wire::SealView seal;
    seal.set_first_seq(s.id(0));
    seal.set_last_seq(s.id(1));
    seal.set_hash(std::string(s.bytes(2)));
    seal.set_at(s.integer(3));
    page.rows.push_back(seal.SerializeAsString());
    page.next = seal.last_seq();
  }
  s.reset();
  if (page.rows.size() < limit) page.next = 0;
  return page;
}

Page Reader::deliveries(const DeliveryFilter& filter, std::uint64_t cursor, std::uint32_t limit) {
  limit = bounded(limit);
  const std::uint32_t most = filter.state.empty() ? limit : scan_budget;
  if (filter.message) return impl_->some_deliveries(impl_->delivery.bind(filter.message.value), filter.state, 2, limit);
  if (filter.matter)
    return impl_->some_deliveries(impl_->deliveries_matter.bind(filter.matter.value, cursor, most), filter.state, most, limit);
  const std::string& state = filter.state;
  const bool waiting = state == "queued" || state == "started" || state == "held";
  auto& list = state == "dead" ? impl_->deliveries_dead : waiting ? impl_->deliveries_waiting : impl_->deliveries_all;
  return impl_->some_deliveries(list.bind(cursor, most), state, most, limit);
}

std::optional<wire::LinkView> Reader::link(MessageId id, MatterId entry) {
  auto& s = impl_->delivery.bind(id.value);
  if (!s.step()) return std::nullopt;
  wire::LinkView view;
  *view.mutable_message() = impl_->read_delivery(s);
  view.set_revoked(s.integer(13) != 0);
  view.set_token_expires(s.integer(14));
  s.reset();
  auto& frozen = impl_->model.bind(id.value);  // the page says the time that the message said
  wire::NotificationModel model;
  if (frozen.step()) parse(&model, frozen.bytes(0));
  frozen.reset();
  view.set_ack_by(model.ack_by());
  if (auto found = matter(MatterId{view.message().matter_id()})) *view.mutable_matter() = std::move(*found);
  if (!entry) return view;
  const auto& entries = view.matter().body().entries();
  const bool listed = std::any_of(entries.begin(), entries.end(), [entry](const auto& one) { return one.matter_id() == entry.value; });
  auto about = listed ? matter(entry) : std::nullopt;
  if (!about) return std::nullopt;
  *view.mutable_matter() = std::move(*about);
  return view;
}

std::optional<wire::ItemView> Reader::item(ItemId id) {
  auto& s = impl_->item.bind(id.value);
  if (!s.step()) return std::nullopt;
  wire::ItemView view;
  view.set_id(id.value);
  view.set_matter_id(s.id(0));
  view.set_decided(s.integer(1) == 1);
  parse(view.mutable_outcome(), s.bytes(2));
  s.reset();
  return view;
}

std::optional<wire::BundleView> Reader::bundle(const std::string& hash) {
  const std::string active = impl_->meta_value("active_bundle");
  const std::string& wanted = hash.empty() ? active : hash;
  auto& s = impl_->bundle.bind(wanted);
  if (wanted.empty() || !s.step()) return std::nullopt;
  wire::BundleView view;
  view.set_hash(wanted);
  view.set_body(std::string(s.bytes(0)));
  view.set_stored_at(s.integer(1));
  view.set_active(wanted == active);
  s.reset();
  return view;
}

std::optional<FeedRow> Reader::feed(const std::string& token_digest) {
  auto& s = impl_->feed.bind(token_digest);
  if (!s.step()) return std::nullopt;
  auto row = read_feed(s);
  s.reset();
  return row;
}

Page Reader::feeds(std::uint64_t cursor, std::uint32_t limit) {
  limit = bounded(limit);
  auto& s = impl_->feeds.bind(cursor, limit);
  Page page;
  while (s.step()) {
    const auto row = read_feed(s);
    page.rows.push_back(feed_row_bytes(row));
    page.next = row.id;
  }
  s.reset();
  if (page.rows.size() < limit) page.next = 0;
  return page;
}

wire::HeadView Reader::head(const crypto::SigningKey& key) {
  wire::HeadView head;
  head.set_stream("main");
  auto& s = impl_->last.bind();
  if (s.step()) {
    head.set_seq(s.id(0));
    head.set_hash(std::string(s.bytes(1)));
    head.set_at(s.integer(2));
  } else {
    head.set_hash(journal::genesis());
  }
  s.reset();
  head.set_public_key(key.public_key);
  head.set_signature(crypto::sign(key, journal::head_statement(head)));
  return head;
}

std::vector<std::string> Reader::quarantined() {
  std::vector<std::string> rows;
  auto& s = impl_->quarantined.bind();
  while (s.step()) rows.push_back(read_matter(s).SerializeAsString());
  s.reset();
  return rows;
}

std::vector<wire::Field> Reader::stats() {
  std::vector<wire::Field> fields;
  const auto add = [&](const char* table, std::string value) {
    auto& field = fields.emplace_back();
    field.set_name(table);
    field.set_value(std::move(value));
  };
  for (const char* table : {"matter", "item", "message", "attempt", "seal", "bundle"}) {
    Statement count(impl_->db, (std::string("SELECT count(*) FROM (SELECT 1 FROM ") + table + " LIMIT ?1)").c_str());
    const auto n = count.bind(count_budget + 1).step() ? count.integer(0) : 0;
    add(table, n > count_budget ? std::to_string(count_budget) + "+" : std::to_string(n));
  }
  Statement newest(impl_->db, "SELECT coalesce(max(seq),0) FROM event");
  add("event", std::to_string(newest.step() ? newest.integer(0) : 0));  // numbered without gaps
  return fields;
}

}  // namespace fenghuo::storage
