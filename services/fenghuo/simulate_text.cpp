// Simulations as a table for a terminal, and as one JSON object a line.
#include <array>
#include <cstdio>
#include <ostream>

#include "services/fenghuo/simulate_output.hpp"
#include "services/fenghuo/table.hpp"

namespace fenghuo::simulate {
namespace {

constexpr std::size_t most_rows = 1000;  // of one block: the columns of a block are aligned, and only it is kept

class TableWriter final : public Writer {
 public:
  TableWriter(std::ostream& out, Period period) : out_(out), period_(std::move(period)) {}

  void message(const Message& m) override {
    const auto time = minute_text(m.at, period_.calendar->zone());
    if (time.substr(0, 7) != month_ || rows_.size() >= most_rows) flush();
    month_ = time.substr(0, 7);
    rows_.push_back({time, kind_name(m.kind), m.party_name.empty() ? m.party : m.party_name, m.channel, step_name(m),
                     m.subject + mark_of(m), m.reason});
    ++count_;
  }
  void nobody(const Nobody&) override { ++nobody_; }
  void finish() override {
    flush();
    out_ << "共" << count_ << "条消息";
    if (nobody_ > 0) out_ << "；另有" << nobody_ << "条无人接收（--format html 列出）";
    out_ << "。\n";
  }

 private:
  void flush() {
    if (rows_.empty()) return;
    cli::Table table({"时间", "类别", "收件方", "渠道", "步骤", "标题", "原因"});
    for (auto& row : rows_) table.add(std::move(row));
    rows_.clear();
    out_ << table.text() << '\n';
  }

  std::ostream& out_;
  Period period_;
  std::vector<std::vector<std::string>> rows_;
  std::string month_;
  std::uint64_t count_ = 0, nobody_ = 0;
};

class JsonlWriter final : public Writer {
 public:
  JsonlWriter(std::ostream& out, Period period) : out_(out), period_(std::move(period)) {}
  void message(const Message& m) override { out_ << json_line(m, period_.calendar->zone()) << '\n'; }
  void nobody(const Nobody&) override {}
  void finish() override {}

 private:
  std::ostream& out_;
  Period period_;
};

// Objects member by member into one text: a year for ten thousand units has millions of them.
class JsonText {
 public:
  JsonText& text(std::string_view name, std::string_view value) {
    key(name);
    out_ += '"';
    for (const char c : value) {
      if (c == '"' || c == '\\') {
        out_ += '\\';
        out_ += c;
      } else if (static_cast<unsigned char>(c) < 0x20) {
        std::array<char, 8> escape{};
        out_.append(escape.data(),
                    static_cast<std::size_t>(std::snprintf(escape.data(), escape.size(), "\\u%04x", static_cast<unsigned>(c))));
      } else {
        out_ += c;
      }
    }
    out_ += '"';
    return *this;
  }
  JsonText& raw(std::string_view name, std::string_view value) {
    key(name);
    out_ += value;
    return *this;
  }
  std::string take() { return std::move(out_) + '}'; }

 private:
  void key(std::string_view name) {
    out_ += out_.size() > 1 ? ",\"" : "\"";
    out_.append(name).append("\":");
  }
  std::string out_ = "{";
};

std::string entry_json(const Entry& entry, const Zone& zone) {
  JsonText out;
  out.text("matter", entry.matter).text("source", entry.source).text("occurrence", entry.occurrence).text("reason", entry.reason);
  if (!entry.kind.empty()) out.text("kind", entry.kind);
  if (entry.due_at > 0) out.text("due_at", rfc3339(instant(entry.due_at), zone));
  return out.take();
}

}  // namespace

std::string kind_name(const std::string& kind) {
  static const std::map<std::string, std::string> names = {{"reminder", "提醒"}, {"warning", "预警"}, {"escalation", "逐级上报"},
                                                           {"notice", "通知"},   {"overdue", "督办"}, {"digest", "摘要"},
                                                           {"brief", "呈阅"}};
  const auto found = names.find(kind);
  return found == names.end() ? kind : found->second;
}

std::string mark_of(const Message& m) {
  if (m.draft) return m.proposed ? "（草案，待校党委确认）" : "（草案）";
  return m.proposed ? "（待校党委确认）" : "";
}

std::string step_name(const Message& m) {
  if (!m.rung) return m.step;
  return "第" + std::to_string(std::stoul(m.step) + 1) + "级" + (m.repeat > 0 ? "·第" + std::to_string(m.repeat + 1) + "次" : "");
}

// "m0/t-7@brief" is a meeting's step t-7, said in a leader's brief; "x1/hint" the hint after an extension; "t-1@away" is said before a
// break to those who are away in it.
std::string step_words(std::string step) {
  static const std::map<std::string, std::string> names = {{"hint", "提示单"},   {"urge", "催办单"},       {"order", "督办单"},
                                                           {"date", "请定会期"}, {"finished", "办结告知"}, {"announce", "立项告知"}};
  std::string before, after;
  for (const auto& [half, words] : {std::pair<std::string_view, const char*>{"@brief", "（呈阅）"}, {"@away", "（放假前）"}}) {
    if (!step.ends_with(half)) continue;
    step.resize(step.size() - half.size());
    after = words;
  }
  if (const auto series = step.find('/'); series > 1 && series != std::string::npos && (step[0] == 'm' || step[0] == 'x') &&
                                          step.find_first_not_of("0123456789", 1) == series) {
    before = step[0] == 'm' ? "会前 " : "延期后 ";
    step.erase(0, series + 1);
  }
  const auto named = names.find(step);
  return before + (named == names.end() ? step : named->second) + after;
}

std::string minute_text(Instant t, const Zone& zone) {
  const auto local = zone.local(t);
  std::array<char, 32> text{};
  const int size = std::snprintf(text.data(), text.size(), "%04d-%02u-%02u %02d:%02d", local.year, local.month, local.day,
                                 local.minute_of_day / 60, local.minute_of_day % 60);
  return {text.data(), static_cast<std::size_t>(size)};
}

std::string json_line(const Message& m, const Zone& zone) {
  JsonText out;
  out.text("at", rfc3339(m.at, zone))
      .text("matter", m.matter)
      .text("source", m.source)
      .text("occurrence", m.occurrence)
      .text("kind", m.kind);
  if (m.rung)
    out.raw("step", m.step).raw("repeat", std::to_string(m.repeat));
  else
    out.text("step", m.step);
  out.text("role", m.role).text("unit", m.unit).text("channel", m.channel).text("destination", m.destination).text("subject", m.subject);
  out.text("reason", m.reason).text("party", m.party).raw("ask", m.ask ? "true" : "false");
  if (m.due_at > 0) out.text("due_at", rfc3339(instant(m.due_at), zone));
  if (m.draft) out.raw("draft", "true");
  if (m.proposed) out.raw("proposed", "true");
  std::string entries;
  for (const auto& entry : m.entries) entries += (entries.empty() ? "" : ",") + entry_json(entry, zone);
  if (!entries.empty()) out.raw("entries", "[" + entries + "]");
  return out.take();
}

std::unique_ptr<Writer> table_writer(std::ostream& out, Period period) { return std::make_unique<TableWriter>(out, std::move(period)); }
std::unique_ptr<Writer> jsonl_writer(std::ostream& out, Period period) { return std::make_unique<JsonlWriter>(out, std::move(period)); }

}  // namespace fenghuo::simulate
