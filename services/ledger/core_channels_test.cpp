// Each message goes to a worker that speaks its destination's channel.
#include "services/ledger/test_ledger.hpp"

namespace fenghuo::ledger {
namespace {

struct ChannelsTest : testing::Test {
  TestLedger l;
  void SetUp() override {
    l.activate_bundle([](wire::Bundle& bundle) {
      bundle.mutable_mail()->set_relay("smtp://127.0.0.1:25");
      bundle.mutable_destinations(1)->set_channel("mail");  // b
      bundle.mutable_destinations(2)->set_channel("mail");  // operator_hook
    });
    l.worker("decide", "e");
  }
};

TEST_F(ChannelsTest, MailGoesToMailersAndTheRestToWebhookSenders) {
  l.told("t1", "a");
  l.told("t2", "b");
  l.worker("mail", "m");
  l.turn();
  auto jobs = l.jobs();
  ASSERT_EQ(jobs.size(), 1U);
  EXPECT_EQ(jobs[0].send().destination(), "b");
  l.worker("webhook", "w");
  l.turn();
  jobs = l.jobs();
  ASSERT_EQ(jobs.size(), 1U);
  EXPECT_EQ(jobs[0].send().destination(), "a");
}

TEST_F(ChannelsTest, OneMailAtATimeForAMailerWithRoomForOne) {
  for (const char* topic : {"t1", "t2"}) l.told(topic, "b");
  l.worker("mail", "m", 1);
  l.turn();
  const auto first = l.jobs();
  ASSERT_EQ(first.size(), 1U);
  l.answer("m", {TestLedger::sent(first[0], wire::DELIVERED)});
  l.turn();
  EXPECT_EQ(l.jobs().size(), 1U);
}

TEST_F(ChannelsTest, ABuiltInAlertToAMailboxIsAMail) {
  l.submit({TestLedger::signal_item("s", "t")});
  for (int i = 0; i < 20; ++i) {
    l.turn();
    for (const auto& job : l.jobs()) {
      if (!job.has_decide()) continue;
      wire::ResultItem failed;
      failed.set_lease(job.lease());
      *failed.mutable_fence() = job.fence();
      failed.set_id(job.id());
      failed.mutable_failure()->set_reason("no");
      l.answer("e", {failed});
    }
    l.clock_->advance(std::chrono::minutes{10});
  }
  l.worker("mail", "m");
  l.turn();
  const auto jobs = l.jobs();
  ASSERT_EQ(jobs.size(), 1U);
  EXPECT_EQ(jobs[0].send().destination(), "operator_hook");
}

TEST_F(ChannelsTest, AMailTimeOutThatOutlivesItsLeaseIsRefused) {
  wire::Bundle bundle;
  bundle.add_ladders()->set_level("red");
  bundle.mutable_mail()->set_relay("smtp://127.0.0.1:25");
  bundle.mutable_mail()->set_timeout_ms(60'000);
  wire::Operate operate;
  operate.set_what("activate_bundle");
  operate.set_blob(canonical_bytes(bundle));
  ASSERT_TRUE(l.commit([&] { l.core_->operate("cli", operate); }));
  const auto answer = l.said<wire::Operated>(wire::OPERATED).at(0);
  EXPECT_FALSE(answer.ok());
  EXPECT_THAT(answer.reason(), testing::HasSubstr("mail.timeout"));
}

}  // namespace
}  // namespace fenghuo::ledger
