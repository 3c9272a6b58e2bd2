// What people hear through no rule: a red nobody could decide, a clock in doubt; and what the journal says of a message that was not
// queued.
#include <gmock/gmock.h>

#include "services/ledger/test_ledger.hpp"

namespace fenghuo::ledger {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::UnorderedElementsAre;

void add_role(wire::Bundle& bundle, const std::string& id, const std::vector<std::string>& contacts,
              const std::vector<std::string>& members = {}) {
  auto* role = bundle.add_roles();
  role->set_id(id);
  for (const auto& contact : contacts) role->add_contacts(contact), bundle.add_destinations()->set_id(contact);
  for (const auto& member : members) role->add_members(member);
}

struct AlertTest : testing::Test {
  TestLedger l;
  void SetUp() override {
    l.activate_bundle([](wire::Bundle& b) {
      int rank = 0;
      for (const auto& [id, name] : {std::pair{"red", "红色（一级）"}, std::pair{"blue", "蓝色（四级）"}}) {
        auto* level = b.add_levels();
        level->set_id(id);
        level->set_rank(static_cast<std::uint32_t>(++rank));
        level->set_name(name);
      }
      auto* category = b.add_categories();
      category->set_id("canteen");
      category->set_name("餐饮");
      b.set_dispatch_role("office");
      add_role(b, "office", {"office_hook"});
      add_role(b, "duty", {"duty_hook"});
      add_role(b, "board", {}, {"role:seat", "duty"});
      add_role(b, "seat", {"seat_hook"});
      auto* asked = b.mutable_ladders(0)->add_rungs()->add_asked();
      asked->add_any_of("role:duty");
      asked->add_any_of("body:board");
      asked->add_any_of("unit");
    });
    l.worker("decide", "e");
  }
  // The messages that wait, by destination.
  std::map<std::string, wire::NotificationModel> alerts() {
    l.worker("webhook", "w");
    l.turn();
    std::map<std::string, wire::NotificationModel> all;
    for (const auto& job : l.jobs()) {
      if (job.has_send() && job.send().model().reason() == "built-in alert") all[job.send().destination()] = job.send().model();
    }
    return all;
  }
  void fail_until_quarantined() {
    for (int i = 0; i < 5; ++i) {
      l.turn();
      const auto jobs = l.jobs();
      ASSERT_EQ(jobs.size(), 1U);
      wire::ResultItem result;
      result.set_lease(jobs[0].lease());
      *result.mutable_fence() = jobs[0].fence();
      result.set_id(jobs[0].id());
      result.mutable_failure()->set_reason("a fault in the rules");
      l.answer("e", {result});
      l.clock_->advance(std::chrono::minutes{1});
    }
    EXPECT_EQ(l.status().quarantined(), 1U);
  }
};

std::vector<std::string> names(const std::map<std::string, wire::NotificationModel>& alerts) {
  std::vector<std::string> all;
  all.reserve(alerts.size());
  for (const auto& [name, model] : alerts) all.push_back(name);
  return all;
}

TEST_F(AlertTest, ARedThatFailsLaterIsAnnouncedWithLevelCategoryAndNumberToThoseItWouldHaveReached) {
  l.told("t1", "a", [](wire::Decision& d) {
    d.mutable_row()->set_level("red");
    d.mutable_row()->set_category("canteen");
    d.set_serial_kind("舆");
    d.set_serial_year(2027);
  });
  l.clock_->advance(std::chrono::minutes{11});
  fail_until_quarantined();  // a rung's decision: no signal waits in the inbox
  const auto all = alerts();
  EXPECT_THAT(names(all), UnorderedElementsAre("operator_hook", "office_hook", "duty_hook", "seat_hook"));
  for (const auto& [name, model] : all) {
    EXPECT_THAT(model.subject(), HasSubstr("红色（一级）预警 舆〔2027〕1号"));
    EXPECT_THAT(model.text(), HasSubstr("餐饮"));
    EXPECT_THAT(model.text(), HasSubstr("尚未核实"));
    EXPECT_EQ(model.level(), "red");
    EXPECT_EQ(model.category_name(), "餐饮");
  }
}

TEST_F(AlertTest, ARedThatWasNeverDecidedIsAnnouncedFromItsSignal) {
  auto item = TestLedger::signal_item("s1", "t1");
  item.mutable_body()->mutable_signal()->set_category("canteen");
  item.mutable_body()->mutable_signal()->set_topic_title("第二食堂晚餐价格");
  l.submit({item});
  fail_until_quarantined();
  const auto all = alerts();
  EXPECT_EQ(all.size(), 4U);
  EXPECT_THAT(all.at("duty_hook").subject(), HasSubstr("红色（一级）预警"));
  EXPECT_THAT(all.at("duty_hook").text(), testing::AllOf(HasSubstr("餐饮"), Not(HasSubstr("食堂"))));
}

TEST_F(AlertTest, ALesserOneIsTheOperatorsAlone) {
  l.submit({TestLedger::signal_item("s1", "t1", "blue")});
  fail_until_quarantined();
  EXPECT_THAT(names(alerts()), UnorderedElementsAre("operator_hook"));
}

TEST_F(AlertTest, AClockInDoubtAsksTheOperatorOnce) {
  ASSERT_TRUE(l.commit([&] { l.store_->set_meta("last_commit_at", std::to_string(to_ms(l.clock_->now()))); }));
  l.clock_->advance(std::chrono::hours{24 * 365});
  l.restart();
  const auto all = alerts();
  ASSERT_THAT(names(all), UnorderedElementsAre("operator_hook"));
  EXPECT_THAT(all.at("operator_hook").text(), HasSubstr("fenghuo confirm-clock"));
  EXPECT_EQ(l.status().open_matters(), 0U) << "the alert opens nothing";
  l.restart();
  EXPECT_EQ(l.store_->count_messages(storage::MessageState::queued), 1U) << "a restart while held does not ask again";
}

TEST_F(AlertTest, AMessageThatIsNotQueuedLeavesItsReason) {
  l.told("t1");
  l.clock_->advance(std::chrono::minutes{11});
  l.turn();
  l.answer("e", {l.decision(l.jobs().at(0), [](wire::Decision& d) { TestLedger::queue(d, "a", "1/0/0/a"); })});
  const auto events = l.events("not_queued");
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(field(events[0].fields(), "dedup"), "1/0/0/a");
  EXPECT_EQ(field(events[0].fields(), "party"), "role:a");
}

}  // namespace
}  // namespace fenghuo::ledger
