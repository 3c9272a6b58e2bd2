#include "common/paper/pdf.hpp"

#include <rapidcheck/gtest.h>

#include "common/paper/pdf_pages.hpp"
#include "common/paper/test_file.hpp"

namespace fenghuo {
namespace {

Paper long_paper(int events) {
  auto file = duty_file();
  for (int i = 0; i < events; ++i)
    add_event(file, 100 + static_cast<std::uint64_t>(i), "progress", ms_at("2027-07-08T16:00:00+08:00") + i * 1000, "logistics-desk",
              {{"party", "unit:logistics"}}, "现场已处置，正在逐项核对，稍后续报");
  return matter_paper(file, paper_bundle(), beijing());
}

TEST(Pdf, TheSamePaperHasTheSameBytes) {
  const auto paper = long_paper(40);
  const auto a = render_pdf(paper), b = render_pdf(paper);
  ASSERT_TRUE(a) << a.error().message;
  ASSERT_TRUE(b) << b.error().message;
  EXPECT_TRUE(a->bytes.starts_with("%PDF-"));
  EXPECT_TRUE(a->bytes == b->bytes);
  EXPECT_NE(a->bytes.find("CreationDate (20270709000000Z)"), std::string::npos) << "the matter's time, not the clock's";
}

TEST(Pdf, SaysWhichPageItIsAt) {
  std::vector<std::pair<std::size_t, std::size_t>> seen;
  const auto pdf = render_pdf(long_paper(300), [&](std::size_t page, std::size_t pages) { seen.emplace_back(page, pages); });
  ASSERT_TRUE(pdf) << pdf.error().message;
  ASSERT_EQ(seen.size(), pdf->pages);
  EXPECT_GT(pdf->pages, 5U);
  EXPECT_EQ(seen.back(), (std::pair{pdf->pages, pdf->pages}));
}

TEST(Pdf, AMatterOfFiveThousandEventsPrints) {
  const auto pdf = render_pdf(long_paper(5000));
  ASSERT_TRUE(pdf) << pdf.error().message;
  EXPECT_GT(pdf->pages, 100U);
}

// ---- where things stand: no font needed

double ten_a_line(const PaperTable&, const std::vector<std::string>& cells) {
  return 10.0 + 10.0 * static_cast<double>(cells.back().size());
}

RC_GTEST_PROP(Place, NoRowIsCutByAPagesEndAndNoneIsLost, ()) {
  Paper paper;
  const auto tables = *rc::gen::inRange(1, 5);
  std::size_t rows = 0;
  for (int t = 0; t < tables; ++t) {
    PaperTable table{"h", {1}, {"x"}, {}};
    const auto heights = *rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(0, 120));
    table.rows.reserve(heights.size());
    for (const auto height : heights) table.rows.push_back({std::string(height, 'x')});
    rows += table.rows.size();
    paper.tables.push_back(std::move(table));
  }
  std::size_t placed = 0;
  for (const auto& page : paper::place(paper, ten_a_line)) {
    double y = paper::top;
    for (const auto& one : page) {
      RC_ASSERT(one.y >= y);
      y = one.y + one.height;
      RC_ASSERT(y <= paper::page_height - paper::bottom + 0.001);
      placed += one.what == paper::What::row ? 1U : 0U;
    }
    const bool ends_with_a_row = page.empty() || page.back().what == paper::What::row;  // RC_ASSERT evaluates both sides of ||
    RC_ASSERT(ends_with_a_row);
  }
  RC_ASSERT(placed == rows);
}

TEST(Place, TheHeadStandsAgainOnEveryPage) {
  Paper paper;
  PaperTable table{"h", {1}, {"x"}, {}};
  for (int i = 0; i < 200; ++i) table.rows.push_back({"x"});
  paper.tables.push_back(std::move(table));
  const auto pages = paper::place(paper, ten_a_line);
  ASSERT_GT(pages.size(), 3U);
  for (std::size_t i = 0; i < pages.size(); ++i) {
    EXPECT_EQ(pages[i][0].what, paper::What::heading);
    EXPECT_EQ(pages[i][0].continued, i > 0);
    EXPECT_EQ(pages[i][1].what, paper::What::head);
  }
}

}  // namespace
}  // namespace fenghuo
