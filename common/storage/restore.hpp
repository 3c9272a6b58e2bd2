// A database that is to take another's place: is it whole, and what must it know of the one it replaces? Works on files that nobody has
// open. Thread: any, one at a time.
#pragma once

#include <cstdint>
#include <string>

#include "common/base/result.hpp"

namespace fenghuo::storage {

struct Examined {
  int schema = 0;
  std::uint64_t events = 0, seals = 0, last_seq = 0;
  std::int64_t last_commit_at = 0;  // 0: it never had one
};

// Reads every page, and recomputes the journal's chain from the first event to the last seal, texts included. An Error says what is wrong:
// no database, damaged, of a newer program, or a journal that does not fit its seals.
Result<Examined> examine(const std::string& path);

// Makes the database at `path` one that was restored: brought to this program's schema, its next start holds everything (key meta
// "restored", which holds `told`), its fences are above all that the replaced one gave out, and serial numbers go on where the replaced one
// stopped. `replaced` may be empty or unreadable: `numbers_known` says whether its numbers were read.
struct Marked {
  bool numbers_known = false;
  std::uint64_t replaced_seq = 0;
};
Result<Marked> mark_restored(const std::string& path, const std::string& replaced, const std::string& told);

}  // namespace fenghuo::storage
