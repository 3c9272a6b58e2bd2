#include "services/mailer/tray.hpp"

#include <gtest/gtest.h>
#include <poll.h>

#include <algorithm>
#include <thread>

namespace fenghuo::mailer {
namespace {

wire::JobItem job(std::uint64_t id) {
  wire::JobItem item;
  item.set_id(id);
  return item;
}

bool readable(const Tray& tray) {
  pollfd fd{tray.fd(), POLLIN, 0};
  return ::poll(&fd, 1, 0) == 1;
}

TEST(Tray, GivesJobsInTheirOrder) {
  Tray tray;
  tray.put(job(1));
  tray.put(job(2));
  EXPECT_EQ(tray.take()->id(), 1U);
  EXPECT_EQ(tray.take()->id(), 2U);
}

TEST(Tray, ClosedItGivesWhatIsLeftAndThenNothing) {
  Tray tray;
  tray.put(job(1));
  tray.close();
  EXPECT_TRUE(tray.take().has_value());
  EXPECT_FALSE(tray.take().has_value());
}

TEST(Tray, ItsDescriptorIsReadableWhileAnswersWait) {
  Tray tray;
  EXPECT_FALSE(readable(tray));
  tray.answer(job(1), wire::SendOutcome{});
  tray.answer(job(2), tl::unexpected(Error{"no"}));
  EXPECT_TRUE(readable(tray));
  const auto answers = tray.answers();
  ASSERT_EQ(answers.size(), 2U);
  EXPECT_TRUE(answers[0].outcome.has_value());
  EXPECT_EQ(answers[1].outcome.error().message, "no");
  EXPECT_FALSE(readable(tray));
  EXPECT_TRUE(tray.answers().empty());
  tray.answer(job(3), wire::SendOutcome{});
  EXPECT_TRUE(readable(tray)) << "it wakes its reader every time";
}

TEST(Tray, EveryJobIsAnsweredOnceByManyThreads) {
  constexpr std::uint64_t count = 2000;
  Tray tray;
  std::vector<std::thread> threads;
  threads.reserve(4);
  for (int n = 0; n < 4; ++n) {
    threads.emplace_back([&tray] {
      while (auto one = tray.take()) tray.answer(std::move(*one), wire::SendOutcome{});
    });
  }
  std::vector<std::uint64_t> seen;
  seen.reserve(count);
  for (std::uint64_t id = 1; id <= count; ++id) tray.put(job(id));
  while (seen.size() < count) {
    pollfd fd{tray.fd(), POLLIN, 0};
    ASSERT_EQ(::poll(&fd, 1, 60'000), 1) << seen.size() << " came back";
    for (const auto& answer : tray.answers()) seen.push_back(answer.job.id());
  }
  tray.close();
  for (auto& thread : threads) thread.join();
  std::sort(seen.begin(), seen.end());
  EXPECT_EQ(std::unique(seen.begin(), seen.end()), seen.end());
  EXPECT_TRUE(tray.answers().empty());
}

}  // namespace
}  // namespace fenghuo::mailer
