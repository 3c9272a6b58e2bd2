// Counts of open matters by facet ("unit=hqbz|level=red"), and who waits for a change. In memory; rebuilt from the rows at start-up.
//
// A revision rises at every change of a facet, so that a decision which read an older one is noticed at its commit. A facet that nobody
// counts under nor waits for is forgotten: times stand in facets, and there are always new ones. Not thread-safe. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "common/base/ids.hpp"
#include "common/messages/frame.hpp"

namespace fenghuo::ledger {

class FacetIndex {
 public:
  void clear();
  // Replaces the facets of a matter; returns those whose count changed.
  std::vector<std::string> set(MatterId matter, const std::vector<std::string>& facets);
  void set_registrations(MatterId matter, const std::vector<std::string>& facets);
  const std::vector<std::string>& registrations(MatterId matter) const;
  std::vector<MatterId> registered_for(const std::string& facet) const;
  // Count, revision and up to 8 ids. One that ends in "*" stands for all that begin so: those with a count in the order of their names, at
  // most 2,000 (cut: there are more), and the sum of all; it has no revision, as a sum that moved on is no reason to decide again.
  wire::Fact fact(const std::string& facet) const;
  std::uint64_t revision(const std::string& facet) const;

 private:
  struct Entry {
    std::uint64_t revision = 0;
    std::set<std::uint64_t> matters;
    std::set<std::uint64_t> waiting;
  };
  void leave(const std::string& facet, std::uint64_t matter);
  void stop_waiting(const std::string& facet, std::uint64_t matter);
  wire::Fact sum(std::string_view prefix) const;

  std::map<std::string, Entry, std::less<>> entries_;
  std::uint64_t changes_ = 0;  // revisions are taken from it, so that a facet which comes back never has one of before
  std::unordered_map<MatterId, std::vector<std::string>> of_matter_, waits_of_;
};

}  // namespace fenghuo::ledger
