#include "common/worker/worker_client.hpp"

#include <zmq.h>

#include "common/bus/test_folder.hpp"
#include "common/clock/clock.hpp"
#include "common/worker/fake_ledger.hpp"

namespace fenghuo {
namespace {

using bus::Incoming;

class Worker : public testing::Test {
 protected:
  void SetUp() override {
    ledger_.emplace(context_, endpoint_);
    auto connected = WorkerClient::connect(context_, {endpoint_, {}, "webhook", "webhook-1-abcd", 64});
    ASSERT_TRUE(connected) << connected.error().message;
    client_ = std::move(*connected);
  }
  // Lets both sides work until the condition holds.
  template <class Condition>
  bool work_until(Condition condition) {
    const auto until = steady_now() + std::chrono::seconds{60};
    for (;;) {
      client_->pump();
      if (ledger_) ledger_->read();
      if (condition()) return true;
      if (steady_now() > until) return false;
      std::vector<const bus::Socket*> sockets{&client_->socket()};
      if (ledger_) sockets.push_back(&ledger_->socket());
      bus::poll(sockets, {}, std::min(client_->wait(), std::chrono::milliseconds{20}));
    }
  }
  bool heard(wire::Type type, std::size_t times = 1) {
    return work_until([&] { return ledger_->count(type) >= times; });
  }
  void meet(std::uint64_t epoch = 1, std::int64_t ping_ms = 60'000) {
    const std::size_t before = ledger_->count(wire::CREDIT);
    ASSERT_TRUE(heard(wire::HELLO));
    ledger_->welcome(epoch, ping_ms);
    ASSERT_TRUE(heard(wire::CREDIT, before + 1));
    ASSERT_TRUE(client_->welcomed());
  }
  std::vector<wire::JobItem> take(std::size_t n) {
    std::vector<wire::JobItem> jobs;
    EXPECT_TRUE(work_until([&] {
      while (auto job = client_->next()) jobs.push_back(std::move(*job));
      return jobs.size() >= n;
    }));
    return jobs;
  }
  void restart_ledger() {
    ledger_.reset();
    ledger_.emplace(context_, endpoint_);
  }
  static wire::ResultItem delivered() {
    wire::ResultItem item;
    item.mutable_send()->set_code(wire::DELIVERED);
    return item;
  }
  std::vector<std::uint64_t> answered() {
    std::vector<std::uint64_t> leases;
    for (const auto& message : ledger_->all<wire::Result>(wire::RESULT))
      for (const auto& item : message.items()) leases.push_back(item.lease());
    return leases;
  }

