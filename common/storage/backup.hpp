// A copy of the writer's database made while it is in use: a few pages at a time between two commits, so that nobody waits; what is written
// meanwhile goes into the copy too (SQLite's backup on the writer's own connection). The copy takes its name when it is whole and on disk.
//
// Thread: the ledger's writer alone, outside any transaction. Failure: StorageError; the unfinished copy is removed by the destructor.
#pragma once

#include <memory>
#include <string>

#include "common/base/result.hpp"

namespace fenghuo::storage {

class Database;

class Backup {
 public:
  // An Error: the file is there already, or can't be made. The file is readable by its owner alone.
  static Result<std::unique_ptr<Backup>> begin(Database& from, const std::string& file);
  ~Backup();
  Backup(const Backup&) = delete;
  Backup& operator=(const Backup&) = delete;

  bool step();                           // copies on, never waits; false: the copy is whole, on disk, and bears its name
  bool waits() const { return waits_; }  // somebody has a lock on the copy: try again after a while
  std::uint64_t bytes() const;
  const std::string& file() const { return file_; }

 private:
  struct Copy;
  Backup(std::string file, std::unique_ptr<Copy> copy);
  void finish();

  std::string file_, part_;
  std::unique_ptr<Copy> copy_;  // gone when it is whole
  std::uint64_t bytes_ = 0;
  bool waits_ = false;
};

}  // namespace fenghuo::storage
