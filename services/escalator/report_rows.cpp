#include "services/escalator/report_rows.hpp"

#include "services/escalator/report_facts.hpp"

namespace fenghuo::escalator {
namespace {

using Names = std::vector<std::pair<std::string, std::string>>;  // id, name

wire::ReportRow& row_of(wire::Report& report, std::string_view by, std::string_view id) {
  for (auto& row : *report.mutable_rows()) {
    if (row.by() == by && row.id() == id) return row;
  }
  auto& row = *report.add_rows();
  row.set_by(std::string(by));
  row.set_id(std::string(id));
  return row;
}

void add_open(wire::ReportRow& row, std::string_view what, std::uint32_t n) {
  if (what == "verify") return row.set_to_verify(row.to_verify() + n);
  if (what == "take") return row.set_not_taken(row.not_taken() + n);
  row.set_open(row.open() + n);  // each open matter shows one lamp
  if (what == "approaching") row.set_approaching(row.approaching() + n);
  if (what == "imminent") row.set_imminent(row.imminent() + n);
  if (what == "overdue") row.set_overdue(row.overdue() + n);
}

void add_facts(const wire::Fact& fact, wire::Report& report) {
  for (const auto& part : fact.parts()) {
    const auto words = words_of(part.facet());  // tally|<group>=<id>|<what>
    if (words.size() != 3) continue;
    const auto equals = words[1].find('=');
    if (equals == std::string_view::npos) {
      add_open(row_of(report, "total", ""), words[2], part.count());
    } else {
      add_open(row_of(report, words[1].substr(0, equals), words[1].substr(equals + 1)), words[2], part.count());
    }
  }
}

Names units_of(const Context& ctx) {
  Names out;
  out.reserve(static_cast<std::size_t>(ctx.active.bundle().units_size()));
  for (const auto& unit : ctx.active.bundle().units()) out.emplace_back(unit.id(), unit.name());
  return out;
}

const Names& lines() {
  static const Names names = {{"main", "主体责任"}, {"supervision", "监督责任"}, {"first", "第一责任"}, {"dual", "一岗双责"}};
  return names;
}

const Names& fields() {
  static const Names names = {
      {"ideology", "意识形态"}, {"grassroots", "基层党建"}, {"integrity", "党风廉政建设和党内监督"}, {"education", "思想政治工作"}};
  return names;
}

// Those that have a name in its order, then the others as they came.
void arrange(const wire::Report& from, std::string_view by, const Names& names, wire::Report& to) {
  const auto is_named = [&](const wire::ReportRow& row) {
    return std::any_of(names.begin(), names.end(), [&](const auto& name) { return name.first == row.id(); });
  };
  for (const auto& [id, name] : names) {
    for (const auto& row : from.rows()) {
      if (row.by() != by || row.id() != id) continue;
      *to.add_rows() = row;
      to.mutable_rows(to.rows_size() - 1)->set_name(name);
    }
  }
  for (const auto& row : from.rows()) {
    if (row.by() != by || is_named(row)) continue;
    *to.add_rows() = row;
    to.mutable_rows(to.rows_size() - 1)->set_name(row.id());
  }
}

}  // namespace

void add_tally(wire::Matter& m, const wire::Tally& tally) {
  auto& report = *m.mutable_report();
  const auto count = [&](std::string_view by, std::string_view id) {
    auto& row = row_of(report, by, id);
    if (tally.cancelled()) return row.set_cancelled(row.cancelled() + 1);
    row.set_closed(row.closed() + 1);
    if (tally.late()) row.set_closed_late(row.closed_late() + 1);
  };
  count("total", "");
  if (!tally.unit().empty()) count("unit", tally.unit());
  if (!tally.line().empty()) count("line", tally.line());
  for (const auto& field : tally.fields()) count("field", field);
}

void fill_rows(Context& ctx) {
  auto& report = *ctx.m.mutable_report();
  row_of(report, "total", "").set_name("合计");  // also of a month in which nothing was
  add_facts(*find_fact(ctx.job, "tally|*"), report);
  wire::Report arranged;
  *arranged.add_rows() = row_of(report, "total", "");
  arrange(report, "unit", units_of(ctx), arranged);
  arrange(report, "line", lines(), arranged);
  arrange(report, "field", fields(), arranged);
  report.mutable_rows()->Swap(arranged.mutable_rows());
}

std::vector<LateItem> late_items(const wire::Fact& fact) {
  std::vector<LateItem> out;
  out.reserve(static_cast<std::size_t>(fact.parts_size()));
  for (const auto& part : fact.parts()) {
    const auto words = words_of(part.facet());  // late|<deadline>|<unit>
    if (words.size() != 3) continue;
    out.push_back({time_of(words[1]), std::string(words[2]), part.count(), {part.numbers().begin(), part.numbers().end()}});
  }
  return out;
}

}  // namespace fenghuo::escalator
