#include "common/clock/clock.hpp"

#include <rapidcheck/gtest.h>

#include <stdexcept>

#include "common/clock/demo_clock.hpp"

namespace fenghuo {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

constexpr Instant start{Millis{1'800'000'000'000}};

// A machine whose hands the test moves.
struct Machine {
  Instant wall = start;
  Millis boot{77'000};
  SystemClock clock;

  explicit Machine(double rate = 1.0) : clock({[this] { return wall; }, [this] { return boot; }}, rate) {}
  void run(Millis by) {
    wall += by;
    boot += by;
  }
};

TEST(SystemClock, IsTheWallClockAtItsStartAndBootTimeSince) {
  Machine m;
  EXPECT_EQ(m.clock.now(), start);
  m.run(hours{5});
  EXPECT_EQ(m.clock.now(), start + hours{5});
  EXPECT_FALSE(m.clock.watch().stepped);
  EXPECT_FALSE(m.clock.manual());
}

TEST(SystemClock, ToleratesFiveSeconds) {
  Machine m;
  m.wall += seconds{5};
  EXPECT_FALSE(m.clock.watch().stepped);
  EXPECT_EQ(m.clock.watch().difference, seconds{5});
  m.run(hours{100});
  EXPECT_EQ(m.clock.now(), start + hours{100}) << "what is tolerated is not leaned towards";
}

TEST(SystemClock, ReportsAStepOnceAndDoesNotJump) {
  Machine m;
  m.wall += seconds{60};
  const ClockStep step = m.clock.watch();
  EXPECT_TRUE(step.stepped);
  EXPECT_EQ(step.difference, seconds{60});
  EXPECT_EQ(m.clock.now(), start);
  EXPECT_FALSE(m.clock.watch().stepped);
  m.run(seconds{1});
  EXPECT_FALSE(m.clock.watch().stepped);
}

TEST(SystemClock, LeansByFiveHundredPpmUntilTheStepIsMadeUp) {
  Machine m;
  m.wall += seconds{60};
  m.clock.watch();
  m.run(seconds{1000});
  EXPECT_EQ(m.clock.now(), start + seconds{1000} + Millis{500});
  EXPECT_EQ(m.clock.watch().difference, Millis{59'500});
  m.run(seconds{119'000});
  EXPECT_EQ(m.clock.now(), m.wall);
  m.run(seconds{119'000});
  EXPECT_EQ(m.clock.now(), m.wall) << "and no further";
  EXPECT_FALSE(m.clock.watch().stepped);
}

TEST(SystemClock, LeansBackWithoutGoingBack) {
  Machine m;
  m.wall -= hours{1};
  EXPECT_EQ(m.clock.watch().difference, -hours{1});
  EXPECT_EQ(m.clock.now(), start);
  m.run(seconds{2000});
  EXPECT_EQ(m.clock.now(), start + seconds{1999});
}

TEST(SystemClock, LosesNothingWhenItIsReadEveryMillisecond) {
  Machine often;
  Machine seldom;
  for (Machine* m : {&often, &seldom}) {
    m->wall += seconds{60};
    m->clock.watch();
  }
  for (int i = 0; i < 10'000; ++i) {
    often.run(Millis{1});
    often.clock.now();
  }
  seldom.run(seconds{10});
  EXPECT_EQ(often.clock.now(), start + seconds{10} + Millis{5});
  EXPECT_EQ(seldom.clock.now(), often.clock.now());
}

TEST(SystemClock, ReportsASecondStepWhileItLeans) {
  Machine m;
  m.wall += seconds{60};
  m.clock.watch();
  m.run(seconds{100});
  m.wall += seconds{10};
  const ClockStep second = m.clock.watch();
  EXPECT_TRUE(second.stepped);
  EXPECT_EQ(second.difference, seconds{70} - Millis{50});
  EXPECT_FALSE(m.clock.watch().stepped);
}

TEST(SystemClock, AWallClockPutBackIsAStepTooAndEndsTheLeaning) {
  Machine m;
  m.wall += seconds{60};
  m.clock.watch();
  m.wall -= seconds{60};
  EXPECT_TRUE(m.clock.watch().stepped);
  m.run(hours{10});
  EXPECT_EQ(m.clock.now(), start + hours{10});
}

TEST(SystemClock, SmallStepsAddUpToOne) {
  Machine m;
  m.wall += seconds{3};
  EXPECT_FALSE(m.clock.watch().stepped);
  m.wall += seconds{3};
  EXPECT_TRUE(m.clock.watch().stepped);
}

TEST(SystemClock, TheDemonstrationClockRunsFasterAndWatchesNothing) {
  Machine m(60.0);
  EXPECT_EQ(m.clock.rate(), 60.0);
  m.run(seconds{30});
  EXPECT_EQ(m.clock.now(), start + seconds{1800});
  m.wall += hours{3};
  EXPECT_FALSE(m.clock.watch().stepped);
  EXPECT_EQ(m.clock.now(), start + seconds{1800});
}

TEST(DemoClock, BeginsWhereItIsToldRunsAtItsRateAndIsMovedAhead) {
  Millis boot{77'000};
  DemoClock clock(start, 20, [&boot] { return boot; });
  EXPECT_EQ(clock.now(), start);
  boot += seconds{30};
  EXPECT_EQ(clock.now(), start + seconds{600});
  clock.advance(hours{16});
  EXPECT_EQ(clock.now(), start + seconds{600} + hours{16});
  clock.advance(-hours{1});
  EXPECT_EQ(clock.now(), start + seconds{600} + hours{16}) << "time never goes back";
  EXPECT_FALSE(clock.watch().stepped) << "the wall clock is none of its business";
  EXPECT_FALSE(clock.manual());
}

TEST(SystemClock, ARateThatIsNoneIsAProgrammersError) {
  EXPECT_THROW(make_system_clock(0), std::invalid_argument);
  EXPECT_THROW(make_system_clock(-1), std::invalid_argument);
}

RC_GTEST_PROP(SystemClock, NeverGoesBackWhateverTheWallClockDoes, (const std::vector<std::pair<std::uint16_t, std::int32_t>>& moves)) {
  Machine m;
  Instant before = m.clock.now();
  for (const auto& [run, jump] : moves) {
    m.wall += Millis{jump};
    m.clock.watch();
    RC_ASSERT(m.clock.now() == before);
    m.run(Millis{run});
    const Instant now = m.clock.now();
    RC_ASSERT(now - before >= Millis{run} - Millis{run / 2000 + 1});
    RC_ASSERT(now - before <= Millis{run} + Millis{run / 2000 + 1});
    before = now;
  }
}

TEST(SystemClock, TheKernelsHandsRunForward) {
  const auto clock = make_system_clock();
  const Instant wall = wall_now();
  const Instant first = clock->now();
  EXPECT_GT(wall, instant(1'700'000'000'000));
  EXPECT_LE(first, clock->now());
  const Millis boot = boot_now();
  EXPECT_LE(boot, boot_now());
  const auto steady = steady_now();
  EXPECT_LE(steady, steady_now());
}

TEST(ManualClock, StandsUntilItIsAdvanced) {
  const auto clock = make_manual_clock(start);
  EXPECT_TRUE(clock->manual());
  EXPECT_EQ(clock->rate(), 1.0);
  EXPECT_EQ(clock->now(), start);
  EXPECT_EQ(clock->now(), start);
  clock->advance(hours{24 * 365});
  EXPECT_EQ(clock->now(), start + hours{24 * 365});
  EXPECT_FALSE(clock->watch().stepped);
  clock->advance(-hours{1});
  EXPECT_EQ(clock->now(), start + hours{24 * 365});
}

TEST(ManualClock, ReportsAJumpOfTheWallAndLeansAsItIsAdvanced) {
  const auto clock = make_manual_clock(start);
  clock->jump_wall(-hours{2});
  EXPECT_EQ(clock->now(), start);
  const ClockStep step = clock->watch();
  EXPECT_TRUE(step.stepped);
  EXPECT_EQ(step.difference, -hours{2});
  EXPECT_FALSE(clock->watch().stepped);
  clock->advance(seconds{2000});
  EXPECT_EQ(clock->now(), start + seconds{1999});
}

}  // namespace
}  // namespace fenghuo
