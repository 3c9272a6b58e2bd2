#include "services/fenghuo/simulate_facets.hpp"

#include <algorithm>

namespace fenghuo::simulate {
namespace {

bool holds(const std::vector<std::string>& list, const std::string& facet) {
  return std::find(list.begin(), list.end(), facet) != list.end();
}

}  // namespace

std::vector<std::string> Facets::set(std::uint64_t matter, const google::protobuf::RepeatedPtrField<std::string>& facets, bool open) {
  std::vector<std::string> now, changed;
  if (open) now.assign(facets.begin(), facets.end());
  const auto known = of_matter_.find(matter);
  if (known == of_matter_.end() ? now.empty() : known->second == now) return changed;
  auto& before = of_matter_[matter];
  for (const auto& facet : before) {
    if (holds(now, facet)) continue;
    auto& entry = entries_[facet];
    entry.matters.erase(matter);
    ++entry.revision;
    changed.push_back(facet);
  }
  for (const auto& facet : now) {
    if (holds(before, facet)) continue;
    auto& entry = entries_[facet];
    entry.matters.insert(matter);
    ++entry.revision;
    changed.push_back(facet);
  }
  if (now.empty())
    of_matter_.erase(matter);
  else
    before = std::move(now);
  return changed;
}

void Facets::wait_for(std::uint64_t matter, const google::protobuf::RepeatedPtrField<std::string>& facets) {
  if (const auto known = waits_of_.find(matter); known != waits_of_.end()) {
    for (const auto& facet : known->second) entries_[facet].waiting.erase(matter);
    waits_of_.erase(known);
  }
  if (facets.empty()) return;
  for (const auto& facet : facets) entries_[facet].waiting.insert(matter);
  waits_of_[matter].assign(facets.begin(), facets.end());
}

const std::vector<std::string>& Facets::waits_for(std::uint64_t matter) const {
  static const std::vector<std::string> none;
  const auto known = waits_of_.find(matter);
  return known == waits_of_.end() ? none : known->second;
}

std::vector<std::uint64_t> Facets::waiting_for(const std::string& facet) const {
  const auto entry = entries_.find(facet);
  if (entry == entries_.end()) return {};
  return {entry->second.waiting.begin(), entry->second.waiting.end()};
}

wire::Fact Facets::fact(const std::string& facet) const {
  wire::Fact fact;
  fact.set_facet(facet);
  const auto entry = entries_.find(facet);
  if (entry == entries_.end()) return fact;
  fact.set_revision(entry->second.revision);
  fact.set_count(static_cast<std::uint32_t>(entry->second.matters.size()));
  for (const auto id : entry->second.matters) {
    if (fact.sample_size() == 8) break;
    fact.add_sample(id);
  }
  return fact;
}

std::uint64_t Facets::revision(const std::string& facet) const {
  const auto entry = entries_.find(facet);
  return entry == entries_.end() ? 0 : entry->second.revision;
}

}  // namespace fenghuo::simulate
