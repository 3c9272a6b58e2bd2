#include "common/messages/small_counts.hpp"

#include <algorithm>
#include <optional>
#include <span>

namespace fenghuo {
namespace {

using Cell = std::size_t;

constexpr std::int64_t unbounded = 1'000'000'000'000;
constexpr int most_rounds = 64;  // of what follows from what; a table needs some five

struct Range {
  std::int64_t low = 0, high = unbounded;
  bool one_value() const { return low >= high; }
  void meet(const Range& other) {
    low = std::max(low, other.low);
    high = std::min(high, other.high);
  }
};

bool operator!=(const Range& a, const Range& b) { return a.low != b.low || a.high != b.high; }

std::int64_t less(std::int64_t bound, std::int64_t others) { return bound >= unbounded ? unbounded : bound - others; }

class Hiding {
 public:
  Hiding(const std::vector<std::uint32_t>& counts, const std::vector<CountSum>& sums) : counts_(counts), shown_(counts.size()) {
    for (Cell x = 0; x < counts_.size(); ++x) shown_[x] = is_small(x) ? CellShown::few : CellShown::count;
    for (const auto& sum : sums)
      if (may_hold(sum)) sums_.push_back(&sum);
    // Those that hold never contradict each other; those that only seem to may.
    std::stable_partition(sums_.begin(), sums_.end(), [this](const CountSum* sum) { return holds(*sum); });
    index();
  }

  std::vector<CellShown> run() {
    const auto held = static_cast<std::size_t>(std::count_if(sums_.begin(), sums_.end(), [this](const auto* sum) { return holds(*sum); }));
    settle(held);
    settle(sums_.size());
    return std::move(shown_);
  }

 private:
  bool is_small(Cell x) const { return counts_[x] > 0 && counts_[x] < first_shown_count; }

  // What a cell tells by itself. One that tells nothing though it is small can't be told from one that is not.
  Range told(Cell x, CellShown how) const {
    const std::int64_t count = counts_[x], few = first_shown_count - 1;
    if (how == CellShown::count) return {count, count};
    if (how == CellShown::few) return {1, few};
    return {is_small(x) ? 1 : few + 1, unbounded};
  }
  Range told(Cell x) const { return told(x, shown_[x]); }

  bool may_hold(const CountSum& sum) const {
    Range whole = told(sum.whole), parts{0, 0};
    for (const Cell part : sum.parts) {
      parts.low += told(part).low;
      parts.high += told(part).high;
    }
    whole.meet(parts);
    return !sum.parts.empty() && whole.low <= whole.high && together(sum) <= counts_[sum.whole];
  }
  bool holds(const CountSum& sum) const { return together(sum) == counts_[sum.whole]; }
  std::int64_t together(const CountSum& sum) const {
    std::int64_t all = 0;
    for (const Cell part : sum.parts) all += counts_[part];
    return all;
  }

  // One pass over a sum; true: something became narrower.
  static bool narrow(const CountSum& sum, std::vector<Range>& ranges) {
    Range all{0, 0};
    for (const Cell part : sum.parts) {
      all.low += ranges[part].low;
      all.high += ranges[part].high;
    }
    bool changed = false;
    const auto meet = [&](Cell x, const Range& more) {
      const Range before = ranges[x];
      ranges[x].meet(more);
      changed = changed || before != ranges[x];
    };
    meet(sum.whole, {all.low, std::min(all.high, unbounded)});
    const Range whole = ranges[sum.whole];
    for (const Cell part : sum.parts) {
      const Range own = ranges[part];  // of what all was made
      meet(part, {whole.low - (all.high - own.high), less(whole.high, all.low - own.low)});
    }
    return changed;
  }

  std::vector<Range> known(std::size_t sums) const {
    std::vector<Range> ranges(counts_.size());
    for (Cell x = 0; x < ranges.size(); ++x) ranges[x] = told(x);
    bool changed = true;
    for (int round = 0; changed && round < most_rounds; ++round) {
      changed = false;
      for (std::size_t s = 0; s < sums; ++s) changed = narrow(*sums_[s], ranges) || changed;
    }
    return ranges;
  }

  // Until no hidden small count follows from the first so many sums. Each round hides at least one cell more, and a table of which nothing
  // but noughts is shown has no upper bounds.
  void settle(std::size_t sums) {
    for (bool changed = true; changed;) {
      changed = false;
      const auto ranges = known(sums);
      std::vector<bool> touched(sums);  // what they tell is known again in the next round
      for (Cell x = 0; x < counts_.size(); ++x)
        if (is_small(x) && ranges[x].one_value()) changed = cover(x, touched) || changed;
    }
  }

