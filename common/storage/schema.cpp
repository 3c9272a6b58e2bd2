#include "common/storage/schema.hpp"

#include <array>
#include <string>

#include "common/storage/store.hpp"

namespace fenghuo::storage {
namespace {

// Few index writes an item: ids are time-ordered, so primary keys append; partial indexes hold only what still has to happen.
constexpr std::array<const char*, schema_version> migrations = {
    R"sql(
CREATE TABLE meta(name BLOB PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE bundle(hash BLOB PRIMARY KEY, body BLOB NOT NULL, stored_at INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE matter(
  id INTEGER PRIMARY KEY, key BLOB NOT NULL, version INTEGER NOT NULL, open INTEGER NOT NULL, unique_forever INTEGER NOT NULL,
  quarantined INTEGER NOT NULL DEFAULT 0, next_at INTEGER NOT NULL DEFAULT 0, number BLOB, previous_id INTEGER NOT NULL DEFAULT 0,
  updated_at INTEGER NOT NULL, row BLOB, body BLOB);
CREATE INDEX matter_key ON matter(key);
CREATE INDEX matter_next ON matter(next_at) WHERE next_at > 0;
CREATE INDEX matter_number ON matter(number) WHERE number IS NOT NULL;
CREATE INDEX matter_open ON matter(id) WHERE open = 1;
CREATE INDEX matter_quarantined ON matter(id) WHERE quarantined = 1;

CREATE TABLE item(
  id INTEGER PRIMARY KEY, scope BLOB NOT NULL, key BLOB NOT NULL, digest BLOB NOT NULL, matter_id INTEGER NOT NULL REFERENCES matter(id),
  class INTEGER NOT NULL, state INTEGER NOT NULL, received_at INTEGER NOT NULL, message_id INTEGER NOT NULL, body BLOB NOT NULL, outcome BLOB);
CREATE UNIQUE INDEX item_key ON item(scope, key);
CREATE INDEX item_pending ON item(id) WHERE state = 0;
CREATE TABLE idempotency(key BLOB PRIMARY KEY, digest BLOB NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE serial(kind BLOB NOT NULL, year INTEGER NOT NULL, last INTEGER NOT NULL, PRIMARY KEY(kind, year)) WITHOUT ROWID;
CREATE TABLE registration(matter_id INTEGER NOT NULL, facet BLOB NOT NULL, PRIMARY KEY(matter_id, facet)) WITHOUT ROWID;

CREATE TABLE message(
  id INTEGER PRIMARY KEY, matter_id INTEGER NOT NULL REFERENCES matter(id), dedup BLOB NOT NULL, state INTEGER NOT NULL, destination BLOB NOT NULL,
  channel BLOB NOT NULL, party BLOB NOT NULL, kind BLOB NOT NULL, step INTEGER NOT NULL, repeat INTEGER NOT NULL, urgent INTEGER NOT NULL,
  due_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, queued_at INTEGER NOT NULL, token_expires INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
  revoked INTEGER NOT NULL DEFAULT 0, asks INTEGER NOT NULL, reason BLOB NOT NULL DEFAULT x'', bundle BLOB NOT NULL, valid BLOB NOT NULL, model BLOB NOT NULL);
CREATE UNIQUE INDEX message_dedup ON message(matter_id, dedup);
CREATE INDEX message_waiting ON message(id) WHERE state IN (0, 6);
CREATE INDEX message_dead ON message(id) WHERE state = 3;
CREATE TABLE attempt(
  message_id INTEGER NOT NULL REFERENCES message(id), n INTEGER NOT NULL, epoch INTEGER NOT NULL, counter INTEGER NOT NULL, started_at INTEGER NOT NULL,
  ended_at INTEGER NOT NULL DEFAULT 0, outcome BLOB NOT NULL DEFAULT x'', reason BLOB NOT NULL DEFAULT x'', status INTEGER NOT NULL DEFAULT 0,
  worker BLOB NOT NULL, PRIMARY KEY(message_id, n)) WITHOUT ROWID;
CREATE TABLE destination(id BLOB PRIMARY KEY, reason BLOB NOT NULL) WITHOUT ROWID;

CREATE TABLE event(seq INTEGER PRIMARY KEY, matter_id INTEGER NOT NULL, body BLOB NOT NULL);
CREATE INDEX event_matter ON event(matter_id) WHERE matter_id > 0;
CREATE TABLE event_body(seq INTEGER PRIMARY KEY, salt BLOB NOT NULL, text BLOB NOT NULL);
CREATE TABLE seal(last_seq INTEGER PRIMARY KEY, first_seq INTEGER NOT NULL, hash BLOB NOT NULL, at INTEGER NOT NULL);
)sql",
    R"sql(
CREATE TABLE feed(
  id INTEGER PRIMARY KEY, token_digest BLOB NOT NULL, party BLOB NOT NULL, made_at INTEGER NOT NULL, made_by BLOB NOT NULL,
  revoked_at INTEGER NOT NULL DEFAULT 0);
CREATE UNIQUE INDEX feed_token ON feed(token_digest);
)sql",
    // What was decided needs no body any more (deletion of texts).
    R"sql(
UPDATE item SET body=x'' WHERE state=1;
)sql",
    // Answers in words are found again by their matter when its texts are
    // deleted; of older items nobody knows which have any. And what was closed
    // before there was a deletion gets a day for it: the usual 180 days; the
    // decision then goes by the policy in force. The ledger's own matter never ends.
    R"sql(
ALTER TABLE item ADD COLUMN told INTEGER NOT NULL DEFAULT 0;
UPDATE item SET told=1 WHERE state=1 AND length(outcome)>0;
CREATE INDEX item_told ON item(matter_id) WHERE told=1;
UPDATE matter SET next_at=updated_at+15552000000
  WHERE open=0 AND next_at=0 AND version>0 AND quarantined=0 AND key<>CAST('system/alerts' AS BLOB);
)sql"};

}  // namespace

Result<void> migrate(Database& db) { return migrate_to(db, schema_version); }

Result<void> migrate_to(Database& db, int wanted) {
  int version = 0;
  {
    Statement read(db, "PRAGMA user_version");
    if (read.step()) version = static_cast<int>(read.integer(0));
  }
  if (version > schema_version) {
    return fail("the database has schema " + std::to_string(version) + ", this program knows " + std::to_string(schema_version) +
                "; run the newer program, or restore a backup of schema " + std::to_string(schema_version));
  }
  if (version >= wanted) return {};
  db.run("BEGIN IMMEDIATE");
  for (int i = version; i < wanted; ++i) db.run(migrations.at(static_cast<std::size_t>(i)));
  db.run(("PRAGMA user_version=" + std::to_string(wanted)).c_str());
  db.run("COMMIT");
  return {};
}

}  // namespace fenghuo::storage
