// A simulation as one page that needs nothing else: no script, no other file, prints on paper. Load is shown by shade and by number.
#include <algorithm>
#include <ostream>

#include "services/fenghuo/simulate_output.hpp"
#include "services/fenghuo/simulate_page.hpp"
#include "services/fenghuo/simulate_sums.hpp"

namespace fenghuo::simulate {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr std::size_t most_parties = 300, most_silences = 300;

class Page {
 public:
  Page(std::ostream& out, const Period& period, const Sums& sums) : out_(out), period_(period), sums_(sums) {
    first_ = month_of(period.from, *period.calendar);
    last_ = month_of(period.to - Millis{1}, *period.calendar);
    for (const auto& [day, load] : sums.days) most_ = std::max(most_, load.total);
    for (const auto& duty : period.bundle->duties()) titles_[duty.id()] = duty.obligation().title();
  }

  void write() {
    out_ << "<!doctype html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n"
            "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n<title>"
         << title() << "</title>\n<style>\n"
         << page_style << "</style>\n</head>\n<body>\n<header><h1>履责提醒与舆情预警 · 预演</h1>\n<p>" << span() << "。"
         << escaped(period_.acts) << "。同一套规则推算，未发出任何消息。</p></header>\n<main>\n";
    figures();
    year();
    parties();
    silences();
    list();
    out_ << "</main>\n<footer>系统自动推算，不代表对单位或个人的评价。</footer>\n</body>\n</html>\n";
  }

 private:
  std::string title() const { return "预演 " + span(); }
  std::string span() const {
    return date_text(period_.calendar->date_of(period_.from)) + " 至 " + date_text(period_.calendar->date_of(period_.to - Millis{1}));
  }
  // Of the days: a share of the busiest one, finer at the low end so that one heavy day does not hide the others.
  std::uint64_t bound(int shade) const {
    constexpr std::array<double, 4> shares = {0.035, 0.09, 0.22, 0.5};
    return std::max(static_cast<std::uint64_t>(shade),
                    static_cast<std::uint64_t>(shares.at(static_cast<std::size_t>(shade) - 1) * static_cast<double>(most_)));
  }
  int shade_of_day(std::uint64_t n) const {
    if (n == 0) return 0;
    for (int shade = 1; shade < 5; ++shade) {
      if (n <= bound(shade)) return shade;
    }
    return 5;
  }
  // Of one recipient's month: what a person feels, the same in every simulation.
  static int shade_of_month(std::uint64_t n) { return n == 0 ? 0 : n < 3 ? 1 : n < 10 ? 2 : n < 30 ? 3 : n < 100 ? 4 : 5; }

  void figure(const std::string& number, const std::string& words) {
    out_ << "<div><b>" << escaped(number) << "</b><span>" << escaped(words) << "</span></div>\n";
  }

  void figures() {
    const auto busiest = std::max_element(sums_.days.begin(), sums_.days.end(),
                                          [](const auto& a, const auto& b) { return a.second.total < b.second.total; });
    std::uint64_t silent = 0;
    for (const auto& [key, silence] : sums_.nobody) silent += silence.times;
    out_ << "<section class=\"figures\" aria-label=\"概况\">\n";
    figure(grouped(sums_.total), "条消息");
    figure(grouped(sums_.parties.size()), "个收件方");
    figure(grouped(sums_.days.size()), "天有消息");
    if (busiest != sums_.days.end()) figure(grouped(busiest->second.total), "条，最多的一天 " + date_text(Date{busiest->first}));
    figure(grouped(silent), "条无人接收");
    if (sums_.drafts > 0) figure(grouped(sums_.drafts), "条出自草案（未确认）");
    out_ << "</section>\n<p class=\"kinds\">";
    for (std::size_t i = 0; i < kinds_in_order.size(); ++i) {
      if (sums_.by_kind.at(i) > 0)
        out_ << "<span>" << kind_name(std::string(kinds_in_order.at(i))) << " <b>" << grouped(sums_.by_kind.at(i)) << "</b></span>";
    }
    out_ << "</p>\n";
  }

