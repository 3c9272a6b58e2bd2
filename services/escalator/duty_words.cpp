#include "services/escalator/duty_words.hpp"

#include "common/messages/matter_numbers.hpp"
#include "services/escalator/duty_parties.hpp"
#include "services/escalator/duty_time.hpp"
#include "services/escalator/words.hpp"

namespace fenghuo::escalator {
namespace {

std::string clock_text(int minute_of_day) {
  const auto two = [](int n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  return two(minute_of_day / 60) + ":" + two(minute_of_day % 60);
}

LocalTime local(const Context& ctx, Instant t) { return ctx.active.calendar().zone().local(t); }

std::string month_day(const LocalTime& t) { return std::to_string(t.month) + "月" + std::to_string(t.day) + "日"; }

Instant due(const Context& ctx) { return instant(duty(ctx).due_at()); }

std::string days_left(const Context& ctx) {
  const auto n = working_days_between(ctx, ctx.now, due(ctx));
  return n == 0 ? "今天截止" : "距截止还有" + std::to_string(n) + "个工作日";
}

// What is still to be handed in; a count says how many are missing.
std::string wanted(const Context& ctx) {
  const auto least = obligation(ctx).at_least();
  if (least == 0) return "请于" + deadline_of(ctx, due(ctx)) + "前报送" + proof_of(ctx) + "。";
  const auto have = duty(ctx).counted();
  return "要求至少" + std::to_string(least) + "次，已办结" + std::to_string(have) + "次，还差" +
         std::to_string(least - std::min(have, least)) + "次；" + deadline_of(ctx, due(ctx)) + "止。";
}

std::string supporters(const Context& ctx) {
  const auto names = names_of(ctx, supporters_of(ctx));
  return names.empty() ? "" : "配合：" + names + "。";
}

std::string signed_by(const wire::Slip& slip) {
  const auto name = signer_of(slip.issued_by());
  return name.empty() ? name : name + " ";
}

std::string background(const Context& ctx) { return supporters(ctx) + closing_line(ctx); }

}  // namespace

std::string day_of(const Context& ctx, Instant t) {
  static constexpr std::array<const char*, 7> names = {"日", "一", "二", "三", "四", "五", "六"};
  const auto day = local(ctx, t);
  return month_day(day) + "（周" + names[day.weekday % 7] + "）";
}

std::string moment_of(const Context& ctx, Instant t) { return day_of(ctx, t) + clock_text(local(ctx, t).minute_of_day); }

std::string deadline_of(const Context& ctx, Instant t) {
  const auto at = local(ctx, t);
  return at.minute_of_day == 0 ? month_day(local(ctx, t - Millis{1})) + "24:00" : month_day(at) + clock_text(at.minute_of_day);
}

std::string basis_of(const Context& ctx) {
  const auto& what = obligation(ctx);
  if (what.clause().empty()) return what.basis();
  const auto& title = ctx.policy->bundle().source_title();
  return (title.empty() ? std::string("《实施办法》") : title) + what.clause();
}

std::string proposed_mark(const Context& ctx) { return obligation(ctx).proposed() ? "（默认值待校党委确认）" : ""; }

std::string closing_line(const Context& ctx) {
  const auto basis = basis_of(ctx);
  const auto& phone = ctx.active.bundle().phone();
  return (basis.empty() ? "" : "依据：" + basis + proposed_mark(ctx) + "。") + (phone.empty() ? "" : "联系：" + phone + "。") + footer;
}

std::string proof_of(const Context& ctx) {
  if (obligation(ctx).number_only()) return "文号和日期（不附材料）";
  std::string out;
  for (const auto& each : obligation(ctx).proof()) out += (out.empty() ? "" : "、") + each;
  return out.empty() ? "办理结果" : out;
}

Words said(std::string subject, const std::string& text) { return {std::move(subject), text, text}; }

std::string lateness_text(const Context& ctx) {
  const auto n = working_days_between(ctx, due(ctx), ctx.now);
  return n == 0 ? "今日逾期" : "逾期" + std::to_string(n) + "个工作日";
}

Words announce_words(const Context& ctx) {
  return said("〔立项〕" + ctx.m.title() + "，" + deadline_of(ctx, due(ctx)) + "止",
              "请签收并承办：" + ctx.m.title() + "。" + wanted(ctx) + background(ctx));
}

Words remind_words(const Context& ctx) {
  return said("〔提醒〕" + ctx.m.title() + "，" + deadline_of(ctx, due(ctx)) + "止",
              ctx.m.title() + "，" + days_left(ctx) + "。" + wanted(ctx) + background(ctx));
}

Words hint_words(const Context& ctx) {
  return said(
      "〔提示单〕" + ctx.m.title() + "，" + deadline_of(ctx, due(ctx)) + "止",
      ctx.m.title() + "临近截止，" + days_left(ctx) + "。" + wanted(ctx) + "请签收；有困难请说明情况或申请延期。" + background(ctx));
}

Words urge_words(const Context& ctx) {
  return said(
      "〔催办单〕" + ctx.m.title() + "，" + deadline_of(ctx, due(ctx)) + "止",
      ctx.m.title() + "即将截止，" + days_left(ctx) + "，系统尚未收到报送。" + wanted(ctx) + "有困难请尽早申请延期。" + background(ctx));
}

Words draft_words(const Context& ctx) {
  const auto owner = ctx.active.party_name(owner_of(ctx));
  return said("〔请签发〕" + ctx.m.title() + "：督办单已拟，待签发",
              owner + "应于" + deadline_of(ctx, due(ctx)) + "前报送" + ctx.m.title() +
                  "，尚未收到。督办单已拟好，请核对后签发；签发前不会发出。" + closing_line(ctx));
}

Words order_words(const Context& ctx, const wire::Slip& slip, Instant received_until) {
  const auto supervisor = ctx.active.party_name(supervision_of(ctx));
  const auto number = number_of(ctx) + slip_suffix(orders_issued(duty(ctx).slips()));
  return said("【督办】" + number + "：" + ctx.m.title() + lateness_text(ctx),
              "你单位应于" + deadline_of(ctx, due(ctx)) + "前报送" + ctx.m.title() + "，截至" + moment_of(ctx, received_until) +
                  "未收到。请于" + deadline_of(ctx, instant(slip.answer_by())) + "前报送，或说明情况、申请延期。依据：" + basis_of(ctx) +
                  proposed_mark(ctx) + "。此前未收到提醒？请点“反映送达问题”，核实期间不计逾期。" + supervisor + " " + signed_by(slip) +
                  day_of(ctx, instant(slip.issued_at())) + "。" + footer);
}

Words report_up_words(const Context& ctx) {
  const auto owner = ctx.active.party_name(owner_of(ctx));
  return said("〔呈报〕" + ctx.m.title() + "（" + owner + "）" + lateness_text(ctx),
              owner + "应于" + deadline_of(ctx, due(ctx)) + "前报送" + ctx.m.title() + "，尚未收到，" + lateness_text(ctx) +
                  "。呈请阅知。" + closing_line(ctx));
}

}  // namespace fenghuo::escalator
