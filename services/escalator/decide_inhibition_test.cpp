// A yellow under an open red waits in the digest; what a digest is.
#include "services/escalator/test_world.hpp"

namespace fenghuo::escalator::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

// ------------------------------------------------------------------ inhibition, digests

TEST(Inhibition, NeedsTheFactThenJoinsTheDigestAndWaits) {
  World w;
  w.counts["unit=hq|level=red"] = 1;
  w.alert("yellow");
  EXPECT_TRUE(w.matter.inhibited());
  EXPECT_THAT(w.sent(), IsEmpty());
  EXPECT_THAT(w.events(), ElementsAre("opened", "inhibited"));
  EXPECT_EQ(w.event_field("inhibited", "by"), "舆〔2027〕1号");
  EXPECT_THAT(w.last.registers(), ElementsAre("unit=hq|level=red"));
  ASSERT_EQ(w.last.facts_read_size(), 1);
  EXPECT_EQ(w.last.facts_read(0).revision(), 1U);
  EXPECT_EQ(w.last.forward_size(), 1);
  EXPECT_THAT(w.row.facets(), IsEmpty());
  EXPECT_EQ(w.row.next_at(), w.start() + 22 * hour + 7 * minute) << "looks again at the digest's time";
  w.at(23 * hour);
  EXPECT_TRUE(w.matter.inhibited());
  EXPECT_EQ(w.last.forward_size(), 0) << "listed once";
  w.counts.clear();
  w.decide();
  EXPECT_THAT(w.events(), ElementsAre("uninhibited", "rung"));
  EXPECT_THAT(w.sent(), UnorderedElementsAre("+1380 warning! duty", "+1380 warning! unit:hq"));
  EXPECT_THAT(w.last.registers(), IsEmpty());
  EXPECT_EQ(w.broken, "");
}

TEST(Inhibition, WithoutTheFactNothingElseIsDecided) {
  const auto book = std::make_shared<const Playbook>(small_rules());
  wire::DecideJob job;
  job.set_matter_id(1);
  job.set_now(ten_oclock);
  job.set_bundle(book->hash);
  auto& item = *job.add_inbox();
  item.set_id(1);
  item.mutable_body()->mutable_signal()->set_category("logistics");
  item.mutable_body()->mutable_signal()->set_level("yellow");
  const auto decision = decide(job, {&book->bundle, book->hash, &book->bundle});
  EXPECT_THAT(decision.need_facts(), ElementsAre("unit=hq|level=red"));
  EXPECT_EQ(decision.outcomes_size() + decision.queue_size() + decision.events_size(), 0);
  EXPECT_FALSE(decision.has_matter());
}

TEST(Inhibition, RedIsNeverInhibitedAndNeitherIsARaise) {
  auto rules = small_rules();
  rules.mutable_inhibitions(0)->add_target_levels("red");
  World red(rules);
  red.counts["unit=hq|level=red"] = 1;
  red.alert("red");
  EXPECT_FALSE(red.matter.inhibited());
  World w;
  w.counts["unit=hq|level=red"] = 1;
  w.alert("yellow").at(minute).signal("orange");
  EXPECT_FALSE(w.matter.inhibited());
  EXPECT_THAT(w.sent(), Contains("+1 warning! duty"));
  EXPECT_EQ(w.broken, "");
}

TEST(Inhibition, ActsOnAnInhibitedMatterWork) {
  World w;
  w.counts["unit=hq|level=red"] = 1;
  w.alert("yellow").ack("role:duty");
  EXPECT_EQ(w.code(), wire::DONE);
  w.counts.clear();
  w.at(minute).decide();
  EXPECT_THAT(w.sent(), IsEmpty()) << "somebody has it";
  EXPECT_FALSE(w.matter.inhibited());
  EXPECT_EQ(w.broken, "");
}

TEST(Digest, CollectsAndIsSentOnce) {
  World w;
  w.key = "digest/role:duty/2027-07-08";
  for (int i = 0; i < 60; ++i) {
    wire::InboxBody body;
    auto& entry = *body.mutable_digest_entry();
    entry.set_matter_id(100 + static_cast<std::uint64_t>(i));
    entry.set_level("blue");
    entry.set_category("logistics");
    entry.set_title("食堂");
    w.put(body);
  }
  EXPECT_EQ(w.matter.entries_size(), 60);
  EXPECT_EQ(w.matter.entries_total(), 60U);
  EXPECT_EQ(w.last.serial_kind(), "");
  EXPECT_EQ(w.row.next_at(), w.start() + 22 * hour + 7 * minute);
  w.at(23 * hour);
  EXPECT_FALSE(w.open());
  EXPECT_THAT(w.sent(), ElementsAre("+1327 digest duty"));
  EXPECT_THAT(w.last.queue(0).model().subject(), HasSubstr("〔每日摘要〕7月8日"));
  EXPECT_THAT(w.last.queue(0).model().text(), HasSubstr("另有10件"));
  EXPECT_EQ(w.last.queue(0).model().entries_size(), 50);
  wire::InboxBody late;
  late.mutable_digest_entry()->set_matter_id(7);
  w.put(late);
  ASSERT_EQ(w.last.forward_size(), 1);
  EXPECT_EQ(w.last.forward(0).matter_key(), "digest/role:duty/2027-07-09") << "the next digest carries it";
  EXPECT_EQ(w.broken, "");
}

}  // namespace
}  // namespace fenghuo::escalator::testing
