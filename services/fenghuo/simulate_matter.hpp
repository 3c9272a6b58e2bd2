// A matter while it rests in a virtual ledger: its body as bytes, and the few parts of its row that the ledger reads. Inside
// simulate_ledger*.cpp alone.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "services/fenghuo/simulate_ledger.hpp"

namespace fenghuo::simulate {

struct VirtualLedger::Matter {
  Origin origin;
  std::string body;  // wire::Matter without the obligation that stands below
  const wire::Obligation* obligation = nullptr;
  std::vector<wire::InboxItem> inbox;
  std::vector<std::uint64_t> tags;             // of the inbox's items
  std::vector<std::uint64_t> waiting;          // its messages that wait to leave
  std::vector<std::uint64_t> said, forwarded;  // hashes of dedups, sorted
  std::vector<std::string> taken;
  std::string previous_number;
  std::uint64_t previous = 0, version = 0;
  std::int64_t next_at = 0;
  wire::Work work = wire::WORK_UNSET;
  std::uint32_t generation = 0;
  bool unique_forever = false, open = true, queued = false;
};

// 64-bit FNV-1a: two different dedups of one matter meet once in 10^17.
inline std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return hash;
}

// False: it was there.
inline bool insert_sorted(std::vector<std::uint64_t>& sorted, std::uint64_t value) {
  const auto at = std::lower_bound(sorted.begin(), sorted.end(), value);
  if (at != sorted.end() && *at == value) return false;
  sorted.insert(at, value);
  return true;
}

}  // namespace fenghuo::simulate
