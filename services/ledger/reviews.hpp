// Messages that may not leave before their matter has been decided again: those of matters that had something undecided when a pause ended
// or the ledger started. What the decision takes back is then not sent. In memory: a restart begins anew. Not thread-safe. Pure but for
// steady time passed in.
//
// Bounded in time: when nobody decides, what was decided before leaves after `longest`, checked as ever when it leaves.
#pragma once

#include <unordered_map>
#include <vector>

#include "common/base/ids.hpp"
#include "services/ledger/dispatcher.hpp"

namespace fenghuo::ledger {

class Reviews {
 public:
  static constexpr std::chrono::seconds longest{10};

  void open(MatterId matter, Steady now) {
    until_ = now + longest;
    waiting_.try_emplace(matter);
  }
  bool empty() const { return waiting_.empty(); }
  // Takes the message when its matter is still to be decided.
  bool keep(MatterId matter, const Candidate& message) {
    const auto it = waiting_.find(matter);
    if (it == waiting_.end()) return false;
    it->second.push_back(message);
    ++messages_;
    return true;
  }
  // The matter has been decided: its messages go on.
  std::vector<Candidate> decided(MatterId matter) {
    const auto it = waiting_.find(matter);
    if (it == waiting_.end()) return {};
    auto messages = std::move(it->second);
    waiting_.erase(it);
    messages_ -= messages.size();
    return messages;
  }
  // Everything, once nobody decided in time.
  std::vector<Candidate> late(Steady now) {
    if (waiting_.empty() || now < until_) return {};
    std::vector<Candidate> all;
    for (auto& [matter, messages] : waiting_) all.insert(all.end(), messages.begin(), messages.end());
    clear();
    return all;
  }
  std::size_t messages() const { return messages_; }
  void clear() {
    waiting_.clear();
    messages_ = 0;
  }

 private:
  std::unordered_map<MatterId, std::vector<Candidate>> waiting_;
  std::size_t messages_ = 0;
  Steady until_{};
};

}  // namespace fenghuo::ledger
