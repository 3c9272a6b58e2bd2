// The words of whatever relieves people, of the digest, and the pieces all messages share.
#include "services/escalator/commitment.hpp"
#include "services/escalator/notify.hpp"
#include "services/escalator/words.hpp"

namespace fenghuo::escalator {
namespace {

Words plain(std::string subject, const std::string& text) {
  const std::string whole = subject + "。" + text + footer;
  return {std::move(subject), whole, whole};
}

std::string trend_of(const wire::Signal& signal) {
  if (signal.trend() == "up") return "，走势上升";
  return signal.trend() == "down" ? "，走势下降" : "";
}

std::string entry_line(const Context& ctx, const wire::DigestEntry& entry, bool inside) {
  std::string out = (entry.number().empty() ? id_text(entry.matter_id()) : entry.number()) + " " +
                    std::string(ctx.active.level_label(entry.level())) + " " + std::string(ctx.active.category_name(entry.category()));
  if (inside && !entry.title().empty()) out += "：" + entry.title();
  if (entry.why() == "inhibited") out += "（合并提醒）";
  return out;
}

}  // namespace

std::string number_of(const Context& ctx) { return ctx.job.number().empty() ? "{number}" : ctx.job.number(); }
std::string clock_of(const Context& ctx, Instant t) { return chinese_clock(t, ctx.now, ctx.active.calendar().zone()); }
std::string label_of(const Context& ctx) { return std::string(ctx.policy->level_label(ctx.m.level())) + "预警"; }

std::string names_of(const Context& ctx, const std::vector<std::string>& parties) {
  std::string out;
  for (const auto& party : parties) out += (out.empty() ? "" : "、") + ctx.active.party_name(party);
  return out;
}

std::string look_up(const Context& ctx) {
  const auto& phone = ctx.active.bundle().phone();
  return "详情登录校园网查看" + (phone.empty() ? "。" : "；打不开请拨" + phone + "。");
}

std::string topic_of(const Context& ctx) {
  return "话题：" + shown_title(ctx.m) + "（" + std::string(ctx.active.category_name(ctx.m.category())) + trend_of(ctx.m.signal()) + "）。";
}

std::string volume_of(const Context& ctx) {
  const auto& signal = ctx.m.signal();
  if (signal.volume_24h() == 0) return {};
  return "24小时信息量" + std::to_string(signal.volume_24h()) +
         (signal.source_count_band().empty() ? "" : "，来源" + signal.source_count_band()) + "。";
}

Words taken_words(const Context& ctx) {
  std::string who;
  std::vector<std::string> named;
  for (const auto& group : ctx.m.groups()) {
    if (group.dropped() || !taken(group) || std::find(named.begin(), named.end(), group.taken_by()) != named.end()) continue;
    named.push_back(group.taken_by());
    who += (who.empty() ? "" : "；") + ctx.active.party_name(group.taken_by()) + clock_of(ctx, instant(group.taken_at())) + "签收，承诺" +
           clock_of(ctx, instant(group.until())) + "前反馈";
  }
  return plain("【已有人处理】" + number_of(ctx), who + "。您暂无需操作。");
}

Words lowered_words(const Context& ctx) {
  return plain("【预警下调】" + number_of(ctx) + "下调为" + label_of(ctx), "经人确认，此前的提醒不再重复。");
}

Words closed_words(const Context& ctx) {
  const auto& why = ctx.m.close_reason();
  if (why == "cancelled_by_provider") return plain("【预警解除】" + number_of(ctx), "来源方取消，已经人确认。您无需操作。");
  if (ctx.m.work() == wire::CANCELLED) return plain("【已终止】" + number_of(ctx), "事项已由人终止。您无需操作。");
  return plain("【已办结】" + number_of(ctx), "办理结果已核验。您无需操作。");
}

Words digest_words(const Context& ctx) {
  const LocalTime day = ctx.active.calendar().zone().local(ctx.now);
  const auto total = ctx.m.entries_total();
  Words words;
  words.subject = "〔每日摘要〕" + std::to_string(day.month) + "月" + std::to_string(day.day) + "日：预警" + std::to_string(total) + "件";
  words.inside = words.outside = words.subject + "。以下预警内容尚未核实。";
  const int listed = std::min(ctx.m.entries_size(), most_listed);
  for (int i = 0; i < listed; ++i) {
    const auto& entry = ctx.m.entries(i);
    words.inside += "\n" + entry_line(ctx, entry, true);
    words.outside += "\n" + entry_line(ctx, entry, false);
  }
  if (total > static_cast<std::uint32_t>(listed)) {
    const std::string rest = "\n另有" + std::to_string(total - static_cast<std::uint32_t>(listed)) + "件未列出，请向值班人员查询。";
    words.inside += rest;
    words.outside += rest;
  }
  words.inside += std::string("\n") + footer;
  words.outside += "\n" + look_up(ctx);
  return words;
}

}  // namespace fenghuo::escalator
