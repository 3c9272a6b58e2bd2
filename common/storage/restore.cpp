#include "common/storage/restore.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <tuple>
#include <vector>

#include "common/storage/journal_format.hpp"
#include "common/storage/schema.hpp"
#include "common/storage/sqlite.hpp"
#include "common/storage/store.hpp"

namespace fenghuo::storage {
namespace {

constexpr std::uint64_t fences_ahead = 1000;  // starts that the replaced database may have seen since, were it unreadable
constexpr std::uint32_t cache_mb = 8;

std::int64_t whole_number(std::string_view text) {
  std::int64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::string meta(Database& db, std::string_view name) {
  Statement read(db, "SELECT value FROM meta WHERE name=?1");
  return read.bind(name).step() ? std::string(read.bytes(0)) : std::string();
}

std::uint64_t last_seq(Database& db) {
  Statement read(db, "SELECT coalesce(max(last_seq),0) FROM seal");
  return read.step() ? read.id(0) : 0;
}

int schema_of(Database& db) {
  Statement read(db, "PRAGMA user_version");
  return read.step() ? static_cast<int>(read.integer(0)) : 0;
}

std::string broken_at(std::uint64_t seq, const char* what) {
  return "the journal is not the one that was written: event " + std::to_string(seq) + " " + what;
}

// Empty, or what is wrong with the events of one seal.
std::string add_events(Database& db, std::uint64_t first, std::uint64_t last, journal::Sealer& sealer) {
  Statement events(db,
                   "SELECT e.seq,e.body,b.salt,b.text FROM event e LEFT JOIN event_body b ON b.seq=e.seq WHERE e.seq BETWEEN ?1 AND ?2 "
                   "ORDER BY e.seq");
  events.bind(first, last);
  for (std::uint64_t seq = first; seq <= last; ++seq) {
    if (!events.step() || events.id(0) != seq) return broken_at(seq, "is missing");
    const auto body = events.bytes(1);
    wire::EventView event;
    if (!event.ParseFromArray(body.data(), static_cast<int>(body.size()))) return broken_at(seq, "can't be read");
    if (!events.is_null(2) && journal::text_digest(events.bytes(2), events.bytes(3)) != event.text_digest())
      return broken_at(seq, "has another text");
    sealer.add(body);
  }
  return {};
}

Result<void> check_chain(Database& db, Examined& found) {
  Statement seals(db, "SELECT last_seq,first_seq,hash,at FROM seal ORDER BY last_seq");
  std::string previous = journal::genesis();
  while (seals.step()) {
    const std::uint64_t last = seals.id(0), first = seals.id(1);
    if (first != found.last_seq + 1 || last < first) return fail(broken_at(first, "begins a seal that does not follow the one before"));
    journal::Sealer sealer(previous, first, last, seals.integer(3));
    if (auto why = add_events(db, first, last, sealer); !why.empty()) return fail(std::move(why));
    previous = sealer.finish();
    if (previous != seals.bytes(2)) return fail(broken_at(last, "ends a seal with another hash"));
    found.last_seq = last;
    found.events += last - first + 1;
    ++found.seals;
  }
  return {};
}

Result<Examined> examine_open(Database& db) {
  Examined found;
  Statement check(db, "PRAGMA integrity_check(1)");
  if (!check.step() || check.bytes(0) != "ok") return fail("it is damaged: " + std::string(check.bytes(0)));
  check.reset();
  found.schema = schema_of(db);
  if (found.schema == 0) return fail("it is no database of a ledger");
  if (found.schema > schema_version)
    return fail("it has schema " + std::to_string(found.schema) + ", this program knows " + std::to_string(schema_version) +
                "; restore it with the newer program");
  if (auto chain = check_chain(db, found); !chain) return tl::unexpected(chain.error());
  found.last_commit_at = whole_number(meta(db, "last_commit_at"));
  return found;
}

using Serials = std::vector<std::tuple<std::string, int, std::int64_t>>;

struct Replaced {
  std::uint64_t seq = 0, epoch = 0;
  Serials serials;
};

// Nothing: it can't be read, or is none.
std::optional<Replaced> read_replaced(const std::string& path) {
  if (path.empty()) return std::nullopt;
  try {
    Database db(path, Database::Mode::reader, "", cache_mb);
    if (schema_of(db) == 0) return std::nullopt;
    Replaced out;
    out.seq = last_seq(db);
    out.epoch = static_cast<std::uint64_t>(whole_number(meta(db, "epoch")));
    Statement serials(db, "SELECT kind,year,last FROM serial");
    while (serials.step())
      out.serials.emplace_back(std::string(serials.bytes(0)), static_cast<int>(serials.integer(1)), serials.integer(2));
    return out;
  } catch (const StorageError&) {
    return std::nullopt;
  }
}

void set_meta(Database& db, std::string_view name, const std::string& value) {
  Statement write(db, "INSERT INTO meta(name,value) VALUES(?1,?2) ON CONFLICT(name) DO UPDATE SET value=excluded.value");
  write.bind(name, value).run();
}

void mark(Database& db, const Replaced& replaced, const std::string& told) {
  const auto own = static_cast<std::uint64_t>(whole_number(meta(db, "epoch")));
  set_meta(db, "epoch", std::to_string(std::max(own, replaced.epoch) + fences_ahead));
  set_meta(db, "restored", told);
  Statement serial(db,
                   "INSERT INTO serial(kind,year,last) VALUES(?1,?2,?3) ON CONFLICT(kind,year) DO UPDATE SET last=max(last,excluded.last)");
  for (const auto& [kind, year, last] : replaced.serials) serial.bind(kind, year, last).run();
}

}  // namespace

Result<Examined> examine(const std::string& path) {
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(path, ignored)) return fail("there is no such file");
  try {
    Database db(path, Database::Mode::reader, "", cache_mb);
    return examine_open(db);
  } catch (const StorageError& e) {
    return fail(std::string("it can't be read: ") + e.what());
  }
}

Result<Marked> mark_restored(const std::string& path, const std::string& replaced, const std::string& told) {
  const auto before = read_replaced(replaced);
  try {
    Database db(path, Database::Mode::writer, "", cache_mb);
    if (auto done = migrate(db); !done) return tl::unexpected(done.error());
    db.run("BEGIN IMMEDIATE");
    mark(db, before.value_or(Replaced{}), told);
    db.run("COMMIT");
    if (!db.truncate_log()) return fail(path + ": somebody has it open");
  } catch (const StorageError& e) {
    return fail(path + ": " + e.what());
  }
  return Marked{before.has_value(), before ? before->seq : 0};
}

}  // namespace fenghuo::storage
