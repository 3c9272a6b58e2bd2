#include "services/ledger/restore.hpp"

#include <sys/stat.h>

#include <filesystem>
#include <iostream>

#include "common/bus/bus.hpp"
#include "common/clock/zone.hpp"
#include "common/storage/restore.hpp"
#include "common/worker/ledger_client.hpp"
#include "services/ledger/restore_files.hpp"

namespace fenghuo::ledger {
namespace {

namespace files = std::filesystem;

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

// What stood here goes aside; the copy goes on with its numbers, and takes its place.
Result<void> replace(const std::string& database, const std::string& copy, const std::string& told, wire::Operated& out) {
  const std::string begun = cut_off_exchange(database);
  const std::string aside = begun.empty() ? aside_name(database) : begun;
  if (!begun.empty()) {  // the log is with its database again before its numbers are read
    if (auto done = set_aside(database, aside); !done) return done;
  }
  const auto marked = storage::mark_restored(copy, begun.empty() ? database : aside, told);
  if (!marked) return tl::unexpected(marked.error());
  if (auto done = begin_exchange(database, copy, aside); !done) return done;
  if (auto done = set_aside(database, aside); !done) return done;
  if (auto done = finish_exchange(database); !done) return done;
  std::error_code ignored;
  if (files::exists(aside, ignored))
    say(out, "replaced", aside);
  else if (files::exists(aside + "-wal", ignored))
    say(out, "stray_log", aside + "-wal");
  if (marked->numbers_known) say(out, "replaced_seq", std::to_string(marked->replaced_seq));
  return {};
}

Result<storage::Examined> copy_and_examine(const std::string& file, const std::string& copy) {
  std::error_code ignored;
  if (!files::is_regular_file(file, ignored)) return fail(file + ": there is no such file");
  if (auto copied = copy_database(file, copy); !copied) return tl::unexpected(copied.error());
  auto found = storage::examine(copy);
  if (!found) return fail(file + ": " + found.error().message);
  return found;
}

Result<wire::Operated> run_restore(Process& process, const RestoreOptions& options) {
  const std::string& folder = process.settings().data_dir;
  ::mkdir(folder.c_str(), 0700);
  auto doors = Doors::bind(process);
  if (!doors) return tl::unexpected(doors.error());
  return put_back(folder + "/ledger.db", options);
}

}  // namespace

// A file that is only looked at, or is no good, leaves alone what an exchange that was cut off still needs.
Result<wire::Operated> put_back(const std::string& database, const RestoreOptions& options) {
  const std::string copy = database + ".examined";
  const auto found = copy_and_examine(options.file, copy);
  wire::Operated out;
  Result<void> done;
  if (found) out = describe(*found);
  if (found && !options.only_check) done = replace(database, copy, told_of(options.file, *found), out);
  remove_database(copy);
  if (!found) return tl::unexpected(found.error());
  if (!done) return tl::unexpected(done.error());
  return out;
}

std::string unfinished_restore(const std::string& database) {
  std::error_code ignored;
  const bool begun = !cut_off_exchange(database).empty() || (files::exists(staged(database), ignored) && !files::exists(database, ignored));
  if (!begun) return {};
  return "a restore was cut off: there is " + staged(database) + ", which did not take the place of " + database +
         "; run fenghuo ledger restore FILE again";
}

int restore(Process& process, const RestoreOptions& options) {
  auto done = run_restore(process, options);
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
