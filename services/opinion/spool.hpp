// The spool: <spool>/<provider>/*.json and *.jsonl wait there; done/ and refused/ beside them hold what was read.
//
// Files are put there whole, by rename; names that start with a dot or end otherwise are left alone. Thread: one watcher per spool. Whether
// a file was taken is the ledger's to know: one that is read twice (a crash before its rename) gives duplicates, which change nothing.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "common/base/result.hpp"

namespace fenghuo::opinion {

struct SpoolFile {
  std::filesystem::path path;
  std::string provider;
  bool lines = false;  // *.jsonl
};

// Oldest name first, at most most of them. A missing spool is an empty one; a folder that can't be read is an Error.
Result<std::vector<SpoolFile>> waiting_files(const std::filesystem::path& spool, std::size_t most);

// At most max_bytes; a larger file is an Error.
Result<std::string> read_file(const std::filesystem::path& path, std::size_t max_bytes);

// Moves the file to done/ or refused/ beside it; why (if any) goes into <name>.why there. An older file of that name is kept: the new one
// gets a number.
Result<std::filesystem::path> put_away(const SpoolFile& file, const char* folder, const std::string& why);

}  // namespace fenghuo::opinion
