#include "services/deadlines/report_items.hpp"

#include "services/deadlines/test_ledger.hpp"

namespace fenghuo::deadlines {
namespace {

using namespace test;
using testing::ElementsAre;
using testing::IsEmpty;

Rules with_reader(const std::vector<wire::Duty>& duties = {}) {
  Rules made = rules(duties);
  made.bundle.set_report_party("unit:office");
  made.hash = digest_of(made.bundle);
  return made;
}

std::vector<std::string> reports(const TestLedger& ledger) {
  std::vector<std::string> found;
  for (const auto& key : ledger.keys()) {
    if (key.starts_with("report/")) found.push_back(key);
  }
  return found;
}

TEST(ReportItems, EachWeekAndMonthOfTheHorizonOnceForEver) {
  TestLedger ledger;
  const Rules now_in_force = with_reader();
  Machine machine{ledger, std::chrono::hours{24 * 20}};
  machine.look(now_in_force, at("2026-11-18T09:00"));
  EXPECT_THAT(reports(ledger),
              ElementsAre("report/monthly/2026-12", "report/weekly/2026-W48", "report/weekly/2026-W49", "report/weekly/2026-W50"))
      << "nothing of a period that had begun";
  const auto items = ledger.items.size();
  Machine restarted{ledger, std::chrono::hours{24 * 20}};
  restarted.look(now_in_force, at("2026-11-18T10:00"));
  EXPECT_EQ(ledger.items.size(), items);
  machine.look(now_in_force, at("2026-11-25T09:00"));
  EXPECT_EQ(reports(ledger).size(), 5U) << "the week that came into the horizon";
  for (const auto& [key, matter] : ledger.matters) EXPECT_EQ(matter.history.size(), 1U) << key;
}

TEST(ReportItems, ARestartLosesNoneThatIsUnderWayAndWasSubmitted) {
  TestLedger ledger;
  Machine machine{ledger, std::chrono::hours{24 * 20}};
  machine.look(with_reader(), at("2026-11-18T09:00"));
  Rules other = with_reader();
  other.bundle.set_report_party("unit:archive");
  other.hash = digest_of(other.bundle);
  Machine restarted{ledger, std::chrono::hours{24 * 20}};
  restarted.look(other, at("2026-11-25T09:00"));
  EXPECT_EQ(ledger.matters.at("report/weekly/2026-W48").history.size(), 2U) << "under way: it hears of its new reader";
  EXPECT_FALSE(ledger.matters.contains("report/weekly/2026-W47"));
  EXPECT_FALSE(ledger.matters.contains("report/monthly/2026-11"));
}

TEST(ReportItems, AShortHorizonReportsEachPeriodThatBeginsAfterTheSwitch) {
  TestLedger ledger;
  const Rules now_in_force = with_reader();
  Machine machine{ledger, std::chrono::hours{24}};
  machine.look(now_in_force, at("2026-11-20T09:00"));
  EXPECT_THAT(reports(ledger), IsEmpty()) << "the week and the month had begun";
  machine.look(now_in_force, at("2026-11-24T09:00"));
  EXPECT_THAT(reports(ledger), ElementsAre("report/weekly/2026-W48")) << "it began while nobody looked";
  Machine restarted{ledger, std::chrono::hours{24}};
  restarted.look(now_in_force, at("2026-11-30T10:00"));
  EXPECT_THAT(reports(ledger), ElementsAre("report/monthly/2026-12", "report/weekly/2026-W48"));
}

TEST(ReportItems, NoneWithoutAReader) {
  TestLedger ledger;
  Machine machine{ledger};
  machine.look(rules({yearly("a", 101, 331)}), at("2026-11-18T09:00"));
  EXPECT_THAT(reports(ledger), IsEmpty());
}

TEST(ReportItems, ATroubledLedgerGetsThemAgain) {
  TestLedger ledger;
  ledger.answers_left = 0;
  Machine machine{ledger, std::chrono::hours{24 * 20}};
  EXPECT_FALSE(machine.look(with_reader(), at("2026-11-18T09:00")));
  ledger.answers_left = -1;
  ASSERT_TRUE(machine.look(with_reader(), at("2026-11-18T09:01")));
  EXPECT_EQ(reports(ledger).size(), 4U);
}

TEST(ReportItems, CarryTheirPeriodAndReader) {
  const Rules now_in_force = with_reader();
  const Calendar calendar = Calendar::make(now_in_force.bundle.calendar(), Zone::find("Asia/Shanghai").value()).value();
  const auto items =
      report_items(now_in_force.bundle, calendar, {at("2026-11-16T00:00"), at("2026-11-23T00:00"), at("2026-11-16T00:00")}, {});
  ASSERT_EQ(items.size(), 1U);
  EXPECT_EQ(items[0].matter_key(), "report/weekly/2026-W47");
  EXPECT_TRUE(items[0].unique_forever());
  const auto& due = items[0].body().report_due();
  EXPECT_EQ(due.audience(), "unit:office");
  EXPECT_EQ(instant(due.from()), at("2026-11-16T00:00"));
  EXPECT_EQ(instant(due.to()), at("2026-11-23T00:00"));
}

}  // namespace
}  // namespace fenghuo::deadlines
