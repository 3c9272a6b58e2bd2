#include <algorithm>

#include "services/fenghuo/diff.hpp"

namespace fenghuo::simulate {
namespace {

std::string identity(const Message& m) {
  return m.matter + '\n' + m.party + '\n' + m.kind + '\n' + m.step + '\n' + std::to_string(m.repeat);
}

bool same(const Message& a, const Message& b) { return a.at == b.at && a.destination == b.destination; }

Instant time_of(const Change& change) { return change.after ? change.after->at : change.before->at; }

}  // namespace

void Differences::Side::message(const Message& message) {
  auto key = identity(message);
  messages[key].push_back(message);
  fresh.push_back(std::move(key));
}

void Differences::settle() {
  auto& [before, after] = sides_;
  for (const auto& key : before.fresh) {
    const auto ours = before.messages.find(key), theirs = after.messages.find(key);
    if (ours == before.messages.end() || theirs == after.messages.end()) continue;
    std::erase_if(ours->second, [&](const Message& message) {
      const auto twin =
          std::find_if(theirs->second.begin(), theirs->second.end(), [&](const Message& other) { return same(message, other); });
      if (twin == theirs->second.end()) return false;
      theirs->second.erase(twin);
      return true;
    });
    if (ours->second.empty()) before.messages.erase(ours);
    if (theirs->second.empty()) after.messages.erase(theirs);
  }
  before.fresh.clear();
  after.fresh.clear();
}

std::vector<Change> Differences::take() {
  settle();
  auto& [before, after] = sides_;
  std::vector<Change> out;
  for (auto& [key, messages] : before.messages) {
    auto* others = after.messages.contains(key) ? &after.messages[key] : nullptr;
    for (auto& message : messages) {
      Change change{Change::Kind::removed, std::move(message), std::nullopt};
      if (others != nullptr && !others->empty()) {
        change.kind = Change::Kind::moved;
        auto twin = std::find_if(others->begin(), others->end(),
                                 [&](const Message& other) { return other.destination == change.before->destination; });
        if (twin == others->end()) twin = others->begin();
        change.after = std::move(*twin);
        others->erase(twin);
      }
      out.push_back(std::move(change));
    }
  }
  for (auto& [key, messages] : after.messages) {
    for (auto& message : messages) out.push_back({Change::Kind::added, std::nullopt, std::move(message)});
  }
  std::sort(out.begin(), out.end(), [](const Change& a, const Change& b) {
    const auto& m = a.after ? *a.after : *a.before;
    const auto& n = b.after ? *b.after : *b.before;
    return std::tuple(time_of(a), identity(m), m.destination, a.kind) < std::tuple(time_of(b), identity(n), n.destination, b.kind);
  });
  return out;
}

}  // namespace fenghuo::simulate
