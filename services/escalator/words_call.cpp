// The words of whatever asks somebody or lets them know.
#include "services/escalator/commitment.hpp"
#include "services/escalator/ladder_clock.hpp"
#include "services/escalator/words.hpp"

namespace fenghuo::escalator {
namespace {

std::string long_time(Millis t) {
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(t).count();
  if (minutes < 120) return std::to_string(minutes) + "分钟";
  return minutes < 48 * 60 ? std::to_string(minutes / 60) + "小时" : std::to_string(minutes / (24 * 60)) + "天";
}

// Why it comes to this: nobody tapped, or a promise passed.
std::string unattended(const Context& ctx) {
  if (ctx.m.commitments() > 0) return "承诺到期未反馈";
  return long_time(ctx.now - instant(ctx.m.level_at())) + "无人签收";
}

std::string untaken_names(const Context& ctx) {
  std::vector<std::string> parties;
  for (const auto& group : ctx.m.groups()) {
    if (group.dropped() || taken(group)) continue;
    for (const auto& party : group.parties()) {
      const bool told = std::any_of(ctx.m.told().begin(), ctx.m.told().end(), [&](const auto& t) { return t.party() == party; });
      if (told && std::find(parties.begin(), parties.end(), party) == parties.end()) parties.push_back(party);
    }
  }
  return names_of(ctx, parties);
}

std::string asides(const Call& call) {
  std::string out;
  if (call.late_batch) out += "系统曾中断，此前应发的提醒合并为本条。";
  if (call.damped) out += "级别在短时间内反复，合并为本条。";
  return out;
}

std::string background(const Call& call) {
  std::string out;
  if (!call.told_too.empty()) out += "同时已告：" + call.told_too + "。";
  if (!call.plan.empty()) out += "无人签收：" + call.plan + "。";
  return out;
}

std::string nth_of(const Call& call) { return "（第" + std::to_string(call.nth) + "次）"; }

Words asked_words(const Context& ctx, const Call& call) {
  const std::string head = "【" + label_of(ctx) + "·尚未核实】" + number_of(ctx);
  const std::string by = "请于" + clock_of(ctx, call.answer_by) + "前签收";
  Words words;
  words.subject = head + (call.again ? nth_of(call) : "") + "，" + by;
  const std::string core =
      head + nth_of(call) + "类别：" + std::string(ctx.active.category_name(ctx.m.category())) + "。" + asides(call) + by + "。";
  words.outside = core + look_up(ctx);
  const auto report = next_target(ctx, ctx.now);
  words.inside = core + topic_of(ctx) + "请您：①签收；②核实；③" + (report ? clock_of(ctx, *report) + "前首报" : std::string("首报")) +
                 "。" + background(call) + footer;
  return words;
}

Words submitted_up_words(const Context& ctx, const Call& call) {
  const std::string what = number_of(ctx) + label_of(ctx) + (call.again ? nth_of(call) : "");
  Words words;
  words.subject = "【请阅示】" + what + unattended(ctx);
  const std::string next = call.plan.empty() ? "" : clock_of(ctx, call.answer_by) + "仍无人签收将继续逐级上报。";
  words.outside = words.subject + "，内容尚未核实。" + asides(call) + "请指定一人牵头；" + next + look_up(ctx);
  const auto names = untaken_names(ctx);
  words.inside = words.subject + "。" + (names.empty() ? "" : names + "均未签收；") + "内容尚未核实。" + asides(call) + topic_of(ctx) +
                 "请指定一人牵头。" + background(call) + footer;
  return words;
}

Words informed_words(const Context& ctx, const Call& call) {
  Words words;
  words.subject = std::string(call.submit_up ? "【呈报】" : "【知悉】") + number_of(ctx) + label_of(ctx) + "，尚未核实";
  const std::string core = words.subject + nth_of(call) + "。类别：" + std::string(ctx.active.category_name(ctx.m.category())) + "。" +
                           asides(call) + "供知悉，无需签收。";
  words.outside = core + look_up(ctx);
  words.inside = core + topic_of(ctx) + background(call) + footer;
  return words;
}

// Subject and text are the same sentence; the inside adds the topic and what must not leave the campus.
Words simple(const Context& ctx, const std::string& subject, const std::string& text, const std::string& campus_only = "") {
  return {subject, subject + "。" + text + campus_only + topic_of(ctx) + footer, subject + "。" + text + look_up(ctx)};
}

}  // namespace

Words call_words(const Context& ctx, const Call& call) {
  if (!call.ask) return informed_words(ctx, call);
  return call.submit_up ? submitted_up_words(ctx, call) : asked_words(ctx, call);
}

std::string plan_of(const Context& ctx) {
  std::string out;
  for (int r = ctx.m.rung() + 1; r <= ctx.last_rung(); ++r) {
    const auto& rung = ctx.ladder().rungs(r);
    std::vector<std::string> asked;
    for (const auto& group : people_of(ctx, rung).asked) asked.insert(asked.end(), group.begin(), group.end());
    const std::string what =
        asked.empty() ? (rung.repeat_all() ? "重发" : "") : (rung.wording() == "submit_up" ? "呈" : "报") + names_of(ctx, asked);
    if (!what.empty()) out += (out.empty() ? "" : "，") + clock_of(ctx, rung_due(ctx, r)) + what;
  }
  return out;
}

Words urgent_words(const Context& ctx, const std::string& reason, Instant answer_by) {
  return simple(ctx, "【请阅示】" + number_of(ctx) + label_of(ctx) + "加急直报",
                "内容尚未核实。请指定一人牵头；" + clock_of(ctx, answer_by) + "仍无人签收将继续逐级上报。", "加急理由：" + reason + "。");
}

Words transferred_words(const Context& ctx, const std::string& from, Instant answer_by) {
  return simple(ctx, "【" + label_of(ctx) + "·尚未核实】" + number_of(ctx) + "转由你单位承办，请于" + clock_of(ctx, answer_by) + "前签收",
                (from.empty() ? "" : "由" + from + "转办。") + "类别：" + std::string(ctx.active.category_name(ctx.m.category())) + "。");
}

Words declined_words(const Context& ctx, const std::string& from, const std::string& reason) {
  return simple(ctx, "【请分办】" + number_of(ctx) + label_of(ctx), from + "反映非本单位职责，请转办或签收。", "理由：" + reason + "。");
}

Words returned_words(const Context& ctx, const std::string& reason) {
  return simple(ctx, "【已退回】" + number_of(ctx) + "办理结果请补充", "核验未通过，请补充后再报送。", "说明：" + reason + "。");
}

Words verify_words(const Context& ctx) {
  return simple(ctx, "【待核验】" + number_of(ctx) + label_of(ctx), "办理结果已报送，请另一人核验或退回。");
}

Words lower_words(const Context& ctx, const std::string& to) {
  return simple(ctx, "【请确认】" + number_of(ctx) + "来源方建议下调为" + std::string(ctx.policy->level_label(to)),
                "现为" + label_of(ctx) + "；确认前级别不变，逐级上报照常。");
}

Words cancel_words(const Context& ctx) {
  return simple(ctx, "【请确认】" + number_of(ctx) + "来源方取消" + label_of(ctx), "确认前事项照常办理。");
}

Words flapped_words(const Context& ctx, const std::string& other) {
  return simple(ctx, "【级别反复】" + number_of(ctx) + "仍为" + label_of(ctx),
                "来源方在短时间内由" + std::string(ctx.policy->level_label(ctx.m.level())) + "改为" +
                    std::string(ctx.policy->level_label(other)) + "又改回，合并为本条，级别不变。");
}

Words unreachable_words(const Context& ctx) {
  return simple(ctx, "【送达异常】" + number_of(ctx) + label_of(ctx) + "各级均无人可报",
                "请核对值班表与接收地址，并电话联系应签收的一方。");
}

}  // namespace fenghuo::escalator
