#include "common/messages/report_table.hpp"

#include <array>
#include <optional>

namespace fenghuo {
namespace {

constexpr std::uint32_t small = 3;
constexpr std::size_t columns = 9;
constexpr const char* few = "＜3";
constexpr const char* hidden = "—";

using Counts = std::array<std::uint32_t, columns>;
using Hidden = std::array<bool, columns>;

Counts counts_of(const wire::ReportRow& row) {
  return {row.open(),      row.approaching(), row.imminent(),    row.overdue(),  row.to_verify(),
          row.not_taken(), row.closed(),      row.closed_late(), row.cancelled()};
}

const char* group_name(const std::string& by) {
  return by == "unit" ? "单位" : by == "line" ? "责任线" : by == "field" ? "分管领域" : "合计";
}

bool is_small(std::uint32_t count) { return count > 0 && count < small; }

class Cells {
 public:
  explicit Cells(const wire::Report& report) : report_(report), covered_(static_cast<std::size_t>(report.rows_size())) {
    for (const char* by : {"unit", "line", "field"}) {
      for (std::size_t column = 0; column < columns; ++column) cover_the_lonely(by, column);
    }
  }

  std::string text(int row, std::size_t column, bool exact) const {
    const auto count = counts_of(report_.rows(row)).at(column);
    if (exact) return std::to_string(count);
    if (is_small(count)) return few;
    return covered_[static_cast<std::size_t>(row)][column] ? hidden : std::to_string(count);
  }

 private:
  // One small cell alone is the sum less the others: another one is covered with it.
  void cover_the_lonely(const std::string& by, std::size_t column) {
    int lonely = 0;
    std::optional<int> next, total;
    for (int i = 0; i < report_.rows_size(); ++i) {
      const auto& row = report_.rows(i);
      if (row.by() == "total") total = i;
      if (row.by() != by) continue;
      const auto count = counts_of(row).at(column);
      if (is_small(count))
        ++lonely;
      else if (count > 0 && (!next || count < counts_of(report_.rows(*next)).at(column)))
        next = i;
    }
    if (lonely != 1) return;
    if (!next) next = total;
    if (next) covered_[static_cast<std::size_t>(*next)][column] = true;
  }

  const wire::Report& report_;
  std::vector<Hidden> covered_;
};

}  // namespace

TextRow report_heading() {
  return {"分类", "名称", "未办结", "临期", "将到期", "逾期", "待核验", "待签收", "本期办结", "其中逾期办结", "终止"};
}

std::vector<TextRow> report_rows(const wire::Report& report, bool exact) {
  const Cells cells(report);
  std::vector<TextRow> rows;
  rows.reserve(static_cast<std::size_t>(report.rows_size()));
  for (int i = 0; i < report.rows_size(); ++i) {
    const auto& row = report.rows(i);
    TextRow out{group_name(row.by()), row.name().empty() ? row.id() : row.name()};
    for (std::size_t column = 0; column < columns; ++column) out.push_back(cells.text(i, column, exact));
    rows.push_back(std::move(out));
  }
  return rows;
}

}  // namespace fenghuo
