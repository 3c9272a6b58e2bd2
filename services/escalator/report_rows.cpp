#include "services/escalator/report_rows.hpp"

#include <unordered_map>
#include <unordered_set>

#include "services/escalator/report_facts.hpp"

namespace fenghuo::escalator {
namespace {

using Names = std::vector<std::pair<std::string, std::string>>;  // id, name

// A report's rows by what they count, found without looking at all of them: a large school has 10,000.
class Rows {
 public:
  explicit Rows(wire::Report& report) : report_(report) {
    for (int i = 0; i < report.rows_size(); ++i) at_.try_emplace(key(report.rows(i).by(), report.rows(i).id()), i);
  }

  wire::ReportRow& of(std::string_view by, std::string_view id) {
    const auto [found, fresh] = at_.try_emplace(key(by, id), report_.rows_size());
    if (fresh) {
      auto& row = *report_.add_rows();
      row.set_by(std::string(by));
      row.set_id(std::string(id));
    }
    return *report_.mutable_rows(found->second);
  }
  const wire::ReportRow* find(std::string_view by, std::string_view id) const {
    const auto found = at_.find(key(by, id));
    return found == at_.end() ? nullptr : &report_.rows(found->second);
  }

 private:
  static std::string key(std::string_view by, std::string_view id) { return std::string(by).append("|").append(id); }

  wire::Report& report_;
  std::unordered_map<std::string, int> at_;
};

// For a single count: a look at each row costs less than their index.
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

void add_facts(const wire::Fact& fact, Rows& rows) {
  for (const auto& part : fact.parts()) {
    const auto words = words_of(part.facet());  // tally|<group>=<id>|<what>
    if (words.size() != 3) continue;
    const auto equals = words[1].find('=');
    if (equals == std::string_view::npos) {
      add_open(rows.of("total", ""), words[2], part.count());
    } else {
      add_open(rows.of(words[1].substr(0, equals), words[1].substr(equals + 1)), words[2], part.count());
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
void arrange(const wire::Report& from, const Rows& rows, std::string_view by, const Names& names, wire::Report& to) {
  std::unordered_set<std::string_view> named;
  for (const auto& [id, name] : names) {
    const auto* row = rows.find(by, id);
    if (row == nullptr || !named.insert(id).second) continue;
    *to.add_rows() = *row;
    to.mutable_rows(to.rows_size() - 1)->set_name(name);
  }
  for (const auto& row : from.rows()) {
    if (row.by() != by || named.contains(row.id())) continue;
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
  Rows rows(report);
  rows.of("total", "").set_name("合计");  // also of a month in which nothing was
  const auto& fact = *find_fact(ctx.job, "tally|*");
  add_facts(fact, rows);  // by name: the total, fields and lines come first, the units after them
  report.set_cut(fact.cut());
  wire::Report arranged;
  *arranged.add_rows() = rows.of("total", "");
  arrange(report, rows, "unit", units_of(ctx), arranged);
  arrange(report, rows, "line", lines(), arranged);
  arrange(report, rows, "field", fields(), arranged);
  report.mutable_rows()->Swap(arranged.mutable_rows());
}

LateList late_list(const wire::Fact& fact) {
  LateList list{{}, fact.count(), fact.cut()};
  auto& out = list.items;
  out.reserve(static_cast<std::size_t>(fact.parts_size()));
  for (const auto& part : fact.parts()) {
    const auto words = words_of(part.facet());  // late|<deadline>|<unit>
    if (words.size() != 3) continue;
    out.push_back({time_of(words[1]), std::string(words[2]), part.count(), {part.numbers().begin(), part.numbers().end()}});
  }
  return list;
}

}  // namespace fenghuo::escalator
