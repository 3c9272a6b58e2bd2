// SQLite behind RAII: a connection and its prepared statements. Used inside common/storage only.
//
// Thread: one thread a Database. Any failure of SQLite throws StorageError: the writer's loop rolls the whole group commit back at one
// place.
#pragma once

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace fenghuo::storage {

class StorageError : public std::runtime_error {
 public:
  StorageError(const std::string& what, int code) : std::runtime_error(what), code_(code) {}
  int code() const { return code_; }

 private:
  int code_;
};

class Database;

// A prepared statement. Bind in order with operator<<, then step(); columns read in order. Reset by the next bind or reset().
class Statement {
 public:
  Statement(Database& db, const char* sql);
  ~Statement();
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  // Binds every argument, in order. Text and blobs must live until step() is done.
  template <class... Args>
  Statement& bind(Args&&... args) {
    reset();
    int i = 0;
    (bind_at(++i, std::forward<Args>(args)), ...);
    return *this;
  }
  bool step();  // true: a row is there
  void run();   // to the end, then reset
  void reset();

  std::int64_t integer(int column) const;
  std::uint64_t id(int column) const { return static_cast<std::uint64_t>(integer(column)); }
  std::string_view bytes(int column) const;  // text or blob; valid until the next step
  bool is_null(int column) const;

 private:
  struct Blob;
  void bind_at(int i, std::int64_t value);
  void bind_at(int i, std::uint64_t value) { bind_at(i, static_cast<std::int64_t>(value)); }
  void bind_at(int i, int value) { bind_at(i, static_cast<std::int64_t>(value)); }
  void bind_at(int i, unsigned value) { bind_at(i, static_cast<std::int64_t>(value)); }
  void bind_at(int i, bool value) { bind_at(i, static_cast<std::int64_t>(value)); }
  void bind_at(int i, std::string_view text);
  void bind_at(int i, const std::string& text) { bind_at(i, std::string_view(text)); }
  void bind_at(int i, std::nullptr_t);
  void check(int code) const;

  sqlite3* db_;
  sqlite3_stmt* stmt_ = nullptr;
};

class Database {
 public:
  enum class Mode { writer, reader, copy };  // copy: what a backup fills, which syncs it itself
  // vfs: empty = the default one; faults.hpp registers another.
  Database(const std::string& path, Mode mode, const std::string& vfs, std::uint32_t cache_mb);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  void run(const char* sql);
  int changes() const;
  // Writer: moves the log into the file and cuts it to nothing; false when a reader stands in the way. Outside a transaction; never waits.
  bool truncate_log();
  sqlite3* raw() { return db_; }

 private:
  void configure(Mode mode, std::uint32_t cache_mb);

  sqlite3* db_ = nullptr;
};

}  // namespace fenghuo::storage
