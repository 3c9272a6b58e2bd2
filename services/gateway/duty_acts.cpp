#include "services/gateway/duty_acts.hpp"

#include "common/base/bytes.hpp"
#include "common/base/crypto.hpp"

namespace fenghuo::gateway {
namespace {

constexpr std::array<ActWords, 17> all = {{
    {DutyAct::schedule, "schedule", "填写会期", "确定会期", wire::SCHEDULE},
    {DutyAct::why, "why", "说明情况", "提交说明", wire::EXPLAIN},
    {DutyAct::attend, "attend", "答复是否出席", "提交答复", wire::ATTEND},
    {DutyAct::ack, "ack", "签收并承办", "签收并承办", wire::ACK},
    {DutyAct::progress, "progress", "填写进展", "提交进展", wire::PROGRESS},
    {DutyAct::submit, "submit", "报送材料", "报送", wire::SUBMIT_DONE},
    {DutyAct::extend, "extend", "申请延期", "提交延期申请", wire::EXTEND},
    {DutyAct::decline, "decline", "非我单位职责", "提交，由分办单位处理", wire::DECLINE},
    {DutyAct::explain, "explain", "说明情况", "提交说明", wire::EXPLAIN},
    {DutyAct::fault, "fault", "反映送达问题", "反映送达问题", wire::EXPLAIN},
    {DutyAct::verify, "verify", "核验通过", "核验通过", wire::VERIFY},
    {DutyAct::send_back, "return", "退回（写明原因）", "退回", wire::RETURN_BACK},
    {DutyAct::issue, "issue", "签发督办单", "签发", wire::ISSUE},
    {DutyAct::approve, "approve", "同意延期", "同意延期", wire::APPROVE},
    {DutyAct::refuse, "refuse", "不同意延期", "不同意", wire::REFUSE},
    {DutyAct::checked, "checked", "核实送达问题", "已核实，期限继续计算", wire::EXPLAIN},
    {DutyAct::pass_on, "transfer", "转办", "转办", wire::TRANSFER},
}};

using Acts = std::vector<DutyAct>;

bool taken(const wire::AskGroup* group) { return group != nullptr && !group->taken_by().empty(); }
bool in_hand(wire::Work work) { return work == wire::AWAITING || work == wire::IN_PROGRESS || work == wire::RETURNED; }

void meeting_acts(const Standing& s, Acts& out) {
  const bool dates = s.is_office || s.is_owner || s.is_supporter;
  if (!s.meets() || !dates || s.duty().scheduled_at() != 0) return;
  out.push_back(DutyAct::schedule);
  out.push_back(DutyAct::why);
}

// Whoever dispatches: what others asked of it.
void office_acts(const Standing& s, Acts& out) {
  if (!s.is_office) return;
  if (s.draft != nullptr && in_hand(s.work())) out.push_back(DutyAct::issue);
  if (s.duty().clock_stopped_at() != 0) out.push_back(DutyAct::checked);
  if (s.matter().dispatch_asked()) out.push_back(DutyAct::pass_on);
}

void owner_acts(const Standing& s, Acts& out) {
  if (!taken(s.lead) && s.work() != wire::RETURNED) out.push_back(DutyAct::ack);
  out.push_back(DutyAct::submit);
  out.push_back(DutyAct::progress);
  if (s.asked_extension == nullptr) out.push_back(DutyAct::extend);
  if (s.order != nullptr && s.order->answered_at() == 0) out.push_back(DutyAct::explain);
  if (!s.same_side(s.party, s.dispatcher)) out.push_back(DutyAct::decline);
  if (!s.is_office && s.duty().clock_stopped_at() == 0) out.push_back(DutyAct::fault);
}

void supporter_acts(const Standing& s, Acts& out) {
  if (!taken(s.own)) out.push_back(DutyAct::ack);
  out.push_back(DutyAct::progress);
  if (!s.same_side(s.party, s.dispatcher)) out.push_back(DutyAct::decline);
}

}  // namespace

const ActWords& words_of(DutyAct act) {
  return *std::find_if(all.begin(), all.end(), [&](const ActWords& words) { return words.act == act; });
}

std::optional<DutyAct> act_named(std::string_view id) {
  const auto found = std::find_if(all.begin(), all.end(), [&](const ActWords& words) { return words.id == id; });
  return found == all.end() ? std::nullopt : std::optional(found->act);
}

std::vector<DutyAct> offered(const Standing& s) {
  Acts out;
  if (s.finished() || s.work() == wire::WORK_UNSET) return out;
  if (s.asked_extension != nullptr && s.may_approve && !s.same_side(s.party, s.asked_extension->asked_by())) {
    out.push_back(DutyAct::approve);
    out.push_back(DutyAct::refuse);
  }
  const bool invited = s.is_invited && s.duty().scheduled_at() > to_ms(s.now);
  if (s.work() == wire::SUBMITTED) {
    if (s.is_verifier && s.party != s.matter().submitted_by()) {
      out.push_back(DutyAct::verify);
      out.push_back(DutyAct::send_back);
    }
    if (invited) out.push_back(DutyAct::attend);
    return out;
  }
  office_acts(s, out);
  meeting_acts(s, out);
  if (invited) out.push_back(DutyAct::attend);
  if (s.is_owner)
    owner_acts(s, out);
  else if (s.is_supporter)
    supporter_acts(s, out);
  const bool dated = s.meets() && s.duty().scheduled_at() > to_ms(s.now);
  if (dated && (s.is_office || s.is_owner || s.is_supporter)) out.push_back(DutyAct::schedule);
  return out;
}

std::string stamp_of(const Standing& s, DutyAct act) {
  const auto& duty = s.duty();
  std::string text;
  switch (act) {
    case DutyAct::verify:
    case DutyAct::send_back:
      text = std::to_string(duty.evidence_size()) + "/" + s.matter().evidence();
      break;
    case DutyAct::approve:
    case DutyAct::refuse:
      text = std::to_string(duty.extensions_size()) + "/" + std::to_string(duty.due_at());
      break;
    case DutyAct::schedule:
      text = std::to_string(duty.sequence()) + "/" + std::to_string(duty.scheduled_at());
      break;
    case DutyAct::extend:
      text = std::to_string(duty.due_at());
      break;
    case DutyAct::pass_on:
      text = s.owner;
      break;
    default:
      return {};
  }
  return to_hex(crypto::sha256(text)).substr(0, 16);
}

}  // namespace fenghuo::gateway
