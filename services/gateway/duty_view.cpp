#include "services/gateway/duty_view.hpp"

#include "common/calendar/lamp.hpp"
#include "common/messages/matter_numbers.hpp"
#include "common/template/names.hpp"
#include "services/gateway/duty_dates.hpp"

namespace fenghuo::gateway {
namespace {

std::string title_of(const wire::Matter& matter) {
  if (matter.title_quarantined()) return "待复核（含个人信息嫌疑）";
  return matter.title().empty() ? "履责事项" : matter.title();
}

std::string meeting_text(const Standing& s) {
  const auto& duty = s.duty();
  std::string out = s.moment(duty.scheduled_at());
  if (!duty.place().empty()) out += "，" + duty.place();
  if (duty.minutes() > 0) out += "，约" + std::to_string(duty.minutes()) + "分钟";
  return out;
}

std::string materials_text(const Standing& s) {
  const auto& duty = s.duty();
  if (duty.materials().empty()) return {};
  return duty.materials() + (duty.materials_by() > 0 ? "；" + s.due_text(duty.materials_by()) + "前送达" : "");
}

std::string held_text(const Standing& s, const wire::AskGroup& group) {
  return s.name(group.taken_by()) + "（" + s.moment(group.taken_at()) + "签收" +
         (group.until() > 0 ? "，" + s.due_text(group.until()) + "前反馈" : "") + (group.by_liaison() ? "，由联络员代签" : "") + "）";
}

std::string holders(const Standing& s) {
  std::string out;
  for (const auto& group : s.matter().groups()) {
    if (!group.dropped() && !group.taken_by().empty()) out.append(out.empty() ? "" : "；").append(held_text(s, group));
  }
  return out.empty() ? "尚无人签收" : out;
}

std::string supporters(const Standing& s) {
  std::string out;
  for (const auto& group : s.matter().groups()) {
    if (group.dropped() || group.since_rung() == 0) continue;
    for (const auto& party : group.parties()) out.append(out.empty() ? "" : "、").append(s.name(party));
  }
  return out;
}

std::string state_text(const Standing& s) {
  const auto& late = s.duty().late();
  std::string out = work_name(s.work());
  if (!s.finished() && !late.empty() && late != "in_time") out.append("，").append(late_name(late));
  if (s.duty().clock_stopped_at() != 0) out += "；送达情况核实中，核实期间不计逾期";
  return out;
}

std::string extension_text(const Standing& s) {
  const auto& asked = *s.asked_extension;
  const std::string dates = s.due_text(s.duty().due_at()) + "延至" + s.due_text(asked.to());
  return s.name(asked.asked_by()) + "申请由" + dates + (s.may(wire::APPROVE) ? "，理由：" + asked.reason() : "，待批准") +
         "；批准前原期限有效";
}

std::string listed(const google::protobuf::RepeatedPtrField<std::string>& numbers) {
  std::string out;
  for (const auto& number : numbers) out.append(out.empty() ? "" : "、").append(number);
  return out;
}

void add(DutyPage& page, const char* label, const std::string& value) {
  if (!value.empty()) page.facts.emplace_back(label, value);
}

// Who only attends has the meeting's own time; the deadline is for those who do the duty.
bool is_guest(const Standing& s) {
  const auto& all = s.duty().attending();
  const bool invited = std::any_of(all.begin(), all.end(), [&](const std::string& one) { return one.starts_with(s.party + "="); });
  return invited && !s.is_owner && !s.is_office && !s.people.is_supporter(s.party);
}

void add_due(const Standing& s, DutyPage& page) {
  if (s.duty().due_at() > 0) page.due = s.due_text(s.duty().due_at());
  if (s.calendar == nullptr) return;
  page.lamp = lamp_of(s.link.matter(), *s.calendar, s.now);
  if (!page.lamp.empty()) page.lamp_name = lamp_name(page.lamp);
}

std::string lead_of_nothing(const Standing& s) {
  if (s.work() == wire::MERGED) {
    const auto& into = s.matter().inhibited_by();
    return into.empty() ? "此件已合并办理，您无需操作。" : "此件已并入" + into + "合并办理，您无需操作。";
  }
  if (s.work() == wire::CANCELLED) return "此件已终止，您无需操作。";
  if (s.finished()) return "此件已办结，无需操作。";
  if (s.work() == wire::SUBMITTED) return "办理结果已报送，待" + s.name(s.people.verifier()) + "核验。您暂无需操作。";
  return "此件供您阅知，您暂无需操作。";
}

std::string lead_of(const Standing& s, DutyAct act) {
  switch (act) {
    case DutyAct::schedule:
      if (s.duty().scheduled_at() == 0) return "请填写会期。定期后系统再发领导邀请。";
      return s.duty().scheduled_at() <= to_ms(s.now) ? "原定会期已过。如未召开，请写明原因，重定会期。"
                                                     : "会期已确定。如有变动，请修改后重新提交，系统将通知参会人。";
    case DutyAct::attend:
      return "请您出席：" + meeting_text(s) + "。请答复是否出席。";
    case DutyAct::ack:
      return "请签收并承办。签收＝由您承办，并按时报送。";
    case DutyAct::submit:
      return (s.work() == wire::RETURNED ? "办理结果已退回，请补充后再报送。请于" : "请于") + s.due_text(s.duty().due_at()) + "前报送" +
             s.proof() + "。";
    case DutyAct::progress:
      return "您为配合单位，请填写进展；办理结果由牵头单位报送。";
    case DutyAct::verify:
      return s.name(s.matter().submitted_by()) + (s.obligation().verifier().empty() ? "已报送办理结果，请归档确认，或写明原因退回。"
                                                                                    : "已报送办理结果，请核验，或写明原因退回。");
    case DutyAct::issue:
      return s.name(s.owner) + "尚未报送，督办单已拟好。请核对后签发；签发前不会发出。";
    case DutyAct::approve:
      return "请审批延期申请。批准前原期限有效。";
    case DutyAct::checked:
      return "发给" + s.name(s.owner) + "的提醒未送达或被反映未收到。请核实后写明情况，期限随即继续计算。";
    case DutyAct::pass_on:
      return "原单位反映非本单位职责。请转办，或签收并承办。";
    default:
      return "请办理。";
  }
}

std::string text_of(const Standing& s, DutyAct act) {
  switch (act) {
    case DutyAct::extend:
      return "批准前原期限有效：" + s.due_text(s.duty().due_at()) + "。";
    case DutyAct::submit:
      return s.obligation().number_only() ? "" : "请填写文号、链接或说明之一。";
    case DutyAct::decline:
      return "提交后由" + s.name(s.people.dispatcher()) + "重新分办。";
    case DutyAct::fault:
      return "核实期间不计逾期。";
    case DutyAct::issue:
      return "签发后即发往" + s.name(s.owner) + "，并取编号。";
    default:
      return {};
  }
}

PageForm form_of(const Standing& s, DutyAct act, const std::string& once) {
  const auto& words = words_of(act);
  PageForm form;
  form.act = std::string(words.id);
  form.title = words.title;
  form.button = words.button;
  if (act == DutyAct::schedule && s.duty().scheduled_at() != 0)
    form.title = form.button = s.duty().scheduled_at() <= to_ms(s.now) ? "重定会期" : "修改会期";
  if (act == DutyAct::verify && s.obligation().verifier().empty()) form.button = "归档确认（核验通过）";
  form.text = text_of(s, act);
  form.once = once;
  form.seen = stamp_of(s, act);
  form.fields = fields_of(s, act);
  return form;
}

void add_forms(const Standing& s, const std::vector<DutyAct>& acts, const std::string& once, DutyPage& page) {
  page.forms.reserve(acts.size());
  for (const auto act : acts) page.forms.push_back(form_of(s, act, once));
}

}  // namespace

DutyPage duty_heading(const Standing& s) {
  const auto& duty = s.duty();
  DutyPage page;
  page.title = title_of(s.matter());
  const auto paper = last_order_number(duty);  // the letter that led here bears it
  page.number = paper.empty() ? s.link.matter().number() : paper;
  const bool guest = is_guest(s);
  if (!guest) add_due(s, page);
  if (!s.liaison.empty()) add(page, "代办", "代" + s.name(s.party) + "办理，记为“由联络员代签”");
  if (!guest) add(page, "状态", state_text(s));
  add(page, "牵头", s.name(s.owner));
  add(page, "配合", supporters(s));
  if (!guest) add(page, "谁在办", holders(s));
  if (duty.scheduled_at() > 0) add(page, "会期", meeting_text(s));
  add(page, "请准备", materials_text(s));
  if (!s.meets()) add(page, "需报送", s.proof());
  if (s.is_owner || s.directory.same_side(s.party, s.people.verifier())) add(page, "已报送", s.matter().evidence());
  add(page, "引用事项", listed(duty.cites()));
  add(page, "被引用", listed(duty.cited_by()));
  add(page, "并入的事项", listed(duty.merged_from()));
  if (s.asked_extension != nullptr) add(page, "延期", extension_text(s));
  add(page, "依据", s.basis());
  if (s.obligation().proposed()) add(page, "确认", "时点等默认值待校党委确认");
  page.phone = s.bundle.phone();
  return page;
}

DutyPage duty_page(const Standing& s, const std::string& once) {
  DutyPage page = duty_heading(s);
  const auto acts = offered(s);
  page.lead = acts.empty() ? lead_of_nothing(s) : lead_of(s, acts.front());
  add_forms(s, acts, once, page);
  return page;
}

DutyPage duty_page_again(const Standing& s, const DutyForm& typed, const std::string& once) {
  DutyPage page = duty_page(s, once);
  page.problem = typed.problem;
  if (!typed.act) return page;
  const auto id = words_of(*typed.act).id;
  auto form = std::find_if(page.forms.begin(), page.forms.end(), [&](const PageForm& one) { return one.act == id; });
  if (form == page.forms.end()) return page;
  form->problem = typed.problem;
  for (auto& field : form->fields) {
    const auto given = typed.values.find(field.name);
    if (given != typed.values.end()) field.value = given->second;
  }
  return page;
}

}  // namespace fenghuo::gateway
