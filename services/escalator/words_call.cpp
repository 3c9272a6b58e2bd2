// The words of whatever asks somebody or lets them know.
#include "services/escalator/commitment.hpp"
#include "services/escalator/ladder_clock.hpp"
#include "services/escalator/words.hpp"

namespace fenghuo::escalator {
namespace {

std::string long_time(Millis t) {
  constexpr std::int64_t hour = 60;
  constexpr std::int64_t day = 1440;
  const std::int64_t minutes = std::chrono::duration_cast<std::chrono::minutes>(t).count();
  if (minutes < 2 * hour) return std::to_string(minutes) + "分钟";
  return minutes < 2 * day ? std::to_string(minutes / hour) + "小时" : std::to_string(minutes / day) + "天";
}

// Why it comes to this: nobody tapped, or a promise passed.
std::string unattended(const Context& ctx) {
  if (ctx.m.commitments() > 0) return "承诺到期未反馈";
  return long_time(ctx.now - instant(ctx.m.level_at())) + "无人签收";
}

// Whoever was asked before this call and has not taken it. Those asked by it hear of it just now.
std::vector<std::string> untaken(const Context& ctx) {
  std::vector<std::string> parties;
  for (const auto& group : ctx.m.groups()) {
    if (group.dropped() || taken(group)) continue;
    if (static_cast<int>(group.since_rung()) >= ctx.m.rung() && ctx.m.last_repeats() == 0) continue;
    for (const auto& party : group.parties()) {
      const bool heard = find_told(ctx.m, party) != nullptr || !ctx.active.reachable(party);
      if (heard && !ctx.asked_now.contains(party) && std::find(parties.begin(), parties.end(), party) == parties.end())
        parties.push_back(party);
    }
  }
  return parties;
}

// Who did not tap, and whom the messages did not reach. What is under way counts as sent: the machine knows no more here.
std::string untaken_text(const Context& ctx) {
  const auto parties = untaken(ctx);
  if (parties.empty()) return {};
  std::vector<std::string> sent, failed;
  for (const auto& party : parties) {
    const auto* told = find_told(ctx.m, party);
    (told == nullptr || told->live() == 0 ? failed : sent).push_back(party);
  }
  std::string reached = sent.empty() ? "" : "已发出：" + names_of(ctx, sent);
  if (!failed.empty()) reached += (reached.empty() ? "" : "；") + ("未送达：" + names_of(ctx, failed));
  return names_of(ctx, parties) + "均未签收（" + reached + "）；";
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
                 "。" + volume_of(ctx) + background(call) + footer;
  return words;
}

Words submitted_up_words(const Context& ctx, const Call& call) {
  const std::string what = number_of(ctx) + label_of(ctx) + (call.again ? nth_of(call) : "");
  Words words;
  words.subject = "【请阅示】" + what + unattended(ctx);
  const std::string next = next_of(ctx);
  const std::string wanted = "请指定一人牵头" + (next.empty() ? "。" : "；" + next + "。");
  words.outside = words.subject + "，内容尚未核实。" + asides(call) + wanted + look_up(ctx);
  words.inside = words.subject + "。" + untaken_text(ctx) + "内容尚未核实。" + asides(call) + wanted + topic_of(ctx) + volume_of(ctx) +
                 (call.told_too.empty() ? "" : "同时已告：" + call.told_too + "。") + footer;
  return words;
}

Words informed_words(const Context& ctx, const Call& call) {
  Words words;
  words.subject = "【知悉】" + number_of(ctx) + label_of(ctx) + "，尚未核实";  // a copy is never an order, on whatever rung
  const std::string core = words.subject + nth_of(call) + "。类别：" + std::string(ctx.active.category_name(ctx.m.category())) + "。" +
                           asides(call) + "供知悉，无需签收。";
  words.outside = core + look_up(ctx);
  words.inside = core + topic_of(ctx) + volume_of(ctx) + background(call) + footer;
  return words;
}

// Subject and text are the same sentence; the inside adds the topic and what must not leave the campus.
Words simple(const Context& ctx, const std::string& subject, const std::string& text, const std::string& campus_only = "") {
  return {subject, subject + "。" + text + campus_only + topic_of(ctx) + volume_of(ctx) + footer, subject + "。" + text + look_up(ctx)};
}

// Whether a rung below names the party: it hears of the matter once more, not for the first time.
bool named_below(const Context& ctx, int rung, const std::string& party) {
  for (int r = 0; r < rung; ++r) {
    const auto people = people_of(ctx, ctx.ladder().rungs(r));
    if (std::find(people.informed.begin(), people.informed.end(), party) != people.informed.end()) return true;
    for (const auto& group : people.asked) {
      if (std::find(group.begin(), group.end(), party) != group.end()) return true;
    }
  }
  return false;
}

// What a rung will do: 重发 · 报校党委常委 · 再呈校党委书记, who knows of it already. Empty: it asks nobody.
std::string step_of(const Context& ctx, int rung) {
  const auto& spec = ctx.ladder().rungs(rung);
  std::vector<std::string> asked;
  for (const auto& group : people_of(ctx, spec).asked) asked.insert(asked.end(), group.begin(), group.end());
  if (asked.empty()) return spec.repeat_all() ? "重发" : "";
  const bool again = std::all_of(asked.begin(), asked.end(), [&](const std::string& party) { return named_below(ctx, rung, party); });
  return (!again ? "报" : spec.wording() == "submit_up" ? "再呈" : "再报") + names_of(ctx, asked);
}

}  // namespace

Words call_words(const Context& ctx, const Call& call) {
  if (!call.ask) return informed_words(ctx, call);
  return call.submit_up ? submitted_up_words(ctx, call) : asked_words(ctx, call);
}

std::string plan_of(const Context& ctx) {
  std::string out;
  for (int r = ctx.m.rung() + 1; r <= ctx.last_rung(); ++r) {
    const std::string what = step_of(ctx, r);
    if (!what.empty()) out += (out.empty() ? "" : "，") + clock_of(ctx, rung_due(ctx, r)) + what;
  }
  return out;
}

std::string next_of(const Context& ctx) {
  for (int r = ctx.m.rung() + 1; r <= ctx.last_rung(); ++r) {
    if (const std::string what = step_of(ctx, r); !what.empty()) return clock_of(ctx, rung_due(ctx, r)) + "仍无人签收将" + what;
  }
  return {};
}

Words urgent_words(const Context& ctx, const std::string& reason, Instant answer_by) {
  const std::string next = next_of(ctx);
  return simple(ctx, "【请阅示】" + number_of(ctx) + label_of(ctx) + "加急直报",
                "内容尚未核实。请指定一人牵头；" + (next.empty() ? clock_of(ctx, answer_by) + "仍无人签收将再次呈报" : next) + "。",
                "加急理由：" + reason + "。");
}

Words transferred_words(const Context& ctx, const std::string& from, Instant answer_by) {
  return simple(ctx, "【" + label_of(ctx) + "·尚未核实】" + number_of(ctx) + "转由你单位承办，请于" + clock_of(ctx, answer_by) + "前签收",
                (from.empty() ? "" : "由" + from + "转办。") + "类别：" + std::string(ctx.active.category_name(ctx.m.category())) + "。");
}

Words declined_words(const Context& ctx, const std::string& from, const std::string& reason) {
  return simple(ctx, "【请分办】" + number_of(ctx) + label_of(ctx) + "，尚未核实", from + "反映非本单位职责，请转办或签收。",
                "理由：" + reason + "。");
}

Words returned_words(const Context& ctx, const std::string& reason) {
  return simple(ctx, "【已退回】" + number_of(ctx) + "办理结果请补充", "核验未通过，请补充后再报送。", "说明：" + reason + "。");
}

Words verify_words(const Context& ctx) {
  return simple(ctx, "【待核验】" + number_of(ctx) + label_of(ctx), "办理结果已报送，请另一人核验或退回。");
}

Words takeover_words(const Context& ctx, const std::string& from, const std::string& holders) {
  return simple(ctx, "【申请接手】" + number_of(ctx) + label_of(ctx),
                from + "申请接手此件，现由" + holders + "承办；同意请转办，不同意则仍由原承办方办理。");
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