  TestFolder folder_;
  std::string endpoint_ = folder_.ipc("work.sock");
  bus::Context context_;
  std::optional<FakeLedger> ledger_;
  std::unique_ptr<WorkerClient> client_;
};

TEST_F(Worker, GreetsAndThenGivesItsWindow) {
  ASSERT_TRUE(heard(wire::HELLO));
  EXPECT_FALSE(client_->welcomed());
  const auto hello = ledger_->all<wire::Hello>(wire::HELLO).front();
  EXPECT_EQ(hello.version(), protocol_version);
  EXPECT_EQ(hello.kind(), "webhook");
  EXPECT_EQ(hello.instance(), "webhook-1-abcd");
  EXPECT_EQ(hello.held_size(), 0);
  EXPECT_EQ(ledger_->count(wire::CREDIT), 0U);
  meet();
  EXPECT_EQ(ledger_->all<wire::Credit>(wire::CREDIT).front().n(), 64U);
  EXPECT_EQ(client_->active_bundle(), "b1");
}

TEST_F(Worker, AResultIsRepeatedUntilConfirmed) {
  meet();
  ledger_->jobs(5, 1);
  const auto jobs = take(1);
  ASSERT_EQ(jobs.size(), 1U);
  EXPECT_EQ(jobs[0].send().message_id(), 1005U);
  EXPECT_EQ(client_->unanswered(), 1U);
  client_->complete(jobs[0], delivered());
  EXPECT_EQ(client_->unanswered(), 1U);
  ASSERT_TRUE(heard(wire::RESULT, 3));
  const auto results = ledger_->all<wire::Result>(wire::RESULT);
  for (const auto& result : results) {
    ASSERT_EQ(result.items_size(), 1);
    EXPECT_EQ(result.items(0).lease(), 5U);
    EXPECT_EQ(result.items(0).id(), 1005U);
    EXPECT_EQ(result.items(0).fence().epoch(), 1U);
    EXPECT_EQ(result.items(0).fence().counter(), 5U);
    EXPECT_EQ(result.items(0).send().code(), wire::DELIVERED);
  }
  ledger_->confirm({5});
  EXPECT_TRUE(work_until([&] { return client_->unanswered() == 0; }));
}

TEST_F(Worker, ManyResultsTravelInOneMessage) {
  meet();
  ledger_->jobs(1, 1000);
  for (const auto& job : take(1000)) client_->complete(job, delivered());
  client_->pump();
  ASSERT_TRUE(heard(wire::RESULT, 2));
  EXPECT_EQ(ledger_->all<wire::Result>(wire::RESULT)[0].items_size(), 512);
  EXPECT_EQ(ledger_->all<wire::Result>(wire::RESULT)[1].items_size(), 488);
}

TEST_F(Worker, AJobSaidTwiceIsDoneOnce) {
  meet();
  ledger_->jobs(1, 2);
  ledger_->jobs(1, 2);
  ledger_->jobs(3, 1);
  EXPECT_EQ(take(3).size(), 3U);
  EXPECT_EQ(client_->unanswered(), 3U);
}

TEST_F(Worker, AJobSaidAgainAfterItsResultIsAnsweredAtOnce) {
  meet();
  ledger_->jobs(1, 1);
  client_->complete(take(1).at(0), delivered());
  ASSERT_TRUE(heard(wire::RESULT));
  ledger_->jobs(1, 1);
  ASSERT_TRUE(heard(wire::RESULT, 2));
  EXPECT_FALSE(client_->next());
}

TEST_F(Worker, TheSameNumberUnderAnotherFenceIsAnotherJob) {
  meet();
  ledger_->jobs(1, 1, 1);
  const auto old = take(1);
  ledger_->jobs(1, 1, 2);
  const auto fresh = take(1);
  ASSERT_EQ(fresh.size(), 1U);
  EXPECT_EQ(fresh[0].fence().epoch(), 2U);
  client_->complete(old[0], delivered());  // nobody's any more
  client_->complete(fresh[0], delivered());
  ASSERT_TRUE(heard(wire::RESULT));
  const auto results = ledger_->all<wire::Result>(wire::RESULT);
  ASSERT_EQ(results[0].items_size(), 1);
  EXPECT_EQ(results[0].items(0).fence().epoch(), 2U);
}

TEST_F(Worker, AJobIsAnsweredOnce) {
  meet();
  ledger_->jobs(1, 1);
  const auto job = take(1).at(0);
  client_->complete(job, delivered());
  client_->complete(job, delivered());
  client_->cannot(job, "late");
  EXPECT_EQ(client_->unanswered(), 1U);
}

TEST_F(Worker, HeldLeasesAreRenewed) {
  meet();
  ledger_->jobs(1, 2, 1, 300);
  const auto jobs = take(2);
  const auto renewed = [&](std::uint64_t lease) {
    const auto messages = ledger_->all<wire::Renew>(wire::RENEW);
    return std::any_of(messages.begin(), messages.end(),
                       [&](const wire::Renew& r) { return std::find(r.leases().begin(), r.leases().end(), lease) != r.leases().end(); });
  };
  EXPECT_TRUE(work_until([&] { return renewed(1) && renewed(2); }));
  client_->complete(jobs[0], delivered());
  ASSERT_TRUE(heard(wire::RESULT));
  ledger_->heard.clear();
  EXPECT_TRUE(work_until([&] { return renewed(2); }));
  EXPECT_FALSE(renewed(1));
}

TEST_F(Worker, PingsAndGreetsAgainAfterSilence) {
  meet(1, 20);
  ledger_->heard.clear();
  ASSERT_TRUE(heard(wire::PING));
  ledger_->say(wire::PONG);
  ASSERT_TRUE(heard(wire::HELLO));
  // At least three unheard pings stand between the last answer and the new HELLO.
  EXPECT_GE(ledger_->count(wire::PING), 4U);
  meet(1, 60'000);
}

TEST_F(Worker, UnknownIsAnsweredByOneHelloThatListsEverything) {
  meet();
  ledger_->jobs(1, 2);
  const auto jobs = take(2);
  client_->complete(jobs[0], delivered());
  ASSERT_TRUE(heard(wire::RESULT));
  ledger_->heard.clear();
  const auto begun = steady_now();
  for (int i = 0; i < 3; ++i) ledger_->say(wire::UNKNOWN);
  ASSERT_TRUE(heard(wire::HELLO));
  ledger_->welcome(2);
  ASSERT_TRUE(heard(wire::CREDIT));
  const auto hellos = ledger_->all<wire::Hello>(wire::HELLO);
  // One, and one more for each second a slow machine let pass before its WELCOME.
  EXPECT_LE(static_cast<std::int64_t>(hellos.size()), 1 + (steady_now() - begun) / std::chrono::seconds{1});
  std::map<std::uint64_t, std::uint64_t> held;
  for (const auto& item : hellos[0].held()) held[item.lease()] = item.fence().counter();
  EXPECT_EQ(held, (std::map<std::uint64_t, std::uint64_t>{{1, 1}, {2, 2}}));
  // The result is repeated at once, before the window is given.
  const auto first = [&](wire::Type type) {
    return std::find_if(ledger_->heard.begin(), ledger_->heard.end(), [&](const Incoming& in) { return in.type == type; });
  };
  EXPECT_LT(first(wire::RESULT), first(wire::CREDIT));
}

TEST_F(Worker, NothingIsLostWhenTheLedgerRestarts) {
  meet();
  ledger_->jobs(1, 3);
  const auto jobs = take(3);
  client_->complete(jobs[0], delivered());
  ASSERT_TRUE(heard(wire::RESULT));
  ledger_.reset();
  client_->complete(jobs[1], delivered());  // with nobody there
  for (int i = 0; i < 5; ++i) client_->pump();
  EXPECT_EQ(client_->unanswered(), 3U);
  ledger_.emplace(context_, endpoint_);
  ASSERT_TRUE(heard(wire::HELLO));
  EXPECT_EQ(ledger_->all<wire::Hello>(wire::HELLO).back().held_size(), 3);
  meet(2);
  EXPECT_TRUE(work_until([&] { return answered().size() >= 2; }));
  EXPECT_THAT(answered(), testing::IsSupersetOf({1U, 2U}));
  client_->complete(jobs[2], delivered());
  EXPECT_TRUE(work_until([&] { return answered().size() >= 3; }));
  ledger_->confirm({1, 2, 3});
  EXPECT_TRUE(work_until([&] { return client_->unanswered() == 0; }));
}

TEST_F(Worker, AJobGivenBackWaitsForWelcomeAndIsHeldNoLonger) {
  meet();
  ledger_->jobs(1, 2);
  const auto jobs = take(2);
  ledger_->heard.clear();
  ledger_->say(wire::UNKNOWN);
  ASSERT_TRUE(heard(wire::HELLO));
  client_->cannot(jobs[0], "bundle not known");
  EXPECT_EQ(client_->unanswered(), 2U);
  const auto last = [&] { return ledger_->all<wire::Hello>(wire::HELLO).back(); };
  ASSERT_TRUE(work_until([&] { return last().held_size() == 1; }));
  EXPECT_EQ(last().held(0).lease(), 2U);
  EXPECT_EQ(ledger_->count(wire::CANNOT), 0U);
  ledger_->welcome(1);
  ASSERT_TRUE(heard(wire::CANNOT));
  EXPECT_EQ(ledger_->all<wire::Cannot>(wire::CANNOT)[0].lease(), 1U);
  EXPECT_EQ(ledger_->all<wire::Cannot>(wire::CANNOT)[0].reason(), "bundle not known");
  EXPECT_EQ(client_->unanswered(), 1U);
}

TEST_F(Worker, ARestartIsNoticedWithoutWaitingForAPing) {
  meet(1, 3'600'000);
  ledger_->jobs(1, 1);
  take(1);
  restart_ledger();
  ASSERT_TRUE(heard(wire::HELLO));
  const auto hello = ledger_->all<wire::Hello>(wire::HELLO)[0];
  ASSERT_EQ(hello.held_size(), 1);
  EXPECT_EQ(hello.held(0).lease(), 1U);
}

TEST_F(Worker, HelloIsRepeatedUntilWelcome) {
  ASSERT_TRUE(heard(wire::HELLO, 2));
  wire::Refused refused;
  refused.set_reason("another version");
  ledger_->say(wire::REFUSED, refused.SerializeAsString());
  ASSERT_TRUE(heard(wire::HELLO, 3));
  EXPECT_FALSE(client_->welcomed());
  meet();
}

TEST_F(Worker, ALaterWelcomeSwitchesTheBundleOnly) {
  meet();
  ledger_->welcome(1, 60'000, "b2");
  EXPECT_TRUE(work_until([&] { return client_->active_bundle() == "b2"; }));
  ledger_->jobs(1, 1);
  client_->complete(take(1).at(0), delivered());
  ASSERT_TRUE(heard(wire::RESULT));
  EXPECT_EQ(ledger_->count(wire::CREDIT), 1U);
}

TEST_F(Worker, AJobOfAnUnknownKindIsGivenBack) {
  meet();
  wire::Job message;
  wire::JobItem* item = message.add_items();
  item->set_lease(9);
  item->set_id(90);
  item->mutable_fence()->set_epoch(1);
  ledger_->say(wire::JOB, message.SerializeAsString());
  ASSERT_TRUE(heard(wire::CANNOT));
  EXPECT_EQ(ledger_->all<wire::Cannot>(wire::CANNOT)[0].lease(), 9U);
  EXPECT_EQ(ledger_->all<wire::Cannot>(wire::CANNOT)[0].id(), 90U);
  EXPECT_FALSE(client_->next());
}

TEST_F(Worker, WhatCantBeReadChangesNothing) {
  meet();
  ledger_->jobs(1, 1);
  const auto job = take(1).at(0);
  client_->complete(job, delivered());
  ASSERT_TRUE(heard(wire::RESULT));
  ledger_->say(wire::JOB, "\xff\xff");
  ledger_->say(wire::RESULT_OK, "\xff");
  ledger_->say(wire::WELCOME, "\xff");
  ledger_->say(wire::REFUSED, "\xff");
  ledger_->say(wire::SUBMIT, "");
  // A frame of another version, as a newer ledger would write it.
  void* router = ledger_->socket().handle();
  const std::string parts[] = {ledger_->peer, "\x02", std::string(1, static_cast<char>(wire::RESULT_OK)), "\x0a\x01\x01"};
  for (std::size_t i = 0; i < 4; ++i) ASSERT_GE(zmq_send(router, parts[i].data(), parts[i].size(), i < 3 ? ZMQ_SNDMORE : 0), 0);
  ledger_->jobs(2, 1);
  EXPECT_EQ(take(1).at(0).lease(), 2U);
  EXPECT_EQ(client_->unanswered(), 2U);
  EXPECT_EQ(client_->active_bundle(), "b1");
}

TEST_F(Worker, GoodbyeIsSaidAndSaidAgainToANewLedger) {
  meet();
  ledger_->jobs(1, 1);
  const auto job = take(1).at(0);
  client_->goodbye();
  ASSERT_TRUE(heard(wire::GOODBYE));
  restart_ledger();
  ASSERT_TRUE(heard(wire::HELLO));
  ledger_->welcome(2);
  ASSERT_TRUE(heard(wire::GOODBYE));
  EXPECT_EQ(ledger_->count(wire::CREDIT), 0U);
  client_->complete(job, delivered());
  ASSERT_TRUE(heard(wire::RESULT));
  ledger_->confirm({1});
  EXPECT_TRUE(work_until([&] { return client_->unanswered() == 0; }));
}

}  // namespace
}  // namespace fenghuo
