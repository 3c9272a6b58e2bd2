#include "services/ledger/facets.hpp"

#include <algorithm>

namespace fenghuo::ledger {

void FacetIndex::clear() {
  entries_.clear();
  of_matter_.clear();
  waits_of_.clear();
}

std::vector<std::string> FacetIndex::set(MatterId matter, const std::vector<std::string>& facets) {
  std::vector<std::string> changed;
  auto& mine = of_matter_[matter];
  const auto missing_in = [](const std::vector<std::string>& list, const std::string& facet) {
    return std::find(list.begin(), list.end(), facet) == list.end();
  };
  for (const auto& facet : mine) {
    if (!missing_in(facets, facet)) continue;
    auto& entry = entries_[facet];
    entry.matters.erase(matter.value);
    ++entry.revision;
    changed.push_back(facet);
  }
  for (const auto& facet : facets) {
    if (!missing_in(mine, facet)) continue;
    auto& entry = entries_[facet];
    entry.matters.insert(matter.value);
    ++entry.revision;
    changed.push_back(facet);
  }
  if (facets.empty())
    of_matter_.erase(matter);
  else
    mine = facets;
  return changed;
}

void FacetIndex::set_registrations(MatterId matter, const std::vector<std::string>& facets) {
  if (const auto it = waits_of_.find(matter); it != waits_of_.end()) {
    for (const auto& facet : it->second) entries_[facet].waiting.erase(matter.value);
    waits_of_.erase(it);
  }
  if (facets.empty()) return;
  for (const auto& facet : facets) entries_[facet].waiting.insert(matter.value);
  waits_of_[matter] = facets;
}

const std::vector<std::string>& FacetIndex::registrations(MatterId matter) const {
  static const std::vector<std::string> none;
  const auto it = waits_of_.find(matter);
  return it == waits_of_.end() ? none : it->second;
}

std::vector<MatterId> FacetIndex::registered_for(const std::string& facet) const {
  std::vector<MatterId> ids;
  if (const auto it = entries_.find(facet); it != entries_.end()) {
    for (const auto id : it->second.waiting) ids.push_back(MatterId{id});
  }
  return ids;
}

wire::Fact FacetIndex::fact(const std::string& facet) const {
  wire::Fact fact;
  fact.set_facet(facet);
  if (const auto it = entries_.find(facet); it != entries_.end()) {
    fact.set_revision(it->second.revision);
    fact.set_count(static_cast<std::uint32_t>(it->second.matters.size()));
    for (const auto id : it->second.matters) {
      if (fact.sample_size() == 8) break;
      fact.add_sample(id);
    }
  }
  return fact;
}

std::uint64_t FacetIndex::revision(const std::string& facet) const {
  const auto it = entries_.find(facet);
  return it == entries_.end() ? 0 : it->second.revision;
}

}  // namespace fenghuo::ledger
