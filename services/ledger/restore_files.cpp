#include "services/ledger/restore_files.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "common/clock/clock.hpp"
#include "common/clock/zone.hpp"

namespace fenghuo::ledger {
namespace {

namespace files = std::filesystem;

constexpr std::array suffixes{"-wal", "-journal", "-shm", ""};  // the log leaves before its database

bool there(const std::string& path) {
  std::error_code ignored;
  return files::exists(path, ignored);
}

std::string note_of(const std::string& database) { return database + ".exchange"; }

Result<void> sync(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool done = fd >= 0 && ::fsync(fd) == 0;
  const std::string why = std::strerror(errno);
  if (fd >= 0) ::close(fd);
  if (!done) return fail(path + ": " + why);
  return {};
}

Result<void> sync_folder(const std::string& database) {
  const auto folder = files::path(database).parent_path().string();
  return sync(folder.empty() ? "." : folder);
}

Result<void> move(const std::string& from, const std::string& to) {
  std::error_code error;
  files::rename(from, to, error);
  if (error) return fail(from + ": " + error.message());
  return {};
}

bool free_name(const std::string& name) {
  return std::none_of(suffixes.begin(), suffixes.end(), [&](const char* suffix) { return there(name + suffix); });
}

}  // namespace

std::string staged(const std::string& database) { return database + ".restoring"; }

Result<void> copy_database(const std::string& from, const std::string& to) {
  remove_database(to);
  std::error_code error;
  for (const char* suffix : {"", "-wal"}) {
    if (!files::exists(from + suffix, error)) continue;
    if (!files::copy_file(from + suffix, to + suffix, error)) return fail(to + suffix + ": " + error.message());
    files::permissions(to + suffix, files::perms::owner_read | files::perms::owner_write, error);
  }
  return {};
}

void remove_database(const std::string& database) {
  std::error_code ignored;
  for (const char* suffix : suffixes) files::remove(database + suffix, ignored);
}

std::string cut_off_exchange(const std::string& database) {
  if (!there(staged(database))) return {};
  std::ifstream note(note_of(database));
  std::string name;
  if (!std::getline(note, name)) return {};
  return (files::path(database).parent_path() / files::path(name).filename()).string();  // the folder may have moved since
}

// "ledger.db.replaced-20271125T013000Z"
std::string aside_name(const std::string& database) {
  std::string time = rfc3339(wall_now());
  std::erase_if(time, [](char c) { return c == '-' || c == ':'; });
  const std::string first = database + ".replaced-" + time.substr(0, time.find('.')).substr(0, 15) + "Z";
  std::string name = first;
  for (int n = 2; !free_name(name); ++n) name = first + "-" + std::to_string(n);
  return name;
}

Result<void> begin_exchange(const std::string& database, const std::string& copy, const std::string& aside) {
  const std::string note = note_of(database), part = note + ".part";
  if (cut_off_exchange(database).empty()) ::unlink(note.c_str());  // of one that was finished: its name is not this one's
  if (auto done = sync_folder(database); !done) return done;
  for (const char* suffix : {"-wal", "-shm"}) ::unlink((staged(database) + suffix).c_str());
  if (auto whole = sync(copy); !whole) return whole;
  if (auto done = move(copy, staged(database)); !done) return done;
  std::ofstream out(part, std::ios::trunc);
  out << files::path(aside).filename().string() << '\n';
  out.close();
  if (!out) return fail(part + " can't be written");
  if (auto done = sync(part); !done) return done;
  if (auto done = move(part, note); !done) return done;
  return sync_folder(database);
}

Result<void> set_aside(const std::string& database, const std::string& aside) {
  // Somebody put another one there after the cut: it has a name of its own.
  const bool taken =
      std::any_of(suffixes.begin(), suffixes.end(), [&](const char* suffix) { return there(database + suffix) && there(aside + suffix); });
  const std::string to = taken ? aside_name(database) : aside;
  for (const char* suffix : suffixes) {
    if (!there(database + suffix)) continue;
    if (auto moved = move(database + suffix, to + suffix); !moved) return moved;
  }
  return sync_folder(database);
}

Result<void> finish_exchange(const std::string& database) {
  if (auto moved = move(staged(database), database); !moved) return moved;
  if (auto done = sync_folder(database); !done) return done;
  ::unlink(note_of(database).c_str());
  return sync_folder(database);
}

}  // namespace fenghuo::ledger
