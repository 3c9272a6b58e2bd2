// The words of a meeting: its date is asked for, then it is announced.
#include "services/escalator/duty_parties.hpp"
#include "services/escalator/duty_time.hpp"
#include "services/escalator/duty_words.hpp"
#include "services/escalator/words.hpp"

namespace fenghuo::escalator {

Words ask_date_words(const Context& ctx) {
  const Instant due = instant(duty(ctx).due_at());
  const auto n = working_days_between(ctx, ctx.now, due);
  const std::string day = day_of(ctx, due - Millis{1});
  return said("〔请定会期〕" + ctx.m.title() + "尚未确定时间（" + day.substr(0, day.find("（")) + "止）",
              (n == 0 ? std::string("今天截止") : "距截止还有" + std::to_string(n) + "个工作日") + "。定期后系统再发领导邀请。" +
                  closing_line(ctx));
}

Words meeting_words(const Context& ctx, std::string_view head) {
  const auto& state = duty(ctx);
  const Instant at = instant(state.scheduled_at());
  const std::string subject = "〔" + std::string(head) + "〕" + moment_of(ctx, at) + " " + ctx.m.title();
  if (head == "会议取消") return said(subject, moment_of(ctx, at) + "的" + ctx.m.title() + "取消，请勿前往。" + closing_line(ctx));
  if (head == "会议调整")
    return said(subject, "参会名单有调整，" + moment_of(ctx, at) + "的" + ctx.m.title() + "您无需出席。" + closing_line(ctx));
  std::string text = std::string(head == "会议改期"   ? "会议时间或地点有变，请按本条出席："
                                 : head == "会议恢复" ? "会议照常举行，请您出席："
                                                      : "请您出席：") +
                     moment_of(ctx, at);
  if (!state.place().empty()) text += "，" + state.place();
  if (state.minutes() > 0) text += "，约" + std::to_string(state.minutes()) + "分钟";
  text += "。";
  if (!state.materials().empty()) {
    const auto office = ctx.active.party_name(supervision_of(ctx));
    text += "请准备：" + state.materials() +
            (state.materials_by() > 0 ? "；" + deadline_of(ctx, instant(state.materials_by())) + "前送" + office : "") + "。";
  }
  return said(subject, text + closing_line(ctx));
}

Words phone_words(const Context& ctx, const std::vector<std::string>& parties) {
  return said("〔请电话通知〕" + ctx.m.title() + "，" + moment_of(ctx, instant(duty(ctx).scheduled_at())),
              "会期临近，在下一封每日呈阅之前，系统邀请赶不上。请电话通知：" + names_of(ctx, parties) + "。" + closing_line(ctx));
}

Words answer_words(const Context& ctx, const std::string& party, std::string_view level) {
  return said("〔会议答复〕" + ctx.active.party_name(party) + (level == "no" ? "请假" : "将出席") + "：" + ctx.m.title(),
              ctx.active.party_name(party) +
                  (level == "no"           ? "请假，不出席"
                   : level == "by_liaison" ? "由联络员答复"
                                           : "答复：出席") +
                  moment_of(ctx, instant(duty(ctx).scheduled_at())) + "的会议。" + closing_line(ctx));
}

}  // namespace fenghuo::escalator
