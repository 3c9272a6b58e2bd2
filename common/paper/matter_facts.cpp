// The tables of a 办理单 that say what the matter is, from its present state.
#include "common/base/ids.hpp"
#include "common/paper/matter_words.hpp"
#include "common/template/names.hpp"

namespace fenghuo::paper {
namespace {

const std::vector<unsigned> labelled = {17, 83};

// Rows with a label; what is empty is left out.
class Labels {
 public:
  explicit Labels(std::string heading) { table_.heading = std::move(heading), table_.widths = labelled; }
  void add(const char* label, const std::string& text) {
    if (!text.empty()) table_.rows.push_back({label, cell_text(text)});
  }
  PaperTable take() { return std::move(table_); }

 private:
  PaperTable table_;
};

// The parties of the groups that are asked: those of the first rung lead, the others support.
std::string parties_of(const Desk& desk, bool lead) {
  std::vector<std::string> names;
  for (const auto& group : desk.body().groups()) {
    if (group.dropped() || (group.since_rung() == 0) != lead) continue;
    for (const auto& party : group.parties()) {
      const auto name = desk.name(party);
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
  }
  std::string out;
  for (const auto& name : names) out.append(out.empty() ? "" : "、").append(name);
  return out;
}

std::string listed(const google::protobuf::RepeatedPtrField<std::string>& numbers) {
  std::string out;
  for (const auto& number : numbers) out.append(out.empty() ? "" : "、").append(number);
  return out;
}

std::string lead_of(const Desk& desk) {
  if (desk.is_duty()) {
    const auto asked = parties_of(desk, true);
    return asked.empty() ? desk.name(desk.body().duty().occurrence().party()) : asked;
  }
  return desk.body().units_size() > 0 ? unit_name(desk.bundle, desk.body().units(0)) : std::string();
}

std::string support_of(const Desk& desk) {
  if (desk.is_duty()) return parties_of(desk, false);
  std::string out;
  for (int i = 1; i < desk.body().units_size(); ++i)
    out.append(out.empty() ? "" : "、").append(unit_name(desk.bundle, desk.body().units(i)));
  return out;
}

std::string title_of(const Desk& desk) {
  const auto& body = desk.body();
  if (body.title_quarantined()) return "（待复核，未显示）";
  if (!desk.number_only()) return body.title();
  const auto& occurrence = body.duty().occurrence();
  return occurrence.duty().empty() ? "（只登记文号和日期）" : occurrence.obligation().title();
}

std::string basis_of(const Desk& desk) {
  const auto& obligation = desk.body().duty().occurrence().obligation();
  if (obligation.clause().empty()) return desk.number_only() ? std::string() : obligation.basis();
  const auto& source = desk.bundle.source_title();
  const auto& edition = obligation.edition().empty() ? desk.bundle.edition() : obligation.edition();
  return (source.empty() ? "《实施办法》" : source) + obligation.clause() + (edition.empty() ? "" : "（" + edition + "年版）");
}

void add_duty(Labels& labels, const Desk& desk) {
  const auto& state = desk.body().duty();
  labels.add("周期", state.occurrence().period());
  labels.add("督办灯", late_words(state.late()));
  labels.add("首次期限", desk.deadline(state.first_due_at()));
  const bool moved = state.due_at() != state.first_due_at();
  labels.add("现行期限", desk.deadline(state.due_at()) + (moved ? "（已调整）" : ""));
}

void add_warning(Labels& labels, const Desk& desk) {
  const auto& body = desk.body();
  labels.add("级别", level_name(desk.bundle, desk.file.view.row().level()));
  labels.add("类别", category_name(desk.bundle, body.category()));
  if (!body.pending_level().empty()) labels.add("待确认", "下调为" + level_name(desk.bundle, body.pending_level()));
  if (body.pending_cancel()) labels.add("待确认", "来源方取消，解除预警");
}

std::string result_of(const Desk& desk, const wire::Extension& one) {
  std::string out = "待批准，原期限有效";
  const bool by_link = one.decided_by().starts_with("self-reported:");
  const auto decider = by_link ? desk.account(one.decided_by()) : desk.name(one.decided_by());
  if (one.decided_at() != 0) out = (one.approved() ? "批准：" : "未批准：") + decider + "，" + desk.moment(one.decided_at());
  if (one.old_due_at() != 0) out += "；原期限" + desk.deadline(one.old_due_at());
  if (const auto why = desk.free_text(one.reason()); !why.empty()) out += "；事由：" + why;
  return out;
}

std::string issue_of(const Desk& desk, const wire::Slip& slip) {
  std::string out = "拟稿：" + desk.moment(slip.drafted_at());
  out += slip.issued_at() == 0 ? "\n待签发" : "\n签发：" + desk.moment(slip.issued_at());
  if (!slip.issued_by().empty()) out += "\n签发人：" + desk.account(slip.issued_by());
  return out;
}

std::string answer_of(const Desk& desk, const wire::Slip& slip) {
  const std::string wanted = slip.answer_by() == 0 ? std::string() : "请于" + desk.deadline(slip.answer_by()) + "前答复\n";
  return wanted + (slip.answered_at() == 0 ? "尚无答复" : "答复：" + desk.moment(slip.answered_at()));
}

}  // namespace

PaperTable basics(const Desk& desk) {
  const auto& view = desk.file.view;
  const auto& body = desk.body();
  Labels labels("事项");
  labels.add("编号", view.number().empty() ? id_text(view.id()) : view.number());
  labels.add("事项", title_of(desk));
  labels.add("依据", basis_of(desk));
  if (desk.body().duty().occurrence().obligation().proposed()) labels.add("确认", "时点等默认值待校党委确认");
  labels.add("牵头", lead_of(desk));
  labels.add("配合", support_of(desk));
  if (desk.is_duty())
    add_duty(labels, desk);
  else if (view.row().kind() == "warning")
    add_warning(labels, desk);
  labels.add("办理状态", work_name(view.row().work()));
  labels.add("立项", desk.moment(body.opened_at()));
  labels.add("办结", desk.moment(body.closed_at()));
  if (body.work() == wire::MERGED) labels.add("并入", body.inhibited_by());
  labels.add("并入的事项", listed(body.duty().merged_from()));
  const auto previous = view.previous_id() != 0 ? view.previous_id() : body.previous_id();
  if (previous != 0) labels.add("此前事项", id_text(previous));
  if (body.erased_at() != 0) labels.add("文字", desk.moment(body.erased_at()) + "按保存期限删除；编号、时间和摘要值保留");
  labels.add("内部编号", id_text(view.id()));
  return labels.take();
}

PaperTable extensions(const Desk& desk) {
  PaperTable table{"延期", {20, 18, 20, 42}, {"申请", "申请方", "延至", "结果"}, {}};
  for (const auto& one : desk.body().duty().extensions())
    table.rows.push_back(
        {desk.moment(one.asked_at()), cell_text(desk.name(one.asked_by())), desk.deadline(one.to()), cell_text(result_of(desk, one))});
  return table;
}

PaperTable slips(const Desk& desk) {
  PaperTable table{"督办文书", {16, 18, 18, 24, 24}, {"文书", "编号", "发给", "拟稿和签发", "答复"}, {}};
  for (const auto& slip : desk.body().duty().slips())
    table.rows.push_back({slip_words(slip.kind()), slip.number().empty() ? "—" : slip.number(), cell_text(desk.name(slip.party())),
                          cell_text(issue_of(desk, slip)), answer_of(desk, slip)});
  return table;
}

PaperTable meeting(const Desk& desk) {
  const auto& state = desk.body().duty();
  Labels labels("会议");
  if (!state.occurrence().obligation().meeting()) return labels.take();
  labels.add("时间", state.scheduled_at() == 0 ? "尚未确定" : desk.deadline(state.scheduled_at()));
  if (state.minutes() > 0) labels.add("时长", std::to_string(state.minutes()) + "分钟");
  labels.add("地点", desk.free_text(state.place()));
  labels.add("材料", desk.free_text(state.materials()));
  labels.add("材料报送", desk.deadline(state.materials_by()));
  std::string answers;
  for (const auto& entry : state.attending()) {
    const auto at = entry.rfind('=');
    if (at == std::string::npos) continue;
    answers.append(answers.empty() ? "" : "\n")
        .append(desk.name(entry.substr(0, at)))
        .append("：")
        .append(answer_words(entry.substr(at + 1)));
  }
  labels.add("出席", answers);
  return labels.take();
}

PaperTable evidence(const Desk& desk) {
  Labels labels("办理材料");
  const auto& body = desk.body();
  int n = 0;
  for (const auto& one : body.duty().evidence()) {
    const auto label = "材料" + std::to_string(++n);
    labels.add(label.c_str(), one);
  }
  if (n == 0) labels.add("材料", body.evidence());
  labels.add("引用事项", listed(body.duty().cites()));
  labels.add("被引用", listed(body.duty().cited_by()));
  return labels.take();
}

}  // namespace fenghuo::paper
