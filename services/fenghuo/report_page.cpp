#include "services/fenghuo/report_page.hpp"

#include <boost/json.hpp>

#include "common/messages/report_table.hpp"
#include "common/sheet/write_sheet.hpp"
#include "services/fenghuo/simulate_page.hpp"
#include "services/fenghuo/table.hpp"

namespace fenghuo::cli {
namespace {

namespace json = boost::json;

constexpr const char* footer = "系统自动汇总，不代表对单位或个人的评价。";
constexpr const char* style =
    "body{margin:0 auto;max-width:1100px;padding:24px;color:#1f2933;background:#fff;font:15px/1.6 \"Noto Sans CJK SC\",\"PingFang "
    "SC\",\"Microsoft YaHei\",sans-serif}\n"
    "h1{font-size:22px;margin:0}p,footer{color:#52606d}table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}\n"
    "th,td{border-bottom:1px solid #dde3ea;padding:4px 8px;text-align:right}th:nth-child(-n+2),td:nth-child(-n+2){text-align:left}\n"
    "thead th{color:#52606d;font-weight:600}code{word-break:break-all}@media print{body{padding:0}}\n";

std::string time_text(const ReportPage& page, std::int64_t ms) {
  if (ms == 0) return {};
  auto text = rfc3339(instant(ms), page.zone).substr(0, 16);
  text[10] = ' ';
  return text;
}

// The last day of the period, not the first moment after it.
std::string days_text(const ReportPage& page) {
  return time_text(page, page.report.from()).substr(0, 10) + " 至 " + time_text(page, page.report.to() - 1).substr(0, 10);
}

std::string state_text(const ReportPage& page) {
  const auto& report = page.report;
  if (report.made_at() == 0) return "报告期未满，" + time_text(page, report.due_at()) + "形成；目前仅有本期办结数";
  if (report.issued_at() > 0) return "已签发：" + report.issued_by() + "，" + time_text(page, report.issued_at());
  return report.kind() == "monthly" ? "草稿，待签发；签发前不对外" : "已形成：" + time_text(page, report.made_at());
}

std::string note_text(const ReportPage& page) {
  const std::string pending = "已报送待核验的不计入临期、将到期和逾期。";
  return page.exact ? "核对用，含全部数字，不对外。" + pending : "小于3的数以“＜3”表示，可由此推算的以“—”表示。" + pending;
}

std::vector<std::string> lines_above(const ReportPage& page) {
  std::vector<std::string> lines{days_text(page), state_text(page), note_text(page)};
  if (auto cut = cut_text(page.report); !cut.empty()) lines.push_back(std::move(cut));
  return lines;
}

void add_row(std::string& out, const TextRow& row, const char* cell) {
  out += "<tr>";
  for (const auto& text : row)
    out.append("<").append(cell).append(">").append(simulate::escaped(text)).append("</").append(cell).append(">");
  out += "</tr>\n";
}

}  // namespace

std::string report_text(const ReportPage& page) {
  std::string out = page.title + "\n";
  for (const auto& line : lines_above(page)) out.append(line).append("\n");
  Table table(report_heading());
  for (auto& row : report_rows(page.report, page.exact)) table.add(std::move(row));
  out.append("\n").append(table.text());
  if (!page.report.head().empty()) out.append("\n留痕链首：\n").append(page.report.head()).append("\n");
  return out;
}

std::string report_html(const ReportPage& page) {
  const auto title = simulate::escaped(page.title);
  std::string out = "<!doctype html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n<title>" + title + "</title>\n<style>\n" +
                    style + "</style>\n</head>\n<body>\n<h1>" + title + "</h1>\n";
  for (const auto& line : lines_above(page)) out.append("<p>").append(simulate::escaped(line)).append("</p>\n");
  out += "<table>\n<thead>\n";
  add_row(out, report_heading(), "th");
  out += "</thead>\n<tbody>\n";
  for (const auto& row : report_rows(page.report, page.exact)) add_row(out, row, "td");
  out += "</tbody>\n</table>\n";
  if (!page.report.head().empty()) out.append("<p>留痕链首：<code>").append(simulate::escaped(page.report.head())).append("</code></p>\n");
  return out + "<footer>" + footer + "</footer>\n</body>\n</html>\n";
}

std::string report_json(const ReportPage& page) {
  const auto& report = page.report;
  json::array rows;
  const auto heading = report_heading();
  for (const auto& row : report_rows(report, page.exact)) {
    json::object one;
    for (std::size_t i = 0; i < row.size(); ++i) one[heading.at(i)] = row[i];
    rows.push_back(std::move(one));
  }
  json::object out{{"kind", report.kind()},
                   {"period", report.period()},
                   {"title", page.title},
                   {"from", rfc3339(instant(report.from()), page.zone)},
                   {"to", rfc3339(instant(report.to()), page.zone)},
                   {"state", report.issued_at() > 0       ? "issued"
                             : report.made_at() == 0      ? "gathering"
                             : report.kind() == "monthly" ? "draft"
                                                          : "made"},
                   {"exact", page.exact},
                   {"cut", report.cut()},
                   {"rows", std::move(rows)},
                   {"head", report.head()}};
  if (report.made_at() > 0) out["made_at"] = rfc3339(instant(report.made_at()), page.zone);
  if (report.issued_at() > 0) {
    out["issued_at"] = rfc3339(instant(report.issued_at()), page.zone);
    out["issued_by"] = report.issued_by();
  }
  return json::serialize(out) + "\n";
}

Result<std::string> report_xlsx(const ReportPage& page) {
  sheet::TableText table;
  table.worksheet = page.report.kind() == "monthly" ? "督查通报" : "督办周报";
  table.rows.push_back(report_heading());
  for (auto& row : report_rows(page.report, page.exact)) table.rows.push_back(std::move(row));
  table.rows.emplace_back();
  table.rows.push_back({page.title});
  for (auto& line : lines_above(page)) table.rows.push_back({std::move(line)});
  table.rows.push_back({footer});
  const auto written = page.report.made_at() > 0 ? page.report.made_at() : page.report.from();
  table.made_at = std::chrono::floor<std::chrono::seconds>(instant(written));
  return sheet::xlsx_bytes(table);
}

}  // namespace fenghuo::cli
