#include "common/template/story.hpp"

#include <charconv>

#include "common/messages/signed_text.hpp"
#include "common/template/names.hpp"

namespace fenghuo {
namespace {

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<std::int64_t> number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
  return ec == std::errc{} && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

// An event with the means to put its fields into words. Every method gives an empty string for a field that is not there.
struct Teller {
  const wire::EventView& event;
  const wire::Bundle& bundle;
  const Zone& zone;

  std::string raw(std::string_view name) const { return std::string(field(event.fields(), name)); }
  bool has(std::string_view name) const { return !field(event.fields(), name).empty(); }

  // Parties are ids, several with commas between; a number is a count.
  std::string who(std::string_view name) const {
    const auto value = raw(name);
    return all_digits(value) ? value + "方" : party_names(bundle, value);
  }
  std::string who_or(std::string_view name, const char* otherwise) const { return has(name) ? who(name) : otherwise; }
  std::string level(std::string_view name) const { return has(name) ? level_name(bundle, raw(name)) : ""; }
  std::string unit(std::string_view name) const {
    const auto value = raw(name);
    return value.starts_with("unit:") || value.starts_with("role:") ? party_name(bundle, value) : unit_name(bundle, value);
  }

  // A time is milliseconds or RFC 3339.
  std::string clock(std::string_view name) const {
    const auto value = raw(name);
    const Instant seen = instant(event.occurred_at());
    if (const auto ms = number(value); ms && *ms > 0) return chinese_clock(instant(*ms), seen, zone);
    const auto parsed = parse_rfc3339(value);
    return parsed ? chinese_clock(*parsed, seen, zone) : "";
  }

  std::string minutes(std::string_view name) const {
    const auto ms = number(raw(name));
    return ms ? std::to_string((*ms + 59999) / 60000) + "分钟" : raw(name);
  }

  std::string step() const {  // rungs count from 0; people count from 1
    const auto rung = number(raw("rung"));
    return rung ? "第" + std::to_string(*rung + 1) + "级" : "下一级";
  }

