#include "common/messages/report_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fenghuo {
namespace {

using testing::ElementsAre;

struct Made {
  wire::Report report;
  Made& row(const std::string& by, const std::string& name, std::uint32_t overdue) {
    auto& row = *report.add_rows();
    row.set_by(by);
    row.set_name(name);
    row.set_overdue(overdue);
    return *this;
  }
  std::vector<std::string> overdue(bool exact) const {
    std::vector<std::string> out;
    for (const auto& row : report_rows(report, exact)) out.push_back(row.at(5));
    return out;
  }
};

TEST(ReportTable, EveryRowHasACellForEveryHeading) {
  const auto rows = report_rows(Made{}.row("total", "合计", 3).row("unit", "后勤保障部", 3).report, true);
  ASSERT_EQ(rows.size(), 2U);
  for (const auto& row : rows) EXPECT_EQ(row.size(), report_heading().size());
  EXPECT_EQ(report_heading().at(5), "逾期");
  EXPECT_EQ(rows[1].at(0), "单位");
  EXPECT_EQ(rows[1].at(1), "后勤保障部");
}

TEST(ReportTable, ExactCountsAreExact) {
  const auto made = Made{}.row("total", "", 6).row("unit", "a", 1).row("unit", "b", 2).row("unit", "c", 3);
  EXPECT_THAT(made.overdue(true), ElementsAre("6", "1", "2", "3"));
}

TEST(ReportTable, CountsBelowThreeAreHidden) {
  const auto made = Made{}.row("total", "", 6).row("unit", "a", 1).row("unit", "b", 2).row("unit", "c", 3).row("unit", "d", 0);
  EXPECT_THAT(made.overdue(false), ElementsAre("6", "＜3", "＜3", "3", "0"));
}

TEST(ReportTable, AHiddenCountIsNotHadFromTheSum) {
  const auto made = Made{}.row("total", "", 13).row("unit", "a", 2).row("unit", "b", 7).row("unit", "c", 4).row("line", "main", 13);
  EXPECT_THAT(made.overdue(false), ElementsAre("13", "＜3", "7", "—", "13"));
}

TEST(ReportTable, TheSumOfOneHiddenCountAloneIsHiddenToo) {
  EXPECT_THAT(Made{}.row("total", "", 2).row("unit", "a", 2).row("unit", "b", 0).overdue(false), ElementsAre("＜3", "＜3", "0"));
  EXPECT_THAT(Made{}.row("total", "", 5).row("field", "a", 2).row("unit", "b", 5).overdue(false), ElementsAre("5", "＜3", "5"))
      << "a duty may have no field: one field alone is never five, so the sum tells nothing of it";
}

TEST(ReportTable, TwoHiddenCountsWithOneSolutionAreNotHadFromTheSum) {
  EXPECT_THAT(Made{}.row("total", "", 4).row("unit", "a", 2).row("unit", "b", 2).overdue(false), ElementsAre("—", "＜3", "＜3"));
  EXPECT_THAT(Made{}.row("total", "", 2).row("unit", "a", 1).row("unit", "b", 1).overdue(false), ElementsAre("—", "＜3", "＜3"));
  EXPECT_THAT(Made{}.row("total", "", 3).row("unit", "a", 1).row("unit", "b", 2).overdue(false), ElementsAre("3", "＜3", "＜3"));
  EXPECT_THAT(Made{}.row("total", "", 7).row("unit", "a", 1).row("unit", "b", 1).row("unit", "c", 1).row("unit", "d", 4).overdue(false),
              ElementsAre("7", "＜3", "＜3", "＜3", "—"));
}

TEST(ReportTable, AHiddenSumIsNotHadFromAnotherGroup) {
  const auto made = Made{}.row("total", "", 4).row("unit", "a", 2).row("unit", "b", 2).row("line", "main", 4);
  EXPECT_THAT(made.overdue(false), ElementsAre("—", "＜3", "＜3", "—"));
}

TEST(ReportTable, ACutOneSaysHowManyNoRowCounts) {
  wire::Report report;
  const auto add = [&](const char* by, std::uint32_t open) {
    auto& row = *report.add_rows();
    row.set_by(by);
    row.set_open(open);
  };
  add("total", 5000);
  add("line", 5000);
  add("unit", 1200);
  add("unit", 800);
  EXPECT_EQ(cut_text(report), "");
  report.set_cut(true);
  EXPECT_EQ(cut_text(report), "分项超过2000项，余下3000件未按单位列出；合计为全部。");
  EXPECT_THAT(report_rows(report, false).at(0), ::testing::Contains("5000"));
}

TEST(ReportTable, ARowDoesNotGiveItsSmallCountsAway) {
  wire::Report report;
  auto& row = *report.add_rows();
  row.set_by("unit");
  row.set_open(2);
  row.set_imminent(1);
  row.set_overdue(1);
  EXPECT_THAT(report_rows(report, false).at(0), ElementsAre("单位", "", "—", "0", "＜3", "＜3", "0", "0", "0", "0", "0"));
}

}  // namespace
}  // namespace fenghuo
