#include "common/worker/result_box.hpp"

namespace fenghuo {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;

wire::ResultItem result(std::uint64_t lease, std::size_t bytes = 1) {
  wire::ResultItem item;
  item.set_lease(lease);
  item.set_id(lease);
  item.mutable_send()->set_code(wire::DELIVERED);
  item.mutable_send()->set_reason(std::string(bytes, 'r'));
  return item;
}

std::vector<std::uint64_t> leases(const std::string& payload) {
  wire::Result message;
  EXPECT_TRUE(message.ParseFromString(payload));
  std::vector<std::uint64_t> found;
  for (const auto& item : message.items()) found.push_back(item.lease());
  return found;
}

TEST(ResultBox, NothingCountsAsSentBeforeItWas) {
  ResultBox box;
  const SteadyTime t{};
  box.put(result(1));
  box.put(result(2));
  EXPECT_THAT(leases(box.next_batch()), ElementsAre(1U, 2U));
  EXPECT_THAT(leases(box.next_batch()), ElementsAre(1U, 2U));  // the send would have blocked
  box.sent(t);
  EXPECT_FALSE(box.owed(t));
  EXPECT_EQ(box.next_batch(), "");
  EXPECT_EQ(box.size(), 2U);
}

TEST(ResultBox, RepeatsUntilConfirmed) {
  ResultBox box;
  SteadyTime t{};
  box.put(result(1));
  box.put(result(2));
  for (int round = 0; round < 3; ++round) {
    EXPECT_TRUE(box.owed(t));
    EXPECT_THAT(leases(box.next_batch()), ElementsAre(1U, 2U));
    box.sent(t);
    EXPECT_EQ(box.next_repeat(), t + ResultBox::repeat_after);
    EXPECT_FALSE(box.owed(t + ResultBox::repeat_after - milliseconds{1}));
    t += ResultBox::repeat_after;
  }
  box.confirm(1);
  EXPECT_TRUE(box.owed(t));
  EXPECT_THAT(leases(box.next_batch()), ElementsAre(2U));
  box.sent(t);
  box.confirm(2);
  EXPECT_FALSE(box.owed(t + 5 * ResultBox::repeat_after));
  EXPECT_EQ(box.size(), 0U);
}

TEST(ResultBox, AWelcomeRepeatsAllAtOnceAndEachOnlyOnce) {
  ResultBox box;
  const SteadyTime t{};
  box.put(result(1));
  box.next_batch();
  box.sent(t);
  box.put(result(2));
  box.repeat_all();
  box.repeat(1);
  EXPECT_TRUE(box.owed(t));
  EXPECT_THAT(leases(box.next_batch()), testing::UnorderedElementsAre(1U, 2U));
}

TEST(ResultBox, BatchesAreBoundedInItemsAndBytes) {
  ResultBox box;
  const SteadyTime t{};
  for (std::uint64_t lease = 1; lease <= ResultBox::batch_items + 3; ++lease) box.put(result(lease));
  EXPECT_EQ(leases(box.next_batch()).size(), ResultBox::batch_items);
  box.sent(t);
  EXPECT_EQ(leases(box.next_batch()).size(), 3U);
  box.sent(t);
  for (std::uint64_t lease = 10'000; lease < 10'005; ++lease) box.put(result(lease, ResultBox::batch_bytes / 3));
  const std::string batch = box.next_batch();
  EXPECT_LE(batch.size(), ResultBox::batch_bytes);
  EXPECT_THAT(leases(batch), ElementsAre(10'000U, 10'001U));
}

TEST(ResultBox, AResultLargerThanABatchGoesAlone) {
  ResultBox box;
  box.put(result(1));
  box.put(result(2, ResultBox::batch_bytes + 1));
  EXPECT_THAT(leases(box.next_batch()), ElementsAre(1U));
  box.sent({});
  EXPECT_THAT(leases(box.next_batch()), ElementsAre(2U));
}

TEST(ResultBox, AResultNoMessageTakesBecomesAFailure) {
  ResultBox box;
  box.put(result(7, max_message_bytes));
  wire::Result message;
  ASSERT_TRUE(message.ParseFromString(box.next_batch()));
  ASSERT_EQ(message.items_size(), 1);
  EXPECT_EQ(message.items(0).lease(), 7U);
  EXPECT_THAT(message.items(0).failure().reason(), testing::HasSubstr("bytes"));
}

TEST(ResultBox, ListsWhatIsNotConfirmed) {
  ResultBox box;
  box.put(result(1));
  box.put(result(2));
  box.confirm(1);
  wire::Hello hello;
  box.list(hello);
  ASSERT_EQ(hello.held_size(), 1);
  EXPECT_EQ(hello.held(0).lease(), 2U);
}

}  // namespace
}  // namespace fenghuo
