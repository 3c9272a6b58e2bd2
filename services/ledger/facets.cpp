#include "services/ledger/facets.hpp"

#include <algorithm>

namespace fenghuo::ledger {
namespace {

constexpr int most_sampled = 8;
constexpr int most_parts = 2000;

template <class Entry>
wire::Fact counted(const std::string& facet, const Entry& entry) {
  wire::Fact fact;
  fact.set_facet(facet);
  fact.set_revision(entry.revision);
  fact.set_count(static_cast<std::uint32_t>(entry.matters.size()));
  for (const auto id : entry.matters) {
    if (fact.sample_size() == most_sampled) break;
    fact.add_sample(id);
  }
  return fact;
}

}  // namespace

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
    leave(facet, matter.value);
    changed.push_back(facet);
  }
  for (const auto& facet : facets) {
    if (!missing_in(mine, facet)) continue;
    auto& entry = entries_[facet];
    entry.matters.insert(matter.value);
    entry.revision = ++changes_;
    changed.push_back(facet);
  }
  if (facets.empty())
    of_matter_.erase(matter);
  else
    mine = facets;
  return changed;
}

void FacetIndex::leave(const std::string& facet, std::uint64_t matter) {
  const auto it = entries_.find(facet);
  if (it == entries_.end()) return;
  it->second.matters.erase(matter);
  it->second.revision = ++changes_;
  if (it->second.matters.empty() && it->second.waiting.empty()) entries_.erase(it);
}

void FacetIndex::stop_waiting(const std::string& facet, std::uint64_t matter) {
  const auto it = entries_.find(facet);
  if (it == entries_.end()) return;
  it->second.waiting.erase(matter);
  if (it->second.matters.empty() && it->second.waiting.empty()) entries_.erase(it);
}

void FacetIndex::set_registrations(MatterId matter, const std::vector<std::string>& facets) {
  if (const auto it = waits_of_.find(matter); it != waits_of_.end()) {
    for (const auto& facet : it->second) stop_waiting(facet, matter.value);
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

wire::Fact FacetIndex::sum(std::string_view prefix) const {
  wire::Fact fact;
  std::uint32_t count = 0;
  for (auto it = entries_.lower_bound(prefix); it != entries_.end() && it->first.starts_with(prefix); ++it) {
    if (it->second.matters.empty()) continue;
    count += static_cast<std::uint32_t>(it->second.matters.size());
    if (fact.parts_size() < most_parts)
      *fact.add_parts() = counted(it->first, it->second);
    else
      fact.set_cut(true);
  }
  fact.set_count(count);
  return fact;
}

wire::Fact FacetIndex::fact(const std::string& facet) const {
  wire::Fact fact;
  if (facet.ends_with('*')) {
    fact = sum(std::string_view(facet).substr(0, facet.size() - 1));
  } else if (const auto it = entries_.find(facet); it != entries_.end()) {
    return counted(facet, it->second);
  }
  fact.set_facet(facet);
  return fact;
}

std::uint64_t FacetIndex::revision(const std::string& facet) const {
  const auto it = entries_.find(facet);
  return it == entries_.end() ? 0 : it->second.revision;
}

}  // namespace fenghuo::ledger
