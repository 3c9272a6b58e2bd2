// What a decision sends on to another matter: by key, by id, by number; and to one that is not there.
#include <gmock/gmock.h>

#include "services/ledger/test_ledger.hpp"

namespace fenghuo::ledger {
namespace {

class Forward : public ::testing::Test, public TestLedger {
 protected:
  void SetUp() override {
    activate_bundle();
    worker("decide", "e");
  }

  // Opens a matter with the next number.
  MatterId numbered(const std::string& topic) {
    submit({signal_item("s-" + topic, topic)});
    turn();
    const auto job = jobs().at(0);
    answer("e", {decision(job, [](wire::Decision& d) {
             d.set_serial_kind("舆");
             d.set_serial_year(2027);
           })});
    return MatterId{job.decide().matter_id()};
  }
  // Another matter's decision that sends this on.
  void sends(const std::function<void(wire::ToMatter&)>& aim) {
    submit({signal_item("s-from", "from")});
    turn();
    const auto job = jobs().at(0);
    from_ = MatterId{job.decide().matter_id()};
    answer("e", {decision(job, [&](wire::Decision& d) {
             queue(d, "a", "1/0/0/a");
             auto& to = *d.add_forward();
             to.set_dedup("cited/1");
             to.mutable_body()->mutable_cited()->set_matter_id(job.decide().matter_id());
             aim(to);
           })});
    turn();
  }

  MatterId from_{};
};

TEST_F(Forward, reaches_a_matter_by_its_id) {
  const auto to = numbered("t");
  sends([&](wire::ToMatter& f) { f.set_matter_id(to.value); });
  const auto next = jobs();
  ASSERT_EQ(next.size(), 1U);
  EXPECT_EQ(next[0].decide().matter_id(), to.value);
  ASSERT_EQ(next[0].decide().inbox_size(), 1);
  EXPECT_EQ(next[0].decide().inbox(0).body().cited().matter_id(), from_.value);
  EXPECT_TRUE(events("forward_lost").empty());
}

TEST_F(Forward, reaches_a_matter_by_its_number_also_when_that_is_closed) {
  const auto to = numbered("t");
  submit({signal_item("s-again", "t")});
  turn();
  answer("e", {decision(jobs().at(0), [](wire::Decision& d) {
           d.mutable_row()->set_open(false);
           d.mutable_row()->set_next_at(0);
         })});
  sends([](wire::ToMatter& f) { f.set_matter_number("舆〔2027〕1号"); });
  const auto next = jobs();
  ASSERT_EQ(next.size(), 1U);
  EXPECT_EQ(next[0].decide().matter_id(), to.value);
  EXPECT_TRUE(next[0].decide().inbox(0).body().has_cited());
}

TEST_F(Forward, to_a_matter_that_is_not_there_is_on_record_and_breaks_nothing) {
  const std::vector<std::pair<std::string, std::function<void(wire::ToMatter&)>>> aims = {
      {"no matter has this id", [](wire::ToMatter& f) { f.set_matter_id(4711); }},
      {"no matter has this number", [](wire::ToMatter& f) { f.set_matter_number("督〔2027〕9号"); }},
      {"it names no matter", [](wire::ToMatter&) {}}};
  for (const auto& [why, aim] : aims) {
    TestLedger fresh;
    fresh.activate_bundle();
    fresh.worker("decide", "e");
    fresh.submit({signal_item("s", "t")});
    fresh.turn();
    fresh.answer("e", {fresh.decision(fresh.jobs().at(0), [&](wire::Decision& d) {
                   queue(d, "a", "1/0/0/a");
                   auto& to = *d.add_forward();
                   to.set_dedup("x");
                   to.mutable_body()->mutable_cited();
                   aim(to);
                 })});
    const auto lost = fresh.events("forward_lost");
    ASSERT_EQ(lost.size(), 1U) << why;
    EXPECT_EQ(field(lost[0].fields(), "reason"), why);
    EXPECT_EQ(fresh.status().queued_messages(), 1U);  // the rest of the decision stands
    EXPECT_EQ(fresh.status().open_matters(), 1U);
  }
}

}  // namespace
}  // namespace fenghuo::ledger
