#include "common/storage/sqlite.hpp"

#include <sqlite3.h>

namespace fenghuo::storage {
namespace {

constexpr int busy_ms = 5000;

[[noreturn]] void raise(sqlite3* db, int code, const char* doing) {
  std::string what = doing;
  what += ": ";
  what += db != nullptr ? sqlite3_errmsg(db) : sqlite3_errstr(code);
  throw StorageError(what, code);
}

}  // namespace

Statement::Statement(Database& db, const char* sql) : db_(db.raw()) {
  const int code = sqlite3_prepare_v3(db_, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt_, nullptr);
  if (code != SQLITE_OK) raise(db_, code, sql);
}

Statement::~Statement() { sqlite3_finalize(stmt_); }

void Statement::check(int code) const {
  if (code != SQLITE_OK) raise(db_, code, "bind");
}

void Statement::bind_at(int i, std::int64_t value) { check(sqlite3_bind_int64(stmt_, i, value)); }
void Statement::bind_at(int i, std::nullptr_t) { check(sqlite3_bind_null(stmt_, i)); }

void Statement::bind_at(int i, std::string_view text) {
  // Blobs throughout: no collation, no encoding conversions, and ids compare as bytes. A null pointer would bind NULL.
  const char* data = text.data() != nullptr ? text.data() : "";
  check(sqlite3_bind_blob64(stmt_, i, data, text.size(), SQLITE_STATIC));
}

bool Statement::step() {
  const int code = sqlite3_step(stmt_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  sqlite3_reset(stmt_);
  raise(db_, code, "step");
}

void Statement::run() {
  while (step()) {
  }
  reset();
}

void Statement::reset() { sqlite3_reset(stmt_); }

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(stmt_, column); }

std::string_view Statement::bytes(int column) const {
  const void* data = sqlite3_column_blob(stmt_, column);
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(stmt_, column));
  return data == nullptr ? std::string_view() : std::string_view(static_cast<const char*>(data), size);
}

bool Statement::is_null(int column) const { return sqlite3_column_type(stmt_, column) == SQLITE_NULL; }

namespace {

// Once, before the first connection: memory statistics put a global mutex around every allocation, and nobody reads them.
void configure_once() {
  static const int done = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  static_cast<void>(done);
}

}  // namespace

Database::Database(const std::string& path, Mode mode, const std::string& vfs, std::uint32_t cache_mb) {
  configure_once();
  const int flags = mode == Mode::reader ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  const int code = sqlite3_open_v2(path.c_str(), &db_, flags | SQLITE_OPEN_NOMUTEX, vfs.empty() ? nullptr : vfs.c_str());
  if (code != SQLITE_OK) {
    const std::string what = "open " + path + ": " + (db_ != nullptr ? sqlite3_errmsg(db_) : sqlite3_errstr(code));
    sqlite3_close(db_);
    throw StorageError(what, code);
  }
  sqlite3_busy_timeout(db_, busy_ms);
  try {
    configure(mode, cache_mb);
  } catch (...) {
    sqlite3_close_v2(db_);  // a constructor that throws has no destructor
    throw;
  }
}

void Database::configure(Mode mode, std::uint32_t cache_mb) {
  run(("PRAGMA cache_size=-" + std::to_string(cache_mb * 1024U)).c_str());
  run("PRAGMA temp_store=MEMORY");
  if (mode == Mode::writer) {
    run("PRAGMA journal_mode=WAL");
    run("PRAGMA synchronous=FULL");
    run("PRAGMA foreign_keys=ON");
    run("PRAGMA wal_autocheckpoint=16000");  // 64 MB: a page written often reaches the main file once; only the writer checkpoints (design:
                                             // the WAL-reset bug of concurrent checkpoints)
    run("PRAGMA secure_delete=ON");          // deleted text is overwritten, also on pages that become free (they are few)
  } else if (mode == Mode::copy) {
    run("PRAGMA journal_mode=OFF");
    run("PRAGMA synchronous=OFF");
  } else {
    run("PRAGMA query_only=ON");
  }
}

Database::~Database() { sqlite3_close_v2(db_); }

void Database::run(const char* sql) {
  const int code = sqlite3_exec(db_, sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) raise(db_, code, sql);
}

bool Database::truncate_log() {
  sqlite3_busy_timeout(db_, 0);
  int code = sqlite3_wal_checkpoint_v2(db_, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
  sqlite3_busy_timeout(db_, busy_ms);
  if (code == SQLITE_BUSY || code == SQLITE_LOCKED) return false;
  if (code != SQLITE_OK) raise(db_, code, "checkpoint");
  return true;
}

int Database::changes() const { return sqlite3_changes(db_); }

}  // namespace fenghuo::storage
