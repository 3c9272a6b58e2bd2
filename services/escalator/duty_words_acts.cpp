// The words of what people did to a duty, and of what waits for them.
#include "services/escalator/duty_parties.hpp"
#include "services/escalator/duty_words.hpp"
#include "services/escalator/words.hpp"

namespace fenghuo::escalator {
namespace {

Instant due(const Context& ctx) { return instant(duty(ctx).due_at()); }
std::string until(const Context& ctx) { return deadline_of(ctx, due(ctx)); }

}  // namespace

Words assigned_words(const Context& ctx, const std::string& from) {
  return said("〔转办〕" + ctx.m.title() + "，" + until(ctx) + "止", (from.empty() ? "" : "由" + from + "转办。") + "请你单位签收并承办：" +
                                                                         ctx.m.title() + "；" + until(ctx) + "前报送" + proof_of(ctx) +
                                                                         "。" + closing_line(ctx));
}

Words refer_words(const Context& ctx, const std::string& from, const std::string& reason) {
  return said("〔请分办〕" + ctx.m.title(),
              from + "反映非本单位职责，理由：" + reason + "。请转办，或签收并承办；" + until(ctx) + "止。" + closing_line(ctx));
}

Words by_hand_words(const Context& ctx, const std::string& party, const std::string& what) {
  const auto name = ctx.active.party_name(party);
  return said("〔请人工告知〕" + ctx.m.title() + "：" + name,
              "系统不直接通知" + name + "。请以电话或公文告知，并登记：" + what + "，" + until(ctx) + "止。" + closing_line(ctx));
}

Words sent_back_words(const Context& ctx, const std::string& reason) {
  return said("〔已退回〕" + ctx.m.title() + "，请补充后再报送",
              "办理结果核验未通过，原因：" + reason + "。请补充后再报送；" + until(ctx) + "止。" + closing_line(ctx));
}

Words to_verify_words(const Context& ctx) {
  const bool archive = obligation(ctx).verifier().empty();
  return said(std::string(archive ? "〔请归档确认〕" : "〔待核验〕") + ctx.m.title(),
              ctx.active.party_name(ctx.m.submitted_by()) + "已报送办理结果，请" + (archive ? "归档确认" : "另一人核验") +
                  "，或写明原因退回。" + closing_line(ctx));
}

Words extension_words(const Context& ctx, const wire::Extension& extension) {
  return said("〔请审批延期〕" + ctx.m.title(), ctx.active.party_name(extension.asked_by()) + "申请由" + until(ctx) + "延至" +
                                                    deadline_of(ctx, instant(extension.to())) + "，理由：" + extension.reason() +
                                                    "。批准前原期限有效。" + closing_line(ctx));
}

Words extension_decided_words(const Context& ctx, const wire::Extension& extension) {
  if (!extension.approved())
    return said("〔延期未批准〕" + ctx.m.title() + "，仍于" + until(ctx) + "止",
                "延期申请未批准，原期限有效：" + until(ctx) + "。" + closing_line(ctx));
  return said(
      "〔延期已批准〕" + ctx.m.title() + "，" + until(ctx) + "止",
      "期限由" + deadline_of(ctx, instant(extension.old_due_at())) + "延至" + until(ctx) + "，原期限记录在案。" + closing_line(ctx));
}

Words date_moved_words(const Context& ctx, Instant from) {
  return said(
      "〔期限调整〕" + ctx.m.title() + "，" + until(ctx) + "止",
      (from == Instant{} ? std::string("期限") : "期限由" + deadline_of(ctx, from)) + "调整为" + until(ctx) + "。" + closing_line(ctx));
}

Words fault_words(const Context& ctx) {
  return said("〔送达异常〕" + ctx.m.title(),
              "发给" + ctx.active.party_name(owner_of(ctx)) +
                  "的提醒未送达或被反映未收到，核实期间不计逾期。请核对接收地址并电话联系；核实后请说明情况，期限继续计算。" +
                  closing_line(ctx));
}

Words look_up_words(const Context& ctx) {
  return said("〔请查看〕" + ctx.m.title() + "有新情况", "前一条消息未送达，内容见此事项页面的时间线。" + closing_line(ctx));
}

Words finished_words(const Context& ctx) {
  const auto& title = ctx.m.title();
  if (ctx.m.work() == wire::MERGED)
    return said("〔合并办理〕" + title, "此事项已并入" + ctx.m.inhibited_by() + "合并办理，您无需再单独报送。" + std::string(footer));
  if (ctx.m.work() == wire::CANCELLED) return said("〔已终止〕" + title, "此事项已终止，您无需操作。" + std::string(footer));
  return said("〔已办结〕" + title, "办理结果已核验，您无需操作。" + std::string(footer));
}

Words goes_on_words(const Context& ctx) {
  return said("〔恢复办理〕" + ctx.m.title() + "，" + until(ctx) + "止",
              "原定并入的事项此前已经结束，此件恢复单独办理。" + until(ctx) + "前报送" + proof_of(ctx) + "。" + closing_line(ctx));
}

Words joined_words(const Context& ctx, const std::string& other) {
  return said("〔合并办理〕" + ctx.m.title() + "，" + until(ctx) + "止",
              other + "已并入此件合并办理，已报送的材料和配合单位随之并入，请一并办理；" + until(ctx) + "止。" + closing_line(ctx));
}

Words merged_support_words(const Context& ctx) {
  return said("〔合并办理〕请配合：" + ctx.m.title() + "，" + until(ctx) + "止", "合并办理后由" + ctx.active.party_name(owner_of(ctx)) +
                                                                                     "牵头，请你单位配合，签收并填写进展；" + until(ctx) +
                                                                                     "止。" + closing_line(ctx));
}

Words pressed_words(const Context& ctx, const std::string& reason) {
  return said("【请阅示】" + ctx.m.title() + "加急直报",
              "加急理由：" + reason + "。" + ctx.active.party_name(owner_of(ctx)) + "承办，" + until(ctx) + "止。" + closing_line(ctx));
}

}  // namespace fenghuo::escalator
