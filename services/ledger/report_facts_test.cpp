// What reports ask of the ledger: sums of facets with the numbers of their matters, and the journal's signed head.
#include <gmock/gmock.h>

#include "common/storage/journal_format.hpp"
#include "services/ledger/test_ledger.hpp"

namespace fenghuo::ledger {
namespace {

struct ReportFacts : testing::Test {
  TestLedger l;
  crypto::SigningKey key = crypto::make_signing_key();
  void SetUp() override {
    l.core_->sign_heads_with(key);
    l.activate_bundle();
    l.worker("decide", "e");
  }
  // Decides a new matter once without facts, so that it is leased again with these.
  wire::DecideJob leased_with(const std::vector<std::string>& facets) {
    l.submit({TestLedger::signal_item("ask", "ask")});
    l.turn();
    const auto job = l.jobs().at(0);
    wire::ResultItem ask;
    ask.set_lease(job.lease());
    *ask.mutable_fence() = job.fence();
    ask.set_id(job.id());
    for (const auto& facet : facets) ask.mutable_decision()->add_need_facts(facet);
    l.answer("e", {ask});
    l.turn();
    return l.jobs().at(0).decide();
  }
};

TEST_F(ReportFacts, ASumComesWithItsPartsAndTheirNumbers) {
  l.told("t1", "a", [](wire::Decision& d) {
    d.mutable_row()->add_facets("late|1784|hq");
    d.set_serial_kind("督");
    d.set_serial_year(2027);
  });
  l.told("t2", "b", [](wire::Decision& d) { d.mutable_row()->add_facets("late|1783|hq"); });
  const auto job = leased_with({"late|*", "tally|*"});
  ASSERT_EQ(job.facts_size(), 2);
  EXPECT_EQ(job.facts(0).facet(), "late|*");
  ASSERT_EQ(job.facts(0).parts_size(), 2);
  EXPECT_EQ(job.facts(0).parts(0).facet(), "late|1783|hq");
  EXPECT_THAT(job.facts(0).parts(0).numbers(), testing::ElementsAre(""));
  EXPECT_THAT(job.facts(0).parts(1).numbers(), testing::ElementsAre("督〔2027〕1号"));
  EXPECT_EQ(job.facts(1).parts_size(), 0);
}

TEST_F(ReportFacts, TheJournalsHeadIsThatOfTheLastCommitAndSigned) {
  const auto job = leased_with({"journal"});
  ASSERT_EQ(job.facts_size(), 1);
  ASSERT_EQ(job.facts(0).numbers_size(), 1);
  const auto reader = storage::Reader::open(l.folder_ + "/ledger.db", 4);
  const auto now = (*reader)->head(key);
  EXPECT_GT(now.seq(), 1U);
  EXPECT_TRUE(journal::head_signature_holds(now));
  EXPECT_EQ(job.facts(0).numbers(0), journal::head_text(now));
}

TEST_F(ReportFacts, AChangedSumRefusesNoDecision) {
  l.submit({TestLedger::signal_item("s1", "t1")});
  l.turn();
  const auto job = l.jobs().at(0);
  l.told("t2", "b", [](wire::Decision& d) { d.mutable_row()->add_facets("tally|all|normal"); });
  l.answer("e", {l.decision(job)});
  l.turn();
  EXPECT_TRUE(l.jobs().empty());
}

}  // namespace
}  // namespace fenghuo::ledger
