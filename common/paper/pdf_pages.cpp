#include "common/paper/pdf_pages.hpp"

namespace fenghuo::paper {
namespace {

class Placer {
 public:
  explicit Placer(const Measure& measure) : measure_(measure) { pages_.emplace_back(); }

  void table(const PaperTable& table) {
    if (table.rows.empty()) return;
    const double head = table.head.empty() ? 0 : height(table, table.head);
    // A heading never stands alone at the end of a page.
    if (y_ + heading_height + head + height(table, table.rows.front()) > end) next_page();
    open(table, head, false);
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
      const double h = height(table, table.rows[i]);
      if (y_ + h > end) {
        next_page();
        open(table, head, true);
      }
      add({What::row, &table, i, 0, h, false});
    }
    y_ += table_gap;
  }

  std::vector<Page> take() { return std::move(pages_); }

 private:
  static constexpr double end = page_height - bottom;

  double height(const PaperTable& table, const std::vector<std::string>& cells) const {
    return std::min(measure_(table, cells), most_row_height);
  }
  void next_page() {
    pages_.emplace_back();
    y_ = top;
  }
  void open(const PaperTable& table, double head, bool continued) {
    add({What::heading, &table, 0, 0, heading_height, continued});
    if (head > 0) add({What::head, &table, 0, 0, head, continued});
  }
  void add(Placed placed) {
    placed.y = y_;
    y_ += placed.height;
    pages_.back().push_back(placed);
  }

  const Measure& measure_;
  std::vector<Page> pages_;
  double y_ = top + title_height;
};

}  // namespace

std::vector<Page> place(const Paper& paper, const Measure& measure) {
  Placer placer(measure);
  for (const auto& table : paper.tables) placer.table(table);
  return placer.take();
}

}  // namespace fenghuo::paper
