#include "common/messages/report_table.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "common/messages/small_counts.hpp"

namespace fenghuo {
namespace {

constexpr std::size_t columns = 9;
constexpr const char* few = "＜3";
constexpr const char* hidden = "—";

using Counts = std::array<std::uint32_t, columns>;

Counts counts_of(const wire::ReportRow& row) {
  return {row.open(),      row.approaching(), row.imminent(),    row.overdue(),  row.to_verify(),
          row.not_taken(), row.closed(),      row.closed_late(), row.cancelled()};
}

const char* group_name(const std::string& by) {
  return by == "unit" ? "单位" : by == "line" ? "责任线" : by == "field" ? "分管领域" : "合计";
}

// Columns of a row that make up another of it at most: an open matter shows one lamp, and none while it is to be verified; what is to be
// verified has been taken.
enum Column : std::size_t { open, approaching, imminent, overdue, to_verify, not_taken };

class Cells {
 public:
  explicit Cells(const wire::Report& report) {
    counts_.reserve(static_cast<std::size_t>(report.rows_size()) * columns);
    for (const auto& row : report.rows()) {
      const auto counts = counts_of(row);
      counts_.insert(counts_.end(), counts.begin(), counts.end());
    }
    shown_ = hide_small_counts(counts_, sums_of(report));
  }

  std::string text(int row, std::size_t column, bool exact) const {
    const auto at = cell(row, column);
    if (exact || shown_[at] == CellShown::count) return std::to_string(counts_[at]);
    return shown_[at] == CellShown::few ? few : hidden;
  }

 private:
  static std::size_t cell(int row, std::size_t column) { return static_cast<std::size_t>(row) * columns + column; }

  static std::vector<CountSum> sums_of(const wire::Report& report) {
    std::vector<CountSum> sums;
    for (int i = 0; i < report.rows_size(); ++i)
      if (report.rows(i).by() == "total") add_groups(report, i, sums);
    for (int i = 0; i < report.rows_size(); ++i) {
      sums.push_back({cell(i, open), {cell(i, approaching), cell(i, imminent), cell(i, overdue), cell(i, to_verify)}});
      sums.push_back({cell(i, open), {cell(i, to_verify), cell(i, not_taken)}});
    }
    return sums;
  }

  static void add_groups(const wire::Report& report, int total, std::vector<CountSum>& sums) {
    for (const std::string_view by : {"unit", "line", "field"}) {
      if (by == "unit" && report.cut()) continue;  // the rows are not all there: no sum
      for (std::size_t column = 0; column < columns; ++column) {
        CountSum sum{cell(total, column), {}};
        for (int i = 0; i < report.rows_size(); ++i)
          if (report.rows(i).by() == by) sum.parts.push_back(cell(i, column));
        sums.push_back(std::move(sum));
      }
    }
  }

  std::vector<std::uint32_t> counts_;  // row by row
  std::vector<CellShown> shown_;
};

}  // namespace

TextRow report_heading() {
  return {"分类", "名称", "未办结", "临期", "将到期", "逾期", "待核验", "待签收", "本期办结", "其中逾期办结", "终止"};
}

std::string cut_text(const wire::Report& report) {
  if (!report.cut()) return {};
  std::uint32_t all = 0, listed = 0;
  for (const auto& row : report.rows()) {
    if (row.by() == "total") all += row.open();
    if (row.by() == "unit") listed += row.open();
  }
  return "分项超过2000项，余下" + std::to_string(all - std::min(all, listed)) + "件未按单位列出；合计为全部。";
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
