// What ran here last, written beside the database: its id, start and newest event. A database that is older than its marker, or has another
// id, was put in its place by somebody: it starts in hold, as after `fenghuo ledger restore`.
//
// Written after the commit and, but for its first time, not waited for: after a cut of power it may be older than the database, never
// newer. Thread: the writer. A marker that can't be written is logged once; the ledger goes on.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace fenghuo::ledger {

struct Mark {
  std::string id;  // of the database, hex
  std::uint64_t seq = 0;
  bool operator==(const Mark&) const = default;
};

class Marker {
 public:
  explicit Marker(std::string path) : path_(std::move(path)) {}
  ~Marker();
  Marker(const Marker&) = delete;
  Marker& operator=(const Marker&) = delete;

  std::optional<Mark> read() const;  // nothing: there is none, or it can't be read
  void write(const Mark& mark);      // when it changed

 private:
  std::string path_;
  Mark written_;
  int fd_ = -1;
  bool complained_ = false;
};

// Empty, or how the database that was found differs from what ran here. A database without an id never had a marker: its first start with
// this program.
std::string foreign(const std::optional<Mark>& last, const Mark& found);

}  // namespace fenghuo::ledger
