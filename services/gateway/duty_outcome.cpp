#include "services/gateway/duty_outcome.hpp"

#include "common/base/bytes.hpp"

namespace fenghuo::gateway {
namespace {

constexpr const char* unchanged = "您的操作未改变任何内容。";
constexpr std::size_t most_detail = 300;

std::string stop(std::string sentence) {
  if (!sentence.empty() && !sentence.ends_with("。")) sentence += "。";
  return sentence;
}

std::string answer_text(const std::string& answer) { return answer == "no" ? "请假" : answer == "by_liaison" ? "由联络员答复" : "参加"; }

std::string acknowledged(const Standing& s, const wire::ItemOutcome& outcome) {
  std::string out = "✓ 已签收" + (outcome.at() == 0 ? "" : "（" + s.moment(outcome.at()) + "）") + "。";
  if (outcome.until() != 0) out += "您承诺：" + s.due_text(outcome.until()) + "前反馈。";
  return out + (s.is_owner ? "下一步：请于" + s.due_text(s.duty().due_at()) + "前报送" + s.proof() + "。" : "下一步：请及时填写进展。");
}

// What is on record, and what comes next.
std::string done_text(const Standing& s, const DutyForm& form, const wire::ItemOutcome& outcome) {
  const auto& action = form.action;
  const std::string due = s.due_text(s.duty().due_at());
  switch (*form.act) {
    case DutyAct::schedule:
      return "✓ 会期已确定：" + s.moment(action.at()) + (action.place().empty() ? "" : "，" + action.place()) +
             "。下一步：系统按期发出邀请和提醒，您无需另行通知。";
    case DutyAct::why:
    case DutyAct::explain:
      return "✓ 已记录您的说明。";
    case DutyAct::attend:
      return "✓ 已答复：" + answer_text(action.level()) + "。会前如有变化，可再次打开此链接修改。";
    case DutyAct::ack:
      return acknowledged(s, outcome);
    case DutyAct::progress:
      return "✓ 已记录进展。下一步：" + due + "前报送" + s.proof() + "。";
    case DutyAct::submit:
      return "✓ 已报送办理结果。下一步：由" + s.name(s.people.verifier()) + "核验；核验前您无需操作，如退回将另行通知。";
    case DutyAct::extend:
      return "✓ 已提出延期申请，延至" + s.due_text(action.until()) + "。" + stop(outcome.detail());
    case DutyAct::decline:
      return "✓ 已记录：非我单位职责。下一步：由" + s.name(s.people.dispatcher()) + "重新分办，此件不再提醒您。";
    case DutyAct::fault:
      return "✓ 已反映送达问题。下一步：由督办部门核实，核实期间不计逾期；事项仍请继续办理。";
    case DutyAct::verify:
      return "✓ 核验通过，此件已办结。";
    case DutyAct::send_back:
      return "✓ 已退回。下一步：系统通知" + s.name(s.owner) + "补充后再报送。";
    case DutyAct::issue:
      return "✓ 督办单已签发，发往" + s.name(s.owner) + "。";
    case DutyAct::approve:
      return "✓ 已批准延期" + (s.asked_extension == nullptr ? "" : "至" + s.due_text(s.asked_extension->to())) + "，原期限记录在案。";
    case DutyAct::refuse:
      return "✓ 未批准延期，原期限有效：" + due + "。";
    case DutyAct::checked:
      return "✓ 已记录核实结果，期限继续计算。";
    case DutyAct::pass_on:
      return "✓ 已转办" + s.name("unit:" + action.target_unit()) + "。下一步：由该单位签收并承办。";
  }
  return {};
}

std::string already_text(const Standing& s, const DutyForm& form, const wire::ItemOutcome& outcome) {
  if (!outcome.party().empty())  // its detail is an account
    return "此件已由" + s.name(outcome.party()) + (outcome.at() == 0 ? "" : "于" + s.moment(outcome.at())) + "签收" +
           (outcome.until() == 0 ? "" : "，" + s.due_text(outcome.until()) + "前反馈") + "。" + unchanged;
  if (*form.act == DutyAct::issue) return "督办单已" + (outcome.at() == 0 ? "" : "于" + s.moment(outcome.at())) + "签发。" + unchanged;
  return stop(printable(outcome.detail(), most_detail)) + unchanged;
}

std::string ended_text(const Standing& s, const wire::ItemOutcome& outcome) {
  const std::string when = outcome.at() == 0 ? "" : "已于" + s.moment(outcome.at()) + "办结。";
  if (s.work() == wire::MERGED || s.work() == wire::CANCELLED) return stop(printable(outcome.detail(), most_detail)) + unchanged;
  return (when.empty() ? "此件已办结。" : "此件" + when) + unchanged;
}

// Sent a second time, in another form: what was asked for stands already.
std::string stands_already(const Standing& s, DutyAct act) {
  const auto& extensions = s.duty().extensions();
  const bool decided = !extensions.empty() && extensions.rbegin()->decided_at() != 0;
  if ((act == DutyAct::approve || act == DutyAct::refuse) && decided)
    return "此项延期申请已于" + s.moment(extensions.rbegin()->decided_at()) +
           (extensions.rbegin()->approved() ? "批准。" : "决定不予批准。");
  if (act == DutyAct::send_back && s.work() == wire::RETURNED) return "办理结果已退回。";
  return {};
}

OutcomePage ended(const Standing& s, const std::string& text) {
  OutcomePage out{200, duty_heading(s)};
  out.page.good = text;
  out.page.back = "查看此件";
  return out;
}

}  // namespace

OutcomePage outcome_page(const Standing& s, const DutyForm& form, const wire::ItemOutcome& outcome, bool repeated,
                         const std::string& once) {
  switch (outcome.code()) {
    case wire::DONE:
    case wire::RECORDED:
    case wire::UPDATED:
      if (!repeated) return ended(s, done_text(s, form, outcome));
      return ended(s,
                   outcome.party().empty() ? std::string("此项操作此前已记录，未重复登记。") + unchanged : already_text(s, form, outcome));
    case wire::ALREADY:
      return ended(s, already_text(s, form, outcome));
    case wire::REFUSED_CLOSED:
      return ended(s, ended_text(s, outcome));
    default:
      break;
  }
  if (const auto text = stands_already(s, *form.act); !text.empty()) return ended(s, text + unchanged);
  DutyForm again = form;
  again.problem = outcome.detail().empty() ? "未被接受，事项未改变。" : stop(printable(outcome.detail(), most_detail));
  return {422, duty_page_again(s, again, once)};
}

}  // namespace fenghuo::gateway
