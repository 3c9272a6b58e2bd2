#include "services/ledger/journal_key.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "common/base/bytes.hpp"

namespace fenghuo::ledger {
namespace {

bool sync_folder(const std::string& folder) {
  const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return false;
  const bool done = ::fsync(fd) == 0;
  ::close(fd);
  return done;
}

bool write_whole(const std::string& path, const std::string& text) {
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) return false;
  const bool written = ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(fd) == 0;
  ::close(fd);
  return written;
}

Result<crypto::SigningKey> make_key(const std::string& folder, const std::string& path) {
  auto key = crypto::make_signing_key();
  const std::string unfinished = path + ".new";
  if (!write_whole(unfinished, to_hex(key.seed) + "\n") || ::rename(unfinished.c_str(), path.c_str()) != 0 || !sync_folder(folder))
    return fail(path + ": cannot be written; check the folder's owner and that the disk is not full");
  return key;
}

}  // namespace

Result<crypto::SigningKey> journal_key(const std::string& data_dir) {
  const std::string folder = data_dir + "/secrets", path = folder + "/journal.key";
  ::mkdir(folder.c_str(), 0700);
  std::error_code none;
  if (!std::filesystem::exists(path, none)) return make_key(folder, path);
  std::ifstream in(path);
  std::string text;
  in >> text;
  if (in.bad() || !in.is_open()) return fail(path + ": cannot be read; check its owner");
  const auto seed = from_hex(text);
  if (!text.empty() && seed && seed->size() == 32) return crypto::signing_key_from_seed(*seed);
  if (text.empty() && !std::filesystem::exists(data_dir + "/ledger.db", none)) return make_key(folder, path);
  return fail(
      path + (text.empty() ? ": is empty" : ": not a key of 64 hex digits") +
      "; restore it from the backup. Without a backup move it away: the next start makes a new key, and heads signed before can only "
      "be checked with the old public key");
}

}  // namespace fenghuo::ledger
