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

// What the decision would take, and there is a reason to offer.
class Offer {
 public:
  explicit Offer(const Standing& s) : s_(s) {}

  void add(DutyAct act, bool of_use = true) {
    if (of_use && s_.may(words_of(act).kind)) acts_.push_back(act);
  }
  Acts take() { return std::move(acts_); }

 private:
  const Standing& s_;
  Acts acts_;
};

bool dated(const Standing& s) { return s.duty().scheduled_at() != 0; }
bool ahead(const Standing& s) { return s.duty().scheduled_at() > to_ms(s.now); }
bool stopped(const Standing& s) { return s.duty().clock_stopped_at() != 0; }

// What others asked of whoever reads it.
void answers(const Standing& s, Offer& offer) {
  offer.add(DutyAct::approve);
  offer.add(DutyAct::refuse);
  offer.add(DutyAct::verify);
  offer.add(DutyAct::send_back, s.may(wire::VERIFY));  // the supervising office may, and is not asked
  offer.add(DutyAct::issue);
  offer.add(DutyAct::checked, s.is_office && stopped(s));
  offer.add(DutyAct::pass_on, s.is_office && s.matter().dispatch_asked());
}

// The deed itself. A duty's own words, and a page of few buttons: what has no use now is left out though it would be taken.
void deeds(const Standing& s, Offer& offer) {
  offer.add(DutyAct::schedule, !dated(s) && s.due() > s.now);  // past the deadline no day is left: an extension first
  offer.add(DutyAct::why, s.meets() && !dated(s) && s.work() != wire::SUBMITTED);
  offer.add(DutyAct::attend);
  offer.add(DutyAct::ack, s.work() != wire::RETURNED || !s.is_owner);
  offer.add(DutyAct::submit);
  offer.add(DutyAct::progress);
  offer.add(DutyAct::extend);
  offer.add(DutyAct::explain, s.is_owner && s.order != nullptr && s.order->answered_at() == 0 && s.work() != wire::SUBMITTED);
  offer.add(DutyAct::decline);
  offer.add(DutyAct::fault, s.is_owner && !s.is_office && !stopped(s) && s.work() != wire::SUBMITTED);
  offer.add(DutyAct::schedule, ahead(s) || (dated(s) && s.due() > s.now));  // a date for a meeting that was not held
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
  Offer offer(s);
  answers(s, offer);
  deeds(s, offer);
  auto acts = offer.take();
  // Whoever pressed an answer in the mail finds that form before all others.
  const auto attend = std::find(acts.begin(), acts.end(), DutyAct::attend);
  if (!s.answer.empty() && attend != acts.end()) std::rotate(acts.begin(), attend, std::next(attend));
  return acts;
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
