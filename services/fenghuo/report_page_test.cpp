#include "services/fenghuo/report_page.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/sheet/sheet.hpp"

namespace fenghuo::cli {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class ReportPageTest : public testing::Test {
 protected:
  ReportPageTest() {
    report_.set_kind("monthly");
    report_.set_period("2026-11");
    report_.set_from(to_ms(parse_rfc3339("2026-11-01T00:00:00+08:00").value()));
    report_.set_to(to_ms(parse_rfc3339("2026-12-01T00:00:00+08:00").value()));
    report_.set_made_at(to_ms(parse_rfc3339("2026-12-01T08:10:00+08:00").value()));
    add("total", "", 7);
    add("unit", "后勤保障部<b>", 2);
    add("unit", "保卫部", 5);
  }
  void add(const char* by, const char* name, std::uint32_t open) {
    auto& row = *report_.add_rows();
    row.set_by(by);
    row.set_name(name);
    row.set_open(open);
  }
  ReportPage page(bool exact = false) const { return {report_, "11月督查通报", zone_, exact}; }

  wire::Report report_;
  Zone zone_ = Zone::find("Asia/Shanghai").value();
};

TEST_F(ReportPageTest, APageNeedsNothingElseAndEscapesWhatItPrints) {
  const auto html = report_html(page());
  EXPECT_THAT(html, AllOf(HasSubstr("<h1>11月督查通报</h1>"), HasSubstr("后勤保障部&lt;b&gt;"), HasSubstr("<td>＜3</td>"),
                          HasSubstr("<td>—</td>"), HasSubstr("2026-11-01 至 2026-11-30"), HasSubstr("草稿，待签发")));
  EXPECT_THAT(html, AllOf(Not(HasSubstr("<script")), Not(HasSubstr("http://")), Not(HasSubstr("https://")), Not(HasSubstr("src="))));
}

TEST_F(ReportPageTest, TheExactOneSaysThatItIsForChecking) {
  EXPECT_THAT(report_text(page(true)), AllOf(HasSubstr("核对用"), Not(HasSubstr("＜3以"))));
  EXPECT_THAT(report_json(page(true)), HasSubstr(R"("未办结":"2")"));
  EXPECT_THAT(report_json(page()), Not(HasSubstr(R"("未办结":"2")")));
}

TEST_F(ReportPageTest, ASpreadsheetReadsBackAndIsTheSameBytesAgain) {
  const auto bytes = report_xlsx(page());
  ASSERT_TRUE(bytes) << bytes.error().message;
  EXPECT_EQ(*bytes, *report_xlsx(page()));
  const auto sheet = sheet::parse_sheet(*bytes);
  ASSERT_TRUE(sheet);
  EXPECT_EQ(sheet->name, "督查通报");
  EXPECT_EQ(sheet->rows.at(0).at(2), "未办结");
  EXPECT_EQ(sheet->rows.at(2).at(1), "后勤保障部<b>");
  EXPECT_EQ(sheet->rows.at(2).at(2), "＜3");
}

TEST_F(ReportPageTest, SaysWhoIssuedIt) {
  report_.set_issued_by("督办科");
  report_.set_issued_at(to_ms(parse_rfc3339("2026-12-02T09:00:00+08:00").value()));
  EXPECT_THAT(report_text(page()), HasSubstr("已签发：督办科，2026-12-02 09:00"));
  EXPECT_THAT(report_json(page()), HasSubstr(R"("state":"issued")"));
}

TEST_F(ReportPageTest, ACutOneSaysSoEverywhere) {
  report_.set_cut(true);
  report_.mutable_rows(0)->set_open(5007);
  EXPECT_THAT(report_text(page()), HasSubstr("余下5000件未按单位列出"));
  EXPECT_THAT(report_html(page()), HasSubstr("余下5000件未按单位列出"));
  EXPECT_THAT(report_json(page()), HasSubstr(R"("cut":true)"));
}

TEST_F(ReportPageTest, BeforeItIsMadeItSaysWhenItWillBe) {
  report_.clear_made_at();
  report_.set_due_at(to_ms(parse_rfc3339("2026-12-01T08:10:00+08:00").value()));
  EXPECT_THAT(report_text(page()), HasSubstr("报告期未满，2026-12-01 08:10形成"));
}

}  // namespace
}  // namespace fenghuo::cli
