#include "services/fenghuo/simulate_facets.hpp"

#include <algorithm>

namespace fenghuo::simulate {
namespace {

bool holds(const std::vector<std::string>& list, const std::string& facet) {
  return std::find(list.begin(), list.end(), facet) != list.end();
}

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

void Facets::forget_if_idle(Entries::iterator entry) {
  if (entry->second.matters.empty() && entry->second.waiting.empty()) entries_.erase(entry);
}

std::vector<std::string> Facets::set(std::uint64_t matter, const google::protobuf::RepeatedPtrField<std::string>& facets, bool open) {
  std::vector<std::string> now, changed;
  if (open) now.assign(facets.begin(), facets.end());
  const auto known = of_matter_.find(matter);
  if (known == of_matter_.end() ? now.empty() : known->second == now) return changed;
  auto& before = of_matter_[matter];
  for (const auto& facet : before) {
    if (holds(now, facet)) continue;
    const auto entry = entries_.try_emplace(facet).first;
    entry->second.matters.erase(matter);
    entry->second.revision = ++changes_;
    forget_if_idle(entry);
    changed.push_back(facet);
  }
  for (const auto& facet : now) {
    if (holds(before, facet)) continue;
    auto& entry = entries_[facet];
    entry.matters.insert(matter);
    entry.revision = ++changes_;
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
    for (const auto& facet : known->second) {
      const auto entry = entries_.try_emplace(facet).first;
      entry->second.waiting.erase(matter);
      forget_if_idle(entry);
    }
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

wire::Fact Facets::sum(std::string_view prefix) const {
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

wire::Fact Facets::fact(const std::string& facet) const {
  wire::Fact fact;
  if (facet.ends_with('*')) {
    fact = sum(std::string_view(facet).substr(0, facet.size() - 1));
  } else if (const auto entry = entries_.find(facet); entry != entries_.end()) {
    return counted(facet, entry->second);
  }
  fact.set_facet(facet);
  return fact;
}

std::uint64_t Facets::revision(const std::string& facet) const {
  const auto entry = entries_.find(facet);
  return entry == entries_.end() ? 0 : entry->second.revision;
}

}  // namespace fenghuo::simulate