  void year() {
    out_ << "<section><h2>逐日负荷</h2>\n<p class=\"legend\">格内大字为当日消息数：";
    for (int i = 1; i < 5; ++i) out_ << "<i class=\"s" << i << "\"></i>&#160;至" << bound(i) << " ";
    out_ << "<i class=\"s5\"></i>&#160;至" << std::max<std::uint64_t>(most_, 5)
         << " <span>休 放假</span><span>班 调休上班</span><span>假 寒暑假</span></p>\n<div class=\"year\">\n";
    for (int month = first_; month <= last_; ++month) grid(month);
    out_ << "</div>\n";
    provisional();
    out_ << "</section>\n";
  }

  void provisional() {
    std::string years;
    for (int year = first_ / 12; year <= last_ / 12; ++year) {
      if (period_.calendar->is_provisional(year)) years += (years.empty() ? "" : "、") + std::to_string(year) + "年";
    }
    if (!years.empty()) out_ << "<p class=\"note\">" << years << "节假日安排尚未录入，日期暂定。</p>\n";
  }

  void grid(int month) {
    const Date start{std::chrono::year{month / 12}, std::chrono::month{static_cast<unsigned>(month % 12 + 1)}, std::chrono::day{1}};
    const sys_days first{start};
    const sys_days next{(std::chrono::year_month{start.year(), start.month()} + std::chrono::months{1}) / std::chrono::day{1}};
    std::uint64_t total = 0;
    for (sys_days day = first; day < next; day += days{1}) total += load_of(day);
    out_ << "<table class=\"month\"><caption>" << month / 12 << "年" << month % 12 + 1 << "月 <small>" << grouped(total)
         << "条</small></caption><thead><tr>";
    for (const char* name : {"一", "二", "三", "四", "五", "六", "日"}) out_ << "<th>" << name << "</th>";
    out_ << "</tr></thead><tbody><tr>";
    unsigned column = std::chrono::weekday{first}.iso_encoding() - 1;
    for (unsigned i = 0; i < column; ++i) out_ << "<td class=\"none\"></td>";
    for (sys_days day = first; day < next; day += days{1}, ++column) {
      if (column == 7) {
        out_ << "</tr><tr>";
        column = 0;
      }
      cell(day);
    }
    for (; column < 7; ++column) out_ << "<td class=\"none\"></td>";
    out_ << "</tr></tbody></table>\n";
  }

  std::uint64_t load_of(sys_days day) const {
    const auto found = sums_.days.find(day);
    return found == sums_.days.end() ? 0 : found->second.total;
  }

  void cell(sys_days day) {
    const Date date{day};
    const auto& calendar = *period_.calendar;
    const Instant noon = calendar.instant_at(date, 12 * 60);
    if (noon < period_.from || noon >= period_.to) {
      out_ << "<td class=\"out\"><small>" << static_cast<unsigned>(date.day()) << "</small></td>";
      return;
    }
    const bool weekend = std::chrono::weekday{day}.iso_encoding() > 5, works = calendar.is_working_day(date);
    const auto n = load_of(day);
    const std::string name(calendar.day_name(date));
    const char* mark = "";
    if (works && weekend)
      mark = "班";
    else if (!works && (!weekend || !name.empty()))
      mark = "休";
    else if (works && calendar.on_break(date))
      mark = "假";
    out_ << "<td class=\"s" << shade_of_day(n) << (works ? "" : " off") << "\" title=\"" << date_text(date) << " " << n << "条";
    if (!name.empty()) out_ << " " << escaped(name);
    out_ << "\"><small>" << static_cast<unsigned>(date.day()) << "<em>" << mark << "</em></small><b>" << (n > 0 ? compact(n) : "&nbsp;")
         << "</b></td>";
  }

