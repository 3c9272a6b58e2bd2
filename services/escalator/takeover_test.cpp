// 申请接手: an offer to take over changes nothing by itself.
#include "services/escalator/test_world.hpp"

namespace fenghuo::escalator::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(TakeOver, IsToldToTheHolderAndTheOfficeOnceAndChangesNothing) {
  auto rules = small_rules();
  ladder_of(rules, "red").mutable_rungs(0)->mutable_asked()->DeleteSubrange(1, 1);
  World w(rules);
  w.alert("red").ack("role:duty").sent();
  const auto next = w.row.next_at();
  w.act(wire::TAKE_OVER, "role:secretary");
  EXPECT_EQ(w.code(), wire::DONE);
  EXPECT_THAT(w.sent(), ElementsAre("+0 notice duty", "+0 notice office"));
  EXPECT_THAT(w.events(), ElementsAre("takeover_offered"));
  EXPECT_EQ(w.matter.groups(0).taken_by(), "role:duty");
  EXPECT_EQ(w.row.next_at(), next);
  w.act(wire::TAKE_OVER, "role:secretary");
  EXPECT_EQ(w.code(), wire::ALREADY);
  EXPECT_THAT(w.sent(), IsEmpty());
  w.act(wire::TAKE_OVER, "role:duty");
  EXPECT_EQ(w.code(), wire::ALREADY) << "it has it";
  EXPECT_EQ(w.broken, "");
}

TEST(TakeOver, NeedsSomebodyWhoHoldsItAndAPartyThatWasTold) {
  World w;
  w.alert("red").act(wire::TAKE_OVER, "role:duty");
  EXPECT_EQ(w.code(), wire::REFUSED_RULE);
  w.ack("role:duty").act(wire::TAKE_OVER, "unit:bw");
  EXPECT_EQ(w.code(), wire::REFUSED_RULE);
}

}  // namespace
}  // namespace fenghuo::escalator::testing
