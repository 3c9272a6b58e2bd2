#include "common/config/names.hpp"

#include "common/base/bytes.hpp"
#include "common/config/shape.hpp"

namespace fenghuo::config {

void Names::define(const std::string& kind, const std::string& name, const Place& place, const std::string& path, FaultList& faults) {
  const auto [at, fresh] = defined_[kind].emplace(name, place);
  if (fresh) return;
  const Place& first = at->second;
  const std::string where = first.file == place.file ? "line " + std::to_string(first.line) : to_text(first);
  faults.error(place, path + ": " + kind + " \"" + printable(name) + "\" is defined twice (first at " + where + ")",
               "rename or remove one");
}

void Names::use(const std::string& kind, const std::string& name, const Place& place, const std::string& path) {
  used_.push_back({kind, name, place, path});
}

void Names::resolve(FaultList& faults) const {
  for (const Use& use : used_) {
    if (knows(use.kind, use.name) || excused_.contains(use.kind)) continue;
    std::vector<std::string> known;
    if (const auto kind = defined_.find(use.kind); kind != defined_.end()) {
      for (const auto& [name, place] : kind->second) known.push_back(name);
    }
    const std::string near = nearest(use.name, known);
    faults.error(use.place, use.path + ": there is no " + use.kind + " \"" + printable(use.name) + "\"",
                 near.empty() ? "define it, or name one that is" : "did you mean \"" + near + "\"?");
  }
}

bool Names::knows(const std::string& kind, const std::string& name) const {
  const auto at = defined_.find(kind);
  return at != defined_.end() && at->second.contains(name);
}

Place Names::place(const std::string& kind, const std::string& name) const {
  return knows(kind, name) ? defined_.at(kind).at(name) : Place{};
}

}  // namespace fenghuo::config