  void parties() {
    std::vector<const std::pair<const std::string, Load>*> rows;
    for (const auto& entry : sums_.parties) rows.push_back(&entry);
    std::stable_sort(rows.begin(), rows.end(), [](const auto* a, const auto* b) { return a->second.total > b->second.total; });
    party_table("角色", rows, "role:");
    party_table("单位", rows, "unit:");
  }

  void party_table(const char* head, const std::vector<const std::pair<const std::string, Load>*>& all, std::string_view prefix) {
    std::vector<const Load*> rows;
    for (const auto* row : all) {
      if (row->first.starts_with(prefix)) rows.push_back(&row->second);
    }
    out_ << "<section><h2>按" << head << "</h2>\n";
    if (rows.empty()) {
      out_ << "<p class=\"note\">没有发给" << head << "的消息。</p></section>\n";
      return;
    }
    std::vector<std::size_t> kinds;  // those that occur
    for (std::size_t i = 0; i < kinds_in_order.size(); ++i) {
      if (std::any_of(rows.begin(), rows.end(), [&](const Load* row) { return row->by_kind.at(i) > 0; })) kinds.push_back(i);
    }
    out_ << "<p class=\"legend\">每月 <i class=\"s1\"></i>&#160;1–2 <i class=\"s2\"></i>&#160;3–9 <i class=\"s3\"></i>&#160;10–29 <i "
            "class=\"s4\"></i>&#160;"
            "30–99 <i class=\"s5\"></i>&#160;100以上</p>\n"
            "<div class=\"wide\"><table class=\"parties\"><thead><tr><th>"
         << head << "</th><th>合计</th><th>最多的一天</th>";
    for (const auto i : kinds) out_ << "<th>" << kind_name(std::string(kinds_in_order.at(i))) << "</th>";
    for (int month = first_; month <= last_; ++month) {
      out_ << "<th class=\"m\">";
      if (month == first_ || month % 12 == 0) out_ << "<small>" << month / 12 << "</small><br>";
      out_ << month % 12 + 1 << "月</th>";
    }
    out_ << "</tr></thead><tbody>\n";
    for (std::size_t i = 0; i < std::min(rows.size(), most_parties); ++i) party_row(*rows[i], kinds);
    out_ << "</tbody></table></div>\n";
    if (rows.size() > most_parties) {
      std::uint64_t rest = 0;
      for (std::size_t i = most_parties; i < rows.size(); ++i) rest += rows[i]->total;
      out_ << "<p class=\"note\">其余" << grouped(rows.size() - most_parties) << "个合计" << grouped(rest) << "条，每个至多"
           << grouped(rows[most_parties]->total) << "条。</p>\n";
    }
    out_ << "</section>\n";
  }

  void party_row(const Load& load, const std::vector<std::size_t>& kinds) {
    out_ << "<tr><th>" << escaped(load.name) << "</th><td><b>" << grouped(load.total) << "</b></td><td>" << grouped(load.of_busiest)
         << " <small>" << date_text(Date{load.busiest}).substr(5) << "</small></td>";
    for (const auto i : kinds) out_ << "<td>" << (load.by_kind.at(i) > 0 ? grouped(load.by_kind.at(i)) : "") << "</td>";
    for (int month = first_; month <= last_; ++month) {
      const auto found = load.by_month.find(month);
      const auto n = found == load.by_month.end() ? 0 : found->second;
      out_ << "<td class=\"m s" << shade_of_month(n) << "\">" << (n > 0 ? compact(n) : "") << "</td>";
    }
    out_ << "</tr>\n";
  }

