#include "services/escalator/daily_words.hpp"

#include "services/escalator/daily_todo.hpp"
#include "services/escalator/duty_time.hpp"
#include "services/escalator/duty_words.hpp"
#include "services/escalator/report_facts.hpp"
#include "services/escalator/words.hpp"

namespace fenghuo::escalator {
namespace {

struct Kind {
  std::string_view id;
  const char* name;
};
constexpr std::array<Kind, 6> kinds = {
    {{"overdue", "逾期"}, {"due_soon", "临期"}, {"verify", "待核验"}, {"sign", "待签发"}, {"date", "待定会期"}, {"take", "待签收"}}};

std::size_t weight(std::string_view what) {
  return static_cast<std::size_t>(std::find_if(kinds.begin(), kinds.end(), [&](const Kind& kind) { return kind.id == what; }) -
                                  kinds.begin());
}

std::uint32_t count_of(const std::vector<DailyItem>& items, std::string_view what) {
  std::uint32_t n = 0;
  for (const auto& item : items) n += item.what == what ? item.count : 0;
  return n;
}

std::string bare_day(const Context& ctx, Instant t) {
  const auto day = day_of(ctx, t);
  return day.substr(0, day.find("（"));
}

std::string head(const Context& ctx) { return "〔每日摘要〕" + bare_day(ctx, ctx.now) + "："; }

std::string by_when(const Context& ctx, const DailyItem& item) {
  const Instant due = instant(item.due_at);
  if (item.what == "verify" || item.what == "sign" || item.what == "date") return todo_name(item.what);
  if (item.what == "overdue") {
    const auto n = working_days_between(ctx, due, ctx.now);
    return n == 0 ? std::string("今日逾期") : "逾期" + std::to_string(n) + "个工作日";
  }
  std::string text = deadline_of(ctx, due);
  if (deadline_day(ctx, due) == ctx.active.calendar().date_of(ctx.now)) text.replace(0, text.find("日") + std::string("日").size(), "今日");
  return text + "前";
}

std::string first_of(const Context& ctx, const std::vector<DailyItem>& items) {
  const auto& first = items.front();
  std::string name;
  if (ctx.m.entries_size() > 0 && find_item(items, ctx.m.entries(0).matter_id()) == &first) {
    name = ctx.m.entries(0).number();
    name.append(name.empty() ? "" : " ").append(ctx.m.entries(0).title());
  } else if (!first.numbers.empty()) {
    name = first.numbers.front();
  }
  if (name.empty()) name = todo_name(first.what);
  return "请先办：" + name + "，" + by_when(ctx, first) + "。";
}

void add_count(std::string& out, const char* name, std::uint32_t n) {
  if (n > 0) out.append(out.empty() ? "" : "　").append(name).append(std::to_string(n));
}

std::string done_since(const Context& ctx) {
  std::string out;
  add_count(out, "昨日办结", ctx.m.reports());
  return out;
}

// How many there are, also those that no item counts: a fact gives at most 2,000 parts.
std::uint32_t all_of(const Context& ctx, std::uint32_t shown) {
  const auto* fact = find_fact(ctx.job, todo_prefix(ctx.m.audience()) + "*");
  return fact == nullptr ? shown : std::max(fact->count(), shown);
}

std::string not_listed(const Context& ctx, std::uint32_t total, std::uint32_t counted) {
  const auto listed = static_cast<std::uint32_t>(ctx.m.entries_size());
  std::string out;
  if (total > counted) out.append("分项超过2000项，余下").append(std::to_string(total - counted)).append("件未分类。");
  if (total > listed && listed > 0)
    out.append("以下列出").append(std::to_string(listed)).append("件，另有").append(std::to_string(total - listed)).append("件。");
  return out;
}

std::string close(const Context& ctx) {
  const auto& phone = ctx.active.bundle().phone();
  return "\n" + (phone.empty() ? std::string() : "联系：" + phone + "。") + footer;
}

}  // namespace

std::vector<DailyItem> daily_items(const wire::Fact& fact) {
  std::vector<DailyItem> out;
  out.reserve(static_cast<std::size_t>(fact.parts_size()));
  for (const auto& part : fact.parts()) {
    const auto words = words_of(part.facet());  // todo|<party>|<what>|<deadline>
    if (words.size() != 4 || weight(words[2]) == kinds.size()) continue;
    out.push_back({std::string(words[2]),
                   time_of(words[3]),
                   part.count(),
                   {part.sample().begin(), part.sample().end()},
                   {part.numbers().begin(), part.numbers().end()}});
  }
  std::stable_sort(out.begin(), out.end(), [](const DailyItem& a, const DailyItem& b) {
    return std::pair(weight(a.what), a.due_at) < std::pair(weight(b.what), b.due_at);
  });
  return out;
}

const DailyItem* find_item(const std::vector<DailyItem>& items, std::uint64_t matter) {
  for (const auto& item : items) {
    if (std::find(item.matters.begin(), item.matters.end(), matter) != item.matters.end()) return &item;
  }
  return nullptr;
}

std::string number_in(const DailyItem& item, std::uint64_t matter) {
  for (std::size_t i = 0; i < std::min(item.matters.size(), item.numbers.size()); ++i) {
    if (item.matters[i] == matter) return item.numbers[i];
  }
  return {};
}

const char* todo_name(std::string_view what) {
  const auto at = weight(what);
  return at == kinds.size() ? "待办" : kinds.at(at).name;
}

Words daily_words(const Context& ctx, const std::vector<DailyItem>& items) {
  std::uint32_t counted = 0;
  for (const auto& item : items) counted += item.count;
  const auto total = all_of(ctx, counted);
  const auto late = count_of(items, "overdue");
  std::string subject = head(ctx) + "待您处理" + std::to_string(total) + "件";
  if (late > 0) subject += "，逾期" + std::to_string(late) + "件";
  std::string counts;
  for (const auto& kind : kinds) add_count(counts, kind.name, count_of(items, kind.id));
  add_count(counts, "昨日办结", ctx.m.reports());
  return said(std::move(subject), first_of(ctx, items) + counts + "。" + not_listed(ctx, total, counted) + close(ctx));
}

Words all_is_well_words(const Context& ctx) {
  const std::string text = "今日无待办，系统运行正常";
  const auto done = done_since(ctx);
  return said(head(ctx) + text, text + "。" + (done.empty() ? "" : done + "。") + close(ctx));
}

}  // namespace fenghuo::escalator
