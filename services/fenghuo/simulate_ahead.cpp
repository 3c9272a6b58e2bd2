// Deciding ahead: the same decisions on several threads, before their turn comes. decide() is pure, so a decision that was made for the
// same matter, version, inbox and instant is the one that would be made then.
#include <atomic>
#include <thread>

#include "services/fenghuo/simulate_ledger.hpp"
#include "services/fenghuo/simulate_matter.hpp"

namespace fenghuo::simulate {
namespace {

constexpr std::size_t worth_it = 128;  // starting the threads takes as long as some ten decisions
constexpr std::size_t most_ahead = 8192;
constexpr std::size_t a_bite = 16;
constexpr unsigned most_threads = 8;

}  // namespace

void VirtualLedger::look_ahead(Instant until) {
  ahead_.clear();
  std::vector<Due> due;
  std::vector<Ahead> what;
  while (!due_matters_.empty() && due_matters_.top().at < to_ms(until) && what.size() < most_ahead) {
    const auto top = due_matters_.top();
    due_matters_.pop();
    const Matter* matter = find(top.id);
    if (matter == nullptr || !matter->open || matter->next_at != top.at) continue;
    due.push_back(top);
    if (matter->inbox.empty()) what.push_back({top.id, instant(top.at), matter->version, 0, {}});
  }
  for (const auto& one : due) due_matters_.push(one);
  decide_ahead(std::move(what));
}

void VirtualLedger::decide_ahead(std::vector<Ahead> what) {
  // What waits for facts is decided in its turn: they may change before.
  std::erase_if(what, [&](const Ahead& one) { return !facets_.waits_for(one.matter).empty(); });
  const unsigned threads = std::min(std::thread::hardware_concurrency(), most_threads);
  if (threads < 2 || what.size() < worth_it) return;
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t first = next.fetch_add(a_bite); first < what.size(); first = next.fetch_add(a_bite)) {
      for (std::size_t i = first; i < std::min(first + a_bite, what.size()); ++i)
        what[i].decided = decide(what[i].now, *find(what[i].matter), {});
    }
  };
  std::vector<std::jthread> others;
  for (unsigned n = 1; n < threads; ++n) others.emplace_back(work);
  work();
  others.clear();  // joins
  for (auto& one : what) {
    if (one.decided.decision.need_facts_size() == 0 && one.decided.decision.facts_read_size() == 0) ahead_[one.matter] = std::move(one);
  }
}

bool VirtualLedger::take_ahead(Instant now, const Matter& matter, Decided& decided) {
  auto node = ahead_.extract(matter.origin.id);
  if (node.empty()) return false;
  auto& ahead = node.mapped();
  const bool as_foreseen = ahead.now == now && ahead.version == matter.version && ahead.inbox == matter.inbox.size();
  if (as_foreseen) decided = std::move(ahead.decided);
  return as_foreseen;
}

}  // namespace fenghuo::simulate
