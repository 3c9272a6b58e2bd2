#include "common/storage/backup.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "common/storage/sqlite.hpp"

namespace fenghuo::storage {
namespace {

constexpr int pages_at_once = 256;  // 1 MB: a millisecond or two

std::string cause() { return std::strerror(errno); }

// Into the file system, so that a cut of power leaves the whole of it.
void sync(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool done = fd >= 0 && ::fsync(fd) == 0;
  const std::string why = cause();
  if (fd >= 0) ::close(fd);
  if (!done) throw StorageError(path + ": " + why, SQLITE_IOERR);
}

std::string folder_of(const std::string& file) {
  const auto folder = std::filesystem::path(file).parent_path().string();
  return folder.empty() ? "." : folder;
}

}  // namespace

struct Backup::Copy {
  Database to;
  sqlite3_backup* run = nullptr;

  Copy(Database& from, const std::string& part) : to(part, Database::Mode::copy, "", 2) {
    sqlite3_busy_timeout(to.raw(), 0);  // the writer waits for nobody who looks at its copy
    run = sqlite3_backup_init(to.raw(), "main", from.raw(), "main");
    if (run == nullptr) throw StorageError(std::string("backup: ") + sqlite3_errmsg(to.raw()), sqlite3_errcode(to.raw()));
  }
  ~Copy() { sqlite3_backup_finish(run); }
  Copy(const Copy&) = delete;
  Copy& operator=(const Copy&) = delete;
};

Backup::Backup(std::string file, std::unique_ptr<Copy> copy) : file_(std::move(file)), part_(file_ + ".part"), copy_(std::move(copy)) {}

Backup::~Backup() {
  if (copy_ == nullptr) return;
  copy_.reset();
  ::unlink(part_.c_str());
}

Result<std::unique_ptr<Backup>> Backup::begin(Database& from, const std::string& file) {
  std::error_code ignored;
  if (std::filesystem::exists(file, ignored)) return fail(file + " is there already; name another file");
  const std::string part = file + ".part";
  ::unlink(part.c_str());  // of a backup that was cut off
  const int fd = ::open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0) return fail(file + " can't be written: " + cause() + "; name a file in a folder that the ledger may write to");
  ::close(fd);
  try {
    return std::unique_ptr<Backup>(new Backup(file, std::make_unique<Copy>(from, part)));
  } catch (const StorageError& e) {
    ::unlink(part.c_str());
    return fail(file + ": " + e.what());
  }
}

bool Backup::step() {
  const int code = sqlite3_backup_step(copy_->run, pages_at_once);
  waits_ = code == SQLITE_BUSY || code == SQLITE_LOCKED;
  if (code == SQLITE_OK || waits_) return true;
  if (code != SQLITE_DONE) throw StorageError(file_ + ": " + sqlite3_errstr(code), code);
  finish();
  return false;
}

void Backup::finish() {
  sync(part_);
  std::error_code error;
  bytes_ = std::filesystem::file_size(part_, error);
  if (::rename(part_.c_str(), file_.c_str()) != 0) throw StorageError(file_ + ": " + cause(), SQLITE_IOERR);
  copy_.reset();
  sync(folder_of(file_));
}

std::uint64_t Backup::bytes() const { return bytes_; }

}  // namespace fenghuo::storage
