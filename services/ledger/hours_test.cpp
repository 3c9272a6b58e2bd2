// What keeps the hours of reminders leaves within them alone, whatever brings it up: a retry, a pause that ended, a replay, a restart.
#include <gmock/gmock.h>

#include "services/ledger/test_ledger.hpp"

namespace fenghuo::ledger {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

class Hours : public ::testing::Test, public TestLedger {
 protected:
  void SetUp() override {
    activate_bundle([](wire::Bundle& bundle) { bundle.mutable_retry()->set_max_age_ms(3'600'000); });
    worker("decide", "e");
    worker("webhook", "w");
    go("2027-03-05T17:20:00+08:00");  // a Friday
  }
  void go(const char* when) {
    clock_->advance(parse_rfc3339(when).value() - clock_->now());
    turn();
  }
  // A matter with one message to "a", which is offered to a sender at once.
  wire::JobItem reminder(const char* expires = "2027-03-10T17:30:00+08:00", bool keeps_hours = true) {
    told("t", "a", [&](wire::Decision& d) {
      auto& out = *d.mutable_queue(0);
      out.mutable_valid_while()->set_reminder_hours(keeps_hours);
      out.set_expires_at(to_ms(parse_rfc3339(expires).value()));
      d.mutable_row()->set_next_at(to_ms(clock_->now() + std::chrono::hours{24 * 365}));
    });
    turn();
    const auto list = sends();
    return list.empty() ? wire::JobItem{} : list.front();
  }
  std::vector<wire::JobItem> sends() {
    auto list = jobs();
    std::erase_if(list, [](const auto& job) { return !job.has_send(); });
    return list;
  }
  void back_from_a_restart() {
    restart();
    worker("decide", "e");
    worker("webhook", "w");
    turn();
  }
};

TEST_F(Hours, a_retry_waits_for_the_next_working_morning) {
  const auto first = reminder();
  answer("w", {sent(first, wire::RETRY, "450")});
  go("2027-03-05T17:35:00+08:00");
  EXPECT_THAT(sends(), IsEmpty());
  go("2027-03-06T10:00:00+08:00");
  go("2027-03-07T10:00:00+08:00");
  EXPECT_THAT(sends(), IsEmpty());
  EXPECT_THAT(events("put_off"), SizeIs(1));
  EXPECT_TRUE(status().idle());
  go("2027-03-08T09:07:00+08:00");
  const auto again = sends();
  ASSERT_EQ(again.size(), 1U);
  EXPECT_EQ(again[0].id(), first.id());
  EXPECT_EQ(again[0].send().attempt(), 2U);
  const auto left = instant(std::stoll(std::string(field(events("put_off")[0].fields(), "until"))));
  EXPECT_GE(left, parse_rfc3339("2027-03-08T08:07:00+08:00").value());
  EXPECT_LT(left, parse_rfc3339("2027-03-08T09:07:00+08:00").value());
}

TEST_F(Hours, what_keeps_none_is_tried_again_at_night) {
  answer("w", {sent(reminder("2027-03-10T17:30:00+08:00", false), wire::RETRY, "450")});
  go("2027-03-05T17:35:00+08:00");
  EXPECT_THAT(sends(), SizeIs(1));
}

TEST_F(Hours, a_pause_that_ends_on_a_day_off_sends_nothing_that_day) {
  operate("pause");
  EXPECT_EQ(reminder().id(), 0U);
  go("2027-03-06T10:00:00+08:00");
  operate("resume");
  turn();
  EXPECT_THAT(sends(), IsEmpty());
  go("2027-03-08T09:07:00+08:00");
  EXPECT_THAT(sends(), SizeIs(1));
}

TEST_F(Hours, a_replay_on_a_day_off_waits_too) {
  const auto first = reminder();
  answer("w", {sent(first, wire::REJECT, "550")});
  go("2027-03-06T10:00:00+08:00");
  jobs();
  EXPECT_TRUE(operate("replay", {{"message", notification_id(MessageId{first.id()})}}).ok());
  turn();
  EXPECT_THAT(sends(), IsEmpty());
  go("2027-03-08T09:07:00+08:00");
  EXPECT_THAT(sends(), SizeIs(1));
}

TEST_F(Hours, a_restart_on_a_day_off_sends_nothing_that_day) {
  answer("w", {sent(reminder(), wire::RETRY, "450")});
  clock_->advance(std::chrono::hours{20});
  back_from_a_restart();
  EXPECT_THAT(sends(), IsEmpty());
  back_from_a_restart();
  EXPECT_THAT(sends(), IsEmpty());
  EXPECT_THAT(events("put_off"), SizeIs(1));  // the row knows
  go("2027-03-08T09:07:00+08:00");
  EXPECT_THAT(sends(), SizeIs(1));
}

TEST_F(Hours, a_message_that_was_under_way_at_a_crash_goes_again_in_its_hours) {
  reminder();
  clock_->advance(std::chrono::hours{20});
  back_from_a_restart();
  turn(std::chrono::seconds{1});
  EXPECT_THAT(sends(), IsEmpty());
  go("2027-03-08T09:07:00+08:00");
  EXPECT_THAT(sends(), SizeIs(1));
}

TEST_F(Hours, what_would_expire_before_the_next_hours_is_dead_at_once_and_its_matter_hears) {
  const auto first = reminder("2027-03-08T00:00:00+08:00");
  answer("w", {sent(first, wire::RETRY, "450")});
  go("2027-03-05T17:35:00+08:00");
  turn();
  const auto heard = jobs();
  ASSERT_EQ(heard.size(), 1U);
  EXPECT_EQ(heard[0].decide().inbox(0).body().delivery_failed().message_id(), first.id());
  EXPECT_EQ(status().dead_messages(), 1U);
}

TEST_F(Hours, what_expires_while_its_channel_is_paused_ends_then) {
  operate("pause");
  reminder("2027-03-08T00:00:00+08:00");
  go("2027-03-07T23:59:00+08:00");
  EXPECT_EQ(status().dead_messages(), 0U);
  back_from_a_restart();
  go("2027-03-08T00:00:00+08:00");
  EXPECT_EQ(status().dead_messages(), 1U);
  ASSERT_EQ(jobs().size(), 1U);  // its matter hears; nothing is sent
}

TEST_F(Hours, is_tried_until_it_expires_whatever_the_schedule) {
  go("2027-03-08T09:07:00+08:00");
  auto job = reminder();
  for (int n = 0; n < 6; ++n) {  // the schedule has two places, and ends after an hour
    answer("w", {sent(job, wire::RETRY, "450")});
    clock_->advance(std::chrono::minutes{20});
    turn();
    const auto again = sends();
    ASSERT_EQ(again.size(), 1U) << n;
    job = again[0];
  }
  answer("w", {sent(job, wire::RETRY, "450")});
  go("2027-03-10T17:30:00+08:00");
  EXPECT_EQ(status().dead_messages(), 1U);
}

TEST_F(Hours, go_by_the_calendar_in_force) {
  answer("w", {sent(reminder("2027-03-12T17:30:00+08:00"), wire::RETRY, "450")});
  activate_bundle([](wire::Bundle& bundle) { bundle.mutable_calendar()->add_days_off("2027-03-08"); });
  go("2027-03-05T17:35:00+08:00");
  go("2027-03-08T10:00:00+08:00");
  EXPECT_THAT(sends(), IsEmpty());
  go("2027-03-09T09:07:00+08:00");
  EXPECT_THAT(sends(), SizeIs(1));
}

}  // namespace
}  // namespace fenghuo::ledger