  // The sums of each cell, one list behind the other: a table of 10,000 units has 90,000 cells and 20,000 sums.
  void index() {
    sums_from_.assign(counts_.size() + 1, 0);
    each_cell_of_a_sum([this](Cell cell, std::size_t) { ++sums_from_[cell + 1]; });
    for (Cell x = 0; x < counts_.size(); ++x) sums_from_[x + 1] += sums_from_[x];
    sums_of_.resize(sums_from_.back());
    std::vector<std::size_t> next(sums_from_.begin(), sums_from_.end() - 1);
    each_cell_of_a_sum([&](Cell cell, std::size_t s) { sums_of_[next[cell]++] = s; });
  }

  template <class Do>
  void each_cell_of_a_sum(const Do& act) const {
    for (std::size_t s = 0; s < sums_.size(); ++s) {
      act(sums_[s]->whole, s);
      for (const Cell part : sums_[s]->parts) act(part, s);
    }
  }

  // Of the first so many sums those that a cell is in, in their order.
  std::span<const std::size_t> sums_with(Cell x, std::size_t sums) const {
    const auto from = sums_of_.begin() + static_cast<std::ptrdiff_t>(sums_from_[x]);
    const auto to = sums_of_.begin() + static_cast<std::ptrdiff_t>(sums_from_[x + 1]);
    return {from, std::lower_bound(from, to, sums)};
  }

  bool cover(Cell x, std::vector<bool>& touched) {
    const auto mine = sums_with(x, touched.size());
    if (std::any_of(mine.begin(), mine.end(), [&](std::size_t s) { return touched[s]; })) return true;
    auto chosen = std::optional<Cell>{};
    for (std::size_t i = 0; i < mine.size() && !chosen; ++i) chosen = best(*sums_[mine[i]], x);
    if (!chosen) chosen = nearest(x, touched.size());
    if (!chosen) return false;
    shown_[*chosen] = CellShown::nothing;
    for (const auto s : mine) touched[s] = true;
    return true;
  }

  // What a sum alone tells of a cell, if another one told nothing.
  Range alone(const CountSum& sum, Cell x, std::optional<Cell> hidden) const {
    const auto tells = [&](Cell cell) { return told(cell, cell == hidden ? CellShown::nothing : shown_[cell]); };
    Range others{0, 0}, out = told(x);
    for (const Cell part : sum.parts) {
      if (part == x) continue;
      others.low += tells(part).low;
      others.high += tells(part).high;
    }
    if (x == sum.whole) {
      out.meet(others);
    } else {
      const Range whole = tells(sum.whole);
      out.meet({whole.low - others.high, less(whole.high, others.low)});
    }
    return out;
  }

  // The cell of the sum that is best hidden so that it no longer gives x away; none if it does not, or if none helps.
  std::optional<Cell> best(const CountSum& sum, Cell x) const {
    if (!alone(sum, x, std::nullopt).one_value()) return std::nullopt;
    if (x == sum.whole) return shown_[x] == CellShown::few ? std::optional(x) : std::nullopt;
    for (const auto least : {first_shown_count, first_shown_count + 1}) {
      std::optional<Cell> next;
      for (const Cell part : sum.parts) {
        const bool fits = part != x && shown_[part] == CellShown::count && counts_[part] >= least;
        if (fits && (!next || counts_[part] < counts_[*next])) next = part;
      }
      if (next && !alone(sum, x, next).one_value()) return next;
    }
    const bool helps = shown_[sum.whole] != CellShown::nothing && !alone(sum, x, sum.whole).one_value();
    return helps ? std::optional(sum.whole) : std::nullopt;
  }

  // What several sums give away together: of all that is linked with it the nearest shown cell, then the nearest small one, then itself.
  std::optional<Cell> nearest(Cell x, std::size_t sums) const {
    const auto linked = linked_with(x, sums);
    for (const auto how : {CellShown::count, CellShown::few}) {
      for (const Cell cell : linked)
        if (cell != x && counts_[cell] > 0 && shown_[cell] == how) return cell;
    }
    return shown_[x] == CellShown::nothing ? std::nullopt : std::optional(x);
  }

  std::vector<Cell> linked_with(Cell x, std::size_t sums) const {
    std::vector<Cell> out{x};
    std::vector<bool> seen(counts_.size()), done(sums);
    seen[x] = true;
    const auto add = [&](Cell cell) {
      if (!seen[cell]) out.push_back(cell);
      seen[cell] = true;
    };
    for (std::size_t at = 0; at < out.size(); ++at) {
      for (const std::size_t s : sums_with(out[at], sums)) {
        if (done[s]) continue;
        done[s] = true;
        add(sums_[s]->whole);
        for (const Cell part : sums_[s]->parts) add(part);
      }
    }
    return out;
  }

  const std::vector<std::uint32_t>& counts_;
  std::vector<const CountSum*> sums_;             // those that hold first
  std::vector<std::size_t> sums_from_, sums_of_;  // of each cell: from where, and which
  std::vector<CellShown> shown_;
};

}  // namespace

std::vector<CellShown> hide_small_counts(const std::vector<std::uint32_t>& counts, const std::vector<CountSum>& sums) {
  return Hiding(counts, sums).run();
}

}  // namespace fenghuo