  std::string after(const char* before, const std::string& text, const char* behind = "") const {
    return text.empty() ? "" : before + text + behind;
  }
  // What a person wrote, or that it was deleted after its time (the chain keeps its digest).
  std::string said() const {
    if (event.text().empty() && !event.text_digest().empty()) return "（文本已按期删除）";
    return after("：", note());
  }
  std::string note() const { return std::string(note_in(event.text())); }  // without who signed it
  // What a mail server or a receiver's system answered is text, since it may name an address; our own reasons are a field.
  std::string answer() const { return after("（", joined(raw("reason"), note()), "）"); }
  static std::string joined(const std::string& a, const std::string& b) { return a.empty() || b.empty() ? a + b : a + "：" + b; }
  std::string why(const char* name = "reason") const { return after("（", raw(name), "）"); }
};

std::string via(const Teller& t) {
  const auto name = t.raw("via");
  if (name == "link") return "（经链接，自报身份）";
  if (name == "callback") return "（经单位系统）";
  if (name == "cli") return "（由值班操作员录入）";
  return "";
}

std::string opened_duty(const Teller& t) {
  return "已立项" + t.after("，责任方：", t.who("party")) + t.after("，截止：", t.clock("due_at")) + "。";
}

std::string opened(const Teller& t) {
  if (t.raw("kind") == "duty") return opened_duty(t);
  if (t.raw("kind") == "report")
    return std::string(t.raw("report") == "monthly" ? "督查通报" : "督办周报") + "（" + t.raw("period") + "）已建立。";
  if (t.raw("kind") == "digest" || t.raw("kind") == "brief" || t.raw("kind") == "daily")
    return t.who_or("audience", "接收方") + "的摘要已建立。";
  return "收到" + t.level("level") + "预警，已立项" + t.after("，类别：", category_name(t.bundle, t.raw("category"))) +
         t.after("，牵头单位：", t.unit("unit")) + (t.has("previous") ? "；此前同一话题曾办结" : "") + "。内容尚未核实。";
}

std::string rung(const Teller& t) {
  return "到达" + t.step() + t.after("，请", t.who("asked"), "签收") + t.after("，同时告知", t.who("informed")) +
         (t.has("late_by_ms") ? "（系统恢复后补报，晚" + t.minutes("late_by_ms") + "）" : "") + "。";
}

std::string acknowledged(const Teller& t) {
  return t.who_or("party", "责任方") + "已签收" + via(t) + t.after("，承诺", t.clock("until"), "前反馈") + t.said() + "。";
}

std::string attempt(const Teller& t) {
  return "第" + (t.has("n") ? t.raw("n") : "1") + "次向" + t.who_or("party", "接收方") + "发送消息。";
}

std::string send_failed(const Teller& t) {
  const bool never = t.raw("again_in_ms") == "never";
  return "向" + t.who_or("party", "接收方") + "发送未成功" + t.answer() + (never ? "，不再自动发送。" : "，将再次发送。");
}

// Reasons that the processes write, in people's words; what a receiver's system answered stays as it came.
std::string reason_words(const std::string& reason) {
  static const std::map<std::string, const char*, std::less<>> table = {{"taken", "已有人签收"},
                                                                        {"already taken", "已有人签收"},
                                                                        {"closed", "事项已结束"},
                                                                        {"the matter has moved on", "事项已有新进展"},
                                                                        {"level_raised", "预警已上调"},
                                                                        {"level_lowered", "预警已下调"},
                                                                        {"the level has changed", "级别已变化"},
                                                                        {"superseded", "已有更新的提醒"},
                                                                        {"transferred", "已转办"},
                                                                        {"declined", "非该单位职责"}};
  const auto found = table.find(reason);
  return found == table.end() ? reason : found->second;
}

std::string withdrawn(const Teller& t) { return "尚未发出的消息已撤回" + t.after("（", reason_words(t.raw("reason")), "）") + "。"; }

// Ended how, and why: the reason of an end by a person is deletable text.
std::string closed(const Teller& t) {
  const auto why = t.raw("why");
  if (why == "cancelled") return "事项已终止" + t.said() + "。";
  if (why == "verified") return "办理结果核验通过，事项已办结。";
  if (why == "cancelled_by_provider") return "来源方取消，经人确认，预警解除，事项已办结。";
  if (why == "sent") return "摘要已发出，本期结束。";
  return "事项已办结" + t.why() + t.said() + "。";
}

std::string level_raised(const Teller& t) { return "预警由" + t.level("from") + "上调为" + t.level("to") + "，按新级别重新报送。"; }
std::string level_lowered(const Teller& t) { return "经人确认，预警由" + t.level("from") + "下调为" + t.level("to") + "。"; }
std::string drop_pending(const Teller& t) {
  return "来源方建议下调" + t.after("为", t.level("to")) + "，待有权限的人确认，确认前级别不变。";
}

std::string transferred(const Teller& t) {
  const auto to = t.has("to") ? t.unit("to") : t.unit("target_unit");
  if (t.raw("why") == "catalogue") return "职责清单有调整，此件由" + t.who_or("party", "原单位") + "转由" + to + "承办。";
  return t.who_or("party", "原单位") + "已将此件转交" + (to.empty() ? "其他单位" : to) + t.said() + "。";
}

// ---- duties

// Why something was not sent, in the words of the page.
std::string reason_not_said(const Teller& t) {
  const auto why = t.raw("why");
  if (why == "nobody there") return "没有可用的接收方";
  if (why == "called off before it was sent") return "会议在邀请发出前已取消";
  if (why == "too late for its day: joins the next") return "当日已不能发送，并入下一次";
  if (why == "nothing to do") return "当日没有待办事项";
  if (why == "nothing left to say") return "没有需要告知的内容";
  if (why == "the next brief comes after the meeting") return "会期临近，请电话通知";
  if (why == "answered before it was sent") return "发送前已有答复";
  return why;
}

std::string said_to(const Teller& t) { return "已向" + t.who_or("party", "接收方") + "发出提醒" + t.why("why") + "。"; }
std::string not_said(const Teller& t) { return "未向" + t.who_or("party", "接收方") + "发送：" + reason_not_said(t) + "。"; }

std::string steps_skipped(const Teller&) { return "此前各步提醒的时间已过，不再补发。"; }

std::string lateness(const Teller& t, const char* what) {
  return t.who_or("party", "责任方") + what + t.after("（原定", t.clock("due_at"), "）") + "。";
}

std::string slip_name(const Teller& t) {
  const auto kind = t.raw("kind");
  return kind == "hint" ? "提示单" : kind == "urge" ? "催办单" : "督办单";
}

std::string slip_issued(const Teller& t) {
  return slip_name(t) + (t.raw("kind") == "order" ? "已签发给" : "已发给") + t.who_or("party", "责任方") +
         t.after("，请于", t.clock("answer_by"), "前报送") + "。";
}

std::string amended(const Teller& t) {
  const bool moved = t.raw("from") != t.raw("due_at");
  return "任务内容已更新" + (moved ? "，期限由" + t.clock("from") + "调整为" + t.clock("due_at") : std::string()) +
         "；已发的提醒不再重发。";
}

std::string extension_asked(const Teller& t) {
  return t.who_or("party", "责任方") + "申请延期" + t.after("至", t.clock("to")) + t.said() + "，批准前原期限有效。";
}

std::string scheduled(const Teller& t) { return "会期已定：" + t.clock("at") + t.after("，", t.note()) + "。"; }
std::string rescheduled(const Teller& t) {
  return "会期由" + t.clock("from") + "改为" + t.clock("at") + t.after("，", t.note()) + "，已邀请的各方将收到更新。";
}

std::string attending(const Teller& t) {
  const auto answer = t.raw("answer");
  return t.who_or("party", "受邀方") + (answer == "no" ? "请假" : answer == "by_liaison" ? "由联络员答复" : "答复：参加") + t.said() + "。";
}

std::string refused(const Teller& t) { return "一项操作未被接受" + t.after("（", t.raw("why"), "）") + "，事项未改变。"; }

// What was confirmed, by its name where the rules still have it: "duty:cyzd-tuijin", "plan:committee".
std::string catalogue_confirmed(const Teller& t) {
  const auto entry = t.raw("entry");
  const bool plan = entry.starts_with("plan:");
  std::string name = entry.substr(std::min(entry.size(), std::size_t{5}));
  for (const auto& duty : t.bundle.duties()) {
    if (!plan && duty.id() == name) name = duty.obligation().title();
  }
  const std::string by = t.has("by") ? "由" + t.raw("by") : std::string();
  return (plan ? "提醒方案“" : "职责“") + name + "”已" + by + t.after("于", t.raw("on")) + "确认。";
}

using Words = std::string (*)(const Teller&);

// Kept as one list so that it reads like the list of kinds in docs/protocol.md.
const std::map<std::string, Words, std::less<>>& words() {
  static const std::map<std::string, Words, std::less<>> table = {
      {"accepted", [](const Teller&) { return std::string("系统已收到并保存。"); }},
      {"attempt", attempt},
      {"delivered", [](const Teller& t) { return "消息已送达" + t.who("party") + "。"; }},
      {"send_failed", send_failed},
      {"ambiguous",
       [](const Teller& t) { return "向" + t.who_or("party", "接收方") + "发送后连接中断，可能已送达，将以同一编号再次发送。"; }},
      {"dead", [](const Teller& t) { return "向" + t.who_or("party", "接收方") + "的消息未送达" + t.answer() + "，可重新发送。"; }},
      {"withdrawn", withdrawn},
      {"expired", [](const Teller&) { return std::string("消息已过有效期，未再发送。"); }},
      {"quarantine_released", [](const Teller&) { return std::string("暂存已解除，重新处理。"); }},
      {"quarantined", [](const Teller&) { return std::string("此件处理出错，已暂存并告知值班操作员。"); }},
      {"bundle_activated", [](const Teller&) { return std::string("新版规则已启用。"); }},
      {"catalogue_confirmed", catalogue_confirmed},
      {"paused", [](const Teller& t) { return "消息发送已暂停" + t.why() + "。"; }},
      {"resumed", [](const Teller&) { return std::string("消息发送已恢复。"); }},
      {"clock_step", [](const Teller&) { return std::string("服务器时钟发生跳变，报送时限不受影响。"); }},
      {"ladders_held", [](const Teller& t) { return "逐级上报已暂停，等待人工确认" + t.why() + "。"; }},
      {"ladders_released", [](const Teller&) { return std::string("逐级上报已恢复。"); }},
      {"restored", [](const Teller&) { return std::string("数据库由备份恢复，一切发送已暂停，等待人工放行。"); }},
      {"restore_released", [](const Teller&) { return std::string("恢复后的暂停已由人工放行。"); }},
      {"backed_up", [](const Teller&) { return std::string("已备份数据库。"); }},
      {"restarted", [](const Teller&) { return std::string("系统已重新启动。"); }},
      {"token_revoked", [](const Teller&) { return std::string("签收链接已作废。"); }},
      {"feed_made", [](const Teller& t) { return "已为" + t.who_or("party", "一方") + "建立日历订阅。"; }},
      {"feed_revoked", [](const Teller& t) { return t.who_or("party", "一方") + "的日历订阅已作废。"; }},
      {"destination_disabled", [](const Teller& t) { return "一个接收地址已停用" + t.answer() + "。"; }},
      {"destination_enabled", [](const Teller&) { return std::string("一个接收地址已恢复使用。"); }},
      {"not_queued", [](const Teller& t) { return "未重复列入：发给" + t.who_or("party", "接收方") + "的同一消息已在列。"; }},
      {"put_off", [](const Teller& t) { return "发给" + t.who_or("party", "接收方") + "的消息推迟到下一个提醒时段发送。"; }},
      {"forward_lost", [](const Teller&) { return std::string("一项要转送的信息没有找到对应的事项，未能转送。"); }},
      {"replayed", [](const Teller&) { return std::string("消息已安排重新发送。"); }},
      {"opened", opened},
      {"rung", rung},
      {"rung_empty", [](const Teller& t) { return t.step() + "无人可报，已记录并直接报下一级。"; }},
      {"repeat", [](const Teller& t) { return "仍无人签收，再次提醒" + t.who("asked") + "。"; }},
      {"acknowledged", acknowledged},
      {"already", [](const Teller& t) { return t.who_or("party", "有人") + "再次签收；此前已有人签收，未改变任何内容。"; }},
      {"commitment_lapsed", [](const Teller& t) { return t.who_or("party", "签收方") + "承诺的反馈时间已过，继续逐级上报。"; }},
      {"third_commitment",
       [](const Teller& t) {
         return t.who_or("party", "有人") + "再次签收" + via(t) + "；承诺次数已用满，逐级上报不停止" + t.said() + "。";
       }},
      {"takeover_offered",
       [](const Teller& t) { return t.who_or("party", "有人") + "申请接手" + via(t) + t.said() + "，已转达承办方和分办单位。"; }},
      {"level_raised", level_raised},
      {"level_drop_pending", drop_pending},
      {"level_lowered", level_lowered},
      {"cancel_pending", [](const Teller&) { return std::string("来源方已取消此预警，待有权限的人确认。"); }},
      {"cancel_confirmed", [](const Teller&) { return std::string("经人确认，预警已解除。"); }},
      {"inhibited", [](const Teller&) { return std::string("因同一范围有更高级别预警在办，合并提醒。"); }},
      {"uninhibited", [](const Teller&) { return std::string("合并提醒已结束，恢复单独报送。"); }},
      {"urgent", [](const Teller& t) { return "已加急直报校党委" + t.said() + "。"; }},
      {"declined", [](const Teller& t) { return t.who_or("party", "被请单位") + "反映非本单位职责" + t.said() + "，已转请分办。"; }},
      {"transferred", transferred},
      {"progress",
       [](const Teller& t) {
         const char* which = !t.has("n") ? "" : t.raw("n") == "1" ? "（首报）" : "（续报）";
         return t.who_or("party", "承办方") + "填写了进展" + which + t.said() + "。";
       }},
      {"submitted",
       [](const Teller& t) { return t.who_or("party", "承办方") + "已报送办理结果" + t.after("，引用", t.raw("matters")) + "，待核验。"; }},
      {"verified",
       [](const Teller& t) {
         return (t.has("archive") ? t.who_or("party", "督办部门") + "已归档确认" : std::string("办理结果核验通过")) + t.said() + "。";
       }},
      {"by_hand", [](const Teller& t) { return "请" + t.who_or("asked", "督办部门") + "以电话或公文告知" + t.who("party") + "。"; }},
      {"hold_begun",
       [](const Teller& t) {
         return t.who_or("party", "督办部门") + "已暂缓删除文本" + t.after("，至", t.clock("until")) + t.said() + "。";
       }},
      {"hold_ended", [](const Teller& t) { return t.who_or("party", "督办部门") + "已结束暂缓，到期文本照常删除" + t.said() + "。"; }},
      {"erased", [](const Teller&) { return std::string("文本已按期删除，只保留编号、级别、时间、单位、结论和文号。"); }},
      {"returned", [](const Teller& t) { return "办理结果已退回" + t.said() + "。"; }},
      {"closed", closed},
      {"stand_down", [](const Teller&) { return std::string("已告知此前收到提醒的各方：暂无需操作。"); }},
      {"held", [](const Teller& t) { return "夜间暂缓提醒" + t.after("，至", t.clock("until")) + "。"; }},
      {"released", [](const Teller&) { return std::string("暂缓已结束，开始报送。"); }},
      {"party_unreachable", [](const Teller& t) { return t.who_or("party", "接收方") + "的各种联系方式均未送达，已报下一级。"; }},
      {"refused", refused},
      {"damped", [](const Teller&) { return std::string("级别短时间内反复变化，合并为一次提醒。"); }},
      {"joined_digest", [](const Teller&) { return std::string("列入每日摘要。"); }},
      {"title_quarantined", [](const Teller&) { return std::string("话题文字含个人信息嫌疑，待复核；编号、级别和类别照常报送。"); }},
      {"title_released", [](const Teller&) { return std::string("话题文字已复核放行。"); }},
      {"rebased", [](const Teller&) { return std::string("已改用现行规则报送。"); }},
      {"window_opened", [](const Teller& t) { return "办理时段开始，待" + t.who_or("party", "责任方") + "签收。"; }},
      {"steps_skipped", steps_skipped},
      {"said", said_to},
      {"not_said", not_said},
      {"joined_brief", [](const Teller& t) { return "列入" + t.who_or("party", "校领导") + "的每日呈阅" + t.why("why") + "。"; }},
      {"amended", amended},
      {"retracted", [](const Teller& t) { return "任务已从目录撤回" + t.said() + "。"; }},
      {"reopened", [](const Teller&) { return std::string("职责清单中又有此任务，恢复办理；原有记录和承诺继续有效。"); }},
      {"in_time", [](const Teller& t) { return lateness(t, "回到期限之内"); }},
      {"in_grace", [](const Teller& t) { return lateness(t, "的截止时间已到，进入宽限"); }},
      {"overdue", [](const Teller& t) { return lateness(t, "已逾期"); }},
      {"supervised", [](const Teller& t) { return lateness(t, "督办中"); }},
      {"rectifying", [](const Teller& t) { return t.who_or("party", "责任方") + "已回应督办，待销号。"; }},
      {"lateness_stopped", [](const Teller& t) { return "正在核实向" + t.who_or("party", "责任方") + "的送达情况，核实期间不计逾期。"; }},
      {"lateness_resumed", [](const Teller&) { return std::string("送达情况已核实，期限继续计算。"); }},
      {"slip_drafted", [](const Teller& t) { return "给" + t.who_or("party", "责任方") + "的督办单已拟好，待签发。"; }},
      {"slip_issued", slip_issued},
      {"slip_void", [](const Teller&) { return std::string("拟好的督办单不再需要，已作废，未发出。"); }},
      {"explained", [](const Teller& t) { return t.who_or("party", "责任方") + "说明情况" + t.said() + "。"; }},
      {"extension_asked", extension_asked},
      {"extended",
       [](const Teller& t) { return "延期已批准，期限由" + t.clock("from") + "延至" + t.clock("to") + t.said() + "；原期限记录在案。"; }},
      {"report_made", [](const Teller& t) { return std::string(t.raw("report") == "monthly" ? "督查通报草稿" : "督办周报") + "已形成。"; }},
      {"report_issued", [](const Teller& t) { return t.who_or("party", "督办部门") + "已签发督查通报。"; }},
      {"extension_refused", [](const Teller& t) { return "延期未批准" + t.said() + "，原期限有效。"; }},
      {"scheduled", scheduled},
      {"rescheduled", rescheduled},
      {"meeting_called_off", [](const Teller&) { return std::string("会议取消，已邀请的各方将收到取消通知。"); }},
      {"meeting_resumed", [](const Teller&) { return std::string("会议照常举行，已邀请的各方将收到更新。"); }},
      {"meeting_lapsed", [](const Teller& t) { return "原定会期已过" + t.said() + "，待重新确定。"; }},
      {"attendees_out", [](const Teller& t) { return "参会名单有调整，已告知" + t.who_or("parties", "相关各方") + "无需出席。"; }},
      {"attending", attending},
      {"merged", [](const Teller& t) { return "事项" + t.after("并入", t.raw("into")) + "合并办理" + t.said() + "。"; }},
      {"merged_from",
       [](const Teller& t) { return t.raw("matter") + "并入此件合并办理" + t.after("，新增配合：", t.who("support")) + "。"; }},
      {"merge_refused", [](const Teller& t) { return t.raw("matter") + "要求并入，此件已结束，未并入，已退还恢复办理。"; }},
      {"merge_undone", [](const Teller& t) { return "拟并入的" + t.raw("matter") + "已经结束，此件恢复单独办理。"; }},
      {"cited", [](const Teller& t) { return t.raw("by") + "的办理材料引用了此件。"; }},
      {"counts_for", [](const Teller& t) { return "本件计入" + t.raw("year") + "年度次数。"; }},
      {"counted", [](const Teller& t) { return "计入一次，累计" + t.raw("n") + "次。"; }},
  };
  return table;
}

}  // namespace

std::string story(const wire::EventView& event, const wire::Bundle& bundle, const Zone& zone) {
  const auto found = words().find(event.kind());
  if (found == words().end()) return event.kind();
  std::string told = found->second(Teller{event, bundle, zone});
  if (field(event.fields(), "by_liaison").empty()) return told;
  const std::string_view stop = "。";
  if (told.ends_with(stop)) told.resize(told.size() - stop.size());
  return told + "（由联络员代签）。";
}

std::vector<std::string> story_kinds() {
  std::vector<std::string> out;
  for (const auto& [kind, tell] : words()) out.push_back(kind);
  return out;
}

}  // namespace fenghuo
