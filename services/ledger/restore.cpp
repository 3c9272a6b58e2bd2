#include "services/ledger/restore.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <iostream>

#include "common/bus/bus.hpp"
#include "common/clock/clock.hpp"
#include "common/clock/zone.hpp"
#include "common/messages/frame.hpp"
#include "common/storage/restore.hpp"
#include "common/worker/ledger_client.hpp"

namespace fenghuo::ledger {
namespace {

namespace files = std::filesystem;

constexpr const char* staged_suffix = ".restoring";

std::string staged(const std::string& database) { return database + staged_suffix; }

// "ledger.db.replaced-20271125T013000Z"
std::string aside(const std::string& database) {
  std::string time = rfc3339(wall_now());
  std::erase_if(time, [](char c) { return c == '-' || c == ':'; });
  std::string name = database + ".replaced-" + time.substr(0, time.find('.')).substr(0, 15) + "Z";
  std::error_code ignored;
  for (int n = 2; files::exists(name, ignored); ++n)
    name = database + ".replaced-" + std::to_string(to_ms(wall_now())) + "-" + std::to_string(n);
  return name;
}

// While they are bound no ledger can start here, and one that runs is found.
struct Doors {
  std::vector<bus::Router> routers;

  static Result<Doors> bind(Process& process) {
    const Settings& settings = process.settings();
    const auto curve = curve_of(settings);
    if (!curve) return tl::unexpected(curve.error());
    Doors doors;
    doors.routers.reserve(3);
    for (const auto& endpoint : {settings.endpoints.intake, settings.endpoints.work, settings.endpoints.query}) {
      auto router = bus::Router::bind(process.context(), endpoint, *curve);
      if (!router) return fail("a ledger runs: " + router.error().message + "; stop Fenghuo first");
      doors.routers.push_back(std::move(*router));
    }
    return doors;
  }
};

Result<void> copy(const std::string& from, const std::string& to) {
  std::error_code error;
  for (const char* suffix : {"", "-wal", "-shm"}) files::remove(to + suffix, error);
  for (const char* suffix : {"", "-wal"}) {  // a plain copy may have its log beside it
    if (!files::exists(from + suffix, error)) continue;
    if (!files::copy_file(from + suffix, to + suffix, error)) return fail(to + suffix + ": " + error.message());
    files::permissions(to + suffix, files::perms::owner_read | files::perms::owner_write, error);
  }
  return {};
}

void sync(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return;
  ::fsync(fd);
  ::close(fd);
}

// The log goes with its database: neither may meet another's.
Result<void> set_aside(const std::string& database, const std::string& to) {
  std::error_code error;
  for (const char* suffix : {"", "-wal", "-shm"}) {
    if (!files::exists(database + suffix, error)) continue;
    files::rename(database + suffix, to + suffix, error);
    if (error) return fail(database + suffix + ": " + error.message());
  }
  return {};
}

Result<void> put_in_place(const std::string& database, const std::string& old) {
  sync(staged(database));
  if (!old.empty()) {
    if (auto kept = set_aside(database, old); !kept) return kept;
  }
  std::error_code error;
  files::rename(staged(database), database, error);
  if (error) return fail(database + ": " + error.message());
  sync(files::path(database).parent_path().string());
  return {};
}

void clear_stage(const std::string& database) {
  std::error_code ignored;
  for (const char* suffix : {"", "-wal", "-shm"}) files::remove(staged(database) + suffix, ignored);
}

void say(wire::Operated& out, std::string_view name, const std::string& value) { add_field(out.mutable_info(), name, value); }

wire::Operated describe(const storage::Examined& found) {
  wire::Operated out;
  say(out, "schema", std::to_string(found.schema));
  say(out, "events", std::to_string(found.events));
  say(out, "seals", std::to_string(found.seals));
  say(out, "last_seq", std::to_string(found.last_seq));
  if (found.last_commit_at > 0) say(out, "last_commit_at", rfc3339(instant(found.last_commit_at)));
  return out;
}

std::string told_of(const std::string& file, const storage::Examined& found) {
  return "from " + files::path(file).filename().string() + ", which ends at event " + std::to_string(found.last_seq) +
         (found.last_commit_at > 0 ? " of " + rfc3339(instant(found.last_commit_at)) : std::string());
}

Result<wire::Operated> run_restore(Process& process, const RestoreOptions& options) {
  const std::string database = process.settings().data_dir + "/ledger.db";
  ::mkdir(process.settings().data_dir.c_str(), 0700);
  auto doors = Doors::bind(process);
  if (!doors) return tl::unexpected(doors.error());
  std::error_code ignored;
  if (!files::is_regular_file(options.file, ignored)) return fail(options.file + ": there is no such file");
  if (auto copied = copy(options.file, staged(database)); !copied) return tl::unexpected(copied.error());
  const auto found = storage::examine(staged(database));
  if (!found) return fail(options.file + ": " + found.error().message);
  wire::Operated out = describe(*found);
  if (options.only_check) return out;
  const bool replaces = files::exists(database, ignored);
  const std::string old = replaces ? aside(database) : std::string();
  const auto marked = storage::mark_restored(staged(database), replaces ? database : std::string(), told_of(options.file, *found));
  if (!marked) return tl::unexpected(marked.error());
  if (auto done = put_in_place(database, old); !done) return tl::unexpected(done.error());
  if (!old.empty()) say(out, "replaced", old);
  if (marked->numbers_known) say(out, "replaced_seq", std::to_string(marked->replaced_seq));
  return out;
}

}  // namespace

std::string unfinished_restore(const std::string& database) {
  std::error_code ignored;
  if (files::exists(database, ignored) || !files::exists(staged(database), ignored)) return {};
  return "a restore was cut off: there is " + staged(database) + " and no " + database + "; run fenghuo ledger restore FILE again";
}

int restore(Process& process, const RestoreOptions& options) {
  auto done = run_restore(process, options);
  const std::string database = process.settings().data_dir + "/ledger.db";
  // Unless both renames did not come about, what was staged is no more of use.
  if (!done || options.only_check) {
    if (std::error_code ignored; options.only_check || files::exists(database, ignored)) clear_stage(database);
  }
  wire::Operated answer;
  if (done)
    answer = std::move(*done);
  else
    answer.set_reason(done.error().message);
  answer.set_ok(done.has_value());
  std::cout << answer.SerializeAsString() << std::flush;
  return done ? 0 : 1;
}

}  // namespace fenghuo::ledger
