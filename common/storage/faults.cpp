#include "common/storage/faults.hpp"

#include <sqlite3.h>
#include <unistd.h>

#include <cstdlib>

namespace fenghuo::storage {
namespace {

enum class Kind { none, full, sync, torn, readonly };

struct Spec {
  Kind kind = Kind::none;
  std::string path;
  sqlite3_vfs* real = nullptr;
  sqlite3_vfs shim{};
};
Spec& spec() {
  static Spec the_spec;
  return the_spec;
}

bool active(Kind kind) { return spec().kind == kind && ::access(spec().path.c_str(), F_OK) == 0; }

// Our file: SQLite's header, then a pointer to the real file that follows it in memory.
struct File {
  sqlite3_file base;
  sqlite3_file* real;
};
sqlite3_file* real(sqlite3_file* file) { return reinterpret_cast<File*>(file)->real; }

int close_file(sqlite3_file* f) { return real(f)->pMethods == nullptr ? SQLITE_OK : real(f)->pMethods->xClose(real(f)); }
int read_file(sqlite3_file* f, void* p, int n, sqlite3_int64 at) { return real(f)->pMethods->xRead(real(f), p, n, at); }

int write_file(sqlite3_file* f, const void* p, int n, sqlite3_int64 at) {
  if (active(Kind::full)) return SQLITE_FULL;
  if (active(Kind::readonly)) return SQLITE_READONLY;
  if (active(Kind::torn)) {
    real(f)->pMethods->xWrite(real(f), p, n / 2, at);
    ::_exit(137);
  }
  return real(f)->pMethods->xWrite(real(f), p, n, at);
}

int truncate_file(sqlite3_file* f, sqlite3_int64 size) { return real(f)->pMethods->xTruncate(real(f), size); }
int sync_file(sqlite3_file* f, int flags) { return active(Kind::sync) ? SQLITE_IOERR_FSYNC : real(f)->pMethods->xSync(real(f), flags); }
int file_size(sqlite3_file* f, sqlite3_int64* size) { return real(f)->pMethods->xFileSize(real(f), size); }
int lock_file(sqlite3_file* f, int level) { return real(f)->pMethods->xLock(real(f), level); }
int unlock_file(sqlite3_file* f, int level) { return real(f)->pMethods->xUnlock(real(f), level); }
int check_reserved(sqlite3_file* f, int* out) { return real(f)->pMethods->xCheckReservedLock(real(f), out); }
int file_control(sqlite3_file* f, int op, void* arg) { return real(f)->pMethods->xFileControl(real(f), op, arg); }
int sector_size(sqlite3_file* f) { return real(f)->pMethods->xSectorSize(real(f)); }
int characteristics(sqlite3_file* f) { return real(f)->pMethods->xDeviceCharacteristics(real(f)); }
int shm_map(sqlite3_file* f, int page, int size, int extend, void volatile** out) {
  return real(f)->pMethods->xShmMap(real(f), page, size, extend, out);
}
int shm_lock(sqlite3_file* f, int offset, int n, int flags) { return real(f)->pMethods->xShmLock(real(f), offset, n, flags); }
void shm_barrier(sqlite3_file* f) { real(f)->pMethods->xShmBarrier(real(f)); }
int shm_unmap(sqlite3_file* f, int remove) { return real(f)->pMethods->xShmUnmap(real(f), remove); }

const sqlite3_io_methods& methods() {
  static const sqlite3_io_methods the_methods = [] {
    sqlite3_io_methods m{};
    m.iVersion = 2;
    m.xClose = close_file;
    m.xRead = read_file;
    m.xWrite = write_file;
    m.xTruncate = truncate_file;
    m.xSync = sync_file;
    m.xFileSize = file_size;
    m.xLock = lock_file;
    m.xUnlock = unlock_file;
    m.xCheckReservedLock = check_reserved;
    m.xFileControl = file_control;
    m.xSectorSize = sector_size;
    m.xDeviceCharacteristics = characteristics;
    m.xShmMap = shm_map;
    m.xShmLock = shm_lock;
    m.xShmBarrier = shm_barrier;
    m.xShmUnmap = shm_unmap;
    return m;
  }();
  return the_methods;
}

int open_file(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  auto* ours = reinterpret_cast<File*>(file);
  ours->real = reinterpret_cast<sqlite3_file*>(ours + 1);
  sqlite3_vfs* const real = spec().real;
  if (real == nullptr) return SQLITE_CANTOPEN;  // not installed: there is nothing to open with
  const int code = real->xOpen(real, name, ours->real, flags, out_flags);
  ours->base.pMethods = code == SQLITE_OK ? &methods() : nullptr;
  return code;
}

}  // namespace

Result<std::string> install_faults(const std::string& text) {
  if (text.empty()) return std::string();
  const auto colon = text.find(':');
  const std::string kind = text.substr(0, colon);
  Spec& s = spec();
  if (kind == "full")
    s.kind = Kind::full;
  else if (kind == "sync")
    s.kind = Kind::sync;
  else if (kind == "torn")
    s.kind = Kind::torn;
  else if (kind == "readonly")
    s.kind = Kind::readonly;
  if (s.kind == Kind::none || colon == std::string::npos) {
    return fail("ledger.fault \"" + text + "\" is not a fault; write full:PATH, sync:PATH, torn:PATH or readonly:PATH, or leave it empty");
  }
  s.path = text.substr(colon + 1);
  s.real = sqlite3_vfs_find(nullptr);
  s.shim = *s.real;
  s.shim.zName = "fenghuo-faults";
  s.shim.pNext = nullptr;
  s.shim.szOsFile = static_cast<int>(sizeof(File)) + s.real->szOsFile;
  s.shim.xOpen = open_file;
  if (sqlite3_vfs_register(&s.shim, 0) != SQLITE_OK) return fail("the fault layer could not be registered with SQLite");
  return std::string(s.shim.zName);
}

}  // namespace fenghuo::storage
