#include "services/fenghuo/diff.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fenghuo::simulate {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Message message(int day, const std::string& party, const std::string& step = "t-7", const std::string& destination = "a") {
  Message m;
  m.at = instant(day * 86'400'000LL);
  m.matter = "duty/d/" + party + "/2026";
  m.party = party;
  m.kind = "reminder";
  m.step = step;
  m.destination = destination;
  return m;
}

std::vector<std::string> words(const std::vector<Change>& changes) {
  std::vector<std::string> out;
  for (const auto& change : changes) {
    const char* kind = change.kind == Change::Kind::added ? "added " : change.kind == Change::Kind::removed ? "removed " : "moved ";
    out.push_back(kind + (change.after ? *change.after : *change.before).party);
  }
  return out;
}

TEST(differences, are_none_between_equals) {
  Differences differences;
  for (int day = 1; day < 30; ++day) {
    for (const std::size_t side : {0U, 1U}) differences.side(side).message(message(day, "unit:x", "t-" + std::to_string(day)));
    differences.settle();
  }
  EXPECT_THAT(differences.take(), IsEmpty());
}

TEST(differences, are_added_removed_and_moved_in_order_of_time) {
  Differences differences;
  differences.side(0).message(message(3, "unit:gone"));
  differences.side(0).message(message(1, "unit:same"));
  differences.side(1).message(message(1, "unit:same"));
  differences.settle();
  differences.side(0).message(message(5, "unit:moved"));
  differences.settle();
  differences.side(1).message(message(2, "unit:new"));
  differences.side(1).message(message(9, "unit:moved"));
  const auto changes = differences.take();
  EXPECT_THAT(words(changes), ElementsAre("added unit:new", "removed unit:gone", "moved unit:moved"));
  EXPECT_EQ(changes[2].before->at, instant(5 * 86'400'000LL));
  EXPECT_EQ(changes[2].after->at, instant(9 * 86'400'000LL));
}

TEST(differences, another_destination_is_a_move) {
  Differences differences;
  differences.side(0).message(message(1, "unit:x", "t-7", "a"));
  differences.side(0).message(message(1, "unit:x", "t-7", "b"));
  differences.side(1).message(message(1, "unit:x", "t-7", "c"));
  differences.side(1).message(message(1, "unit:x", "t-7", "b"));
  const auto changes = differences.take();
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].kind, Change::Kind::moved);
  EXPECT_EQ(changes[0].before->destination, "a");
  EXPECT_EQ(changes[0].after->destination, "c");
}

}  // namespace
}  // namespace fenghuo::simulate
