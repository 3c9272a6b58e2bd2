// Counts of open matters by facet ("unit=hqbz|level=red"), and who waits for a change. In memory; rebuilt from the rows at start-up.
//
// A revision rises at every change of a facet, so that a decision which read an older one is noticed at its commit. Not thread-safe. Pure.
#pragma once

#include <cstdint>
#include <set>
#include <string>
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
  wire::Fact fact(const std::string& facet) const;  // count, revision and up to 8 ids
  std::uint64_t revision(const std::string& facet) const;

 private:
  struct Entry {
    std::uint64_t revision = 0;
    std::set<std::uint64_t> matters;
    std::set<std::uint64_t> waiting;
  };
  std::unordered_map<std::string, Entry> entries_;
  std::unordered_map<MatterId, std::vector<std::string>> of_matter_, waits_of_;
};

}  // namespace fenghuo::ledger
