#include "common/worker/lease_book.hpp"

namespace fenghuo {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

wire::JobItem job(std::uint64_t lease, std::uint64_t epoch = 1) {
  wire::JobItem item;
  item.set_lease(lease);
  item.set_id(lease * 10);
  item.mutable_fence()->set_epoch(epoch);
  item.mutable_fence()->set_counter(lease);
  return item;
}

TEST(LeaseBook, ALeaseIsDueAfterAThirdOfItsTime) {
  LeaseBook book;
  const SteadyTime t{};
  book.add(job(1), milliseconds{300}, t);
  book.add(job(2), milliseconds{600}, t);
  EXPECT_EQ(book.next_due(), t + milliseconds{100});
  EXPECT_THAT(book.due(t + milliseconds{99}), IsEmpty());
  EXPECT_THAT(book.due(t + milliseconds{100}), ElementsAre(1U));
  // Not sent yet: still due.
  EXPECT_THAT(book.due(t + milliseconds{200}), UnorderedElementsAre(1U, 2U));
  book.renewed({1, 2}, t + milliseconds{200});
  EXPECT_EQ(book.next_due(), t + milliseconds{300});
  EXPECT_THAT(book.due(t + milliseconds{300}), ElementsAre(1U));
}

TEST(LeaseBook, AnAnsweredLeaseIsNeverDue) {
  LeaseBook book;
  const SteadyTime t{};
  book.add(job(1), milliseconds{300}, t);
  book.remove(1);
  EXPECT_EQ(book.size(), 0U);
  EXPECT_THAT(book.due(t + milliseconds{500}), IsEmpty());
  EXPECT_EQ(book.next_due(), SteadyTime::max());
}

TEST(LeaseBook, ListsWhatIsHeldWithItsFence) {
  LeaseBook book;
  book.add(job(5, 9), milliseconds{300}, {});
  wire::Hello hello;
  book.list(hello);
  ASSERT_EQ(hello.held_size(), 1);
  EXPECT_EQ(hello.held(0).lease(), 5U);
  EXPECT_EQ(hello.held(0).id(), 50U);
  EXPECT_EQ(hello.held(0).fence().epoch(), 9U);
  EXPECT_EQ(hello.held(0).fence().counter(), 5U);
}

}  // namespace
}  // namespace fenghuo