  void silences() {
    out_ << "<section><h2>无人接收</h2>\n";
    if (sums_.nobody.empty()) {
      out_ << "<p class=\"note\">每条消息都有人接收。</p></section>\n";
      return;
    }
    out_ << "<p class=\"note\">规则要通知、名录里却没有联系方式的。请在 directory.yaml 补上联系方式或代理，或改定规则。</p>\n"
            "<div class=\"wide\"><table "
            "class=\"lines\"><thead><tr><th>事项</th><th>收件方</th><th>步骤</th><th>次数</th><th>首次</th><th>末次</th></tr></"
            "thead><tbody>\n";
    std::vector<const Silence*> rows;
    for (const auto& [key, silence] : sums_.nobody) rows.push_back(&silence);
    std::stable_sort(rows.begin(), rows.end(), [](const auto* a, const auto* b) { return a->times > b->times; });
    const auto& zone = period_.calendar->zone();
    for (std::size_t i = 0; i < std::min(rows.size(), most_silences); ++i) {
      const auto& row = *rows[i];
      out_ << "<tr><td>" << escaped(title_of(row.source)) << (row.draft ? draft_mark : "") << "</td><td>"
           << escaped(row.party_name.empty() ? "（规则没有指明）" : row.party_name) << "</td><td>" << escaped(step_words(row.step))
           << "</td><td>" << grouped(row.times) << "</td><td>" << minute_text(row.first, zone) << "</td><td>" << minute_text(row.last, zone)
           << "</td></tr>\n";
    }
    out_ << "</tbody></table></div>\n";
    if (rows.size() > most_silences) out_ << "<p class=\"note\">另有" << grouped(rows.size() - most_silences) << "项未列出。</p>\n";
    out_ << "</section>\n";
  }

  void list() {
    out_ << "<section><h2>逐条</h2>\n";
    if (sums_.total > sums_.first.size())
      out_ << "<p class=\"note\">只列最早的" << grouped(sums_.first.size()) << "条；全部见 --format jsonl。</p>\n";
    const auto& zone = period_.calendar->zone();
    int month = -1;
    for (const auto& m : sums_.first) {
      if (const int now = month_of(m.at, *period_.calendar); now != month) {
        if (month >= 0) out_ << "</tbody></table></details>\n";
        month = now;
        out_ << "<details><summary>" << month / 12 << "年" << month % 12 + 1
             << "月</summary><table "
                "class=\"lines\"><thead><tr><th>时间</th><th>类别</th><th>收件方</th><th>标题</th><th>原因</th></tr></thead><tbody>\n";
      }
      out_ << "<tr><td>" << minute_text(m.at, zone) << "</td><td>" << kind_name(m.kind) << "</td><td>"
           << escaped(m.party_name.empty() ? m.party : m.party_name) << "</td><td>" << escaped(m.subject) << (m.draft ? draft_mark : "")
           << (m.proposed ? proposed_mark : "") << "</td><td>" << escaped(m.reason) << "</td></tr>\n";
    }
    if (month >= 0) out_ << "</tbody></table></details>\n";
    out_ << "</section>\n";
  }

  std::string title_of(const std::string& source) const {
    const auto found = titles_.find(source);
    return found == titles_.end() ? source : found->second;
  }

  static constexpr const char* proposed_mark = " <span class=\"draft\">待校党委确认</span>";
  static constexpr const char* draft_mark = " <span class=\"draft\">草案</span>";
  std::ostream& out_;
  const Period& period_;
  const Sums& sums_;
  int first_ = 0, last_ = 0;
  std::uint64_t most_ = 0;
  std::map<std::string, std::string> titles_;
};

class HtmlWriter final : public Writer {
 public:
  HtmlWriter(std::ostream& out, Period period) : out_(out), period_(std::move(period)) {}
  void message(const Message& message) override { sums_.add(message, *period_.calendar); }
  void nobody(const Nobody& gap) override { sums_.add(gap); }
  void finish() override { Page(out_, period_, sums_).write(); }

 private:
  std::ostream& out_;
  Period period_;
  Sums sums_;
};

}  // namespace

std::unique_ptr<Writer> html_writer(std::ostream& out, Period period) { return std::make_unique<HtmlWriter>(out, std::move(period)); }

}  // namespace fenghuo::simulate
