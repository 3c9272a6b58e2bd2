// Counts of open matters under each facet, and who waits for one to change: the same rules as the ledger's, over a virtual ledger.
// In memory; not thread-safe; nothing fails. Ids are matters'.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "common/messages/frame.hpp"

namespace fenghuo::simulate {

class Facets {
 public:
  // The whole set a matter counts under now; returns those whose count changed.
  std::vector<std::string> set(std::uint64_t matter, const google::protobuf::RepeatedPtrField<std::string>& facets, bool open);
  void wait_for(std::uint64_t matter, const google::protobuf::RepeatedPtrField<std::string>& facets);
  const std::vector<std::string>& waits_for(std::uint64_t matter) const;
  std::vector<std::uint64_t> waiting_for(const std::string& facet) const;
  // Without numbers; a sample of at most 8, the oldest first. One that ends in "*" is the sum of all that begin so, with its parts.
  wire::Fact fact(const std::string& facet) const;
  std::uint64_t revision(const std::string& facet) const;
  std::size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    std::uint64_t revision = 0;
    std::set<std::uint64_t> matters, waiting;
  };
  using Entries = std::map<std::string, Entry, std::less<>>;
  void forget_if_idle(Entries::iterator entry);
  wire::Fact sum(std::string_view prefix) const;

  Entries entries_;
  std::uint64_t changes_ = 0;  // revisions are taken from it: a facet that is forgotten and comes back never has one of before
  std::unordered_map<std::uint64_t, std::vector<std::string>> of_matter_, waits_of_;
};

}  // namespace fenghuo::simulate
