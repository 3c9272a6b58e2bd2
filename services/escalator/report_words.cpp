#include "services/escalator/report_words.hpp"

#include "common/calendar/report_period.hpp"
#include "common/messages/report_table.hpp"
#include "services/escalator/duty_time.hpp"
#include "services/escalator/duty_words.hpp"
#include "services/escalator/words.hpp"

namespace fenghuo::escalator {
namespace {

constexpr std::size_t most_listed = 50;
constexpr std::size_t first_count = 2;  // columns before: group and name
constexpr std::size_t overdue_column = 5;

const wire::Report& report_of(const Context& ctx) { return ctx.m.report(); }

std::string bare_day(const Context& ctx, Instant t) {
  const auto day = day_of(ctx, t);
  return day.substr(0, day.find("（"));
}

std::string month_of(const Context& ctx) {
  return std::to_string(ctx.active.calendar().zone().local(instant(report_of(ctx).from())).month) + "月";
}

// "未办结12，临期1，…": what is nought is left out.
std::string counts_text(const TextRow& row) {
  const auto heading = report_heading();
  std::string out;
  for (std::size_t i = first_count; i < row.size(); ++i) {
    if (row[i] != "0") out.append(out.empty() ? "" : "，").append(heading.at(i)).append(row[i]);
  }
  return out.empty() ? "无事项" : out;
}

std::string total_text(const Context& ctx, bool exact) {
  const auto rows = report_rows(report_of(ctx), exact);
  return rows.empty() ? std::string("无事项") : counts_text(rows.front());
}

std::string late_line(const Context& ctx, const LateItem& item) {
  std::string out;
  for (const auto& number : item.numbers) {
    if (!number.empty()) out.append(out.empty() ? "" : "、").append(number);
  }
  const auto unit = item.unit.empty() ? std::string() : ctx.active.party_name("unit:" + item.unit);
  if (!unit.empty()) out.append(out.empty() ? "" : " ").append(unit);
  if (item.count > 1) out.append(std::to_string(item.count)).append("件");
  const auto days = working_days_between(ctx, instant(item.due_at), ctx.now);
  out.append("，").append(deadline_of(ctx, instant(item.due_at))).append("止，");
  return out + (days == 0 ? std::string("今日逾期") : "逾期" + std::to_string(days) + "个工作日") + "\n";
}

std::string late_lines(const Context& ctx, const LateList& late) {
  if (late.items.empty()) return "无逾期未报送事项。\n";
  std::string out = "逾期未报送（按截止时间）：\n";
  std::uint32_t listed = 0;
  for (std::size_t i = 0; i < std::min(late.items.size(), most_listed); ++i) {
    out += late_line(ctx, late.items[i]);
    listed += late.items[i].count;
  }
  if (late.total > listed)
    out.append(late.cut ? "超过2000项，余下" : "另有").append(std::to_string(late.total - listed)).append("件未列出，请向督办部门查询。\n");
  return out;
}

std::string cut_line(const Context& ctx) {
  const auto cut = cut_text(report_of(ctx));
  return cut.empty() ? cut : cut + "\n";
}

std::string note() { return "已报送待核验的不计入临期、将到期和逾期。\n"; }

std::string head_text(const Context& ctx) {
  const auto& head = report_of(ctx).head();
  return head.empty() ? "" : "留痕链首（另存为文件后可用 fenghuo ledger verify --against 核对）：\n" + head + "\n";
}

}  // namespace

std::string report_title(const Context& ctx) {
  return report_of(ctx).kind() == monthly ? month_of(ctx) + "督查通报" : "督办周报（" + report_of(ctx).period() + "）";
}

Words weekly_words(const Context& ctx, const LateList& late) {
  const auto& report = report_of(ctx);
  const auto rows = report_rows(report, true);
  const std::string days = bare_day(ctx, instant(report.from())) + "—" + bare_day(ctx, instant(report.to()) - Millis{1});
  const auto& total = rows.front();
  std::string subject = "〔督办周报〕" + days + "：未办结" + total.at(first_count) + "件";
  if (total.at(overdue_column) != "0") subject += "，逾期" + total.at(overdue_column) + "件";
  std::string text = "全部事项：" + counts_text(total) + "。\n";
  for (const auto& row : rows) {
    if (row.front() == "单位") text.append(row.at(1)).append("：").append(counts_text(row)).append("。\n");
  }
  return said(std::move(subject), text + cut_line(ctx) + note() + late_lines(ctx, late) + head_text(ctx) + footer);
}

Words monthly_words(const Context& ctx) {
  std::string text = month_of(ctx) + "督查通报草稿已形成。请与各单位核对情况说明后签发；签发前不对外。\n";
  for (const auto& row : report_rows(report_of(ctx), false))
    text.append(row.at(0)).append(row.at(1) == row.at(0) ? "" : "　" + row.at(1)).append("：").append(counts_text(row)).append("。\n");
  return said("〔请签发〕" + month_of(ctx) + "督查通报（草稿）", text + cut_line(ctx) + "小于3的数以“＜3”表示，可由此推算的以“—”表示。" +
                                                                     note() + "表格用 fenghuo report --kind monthly --period " +
                                                                     report_of(ctx).period() + " --format xlsx 取得。\n" + footer);
}

Words not_issued_words(const Context& ctx) {
  return said("〔请签发〕" + month_of(ctx) + "督查通报尚未签发",
              month_of(ctx) + "督查通报草稿尚未签发：" + total_text(ctx, false) + "。请核对后签发；不再另行提醒。\n" + footer);
}

}  // namespace fenghuo::escalator
