// A reader who tries every table that looks like the shown one must not find a hidden small count.
#include "common/messages/small_counts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <numeric>
#include <set>

namespace fenghuo {
namespace {

using testing::Each;
using testing::ElementsAre;
using Counts = std::vector<std::uint32_t>;
using Values = std::set<std::uint32_t>;

constexpr auto count = CellShown::count, few = CellShown::few, nothing = CellShown::nothing;
constexpr std::uint32_t most = 60;

bool is_small(std::uint32_t n) { return n == 1 || n == 2; }

// What a shown cell may be. That a large count hides behind a dash the reader is even told.
Values may_be(std::uint32_t n, CellShown how) {
  if (how == count) return {n};
  if (how == few) return {1, 2};
  Values out;
  for (std::uint32_t v = is_small(n) ? 1 : 3; v <= most; ++v) out.insert(v);
  return out;
}

struct Group {
  std::size_t first = 0, size = 0;
};

// A sum and groups of cells, each of which makes it up or, with some left out, less.
struct Table {
  Counts counts;
  std::vector<Group> groups;
  std::vector<CountSum> sums() const {
    std::vector<CountSum> out;
    for (const auto& group : groups) {
      CountSum sum{0, std::vector<std::size_t>(group.size)};
      std::iota(sum.parts.begin(), sum.parts.end(), group.first);
      out.push_back(std::move(sum));
    }
    return out;
  }
};

// The sums of a group whose cell x, if it is one of it, has the value v.
Values sums_of(const Table& table, const std::vector<CellShown>& shown, const Group& group, std::size_t x, std::uint32_t v) {
  Values sums{0};
  for (auto cell = group.first; cell < group.first + group.size; ++cell) {
    Values next;
    for (const auto value : cell == x ? Values{v} : may_be(table.counts[cell], shown[cell]))
      for (const auto sum : sums)
        if (sum + value <= most) next.insert(sum + value);
    sums = std::move(next);
  }
  return sums;
}

bool makes_up(const Table& table, const Group& group) {
  const auto begin = table.counts.begin() + static_cast<std::ptrdiff_t>(group.first);
  return std::accumulate(begin, begin + static_cast<std::ptrdiff_t>(group.size), 0U) == table.counts[0];
}

// Is there a table that looks the same, with v in cell x? A group may leave something out unless the reader knows that it does not.
bool possible(const Table& table, const std::vector<CellShown>& shown, std::size_t x, std::uint32_t v) {
  Values wholes = x == 0 ? Values{v} : may_be(table.counts[0], shown[0]);
  for (const auto& group : table.groups) {
    const auto sums = sums_of(table, shown, group, x, v);
    const bool whole = makes_up(table, group);
    Values kept;
    for (const auto w : wholes)
      if (whole ? sums.contains(w) : !sums.empty() && *sums.begin() <= w) kept.insert(w);
    wholes = std::move(kept);
  }
  return !wholes.empty();
}

std::size_t solutions(const Table& table, const std::vector<CellShown>& shown, std::size_t x) {
  std::size_t n = 0;
  for (const auto v : may_be(table.counts[x], shown[x])) n += possible(table, shown, x, v) ? 1U : 0U;
  return n;
}

Table any_table() {
  Table table;
  const auto cells = *rc::gen::inRange<std::size_t>(1, 6);
  table.counts.assign(1, 0);
  for (std::size_t i = 0; i < cells; ++i) table.counts.push_back(*rc::gen::inRange<std::uint32_t>(0, 6));
  const auto all = std::accumulate(table.counts.begin(), table.counts.end(), 0U);
  table.groups.push_back({1, cells});
  table.counts[0] = all + *rc::gen::element(0U, 0U, 0U, 1U, 2U);  // what belongs to no unit
  for (std::size_t group = 0, groups = *rc::gen::inRange<std::size_t>(0, 3); group < groups; ++group) {
    auto left = table.counts[0];
    const Group more{table.counts.size(), *rc::gen::inRange<std::size_t>(1, 4)};
    for (std::size_t i = 0; i < more.size; ++i) {
      const auto part = i + 1 == more.size && *rc::gen::element(true, true, false) ? left : *rc::gen::inRange<std::uint32_t>(0, left + 1);
      table.counts.push_back(part);
      left -= part;
    }
    table.groups.push_back(more);
  }
  return table;
}

RC_GTEST_PROP(SmallCounts, NoneIsHadFromTheSums, ()) {
  const auto table = any_table();
  const auto shown = hide_small_counts(table.counts, table.sums());
  RC_LOG() << "counts " << rc::toString(table.counts) << "\n";
  for (std::size_t x = 0; x < table.counts.size(); ++x) {
    if (!is_small(table.counts[x])) continue;
    RC_ASSERT(shown[x] != count);
    RC_ASSERT(solutions(table, shown, x) > 1U);
  }
}

// A row: the whole is at least the first three cells together, and at least the last two of them.
RC_GTEST_PROP(SmallCounts, NoneIsHadFromARow, ()) {
  const auto a = *rc::gen::inRange<std::uint32_t>(0, 5), b = *rc::gen::inRange<std::uint32_t>(0, 5);
  const auto verify = *rc::gen::inRange<std::uint32_t>(0, 4), taken = *rc::gen::inRange<std::uint32_t>(0, 4);
  const auto least = std::max(a + b + verify, verify + taken);
  const Counts counts{least + *rc::gen::inRange<std::uint32_t>(0, 3), a, b, verify, taken};
  const auto shown = hide_small_counts(counts, {{0, {1, 2, 3}}, {0, {3, 4}}});
  std::vector<Values> found(counts.size());
  std::vector<Values> may;
  for (std::size_t x = 0; x < counts.size(); ++x) may.push_back(may_be(counts[x], shown[x]));
  for (auto& one : may) one.erase(one.upper_bound(14), one.end());
  for (const auto w : may[0])
    for (const auto p : may[1])
      for (const auto q : may[2])
        for (const auto v : may[3])
          for (const auto t : may[4]) {
            if (w < p + q + v || w < v + t) continue;
            const Counts one{w, p, q, v, t};
            for (std::size_t x = 0; x < one.size(); ++x) found[x].insert(one[x]);
          }
  for (std::size_t x = 0; x < counts.size(); ++x)
    if (is_small(counts[x])) RC_ASSERT(found[x].size() > 1U);
}

RC_GTEST_PROP(SmallCounts, WithoutSmallOnesAllIsShown, ()) {
  auto table = any_table();
  for (auto& n : table.counts) n *= first_shown_count;
  for (const auto how : hide_small_counts(table.counts, table.sums())) RC_ASSERT(how == count);
}

TEST(SmallCounts, TheNextSmallestGoesFirstThenTheSum) {
  EXPECT_THAT(hide_small_counts({13, 2, 7, 4}, {{0, {1, 2, 3}}}), ElementsAre(count, few, count, nothing));
  EXPECT_THAT(hide_small_counts({5, 1, 4}, {{0, {1, 2}}}), ElementsAre(count, few, nothing));
  EXPECT_THAT(hide_small_counts({4, 1, 3}, {{0, {1, 2}}}), ElementsAre(nothing, few, count)) << "three behind a dash would leave one";
}

TEST(SmallCounts, ASumThatTheGroupCannotMakeUpTellsNothing) {
  EXPECT_THAT(hide_small_counts({9, 1, 1}, {{0, {1, 2}}}), ElementsAre(count, few, few));
  EXPECT_THAT(hide_small_counts({1, 1, 1}, {{0, {1, 2}}}), ElementsAre(few, few, few)) << "one duty of two fields";
}

TEST(SmallCounts, AThousandUnitsAreHiddenAsWell) {
  Counts counts{0};
  CountSum sum;
  for (std::size_t i = 1; i <= 1000; ++i) {
    counts.push_back(1);
    ++counts[0];
    sum.parts.push_back(i);
  }
  const auto shown = hide_small_counts(counts, {sum});
  EXPECT_EQ(shown[0], nothing);
  EXPECT_THAT(std::vector<CellShown>(shown.begin() + 1, shown.end()), Each(few));
}

}  // namespace
}  // namespace fenghuo
