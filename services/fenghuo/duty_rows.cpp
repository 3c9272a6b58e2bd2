#include "services/fenghuo/duty_rows.hpp"

#include "common/calendar/lamp.hpp"
#include "common/template/duty_json.hpp"
#include "common/template/names.hpp"

namespace fenghuo::cli {

namespace {

template <class List>
std::string joined(const List& list, const char* between = "、") {
  std::string out;
  for (const auto& one : list) out.append(out.empty() ? "" : between).append(one);
  return out;
}

std::string slip_kind(const std::string& kind) {
  if (kind == "hint") return "提示单";
  return kind == "urge" ? "催办单" : "督办单";
}

class Rows {
 public:
  Rows(Access& access, const wire::MatterView& view, Table& table)
      : access_(access), view_(view), duty_(view.body().duty()), obligation_(duty_.occurrence().obligation()), table_(table) {}

  void add() {
    row("截止 due", access_.time(duty_.due_at()) +
                        (duty_.first_due_at() == duty_.due_at() ? "" : "  （原期限 " + access_.time(duty_.first_due_at()) + "）"));
    row("督办灯 lamp", lamp_text(access_, view_));
    if (duty_.late() != "in_time" && duty_.late_at() != 0)
      row("逾期 late", std::string(late_name(duty_.late())) + "  " + access_.time(duty_.late_at()));
    if (duty_.clock_stopped_at() != 0) row("核实送达 stopped", access_.time(duty_.clock_stopped_at()) + " 起不计逾期");
    row("牵头 lead", party_name(access_.bundle(), lead_of(view_.body())));
    for (const auto& party : supporters_of(view_.body())) row("配合 support", party_name(access_.bundle(), party));
    const auto& source = access_.bundle().source_title();
    row("依据 clause",
        obligation_.clause().empty() ? obligation_.basis() : (source.empty() ? "《实施办法》" : source) + obligation_.clause());
    if (obligation_.proposed()) row("确认 confirmed", "待校党委确认 awaits confirmation by the party committee");
    row("证明 proof", obligation_.number_only() ? "文号和日期（不附材料）" : joined(obligation_.proof()));
    if (obligation_.at_least() > 0) row("次数 count", std::to_string(duty_.counted()) + " / " + std::to_string(obligation_.at_least()));
    add_meeting();
    for (const auto& slip : duty_.slips()) row(slip_kind(slip.kind()) + " slip", slip_text(slip));
    for (const auto& extension : duty_.extensions()) row("延期 extension", extension_text(extension));
    for (const auto& evidence : duty_.evidence()) row("办结材料 evidence", evidence);
    row("引用事项 cites", joined(duty_.cites()));
    row("并入的事项 merged_from", joined(duty_.merged_from()));
    if (view_.body().work() == wire::MERGED) row("并入 merged_into", view_.body().inhibited_by());
  }

 private:
  void row(const std::string& name, const std::string& text) {
    if (!text.empty()) table_.add({name, text});
  }

  void add_meeting() {
    if (!obligation_.meeting()) return;
    row("会议 meeting", duty_.scheduled_at() == 0 ? "会期未定" : access_.time(duty_.scheduled_at()) + "  " + duty_.place());
    for (const auto& entry : duty_.attending()) {
      const auto split = std::min(entry.rfind('='), entry.size() - 1);
      row("出席 attending", party_name(access_.bundle(), entry.substr(0, split)) + "  " + entry.substr(split + 1));
    }
  }

  std::string slip_text(const wire::Slip& slip) {
    std::string text = slip.number().empty() ? slip.id() : slip.number();
    text += slip.issued_at() == 0 ? "  待签发"
                                  : "  " + access_.time(slip.issued_at()) + (slip.issued_by().empty() ? "" : " " + slip.issued_by());
    if (slip.answer_by() != 0) text.append("  请于 ").append(access_.time(slip.answer_by())).append(" 前答复");
    if (slip.answered_at() != 0) text.append("  已答复 ").append(access_.time(slip.answered_at()));
    return text;
  }

  std::string extension_text(const wire::Extension& extension) {
    const char* state = extension.decided_at() == 0 ? "待批" : extension.approved() ? "已批准" : "未批准";
    std::string text = state;
    text.append("  ").append(access_.time(extension.old_due_at())).append(" → ").append(access_.time(extension.to()));
    if (!extension.decided_by().empty()) text.append("  ").append(extension.decided_by());
    return text.append("  ").append(extension.reason());
  }

  Access& access_;
  const wire::MatterView& view_;
  const wire::DutyState& duty_;
  const wire::Obligation& obligation_;
  Table& table_;
};

}  // namespace

void add_duty_rows(Access& access, const wire::MatterView& view, Table& table) {
  if (view.row().kind() == "duty") Rows(access, view, table).add();
  const auto& cited_by = view.body().duty().cited_by();  // of a warning too
  if (!cited_by.empty()) table.add({"被引用 cited_by", joined(cited_by)});
}

std::string lamp_text(Access& access, const wire::MatterView& view) {
  const auto calendar = access.calendar();
  const auto now = access.now();
  if (!calendar || !now) return {};
  const auto lamp = lamp_of(view, **calendar, *now);
  std::string text(lamp.empty() ? lamp : lamp_name(lamp));
  const auto& late = view.body().duty().late();
  if (!lamp.empty() && (late == "supervised" || late == "rectifying" || late == "in_grace")) text.append("·").append(late_name(late));
  return text;
}

}  // namespace fenghuo::cli
